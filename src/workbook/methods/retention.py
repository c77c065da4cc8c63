"""How likely a customer still buys a year on."""

from __future__ import annotations

import pandas as pd

from workbook.methods.cumulated import size_class


def retention(
    table: pd.DataFrame, growth: pd.DataFrame | None, edges: tuple[float, float] = (0.70, 0.90), months: int = 12
) -> pd.Series:
    """The probability (0–1) that each customer buys again in the next 12 months.

    From one row per customer (size; optional retention_probability, 0–1) and the two windows (earlier, later in currency;
    None: not known) to one probability per customer. Where it is not stated: (k + 0.5)/(n + 1) of the customer's size class,
    k of the n that bought in the earlier window having bought again in the later one; a class nobody was in takes that of all
    customers. Windows of fewer `months` are brought to a year. Missing where neither is known.

    Source: METHOD.md §4; k + 0.5 of n + 1 after Jeffreys 1946.
    """
    stated = table.get("retention_probability", pd.Series(float("nan"), table.index)).astype(float)
    if growth is None:
        return stated.rename("retention")
    rates = retention_by_size(growth, edges) ** (12 / months)
    return stated.fillna(table["size"].map(rates).fillna(rates["all"])).rename("retention")


def retention_by_size(growth: pd.DataFrame, edges: tuple[float, float] = (0.70, 0.90)) -> pd.Series:
    """The share (0–1) of customers that bought again in the next window: one per size class with customers, and `all`."""
    bought = growth[growth["earlier"] > 0]
    again = bought["later"] > 0
    sizes = size_class(bought["earlier"], edges)
    parts = again.groupby(sizes).agg(["sum", "size"])
    parts.loc["all"] = [again.sum(), len(again)]
    return (parts["sum"] + 0.5) / (parts["size"] + 1)
