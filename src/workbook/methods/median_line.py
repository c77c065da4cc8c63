"""Median regression with one regressor: the line that half of the cases lie above and half below."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog


def median_line(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Intercept and slope of the line with the smallest sum of absolute residuals, exactly.

    From two numbers per case (any units; slope in units of y per unit of x). Without spread in x the line is flat at the median;
    (nan, nan) without cases. Solved as the dual linear program: maximise y·a with 0 ≤ a ≤ 1, X'a = ½ X'1; the line is its price.
    Source: Koenker and Bassett 1978, Regression quantiles.
    """
    if not len(x):
        return float("nan"), float("nan")
    centre, spread = float(np.mean(x)), float(np.std(x))
    if spread <= 1e-9 * max(1.0, abs(centre)):
        return float(np.median(y)), 0.0
    design = np.vstack([np.ones(len(x)), (x - centre) / spread])
    solved = linprog(-y, A_eq=design, b_eq=design.sum(axis=1) / 2, bounds=(0, 1), method="highs-ds")
    level, slope = -solved.eqlin.marginals
    return float(level - slope * centre / spread), float(slope / spread)
