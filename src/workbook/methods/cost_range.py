"""How far the cost of orders may be off."""

from __future__ import annotations

import pandas as pd

COLUMNS = ("activity_type", "cost_per_event", "low", "high")


def order_cost_range(rates: pd.DataFrame | None, sums: pd.DataFrame) -> tuple[float, float] | None:
    """What orders and lines cost at least and at most, as factors of today's; None where not every rate has its range.

    From cost rates (activity_type, cost_per_event, low, high in currency; those of `order` and `order_line` count) and one
    row per customer (orders, order_lines; optional freight in currency, which has no range).
    """
    if rates is None or not set(COLUMNS) <= set(rates):
        return None
    events = rates.set_index("activity_type")[list(COLUMNS[1:])]
    events = events.reindex(["order", "order_line"]).dropna(subset=["cost_per_event"])
    times = pd.Series({"order": float(sums["orders"].sum()), "order_line": float(sums["order_lines"].sum())})
    spent = events.mul(times.reindex(events.index), axis=0).sum(skipna=False)
    freight = float(sums["freight"].sum()) if "freight" in sums else 0.0
    today = spent["cost_per_event"] + freight
    if not today > 0 or spent.isna().any():
        return None
    low, high = sorted((spent["low"] + freight, spent["high"] + freight))
    return float(low / today), float(high / today)
