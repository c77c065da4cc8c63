"""Effort ratio: what serving a customer costs against its own revenue, margin and result."""

from __future__ import annotations

import pandas as pd


def effort_ratio(table: pd.DataFrame, limit: float) -> pd.DataFrame:
    """Cost to serve ÷ revenue, ÷ CM I and ÷ CM III of each customer, and what it takes beyond a share of its own CM I.

    From one row per customer (net_revenue, cm1, cm3, cost_to_serve in currency) and the share of CM I that serving may take
    (0–1) to the same index: effort_of_revenue, effort_of_margin, effort_of_result (ratios; missing where what they are taken of
    is not above 0), effort_beyond (currency: cost to serve − limit × CM I, no CM I counting as 0; 0 where it stays within).

    Source: METHOD.md §4 "Contribution"; A1-05.
    """
    cost = table["cost_to_serve"]
    of = {"revenue": table["net_revenue"], "margin": table["cm1"], "result": table["cm3"]}
    ratios = {f"effort_of_{name}": cost / amount.where(amount > 0) for name, amount in of.items()}
    beyond = (cost - limit * table["cm1"].clip(lower=0)).clip(lower=0)
    return pd.DataFrame({**ratios, "effort_beyond": beyond}, table.index)
