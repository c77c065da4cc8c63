"""Median regression with one regressor: the line that half of the cases lie above and half below."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog

STEPS = 50


def median_line(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Intercept and slope of the line with the smallest sum of absolute residuals, exactly.

    From two numbers per case (any units; slope in units of y per unit of x). Without spread in x the line is flat at the median;
    (nan, nan) without cases. The line is turned about one of its cases after another; where ties stop that before the end is
    proved, a linear program finds it.
    Source: Koenker and Bassett 1978, Regression quantiles; Wesolowsky 1981, A new descent algorithm for the least absolute value
    regression problem.
    """
    if not len(x):
        return float("nan"), float("nan")
    centre, spread = float(np.mean(x)), float(np.std(x))
    if spread <= 1e-9 * max(1.0, abs(centre)):
        return float(np.median(y)), 0.0
    at = (x - centre) / spread
    level, slope = _turned(at, y) or _programmed(at, y)
    return float(level - slope * centre / spread), float(slope / spread)


def _turned(x: np.ndarray, y: np.ndarray) -> tuple[float, float] | None:
    """The best line by turning: the best slope through one case is a weighted median; it meets the next case to turn about."""
    slope = float(np.cov(x, y)[0, 1] / np.var(x, ddof=1))
    pivot = int(np.argsort(y - slope * x, kind="stable")[len(x) // 2])
    for _ in range(STEPS):
        slope, met = _through(x, y, pivot)
        level = float(y[pivot] - slope * x[pivot])
        left = y - level - slope * x
        if _least(x, left):
            return level, slope
        if met == pivot or abs(x[met] - x[pivot]) < 1e-12:
            return None
        pivot = met
    return None


def _through(x: np.ndarray, y: np.ndarray, pivot: int) -> tuple[float, int]:
    """The best slope of a line through the pivot, and the case it runs through too."""
    across = x - x[pivot]
    others = np.flatnonzero(np.abs(across) > 1e-12)
    slopes = (y[others] - y[pivot]) / across[others]
    order = np.argsort(slopes, kind="stable")
    passed = np.cumsum(np.abs(across[others][order]))
    middle = order[np.searchsorted(passed, passed[-1] / 2)]
    return float(slopes[middle]), int(others[middle])


def _least(x: np.ndarray, left: np.ndarray) -> bool:
    """Whether no other line has a smaller sum of absolute residuals: the cases on the line can balance those off it."""
    on = np.abs(left) <= 1e-12 * max(1.0, float(np.abs(left).max()))
    sign = np.sign(left[~on])
    count, moment = -sign.sum(), -(sign @ x[~on])
    held = np.sort(x[on])
    if abs(count) > len(held):
        return False
    # Shares from −1 to 1 that add up to `count`: the moment is lowest with the large shares on the left, highest on the right.
    ups = (len(held) + count) / 2
    shares = np.clip(ups - np.arange(len(held)), 0, 1) * 2 - 1
    slack = 1e-9 * max(1.0, float(np.abs(x).sum()))
    return bool(shares @ held - slack <= moment <= shares @ held[::-1] + slack)


def _programmed(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """The best line as the price in the dual program: maximise y·a with 0 ≤ a ≤ 1, X'a = ½ X'1."""
    design = np.vstack([np.ones(len(x)), x])
    solved = linprog(-y, A_eq=design, b_eq=design.sum(axis=1) / 2, bounds=(0, 1), method="highs-ds")
    level, slope = -solved.eqlin.marginals
    return float(level), float(slope)
