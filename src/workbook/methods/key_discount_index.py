"""Key discount index: by how much the discount of key accounts exceeds that of small customers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.methods.bootstrap import DRAWS, interval

BLOCK = 4_000_000


def key_discount_index(
    sums: pd.DataFrame, key: pd.Series, small: pd.Series, seed: int
) -> tuple[float, tuple[float, float]]:
    """Discount rate of key accounts − discount rate of small customers (−1 to 1), with its 95 % interval.

    From discount and list_revenue per customer (currency, index customer_id) and two marks per customer; rates are Σ discount /
    Σ list revenue. The interval comes from drawing customers again. Missing (nan) where one side has no list revenue.
    Source: METHOD.md §4 "Discounts"; article [000] 2025 on key discount management.
    """
    first, last = key.reindex(sums.index, fill_value=False), small.reindex(sums.index, fill_value=False)
    rows = sums.loc[first | last, ["discount", "list_revenue"]].assign(key=first)
    data = rows.to_numpy(float)
    draws = max(200, min(DRAWS, BLOCK // max(1, len(data))))
    return _difference(data), interval(data, _difference, seed, draws)


def _difference(rows: np.ndarray) -> float:
    money, top = rows[:, :2], rows[:, 2] > 0
    (given, listed), (given_small, listed_small) = money[top].sum(axis=0), money[~top].sum(axis=0)
    if listed <= 0 or listed_small <= 0:
        return float("nan")
    return float(given / listed - given_small / listed_small)
