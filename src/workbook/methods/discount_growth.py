"""Did discounts buy growth: what a customer's result gained between two windows, against what its discount cost more."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.methods.windows import Windows, within

Z = 1.959964


def discount_growth(earlier: pd.DataFrame, later: pd.DataFrame, lines: pd.DataFrame, windows: Windows) -> pd.DataFrame:
    """Verdict per customer: profitable, unprofitable or neutral.

    From cm3, discount and list_revenue per customer of each window (currency, index customer_id) and the order lines of both
    (customer_id, date, net_revenue, discount, cost_of_goods; optional order_id) to one row per customer with list revenue in
    both windows: revenue_change, cm3_change, discount_change (currency per window), rate_change (0–1), net = cm3_change −
    discount_change with low and high (95 %), verdict. Profitable: cm3 up, and the rate not up or the interval above 0 (where
    cm3 fell, less discount bought no growth); unprofitable: the interval below 0. The interval takes orders as a compound
    Poisson process: variance = Σ (CM I − discount)² over the orders of both windows; order and care cost count as fixed.
    Source: METHOD.md §4 "Discounts"; article [000] 2025.
    """
    kept = earlier.index[earlier["list_revenue"] > 0].intersection(later.index[later["list_revenue"] > 0])
    before, after = (t.loc[kept, ["cm3", "discount", "list_revenue"]].fillna(0.0) for t in (earlier, later))
    table = pd.DataFrame({"cm3_change": after["cm3"] - before["cm3"]})
    table["revenue_change"] = after["list_revenue"] - after["discount"] - before["list_revenue"] + before["discount"]
    table["discount_change"] = after["discount"] - before["discount"]
    table["rate_change"] = after["discount"] / after["list_revenue"] - before["discount"] / before["list_revenue"]
    table["net"] = table["cm3_change"] - table["discount_change"]
    error = _error(lines[lines["customer_id"].isin(kept)], windows).reindex(kept).fillna(0.0)
    table["low"], table["high"] = table["net"] - Z * error, table["net"] + Z * error
    gained = (table["cm3_change"] > 0) & ((table["rate_change"] <= 0) | (table["low"] > 0))
    verdicts = np.select([gained, table["high"] < 0], ["profitable", "unprofitable"], "neutral")
    return table.assign(verdict=verdicts)


def _error(lines: pd.DataFrame, windows: Windows) -> pd.Series:
    """Standard error of the net gain per customer, currency."""
    key = "order_id" if "order_id" in lines else "date"
    gain = lines["net_revenue"] - lines["cost_of_goods"].fillna(0.0) - lines["discount"].fillna(0.0)
    ours = within(lines["date"], windows.earlier) | within(lines["date"], windows.later)
    orders = gain[ours].groupby([lines.loc[ours, "customer_id"], lines.loc[ours, key]]).sum()
    return np.sqrt((orders**2).groupby("customer_id").sum())
