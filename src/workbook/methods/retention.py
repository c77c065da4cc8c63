"""How likely a customer buys again in the next window."""

from __future__ import annotations

import pandas as pd


def retention(table: pd.DataFrame, growth: pd.DataFrame | None) -> pd.Series:
    """The probability that each customer buys again in the next window, 0–1.

    From one row per customer (index customer_id: size large|medium|small|none; optional retention_probability, 0–1, missing =
    not known) and revenue in two windows (same index: earlier, later, in currency; None without two windows) to one probability
    per customer: its own where given, else (k + 0.5) / (n + 1) of its size class, n customers of the class having bought in the
    earlier window, k of them in the later one too. Missing where neither is known.

    Source: Jeffreys' estimate of a share (1946); METHOD.md §4 "Customer value".
    """
    found = pd.Series(float("nan"), table.index)
    if growth is not None:
        bought = growth[growth["earlier"] > 0]
        again = (bought["later"] > 0).groupby(table["size"].reindex(bought.index)).agg(["sum", "size"])
        found = table["size"].map((again["sum"] + 0.5) / (again["size"] + 1)).astype(float)
        found = found.fillna(0.5)  # nobody of the class bought in the earlier window: k = n = 0
    if "retention_probability" in table:
        found = table["retention_probability"].astype(float).fillna(found)
    return found
