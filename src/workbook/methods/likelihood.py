"""Maximum likelihood over customers: equal customers counted once, positive parameters, given gradients."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import minimize

REACH = 12.0  # parameters lie between e^−12 and e^12: beyond, the data do not tell them from 0 or infinity


def distinct(history: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Customers with the same history once.

    From one row per customer (x, t_x, T) to the distinct x, t_x, T and how many customers have them, one element each.
    """
    rows, weight = np.unique(history[["x", "t_x", "T"]].to_numpy(float), axis=0, return_counts=True)
    return rows[:, 0], rows[:, 1], rows[:, 2], weight.astype(float)


def maximise(
    likelihood: Callable[[np.ndarray], tuple[float, np.ndarray]], starts: Sequence[Sequence[float]]
) -> tuple[np.ndarray, float]:
    """The positive parameters with the highest log-likelihood, and that log-likelihood.

    `likelihood` takes the parameters and returns the log-likelihood and its gradient by parameter. The searches begin at
    `starts` in turn, until one ends inside the bounds; the best is taken. ValueError where none ends at a finite value.
    """

    def downhill(logs: np.ndarray) -> tuple[float, np.ndarray]:
        with np.errstate(all="ignore"):  # far from any data the terms overflow; such places are not taken
            value, slope = likelihood(np.exp(logs))
        if not (np.isfinite(value) and np.isfinite(slope).all()):
            return 1e300, np.zeros(len(logs))
        return -value, -slope * np.exp(logs)

    found = []
    for start in starts:
        done = minimize(
            downhill,
            np.log(start),
            jac=True,
            method="L-BFGS-B",
            bounds=[(-REACH, REACH)] * len(start),
            options={"maxiter": 1000, "maxcor": 20, "ftol": 1e-13, "gtol": 1e-7},
        )
        found.append((float(done.fun), np.exp(done.x)))
        if done.success and done.fun < 1e300 and np.abs(done.x).max() < REACH - 1:
            break
    lowest, best = min(found, key=lambda f: f[0])
    if lowest >= 1e300:
        raise ValueError("no parameters with a finite likelihood")
    return best, -lowest
