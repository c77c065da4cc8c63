"""Effort against value: customers ordered by value, with the hours and the value they add up to."""

from __future__ import annotations

import pandas as pd


def effort_curve(hours: pd.Series, value: pd.Series) -> pd.DataFrame:
    """Cumulated shares of hours and of positive value, the most valuable customer first.

    From hours and value per customer (hours and currency per year, same index) to one row per customer in the order of value
    (ties by customer_id): rank from 1, hours_share and value_share cumulated, 0–1. Value below zero adds nothing. Missing (nan)
    where there are no hours or no positive value.

    Source: METHOD.md §4 "Effort against value"; A1-05, A1-12.
    """
    order = value.fillna(0.0).sort_index().sort_values(ascending=False, kind="stable").index
    spent = hours.reindex(order).fillna(0.0).cumsum()
    earned = value.reindex(order).fillna(0.0).clip(lower=0).cumsum()
    total_hours, total_value = hours.sum(), value.clip(lower=0).sum()
    return pd.DataFrame(
        {
            "rank": range(1, len(order) + 1),
            "hours_share": spent / (total_hours if total_hours > 0 else float("nan")),
            "value_share": earned / (total_value if total_value > 0 else float("nan")),
        }
    )
