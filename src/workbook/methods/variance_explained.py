"""How much of what sets customers apart their class explains: η², and what chance alone would explain."""

from __future__ import annotations

import math

import numpy as np

from workbook.methods.by_content import by_content


def variance_explained(groups: np.ndarray, values: np.ndarray) -> float:
    """Variance between groups ÷ variance in all, 0–1 (η²).

    From one group (whole number from 0; negative = in none) and one value per case (any unit, missing = nan) to the share of the
    variance of the values that the means of the groups explain; cases without either are left out. Missing (nan) where all values
    are the same or there is none. Neither the unit of the values nor the names of the groups matter.

    Source: Fisher 1925, Statistical Methods for Research Workers (correlation ratio).
    """
    return float(variances_explained(groups, values[:, None])[0])


def variances_explained(groups: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The same for several columns of values (n × k) at once: one share each."""
    known = (groups >= 0)[:, None] & np.isfinite(values)
    if not known.any():
        return np.full(values.shape[1], math.nan)
    which = np.maximum(groups, 0).astype(int)
    member = (which[:, None] == np.arange(which.max() + 1)).astype(float)
    n = known.sum(axis=0)
    filled = np.where(known, values, 0.0)
    low, high = (end(np.where(known, values, -sign * np.inf), axis=0) for end, sign in ((np.min, -1), (np.max, 1)))
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.where(known, values - filled.sum(axis=0) / n, 0.0)
        size, sums = member.T @ known, member.T @ apart
        found = np.where(size > 0, sums**2 / size, 0.0).sum(axis=0) / (apart**2).sum(axis=0)
        even = (n == 0) | ~(high - low > 1e-12 * np.maximum(np.abs(low), np.abs(high)))
    return np.where(even, math.nan, found)


def explained_by_chance(groups: np.ndarray, values: np.ndarray, seed: int, draws: int = 1_000) -> float:
    """What groups of these sizes explain by chance alone in one of twenty cases: the 95th percentile of η² over permutations.

    From groups and values as above to a share 0–1; missing (nan) where η² is.

    Source: Pitman 1938, Significance tests which may be applied to samples from any populations III.
    """
    known = (groups >= 0) & np.isfinite(values)
    order = by_content(groups[known], values[known])
    groups, values = groups[known][order], values[known][order]
    if not math.isfinite(variance_explained(groups, values)):
        return math.nan
    draw = np.random.default_rng(seed)
    found = [variance_explained(groups, draw.permutation(values)) for _ in range(draws)]
    return float(np.quantile(found, 0.95))
