"""Whether two measures of the same customers rise together: Spearman's rank correlation with its interval."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import rankdata


class Correlation(NamedTuple):
    """Spearman's ρ (−1 to 1), its 95 % interval, and the number of cases."""

    rho: float
    low: float
    high: float
    n: int


def spearman(rows: np.ndarray) -> float:
    """Spearman's rank correlation of two columns, −1 to 1.

    From rows (n × 2, one per case) to the correlation, ties at their mean rank; missing where all are equal in a column or
    there are fewer than two. Its square is the share of one ranking that the other explains.

    Source: Spearman 1904.
    """
    return math.nan if len(rows) < 2 else _related(rankdata(rows, axis=0))


def places(rows: np.ndarray) -> np.ndarray:
    """Each value's place among the distinct ones of its column, from n × k numbers to n × k of 0, 1, …: same order and ties."""
    return np.column_stack([np.unique(column, return_inverse=True)[1] for column in rows.T])


def spearman_of_places(rows: np.ndarray) -> float:
    """`spearman` of two columns of `places`, or of a sample of them: counted, not sorted."""
    return math.nan if len(rows) < 2 else _related(np.column_stack([_ranks(column) for column in rows.T]))


def _ranks(column: np.ndarray) -> np.ndarray:
    """Ranks of places, ties at their mean rank."""
    counts = np.bincount(column)
    return (counts.cumsum() - (counts - 1) / 2)[column]


def _related(ranks: np.ndarray) -> float:
    ranks = ranks - ranks.mean(axis=0)
    scale = np.sqrt((ranks**2).sum(axis=0).prod())
    return float((ranks[:, 0] * ranks[:, 1]).sum() / scale) if scale > 0 else math.nan


def rank_correlation(first: pd.Series, second: pd.Series) -> Correlation:
    """Spearman's ρ of two measures (same index, missing cases left out), 95 % interval by Fisher's z with the variance of ranks.

    All missing (nan) for fewer than four cases or where one measure is the same for all.

    Source: Spearman 1904; Bonett and Wright 2000 (variance (1 + ρ²/2) / (n − 3)).
    """
    both = pd.DataFrame({"first": first, "second": second}).astype(float).dropna()
    rho = spearman(both.to_numpy()) if len(both) > 3 else math.nan
    if not math.isfinite(rho):
        return Correlation(math.nan, math.nan, math.nan, len(both))
    if abs(rho) > 1 - 1e-12:
        return Correlation(round(rho), round(rho), round(rho), len(both))
    reach = 1.959964 * math.sqrt((1 + rho**2 / 2) / (len(both) - 3))
    return Correlation(rho, math.tanh(math.atanh(rho) - reach), math.tanh(math.atanh(rho) + reach), len(both))
