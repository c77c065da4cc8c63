"""ADBUDG: sales against effort as those who know the customers judge it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize


@dataclass(frozen=True)
class Adbudg:
    """f(x) = low + (high − low) · x^c / (d + x^c): sales as a multiple of today's at effort x, a multiple of today's."""

    low: float
    high: float
    c: float
    d: float

    def at(self, effort: np.ndarray | float) -> np.ndarray:
        """Sales at some effort."""
        power = np.asarray(effort, float) ** self.c
        return self.low + (self.high - self.low) * power / (self.d + power)

    def slope(self, effort: np.ndarray | float) -> np.ndarray:
        """How steeply sales rise there, effort above 0."""
        x = np.asarray(effort, float)
        return (self.high - self.low) * self.c * self.d * x ** (self.c - 1) / (self.d + x**self.c) ** 2


def fit_adbudg(effort: np.ndarray, sales: np.ndarray) -> Adbudg:
    """The curve nearest to some judgements by least squares.

    From one effort (multiple of today's, from 0; inf for saturation) and one sales index (multiple of today's) per judgement, at
    least four of them, to the curve. For every c and d the best low and high follow by linear regression. ValueError where there
    are fewer than four judgements, or where they do not rise.

    Source: Little, Models and Managers: The Concept of a Decision Calculus, Management Science 1970.
    """
    if len(effort) < 4 or not sales.max() > sales.min():
        raise ValueError("four judgements that rise")

    def part(shape: np.ndarray) -> np.ndarray:
        c, d = np.exp(np.clip(shape, -6, 6))
        with np.errstate(divide="ignore", over="ignore"):
            return 1 / (1 + d * np.asarray(effort, float) ** -c)

    def ends(shape: np.ndarray) -> tuple[np.ndarray, float]:
        design = np.column_stack([1 - part(shape), part(shape)])
        found = np.linalg.lstsq(design, sales, rcond=None)[0]
        return found, float(((sales - design @ found) ** 2).sum())

    exact = {"xatol": 1e-10, "fatol": 1e-16, "maxiter": 4_000}
    starts = [minimize(lambda s: ends(s)[1], (np.log(c), 0.0), method="Nelder-Mead", options=exact) for c in (1.0, 4.0)]
    best = min(starts, key=lambda found: found.fun).x
    (low, high), (c, d) = ends(best)[0], np.exp(np.clip(best, -6, 6))
    return Adbudg(float(low), float(high), float(c), float(d))
