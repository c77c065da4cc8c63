"""Renegotiation: how much discount of the loss-making customers goes beyond what is usual in their size class."""

from __future__ import annotations

import pandas as pd


def renegotiation(table: pd.DataFrame) -> pd.Series:
    """Discount of every loss maker above the median of its size class, never more than its loss.

    From one row per customer (orders, size, cm3, list_revenue, discount_rate 0–1; money in currency over the period) to one
    amount per customer with a negative cm3 (currency over the period, same index). The median
    is that of the customers with orders.
    """
    usual = table[table["orders"] > 0].groupby("size")["discount_rate"].median()
    losing = table[table["cm3"] < 0]
    above = (losing["discount_rate"] - losing["size"].map(usual).astype(float)).clip(lower=0) * losing[
        "list_revenue"
    ].clip(lower=0)
    return above.fillna(0.0).clip(upper=-losing["cm3"])
