"""Discounts: rates are always Σ discount / Σ list revenue, never a mean of line rates."""

from __future__ import annotations

import pandas as pd


def discount_rate(discount: pd.Series, list_revenue: pd.Series) -> float:
    """Σ discount / Σ list revenue, 0–1; missing (nan) where list revenue is not positive."""
    base = float(list_revenue.sum())
    return float(discount.sum()) / base if base > 0 else float("nan")


def discount_by_class(sums: pd.DataFrame, classes: pd.Series) -> pd.DataFrame:
    """Discounts per class.

    From discount and list_revenue per customer (currency, index customer_id) and one class per customer to one row per class:
    customers, list_revenue, discount (currency), rate (0–1).
    """
    grouped = sums.groupby(classes.reindex(sums.index))[["list_revenue", "discount"]].sum()
    grouped["customers"] = classes.reindex(sums.index).value_counts()
    grouped["rate"] = (grouped["discount"] / grouped["list_revenue"]).where(grouped["list_revenue"] > 0)
    return grouped[["customers", "list_revenue", "discount", "rate"]]
