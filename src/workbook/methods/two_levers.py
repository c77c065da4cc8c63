"""Two levers on a class: a little more price, or a little less process cost."""

from __future__ import annotations

import pandas as pd


def two_levers(table: pd.DataFrame, group: pd.Series, price: float = 0.01, process: float = 0.10) -> pd.DataFrame:
    """What each lever brings per class.

    From one row per customer (net_revenue, cost_to_serve, cm3; currency per year) and its class to one row per class: customers,
    price (revenue × `price`, same quantities: 0.01 is one percentage point), process (cost to serve × `process`), each in
    currency per year, price_part and process_part of the class's CM III (missing where that is not above 0).

    Source: A4-09 (raise the margin, lower the cost of processing).
    """
    sums = table.groupby(group)[["net_revenue", "cost_to_serve", "cm3"]].sum()
    found = pd.DataFrame({"customers": group.value_counts().reindex(sums.index)})
    found["price"] = price * sums["net_revenue"]
    found["process"] = process * sums["cost_to_serve"]
    result = sums["cm3"].where(sums["cm3"] > 0)
    return found.assign(price_part=found["price"] / result, process_part=found["process"] / result)
