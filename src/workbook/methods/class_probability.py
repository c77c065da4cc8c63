"""How sure each customer's class is: the whole rule applied again and again with other weights and other inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbook.methods.class_draws import Drawn, Known, drawn, unchanged
from workbook.methods.customer_class import conditions

CLASSES = ("key", "core", "smart", "lean")
KEY, CORE, SMART, LEAN = range(4)
FEWER = 5  # weights alone need fewer draws: nothing else moves
SAME = 1e-12  # scores closer than this are equal: what separates them is rounding


class Rule(NamedTuple):
    """What the rule asks for: how many key accounts, from which score, which ratio of revenue is a decline; who counts once.

    `group`: the group of each customer as a number from 0 on, in the order of the customers.
    """

    group: np.ndarray
    limit: int
    key_score: float
    decline_limit: float
    reversed: tuple[str, ...] = ()


class Draws(NamedTuple):
    """How many input draws, how many weight draws for each, how close weights stay to the stated ones, and the seed."""

    inputs: int
    weights: int
    concentration: float
    seed: int


class Probabilities(NamedTuple):
    """The share of draws in each class: one row per customer (index customer_id), one column per class (key … lean).

    `both`: inputs and weights drawn; `weights`: only weights; `data`: only inputs; `uniform`: inputs drawn and every possible
    weighting equally likely (the sceptic's case).
    """

    both: pd.DataFrame
    weights: pd.DataFrame
    data: pd.DataFrame
    uniform: pd.DataFrame


def class_probability(known: Known, weights: Mapping[str, float], rule: Rule, draws: Draws) -> Probabilities:
    """How often each customer falls into each class.

    From what is known of the customers (`class_draws.Known`) and the weights used (sum 1) to Probabilities over
    inputs × weights draws. Weights are Dirichlet with parameters concentration × weight, uniform ones Dirichlet (1, …, 1).
    Only key depends on the weights; whether all others are smart, lean or core follows from the inputs alone.

    Source: METHOD.md §5 "How sure"; Lahdelma and Salminen, SMAA-2, Operations Research 49 (2001).
    """
    stated, names = np.array(list(weights.values()), float), list(weights)
    n, m = len(known.table), draws.weights
    counts = {part: np.zeros((n, len(CLASSES))) for part in Probabilities._fields}
    base, rest = unchanged(known), otherwise(unchanged(known), rule)
    values = value_functions(base, names, rule)
    for i, seed in enumerate(np.random.SeedSequence(draws.seed).spawn(draws.inputs)):
        for_inputs, for_weights = seed.spawn(2)
        draw = np.random.default_rng(for_weights)
        near, free = draw.dirichlet(draws.concentration * stated, m), draw.dirichlet(np.ones(len(stated)), m)
        if i < draws.inputs // FEWER:
            _count(counts["weights"], choose_key(scores(values, near), base.potential, base.cm3, rule), rest)
        now = drawn(known, for_inputs)
        found = scores(value_functions(now, names, rule), np.vstack([near, free, stated]))
        key, other = choose_key(found, now.potential, now.cm3, rule), otherwise(now, rule)
        for part, rows in (("both", key[:m]), ("uniform", key[m:-1]), ("data", key[-1:])):
            _count(counts[part], rows, other)
    tables = (pd.DataFrame(c, known.table.index, list(CLASSES)) for c in counts.values())
    return Probabilities(*(t.div(t.sum(axis=1), axis=0) for t in tables))


def classes(now: Drawn, weights: Mapping[str, float], rule: Rule) -> np.ndarray:
    """The class of every customer (0 key, 1 core, 2 smart, 3 lean) in one draw: what `customer_class.classify` gives."""
    found = scores(value_functions(now, list(weights), rule), np.array([list(weights.values())]))
    return np.where(choose_key(found, now.potential, now.cm3, rule)[0], KEY, otherwise(now, rule))


def _count(counts: np.ndarray, key: np.ndarray, rest: np.ndarray) -> None:
    """Add what several weight draws on the same inputs gave: who was key (draws × customers), what the others are."""
    times = key.sum(axis=0)
    counts[:, KEY] += times
    counts[np.arange(len(times)), rest] += len(key) - times


def otherwise(now: Drawn, rule: Rule) -> np.ndarray:
    """The class of whoever is no key account: core, smart or lean."""
    profit, trend = conditions(now.lean_cm3, now.upper, now.none, rule.decline_limit)
    smart = now.small & profit.holds & trend.holds
    lean = now.small & (profit.fails | trend.fails)
    return np.where(smart, SMART, np.where(lean, LEAN, CORE))


def value_functions(now: Drawn, names: list[str], rule: Rule) -> np.ndarray:
    """Criteria × customers, each 0–1 as the score counts it, missing where unknown."""
    values = np.stack([percentiles(now.criteria[c]) for c in names])
    turned = [name in rule.reversed for name in names]
    values[turned] = 1 - values[turned]
    return values


def percentiles(criterion: np.ndarray) -> np.ndarray:
    """As `score.percentile`: (mean rank − 0.5) / n among the known values; missing stays missing."""
    order = np.argsort(criterion)
    known = len(criterion) - int(np.isnan(criterion).sum())
    if not known:
        return np.full(len(criterion), np.nan)
    ordered = criterion[order[:known]]
    first = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    many = np.diff(np.r_[first, known])
    found = np.full(len(criterion), np.nan)
    found[order[:known]] = np.repeat((first + many / 2) / known, many)
    return found


def scores(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted mean of the known values, weightings × customers; nothing known → −∞."""
    missing = np.isnan(values)
    if not missing.any():
        return weights @ values
    total = weights @ np.where(missing, 0.0, values)
    # Few patterns of what is known: their weight is computed once each.
    code = (1 << np.arange(len(values))) @ ~missing
    patterns, of = np.unique(code, return_inverse=True)
    bits = (patterns[None, :] >> np.arange(len(values))[:, None]) & 1
    share = weights @ bits.astype(float)
    with np.errstate(divide="ignore"):
        total *= np.where(share > 0, 1 / share, 0.0)[:, of]
    total[:, patterns[of] == 0] = -np.inf
    return total


def choose_key(scores: np.ndarray, potential: np.ndarray, cm3: np.ndarray, rule: Rule) -> np.ndarray:
    """Who reaches the score and belongs to one of the first groups; ties by potential, CM III, place.

    From scores (weightings × customers; −∞ = unknown) and per customer potential and cm3 (currency, missing last) to
    weightings × customers.
    """
    reached = scores >= rule.key_score
    groups = int(rule.group.max(initial=-1)) + 1
    if rule.limit <= 0 or not groups:
        return np.zeros_like(reached)
    best = _best(scores, rule.group, groups)
    full = (best >= rule.key_score).sum(axis=1) > rule.limit
    if not full.any():
        return reached
    some = best[full]
    edge = np.partition(some, groups - rule.limit, axis=1)[:, groups - rule.limit][:, None]
    inside = some >= edge - SAME
    rows = np.flatnonzero(inside.sum(axis=1) > rule.limit)
    if len(rows):
        place = _tie_order(potential, cm3)
        own = np.flatnonzero(full)[rows]
        for row, k in zip(rows, own, strict=True):
            inside[row] = _untied(scores[k], some[row], float(edge[row, 0]), place, rule)
    reached[full] &= inside if groups == len(potential) else inside[:, rule.group]
    return reached


def _best(scores: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """The best score of each group, weightings × groups."""
    if groups == scores.shape[1]:
        return scores if (group == np.arange(groups)).all() else scores[:, np.argsort(group)]
    order = np.argsort(group, kind="stable")
    start = np.flatnonzero(np.r_[True, np.diff(group[order]) > 0])
    return np.maximum.reduceat(scores[:, order], start, axis=1)


def _tie_order(potential: np.ndarray, cm3: np.ndarray) -> np.ndarray:
    """Each customer's place by potential, CM III, place; missing last."""
    order = np.lexsort((np.arange(len(cm3)), *(np.where(np.isnan(x), np.inf, -x) for x in (cm3, potential))))
    place = np.empty(len(order), int)
    place[order] = np.arange(len(order))
    return place


def _untied(scores: np.ndarray, best: np.ndarray, edge: float, place: np.ndarray, rule: Rule) -> np.ndarray:
    """Which groups are among the first where several tie at the edge: those whose best member comes first."""
    above = best > edge + SAME
    tied = ~above & (best >= edge - SAME)
    top = scores >= best[rule.group] - SAME
    first = np.full(len(best), len(scores))
    np.minimum.at(first, rule.group[top], place[top])
    chosen = np.flatnonzero(tied)[np.argsort(first[tied], kind="stable")][: rule.limit - int(above.sum())]
    above[chosen] = True
    return above
