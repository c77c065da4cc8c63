"""What customers buy in the half-year after a broken promise, beside comparable ones without."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.methods.matched_difference import strata

LEVELS = 5


def after_failure(lines: pd.DataFrame, failures: pd.DataFrame, edges: pd.DatetimeIndex) -> np.ndarray:
    """Change of purchases from each half-year to the next, with and without a failure in it.

    From order lines (customer_id, date, net_revenue), failures (customer_id, date) and the first days of equal windows (closed by
    the day after the last) to an array customers × pairs of windows × (stratum, failed 0|1, change), as `matched_difference`
    takes them once flattened. Change = (next − this) ÷ their mean, −2 (nothing any more) to 2 (Davis, Haltiwanger and Schuh
    1996). Only customers that bought in the window have one, the others are nan; a stratum is a pair of windows and a fifth of
    the customers by purchases in it, so that season and size are alike.

    Source: METHOD.md §9, A4-15.
    """
    ids = np.sort(lines["customer_id"].unique().astype(str))
    pairs = len(edges) - 2
    bought, failed = (np.zeros((len(ids), pairs + 1)) for _ in range(2))
    window = _window(lines["date"], edges)
    inside = window >= 0
    place = np.searchsorted(ids, lines["customer_id"].astype(str))
    np.add.at(bought, (place[inside], window[inside]), lines["net_revenue"].to_numpy(float)[inside])
    bought = bought.clip(min=0)
    known = failures[failures["customer_id"].isin(ids)]
    window = _window(known["date"], edges)
    place = np.searchsorted(ids, known["customer_id"].astype(str))
    failed[place[window >= 0], window[window >= 0]] = 1
    rows = np.full((len(ids), pairs, 3), np.nan)
    for i in range(pairs):
        active = bought[:, i] > 0
        now, then = bought[active, i], bought[active, i + 1]
        change = 2 * (then - now) / (then + now)
        rows[active, i] = np.column_stack([i * LEVELS + strata(now, LEVELS), failed[active, i], change])
    return rows


def _window(days: pd.Series, edges: pd.DatetimeIndex) -> np.ndarray:
    """The number of the window each day lies in, −1 outside all."""
    found = np.searchsorted(edges.to_numpy(), days.to_numpy(dtype="datetime64[ns]"), side="right") - 1
    return np.where(found < len(edges) - 1, found, -1)
