"""Size bands: what customers of each size bring, cost and take of the staff's time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def size_bands(table: pd.DataFrame, edges: Sequence[float]) -> pd.DataFrame:
    """Customers by fixed edges of revenue per year.

    From one row per customer (revenue_per_year; optional value_earned, cost_to_serve in currency per year, hours per year) to
    one row per band (index 0 … len(edges), the smallest first): customers, revenue, and as delivered cm3 (currency per year),
    cost_share (cost to serve ÷ revenue), hours_per_customer (per year). Revenue on an edge belongs to the band above it;
    customers without positive revenue are in none.
    """
    buying = table[table["revenue_per_year"] > 0]
    band = np.searchsorted(np.asarray(edges, float), buying["revenue_per_year"].to_numpy(float), side="right")
    return _sums(buying, band).reindex(range(len(edges) + 1)).fillna({"customers": 0, "revenue": 0.0})


def deciles(table: pd.DataFrame) -> pd.DataFrame:
    """Customers in tenths by revenue per year, 1 the largest; columns as `size_bands`. Ties by id.

    With fewer than ten customers some tenths are empty and left out.
    """
    buying = table[table["revenue_per_year"] > 0]
    order = np.lexsort((buying.index.astype(str), -buying["revenue_per_year"].to_numpy(float)))
    tenth = np.arange(len(buying)) * 10 // max(len(buying), 1) + 1
    return _sums(buying.iloc[order], tenth)


def _sums(buying: pd.DataFrame, band: np.ndarray) -> pd.DataFrame:
    grouped = buying.groupby(band)
    found = pd.DataFrame({"customers": grouped.size(), "revenue": grouped["revenue_per_year"].sum()})
    if "value_earned" in buying:
        found["cm3"] = grouped["value_earned"].sum()
        found["cost_share"] = grouped["cost_to_serve"].sum() / found["revenue"]
    if "hours" in buying:
        found["hours_per_customer"] = grouped["hours"].sum() / found["customers"]
    return found.rename_axis("band")
