"""What chapter 5 rests on."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters import SoFar
from workbook.client import Client
from workbook.methods.protect import LEAST
from workbook.methods.windows import within


@dataclass(frozen=True)
class Base:
    """`known`: every column the chapters before have of the customers with orders or care (index customer_id). `lines`: the
    order lines of the period, None without order lines. `so_far`: what the chapters before found."""

    client: Client
    known: pd.DataFrame
    lines: pd.DataFrame | None
    so_far: SoFar

    @property
    def margin_rate(self) -> float | None:
        """CM II per unit of revenue over all customers."""
        if "cm2" not in self.known or self.known["net_revenue"].sum() <= 0:
            return None
        return float(self.known["cm2"].sum() / self.known["net_revenue"].sum())

    def protected(self, means: pd.DataFrame) -> pd.DataFrame | None:
        """Means of answers (column n) without those of fewer than five respondents, where persons are shown in groups only."""
        shown = means[means["n"] >= LEAST] if self.client.parameters.people == "group" else means
        return shown.reset_index(drop=True) if len(shown) else None


def base(client: Client, so_far: SoFar) -> Base:
    """The customers and lines the topics of the chapter start from."""
    known = so_far.customers[so_far.customers["orders"].notna()]
    lines = None
    if client.has("transactions"):
        lines = client.tables["transactions"]
        if client.dated:
            span = pd.Timestamp(client.period[0]), pd.Timestamp(client.period[1])
            lines = lines[within(lines["date"], span)]
    return Base(client, known, lines, so_far)
