"""Dependence on few customers: Herfindahl–Hirschman index, effective number, top shares."""

from __future__ import annotations

import numpy as np
import pandas as pd

TEN = 10
ENOUGH = 2 * TEN  # customers; of fewer, the ten largest are most of all there are, and their share says nothing


def hhi(amounts: pd.Series) -> float:
    """Herfindahl–Hirschman index of positive amounts, 0–1; missing (nan) where nothing is positive.

    Source: Herfindahl 1950; Hirschman 1964.
    """
    positive = amounts[amounts > 0].astype(float)
    return float(((positive / positive.sum()) ** 2).sum()) if len(positive) else float("nan")


def effective_number(amounts: pd.Series) -> float:
    """How many equally large customers would be as concentrated: 1 / HHI."""
    return 1 / hhi(amounts)


def top_share(amounts: pd.Series, top: int) -> float:
    """Share of the `top` largest positive amounts in all positive amounts, 0–1."""
    positive = amounts[amounts > 0].astype(float)
    return float(positive.nlargest(top).sum() / positive.sum()) if len(positive) else float("nan")


def leading_customers(amounts: pd.Series) -> int:
    """How many of the largest are worth naming: ten, of fewer than twenty the fewest that together hold half; 0 without any."""
    ordered = np.sort(amounts[amounts > 0].to_numpy(float))[::-1]
    if len(ordered) >= ENOUGH:
        return TEN
    return int(np.searchsorted(ordered.cumsum(), ordered.sum() / 2) + 1) if len(ordered) else 0


def by_group(amounts: pd.Series, parent: pd.Series | None) -> pd.Series:
    """Amounts summed per group: every customer counts under the root of its chain of `parent` ids.

    From one amount per customer and one parent id per customer (missing = none; both indexed by customer_id) to one amount
    per root. All members of a circle of parents are one group, named by its first id.
    """
    return amounts if parent is None else amounts.groupby(group_of(amounts.index, parent).to_numpy()).sum()


def group_of(customers: pd.Index, parent: pd.Series) -> pd.Series:
    """The root of each customer's chain of `parent` ids (missing = none), same index as `customers`."""
    known = parent.dropna()
    ids = np.array(sorted({*customers, *known.index, *known}), dtype=object)
    place = pd.Series(np.arange(len(ids)), ids)
    above = np.arange(len(ids))
    above[place[known.index]] = place[known]
    # Steps of 1, 2, 4, … upwards: after as many as there are ids everybody stands at a root or in a circle. `first` is the
    # first id met on the way from each, so in a circle its first one.
    first = np.arange(len(ids))
    for _ in range(len(ids).bit_length()):
        first, above = np.minimum(first, first[above]), above[above]
    at = above[place[customers]]
    return pd.Series(ids[first[at]], customers, dtype=object)
