"""A comparison of like with like: the difference of two groups within strata of what else could explain it."""

from __future__ import annotations

import numpy as np


def strata(measure: np.ndarray, groups: int = 5) -> np.ndarray:
    """The stratum (0 … groups − 1) of each case by its rank in `measure`: equally many in each, equals together."""
    ordered = np.sort(measure)
    first, after = (np.searchsorted(ordered, measure, side) for side in ("left", "right"))
    return (first + after - 1) // 2 * groups // max(1, len(measure))


def matched_difference(rows: np.ndarray) -> float:
    """Mean outcome of the treated minus mean outcome of the others, compared within strata only.

    From one row per case (stratum ≥ 0, treated 0|1, outcome 0–1 or any number) to one difference: per stratum that holds both
    kinds, weighted with its treated cases. Missing (nan) where no stratum holds both. A comparison, not a cause.

    Source: Cochran 1968, subclassification.
    """
    stratum = rows[:, 0].astype(int)
    treated = rows[:, 1] > 0
    outcome = rows[:, 2]

    def sums(which: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        return np.bincount(stratum[which], weights, minlength=stratum.max(initial=0) + 1).astype(float)

    with_it, without = sums(treated), sums(~treated)
    both = (with_it > 0) & (without > 0)
    if not both.any():
        return float("nan")
    gap = (
        sums(treated, outcome[treated])[both] / with_it[both] - sums(~treated, outcome[~treated])[both] / without[both]
    )
    return float((gap * with_it[both]).sum() / with_it[both].sum())
