"""Delivery and repurchase: what the dates of the orders say about the phases 5 and 8."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.client import Client
from workbook.finding import Figure, Finding, Gap, Quantity, Value, count, share
from workbook.methods.delivery import Delivery, delivery
from workbook.methods.repurchase import Repurchase, repurchase
from workbook.topic import Topic, Topics


@dataclass(frozen=True)
class Delivered(Topic):
    """`late`: one row per size class: orders judged, late, share. None where the dates were not delivered."""

    client: Client
    delivered: Delivery | None = None
    late: pd.DataFrame | None = None
    again: Repurchase | None = None

    def figures(self) -> tuple[Figure, ...]:
        """Lead time, conversion and on-time share of delivery; share of orders followed by another."""
        made: list[Figure] = []
        d, again = self.delivered, self.again
        if d is not None and d.shipped:
            made.append(Figure("process.lead_time_days.5", d.median_days, "days"))
            made.append(Figure("process.conversion.5", d.conversion, "share"))
            if d.judged:
                made.append(Figure("process.on_time_share", d.on_time_share, "share", d.interval))
        if again is not None and again.orders:
            made.append(Figure("process.conversion.8", again.within, "share", again.interval))
            if again.median_days == again.median_days:
                made.append(Figure("process.lead_time_days.8", again.median_days, "days"))
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """Deliveries after the promised day, and repurchase."""
        return tuple(f for f in (_on_time(self), _again(self)) if f is not None)

    def gaps(self) -> tuple[Gap, ...]:
        """What promised and shipped days would show."""
        if self.delivered is not None and self.delivered.judged:
            return ()
        client = self.client
        needs = client.missing("transactions.shipped_at", "transactions.promised_at", "transactions.order_id")
        needs = needs if client.has("transactions") else ("transactions",)
        return (Gap("process.on_time_share", needs, "process.gap_delivery", ("process.on_time_share",)),)

    def columns(self) -> pd.DataFrame:
        """Orders judged and delivered late per customer."""
        if self.delivered is None:
            return pd.DataFrame()
        table = self.delivered.table
        judged = table[table["late"].notna()]
        late = judged["late"].astype(bool).groupby(judged["customer_id"])
        return pd.DataFrame({"orders_judged": late.size(), "orders_late": late.sum()})


def delivered(base: Base, _: Topics) -> Delivered:
    """What the dates of the orders say."""
    client, done, late, again = base.client, None, None, None
    if client.has("transactions", "shipped_at", "order_id") and base.lines is not None:
        done = delivery(base.lines, client.as_of)
        late = _late_by_size(done, base.so_far.customers)
    if client.dated:
        p = client.parameters
        again = repurchase(client.tables["transactions"], client.as_of, p.process.repurchase_days, p.seed)
    return Delivered(client, done, late, again)


def _late_by_size(done: Delivery, customers: pd.DataFrame) -> pd.DataFrame:
    """Late deliveries by size class of the customer: judged, late, share, median_days."""
    table = done.table[done.table["late"].notna()].assign(size=lambda t: t["customer_id"].map(customers["size"]))
    grouped = table.assign(late=table["late"].astype(bool)).groupby("size")
    result = grouped.agg(judged=("late", "size"), late=("late", "sum"), median_days=("days", "median"))
    result["share"] = result["late"] / result["judged"]
    return result.reindex([s for s in ("large", "medium", "small") if s in result.index])


def _on_time(found: Delivered) -> Finding | None:
    d = found.delivered
    if d is None or not d.judged:
        return None
    numbers: dict[str, Value] = {
        "n": count(d.late),
        "n_total": count(d.judged),
        "share": share(d.on_time_share),
        "low": share(d.interval[0]),
        "high": share(d.interval[1]),
        "days": Quantity(d.median_days, "days"),
        "days_p90": Quantity(d.p90_days, "days"),
        "n_open": count(d.orders - d.shipped),
    }
    return Finding("process.on_time_share", numbers, 3, ("[002]", "[004]"))


def _again(found: Delivered) -> Finding | None:
    a = found.again
    if a is None or a.orders < 10 or a.median_days != a.median_days:
        return None
    numbers: dict[str, Value] = {
        "days_dat": Quantity(a.median_days, "days"),
        "share": share(a.within),
        "low": share(a.interval[0]),
        "high": share(a.interval[1]),
        "n_orders": count(a.orders),
        "horizon_dat": Quantity(found.client.parameters.process.repurchase_days, "days"),
    }
    return Finding("process.repurchase", numbers, 3, ("[002]",))
