"""How far time gathers at single customers of a group."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from workbook.methods.gini import gini


@dataclass(frozen=True)
class Concentration:
    """`tiers`: per part of the customers (most, middle, rest) customers, hours, hours_share and what else was summed."""

    gini: float
    top_share: float
    tiers: pd.DataFrame


def time_concentration(customers: pd.DataFrame, top: float = 0.10) -> Concentration | None:
    """The Gini coefficient of hours and the share of the `top` part of the customers with most hours.

    From one row per customer (index customer_id: hours; other amounts are summed) to the concentration; customers without hours
    count as such in the tiers, not in the coefficient. Tiers: the top part (rounded up), then up to half of the customers, then
    the rest. Ties by id. None below two customers or without hours.

    Source: A0-16; Gini 1912.
    """
    if len(customers) < 2 or not customers["hours"].sum() > 0:
        return None
    order = customers.assign(_id=customers.index.astype(str)).sort_values(["hours", "_id"], ascending=[False, True])
    n = len(order)
    first, half = math.ceil(n * top - 1e-9), max(math.ceil(n / 2), math.ceil(n * top - 1e-9))
    tier = pd.Series(["most"] * first + ["middle"] * (half - first) + ["rest"] * (n - half), order.index)
    tiers = order.drop(columns="_id").groupby(tier).sum().reindex(["most", "middle", "rest"]).dropna(how="all")
    tiers.insert(0, "customers", tier.value_counts().reindex(tiers.index))
    for name in [c for c in tiers if c != "customers"]:
        whole = tiers[name].sum()
        tiers[f"{name}_share"] = tiers[name] / whole if whole > 0 else float("nan")
    return Concentration(gini(order["hours"].to_numpy(float)), float(tiers.loc["most", "hours_share"]), tiers)
