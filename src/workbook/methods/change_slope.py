"""Whether one measure changes with another from one window to the next."""

from __future__ import annotations

import numpy as np


def change_slope(rows: np.ndarray) -> float:
    """How much of the change of the first measure is found again in the change of the second: 1 = in step, 0 = nothing.

    From one row per case (first measure before and after, second measure before and after; any units, none below 0) to the
    least-squares slope of the second's change on the first's, with an intercept for what changed for all. Change = (after −
    before) ÷ their mean, −2 (nothing any more) to 2 (new); cases without either measure in both windows are left out. Each case
    is compared with itself, so that neither its size nor a common denominator makes a slope. Missing (nan) where the first
    changes alike for all.

    Source: Davis, Haltiwanger and Schuh 1996, Job creation and destruction (symmetric growth rate).
    """
    before, after = rows[:, [0, 2]], rows[:, [1, 3]]
    whole = before + after
    known = (whole > 0).all(axis=1)
    if not known.any():
        return float("nan")
    change = 2 * (after - before)[known] / whole[known]
    first, second = (change - change.mean(axis=0)).T
    spread = float(first @ first)
    return float(first @ second) / spread if spread > 1e-12 * len(first) else float("nan")
