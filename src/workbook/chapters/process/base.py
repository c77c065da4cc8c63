"""What chapter 5 rests on."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from workbook.chapters import SoFar
from workbook.client import Client
from workbook.finding import Quantity, Term
from workbook.methods.protect import LEAST
from workbook.methods.windows import within
from workbook.section import CLASSES


@dataclass(frozen=True)
class Base:
    """`known`: every column the chapters before have of the customers with orders or care (index customer_id). `lines`: the
    order lines of the period, None without order lines. `so_far`: what the chapters before found."""

    client: Client
    known: pd.DataFrame
    lines: pd.DataFrame | None
    so_far: SoFar

    @property
    def grouping(self) -> str:
        """What customers are told apart by: their class, else their size."""
        return "class" if "class" in self.known else "size"

    @property
    def groups(self) -> pd.Series:
        """Class, else size class, of each customer (index customer_id)."""
        return self.known[self.grouping] if self.grouping in self.known else pd.Series(dtype=object)

    @property
    def group_names(self) -> tuple[str, ...]:
        """The groups there are, the most important first."""
        order = CLASSES if self.grouping == "class" else ("large", "medium", "small")
        there = set(self.groups.dropna())
        return tuple(name for name in order if name in there)

    def in_period(self, table: str) -> pd.DataFrame:
        """The rows of a table with dates within the period."""
        rows = self.client.tables[table]
        return rows[within(rows["date"], (pd.Timestamp(self.client.period[0]), pd.Timestamp(self.client.period[1])))]

    @property
    def margin_rate(self) -> float | None:
        """CM II per unit of revenue over all customers."""
        if "cm2" not in self.known or self.known["net_revenue"].sum() <= 0:
            return None
        return float(self.known["cm2"].sum() / self.known["net_revenue"].sum())

    def protected(self, means: pd.DataFrame) -> pd.DataFrame | None:
        """Means of answers (column n) without those of fewer than five respondents: the page lists customers, so it tells of no
        person."""
        shown = means[means["n"] >= LEAST]
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


def duration(median: float, p90: float, what: str) -> Term:
    """How long something takes, in the sentences `process.<what>.days` (median and ninth decile), `.median` or `.no_days`."""
    if not math.isfinite(median):
        return Term(f"process.{what}.no_days")
    if not math.isfinite(p90):
        return Term(f"process.{what}.median", {"days": Quantity(median, "days")})
    return Term(f"process.{what}.days", {"days": Quantity(median, "days"), "days_p90": Quantity(p90, "days")})
