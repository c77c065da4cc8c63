"""Leak: orders with special lines of smart and lean accounts, how late they are and what their handling costs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from workbook.chapters.coverage.base import Base
from workbook.chapters.coverage.scope_facts import SMALL
from workbook.finding import Figure, Finding, Gap, Quantity, Term, Value, count, money, share
from workbook.methods.contribution import event_rates
from workbook.methods.windows import within
from workbook.topic import Topic, Topics

FIGURES = ("coverage.special_orders", "coverage.special_late", "coverage.special_handling_cost")
FEWEST = 10  # orders on a side, below which their late shares are not compared


@dataclass(frozen=True)
class Leak(Topic):
    """Orders of the small classes: how many have special lines (`special` of `orders`), late shares of both kinds (0–1, missing
    below ten judged orders each), handling cost of the special ones a year (missing without rates).
    """

    base: Base
    orders: int
    special: int
    late: float
    late_others: float
    handling: float

    def figures(self) -> tuple[Figure, ...]:
        """Share of orders with special lines, how many of them are late, what their handling costs a year."""
        if not self.special:
            return ()
        cash = self.base.client.parameters.currency
        made = [Figure(FIGURES[0], self.special / self.orders, "share")]
        made += [Figure(FIGURES[1], self.late, "share")] if not math.isnan(self.late) else []
        made += [Figure(FIGURES[2], self.handling, cash)] if not math.isnan(self.handling) else []
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """How special lines of small accounts reach the work."""
        if not self.special or math.isnan(self.late):
            return ()
        cost = Term("coverage.special_cost_unknown")
        if not math.isnan(self.handling):
            cost = Term("coverage.special_cost", {"money": money(self.handling)})
        numbers: dict[str, Value] = {
            "share": share(self.late),
            "others": share(self.late_others),
            "part": share(self.special / self.orders),
            "n": count(self.special),
            "cost": cost,
            "whom": Term(f"coverage.special_whom.{self.base.grouping}"),
            "points": Quantity(self.late - self.late_others, "points"),
            "advice": Term(f"coverage.special_advice.{'later' if self.late > self.late_others else 'alike'}"),
        }
        return (Finding("coverage.special_late", numbers, 2, ("[000]",)),)

    def gaps(self) -> tuple[Gap, ...]:
        """What cannot be said without marks of special lines or days of delivery."""
        there = {f.id for f in self.figures()}
        lost = tuple(i for i in FIGURES if i not in there)
        asked = ("transactions.is_special", "transactions.promised_at", "transactions.shipped_at")
        needs = self.base.client.missing(*asked, "cost_rates.cost_per_event") or asked[:1]
        return (Gap("coverage.special_late", needs, "coverage.gap_special", lost),) if lost else ()


def leak(base: Base, topics: Topics) -> Leak:
    """Special lines at smart and lean accounts (small customers where there are no classes)."""
    client, nothing = base.client, float("nan")
    ids = base.customers.index[base.customers["group"].isin(SMALL[base.grouping])]
    lines = client.tables["transactions"]
    first, last = (pd.Timestamp(d) for d in client.period)
    lines = lines[within(lines["date"], (first, last)) & lines["customer_id"].isin(ids) & (lines["net_revenue"] >= 0)]
    if not client.has("transactions", "is_special", "order_id") or lines.empty:
        return Leak(base, 0, 0, nothing, nothing, nothing)
    lines = lines.assign(special=lines["is_special"].fillna(False).astype(bool))
    by = lines.groupby(["customer_id", "order_id"])
    table = pd.DataFrame(
        {
            "special": by["special"].any(),
            "lines": _lines(lines).groupby([lines["customer_id"], lines["order_id"]]).sum(),
        }
    )
    per_order, per_line = event_rates(client.tables.get("cost_rates"))
    own = table[table["special"]]
    handling = (
        (per_order * len(own) + per_line * float(own["lines"].sum())) / client.years if per_order > 0 else nothing
    )
    return Leak(base, len(table), len(own), *_late(client, lines, table), handling)


def _lines(lines: pd.DataFrame) -> pd.Series:
    """How many order lines each row stands for."""
    return lines["order_lines"] if "order_lines" in lines else pd.Series(1, lines.index)


def _late(client, lines: pd.DataFrame, table: pd.DataFrame) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    """Late share of the orders with special lines, and of the others, of those shipped whole with a promise."""
    nothing = (float("nan"), float("nan"))
    if not client.has("transactions", "promised_at", "shipped_at"):
        return nothing
    by = lines.groupby(["customer_id", "order_id"])
    shipped, promised = by["shipped_at"].max(), by["promised_at"].max()
    whole = by["shipped_at"].count() == by.size()
    late = (shipped.dt.normalize() > promised.dt.normalize())[whole & promised.notna()]
    special = table["special"].reindex(late.index)
    if min(int(special.sum()), int((~special).sum())) < FEWEST:
        return nothing
    return float(late[special].mean()), float(late[~special].mean())
