"""Quantile regression with one regressor: the line that a given part of the cases lie below."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog


def quantile_line(x: np.ndarray, y: np.ndarray, part: float) -> tuple[float, float]:
    """Intercept and slope of the line with the smallest sum of check losses, exactly.

    From two numbers per case (any units; slope in units of y per unit of x) and the part (0–1) of the cases to lie below.
    Without spread in x the line is flat at that quantile; (nan, nan) without cases. The order of the cases does not matter.
    Found as the price in the dual program: maximise y·a with 0 ≤ a ≤ 1, X'a = (1 − part) X'1.
    Source: Koenker and Bassett 1978, Regression quantiles.
    """
    if not len(x):
        return float("nan"), float("nan")
    order = np.lexsort((y, x))
    x, y = np.asarray(x, float)[order], np.asarray(y, float)[order]
    centre, spread = float(np.mean(x)), float(np.std(x))
    if spread <= 1e-9 * max(1.0, abs(centre)):
        return float(np.quantile(y, part)), 0.0
    at = (x - centre) / spread
    design = np.vstack([np.ones(len(at)), at])
    solved = linprog(-y, A_eq=design, b_eq=(1 - part) * design.sum(axis=1), bounds=(0, 1), method="highs-ds")
    level, slope = -solved.eqlin.marginals
    return float(level - slope * centre / spread), float(slope / spread)
