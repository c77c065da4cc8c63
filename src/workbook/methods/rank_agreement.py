"""Revenue against value: how far two rankings of the same customers agree."""

from __future__ import annotations

import pandas as pd
from scipy.stats import kendalltau

from workbook.methods.cumulated import abc_class


def kendall_tau_b(first: pd.Series, second: pd.Series) -> float:
    """Kendall's τ-b of two amounts per customer (same index), −1 to 1; missing (nan) for fewer than two customers.

    Source: Kendall 1945, The treatment of ties in ranking problems.
    """
    if len(first) < 2:
        return float("nan")
    return float(kendalltau(first.to_numpy(float), second.reindex(first.index).to_numpy(float)).statistic)


def abc_by_abc(revenue: pd.Series, value: pd.Series, edges: tuple[float, float]) -> pd.DataFrame:
    """ABC class by revenue and by value, side by side.

    From two amounts per customer (currency, same index) to one row per customer: by_revenue, by_value (A, B, C), and `corner`:
    overrated (A by revenue, C by value), hidden (C by revenue, A by value), else empty.
    """
    by_revenue, by_value = abc_class(revenue, edges), abc_class(value, edges)
    corner = pd.Series("", revenue.index)
    corner[(by_revenue == "A") & (by_value == "C")] = "overrated"
    corner[(by_revenue == "C") & (by_value == "A")] = "hidden"
    return pd.DataFrame({"by_revenue": by_revenue, "by_value": by_value, "corner": corner})
