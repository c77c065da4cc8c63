"""Which offers to write in the hours left: the choice worth most, proven."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


def offer_worth(value: np.ndarray, probability: np.ndarray, days_left: np.ndarray) -> np.ndarray:
    """What an offer begun today is worth: value × success probability × urgency.

    From the amount at stake (money), the probability of winning it (0–1) and the working days until its deadline to money:
    urgency is 1 on the last day (one day left or less), 1 ÷ days left before it, and 0 once the deadline has passed.

    Source: [003], METHOD.md §6 (value × probability × deadline).
    """
    urgency = np.where(days_left < 0, 0.0, 1 / np.maximum(days_left, 1.0))
    return np.asarray(value, float) * np.asarray(probability, float) * urgency


def best_offers(worth: np.ndarray, effort: np.ndarray, hours: float) -> np.ndarray:
    """The offers to write: the set of greatest worth whose effort fits into `hours`, each whole or not at all; exact.

    From worth (money) and effort (hours) per offer to one truth value each. A 0/1 knapsack solved to optimality with HiGHS;
    offers worth nothing are never chosen.
    """
    worth, effort = np.asarray(worth, float), np.asarray(effort, float)
    chosen = np.zeros(len(worth), dtype=bool)
    possible = np.flatnonzero((worth > 0) & (effort <= hours))
    if not len(possible):
        return chosen
    room = LinearConstraint(effort[possible][None, :], -np.inf, hours)
    scale = worth[possible].max()
    found = milp(
        -worth[possible] / scale,
        integrality=np.ones(len(possible)),
        bounds=Bounds(0, 1),
        constraints=room,
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise ArithmeticError(found.message)
    chosen[possible[np.round(found.x).astype(bool)]] = True
    return chosen
