"""How much of what sets customers apart their class explains: η², and what chance alone would explain."""

from __future__ import annotations

import math

import numpy as np


def variance_explained(groups: np.ndarray, values: np.ndarray) -> float:
    """Variance between groups ÷ variance in all, 0–1 (η²).

    From one group (whole number from 0; negative = in none) and one value per case (any unit, missing = nan) to the share of the
    variance of the values that the means of the groups explain; cases without either are left out. Missing (nan) where all values
    are the same or there is none. Neither the unit of the values nor the names of the groups matter.

    Source: Fisher 1925, Statistical Methods for Research Workers (correlation ratio).
    """
    known = (groups >= 0) & np.isfinite(values)
    groups, values = groups[known].astype(int), values[known]
    if not len(values) or values.max() - values.min() <= 1e-12 * np.abs(values).max():
        return math.nan
    apart = values - values.mean()
    size = np.bincount(groups)
    sums = np.bincount(groups, apart)[size > 0]
    return float((sums**2 / size[size > 0]).sum() / (apart @ apart))


def explained_by_chance(groups: np.ndarray, values: np.ndarray, seed: int, draws: int = 1_000) -> float:
    """What groups of these sizes explain by chance alone in one of twenty cases: the 95th percentile of η² over permutations.

    From groups and values as above to a share 0–1; missing (nan) where η² is.

    Source: Pitman 1938, Significance tests which may be applied to samples from any populations III.
    """
    known = (groups >= 0) & np.isfinite(values)
    groups, values = groups[known], values[known]
    if not math.isfinite(variance_explained(groups, values)):
        return math.nan
    draw = np.random.default_rng(seed)
    found = [variance_explained(groups, draw.permutation(values)) for _ in range(draws)]
    return float(np.quantile(found, 0.95))
