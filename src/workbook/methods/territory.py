"""Territories: the assignment of customers to sales reps that costs least, with a proof of how far it is from the best."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from workbook.methods.by_content import by_content
from workbook.methods.territory_bound import Bound, lower_bound
from workbook.methods.territory_model import Answer, Rules, Territories, solve_model

SMALL = 1_200  # pairs that are solved at once, to gap 0
FREE = 400  # pairs beyond the best of each customer that stay open at first
WIDER = 4
ROUNDS = 3  # searches on ever more pairs; after them the gap is stated as it is
LATER_NODES = 50  # of every search but the first: what its root does not find, more pairs find sooner than more nodes
PRECISE = 0.01


@dataclass(frozen=True)
class Plan:
    """`rep`: the rep of each customer (position); `open`: which territories there are; `value`: what it costs; `bound`: what any
    plan costs at least; `beyond` (customers × reps, inf where not allowed): what the bound rises by where a customer goes
    elsewhere; None where the problem was solved at once."""

    rep: np.ndarray
    open: np.ndarray
    value: float
    bound: float
    beyond: np.ndarray | None

    @property
    def gap(self) -> float:
        """How much cheaper another plan could be at most, as a share of this one's cost (0–1); 0: this is the best."""
        rest = max(self.value - self.bound, 0.0)
        return 0.0 if rest <= 1e-9 * max(abs(self.value), 1e-12) else rest / max(abs(self.value), 1e-12)


def assign(t: Territories, gap: float = PRECISE, nodes: int = 2_000) -> Plan | None:
    """The plan that costs least, proven to the relative `gap` of the whole problem; None where there is no plan at all.

    From customers × reps (see Territories) to one rep per customer. Up to `SMALL` pairs one model is solved to gap 0. Larger
    ones: the linear bound of all pairs; then whole customers, with those pairs left out that only dearer plans use. What is
    left out is priced: a plan that uses it costs at least bound + beyond, so the proof holds for all pairs. `nodes` limits
    each search, not the clock. Of plans equally good within the gap the search decides; it sees customers sorted by what holds
    for them, so that their order does not.

    Source: generalised assignment by reduced-cost fixing, after Fisher, Jaikumar and Van Wassenhove 1986; as territory problem
    Zoltners and Sinha 1983. ValueError where a customer may be looked after by nobody.
    """
    if not t.allowed.any(axis=1).all():
        raise ValueError("a customer is allowed to nobody")
    order = by_content(t.cost, t.load, t.allowed, t.owner, t.weight)
    plan, back = _assigned(t.of(order), gap, nodes), np.argsort(order)
    if plan is None:
        return None
    return replace(plan, rep=plan.rep[back], beyond=None if plan.beyond is None else plan.beyond[back])


def _assigned(t: Territories, gap: float, nodes: int) -> Plan | None:
    """The plan for customers in this order."""
    small, unit = t.scaled()
    if t.allowed.sum() <= SMALL:
        row, rep = np.nonzero(small.allowed)
        answer = solve_model(small, row, rep, Rules(nodes=200_000))
        return _plan(answer, row, rep, unit, answer.bound, None) if answer.feasible else None
    bound = lower_bound(small)
    return None if bound is None else _whole(small, bound, unit, Rules(True, gap, nodes))


def _whole(t: Territories, bound: Bound, unit: float, rules: Rules) -> Plan | None:
    """Whole customers on ever more pairs until the gap is proven, all pairs are in, or a plan is there after `ROUNDS`."""
    best: tuple[Answer, np.ndarray, np.ndarray] | None = None
    proven, free, nodes, pairs = bound.value, FREE, rules.nodes, int(t.allowed.sum())
    for searched in count(1):
        limit = _limit(bound, free)
        row, rep = np.nonzero(bound.beyond <= limit)
        answer = solve_model(t, row, rep, Rules(True, rules.gap / 4, nodes))
        if answer.feasible and (best is None or answer.value < best[0].value):
            best = answer, row, rep
        all_in = len(row) >= pairs
        outside = np.inf if all_in else float(bound.beyond[bound.beyond > limit].min())
        if answer.feasible:
            proven = max(proven, min(answer.bound, bound.value + outside))
        enough = best is not None and best[0].value - proven <= rules.gap * abs(best[0].value)
        if enough or all_in or (best is not None and searched >= ROUNDS):
            break
        free, nodes = free * WIDER, min(nodes, LATER_NODES)
    return None if best is None else _plan(best[0], best[1], best[2], unit, proven, bound.beyond * unit)


def _limit(bound: Bound, free: int) -> float:
    """Up to which price beyond the best pairs stay open, so that about `free` of them do."""
    known = np.sort(bound.beyond[np.isfinite(bound.beyond)])
    return float(known[min(len(bound.beyond) + free, len(known)) - 1])


def _plan(
    answer: Answer, row: np.ndarray, rep: np.ndarray, unit: float, proven: float, beyond: np.ndarray | None
) -> Plan:
    chosen = answer.x > 0.5
    order = np.argsort(row[chosen], kind="stable")
    return Plan(rep[chosen][order], answer.open > 0.5, answer.value * unit, min(proven, answer.value) * unit, beyond)
