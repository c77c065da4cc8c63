"""Which customers a set of bonus weights rewards."""

from __future__ import annotations

import pandas as pd


def rewarded(amounts: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """How the part of variable pay that follows customers is spread over them.

    From one row per customer with amounts (currency; columns such as revenue, margin) and one weight (0–1) per column to one
    share per customer, together 1: each weight is spread in proportion to its amounts above 0. A loss earns nothing, and costs
    nothing either. All missing where no weight meets an amount.

    Source: [002], are the right customers worked?
    """
    paid = amounts[list(weights.index)].clip(lower=0.0)
    sums = paid.sum()
    used = weights.where(sums > 0, 0.0)
    spread = (paid / sums.where(sums > 0)).fillna(0.0) * used
    whole = used.sum()
    return spread.sum(axis=1) / whole if whole > 0 else pd.Series(float("nan"), amounts.index)
