"""Why a customer is worth less or more than its revenue suggests."""

from __future__ import annotations

import pandas as pd

COSTS = ("discount", "goods", "order_cost", "care_cost")


def value_drivers(table: pd.DataFrame) -> pd.DataFrame:
    """The gap between a customer's CM III and what its revenue would bring at the mean rate, by cause.

    From one row per customer (net_revenue, cm3, cost_of_goods, order_cost, care_cost; optional discount; currency) to one row
    per customer: discount, goods, order_cost, care_cost (currency; below 0: it costs more than the mean for its revenue), gap =
    their sum = CM III − revenue × mean CM III rate, and driver = the largest cause in the direction of the gap. The discount
    counts as far as it is above the mean rate of list revenue, at the mean share of goods in revenue; without it goods holds
    price and cost together.

    Source: [003] on revenue as a guide; the decomposition is exact.
    """
    revenue = table["net_revenue"]
    own = pd.DataFrame(
        {"goods": table["cost_of_goods"], "order_cost": table["order_cost"], "care_cost": table["care_cost"]}
    )
    parts = own.sum() / revenue.sum() * pd.DataFrame(dict.fromkeys(own, revenue)) - own
    if "discount" in table:
        given = table["discount"].fillna(0.0)
        listed = revenue + given
        parts.insert(0, "discount", (listed * given.sum() / listed.sum() - given) * own["goods"].sum() / revenue.sum())
        parts["goods"] = parts["goods"] - parts["discount"]
    gap = parts.sum(axis=1)
    signed = parts.mul(gap.map(lambda g: 1.0 if g >= 0 else -1.0), axis=0)
    return parts.assign(gap=gap, driver=signed.idxmax(axis=1))
