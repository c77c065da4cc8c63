"""How cheap an assignment of customers to sales reps can be at best: a bound that holds whoever may look after whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbook.methods.territory_model import Answer, Rules, Territories, solve_model

NEAREST = 6  # reps per customer in the first model; more join where they pay
ROUNDS = 60


@dataclass(frozen=True)
class Bound:
    """No assignment is cheaper than `value`; with customer i at rep j none is cheaper than `value + beyond[i, j]` (inf where
    not allowed). `answer` and the pairs `row`, `rep` are those of the last model solved."""

    value: float
    beyond: np.ndarray
    row: np.ndarray
    rep: np.ndarray
    answer: Answer


def lagrange(t: Territories, least: np.ndarray, most: np.ndarray, stay: float) -> tuple[float, np.ndarray]:
    """The bound that prices of work (`least`, `most` by rep, ≥ 0) and of staying (≥ 0) give, and `beyond` (see Bound).

    It holds for any prices ≥ 0, so also for those of a model that knew few of the pairs: every pair is looked at here.

    Source: Geoffrion 1974; Fisher 1981 (relaxation of the bands, after Lagrange).
    """
    if t.outside is not None:
        least, most = np.minimum(least, t.outside), np.minimum(most, t.outside)
    priced = t.cost - (least - most) * t.load - stay * t.staying
    priced = np.where(t.allowed, priced, np.inf)
    best = priced.min(axis=1)
    band = least * t.low - most * t.high
    closable = np.minimum(t.keeping + band, 0.0)
    value = best.sum() + np.where(t.closable, closable, band).sum() + stay * t.to_stay
    return float(value), priced - best[:, None]


def lower_bound(t: Territories) -> Bound | None:
    """The best bound of linear programming for the whole problem; None where not even shares of customers can be assigned.

    A model of few pairs (the cheapest for each customer and its owner) is solved, its prices are put on all pairs, and those that
    would pay join until none does (column generation, Dantzig and Wolfe 1960). Where the few pairs cannot carry the
    bands, all pairs join.
    """
    n, m = t.cost.shape
    inside = np.zeros((n, m), bool)
    cheap = np.argsort(np.where(t.allowed, t.cost, np.inf), axis=1, kind="stable")[:, :NEAREST]
    inside[np.arange(n)[:, None], cheap] = True
    inside[np.flatnonzero(t.owned), t.owner[t.owned]] = True
    inside &= t.allowed
    best: Bound | None = None
    for _ in range(ROUNDS):
        row, rep = np.nonzero(inside)
        answer = solve_model(t, row, rep, Rules(whole=False))
        if not answer.feasible:
            if (inside == t.allowed).all():
                return None
            inside = t.allowed.copy()
            continue
        value, beyond = lagrange(t, answer.least, answer.most, answer.stay)
        if best is None or value > best.value:
            best = Bound(value, beyond, row, rep, answer)
        if answer.value - best.value <= 1e-7 * max(abs(answer.value), 1.0):
            return Bound(best.value, best.beyond, row, rep, answer)
        inside |= _pay(t, answer, inside)
    return best


def _pay(t: Territories, answer: Answer, inside: np.ndarray) -> np.ndarray:
    """The pairs outside that would pay at these prices, at most three per customer."""
    _, beyond = lagrange(t, answer.least, answer.most, answer.stay)
    own = np.where(inside, beyond, np.inf).min(axis=1)
    gain = np.where(inside, np.inf, beyond - own[:, None])
    first = np.argsort(gain, axis=1, kind="stable")[:, :3]
    chosen = np.zeros_like(inside)
    rows = np.arange(len(gain))[:, None]
    chosen[rows, first] = gain[rows, first] < -1e-9
    return chosen & t.allowed
