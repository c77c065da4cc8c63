"""The customers as they are, with larger large ones, and with more weight on small ones."""

from __future__ import annotations

import pandas as pd


def portfolios(amounts: pd.Series, small: pd.Series, top: int = 10, shift: float = 0.20) -> pd.DataFrame:
    """Three portfolios of the same customers.

    From revenue per year by customer or group (currency; only positive amounts count) and whether it is small (same index) to
    one row per customer with positive revenue: `today`; `grown`, the `top` largest with `shift` (0–1) more; `moved`, `shift`
    of the `top` largest taken from them and given to the small ones in proportion to their revenue, the sum unchanged. Without a
    small customer outside the `top` there is no column `moved`.

    Source: METHOD.md §4 "Dependence"; A4-01.
    """
    today = amounts[amounts > 0].sort_index().sort_values(ascending=False, kind="stable").astype(float)
    largest = pd.Series(range(len(today)), today.index) < top
    gets = small.reindex(today.index, fill_value=False).astype(bool) & ~largest
    found = pd.DataFrame({"today": today, "grown": today.where(~largest, today * (1 + shift))})
    if gets.any():
        given = shift * today[largest].sum()
        rest = today.where(~largest, today * (1 - shift))
        found["moved"] = rest + given * today.where(gets, 0.0) / today[gets].sum()
    return found
