"""What the class rule could have looked at: its inputs drawn anew, each as uncertain as it is known to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbook.methods.by_content import by_content
from workbook.methods.left_or_came import left_or_came, yet_to_come
from workbook.methods.order_noise import order_noise
from workbook.methods.windows import Windows, within

RATINGS = ("strategic_importance", "requirements", "competition")
LOWEST, HIGHEST = 1.0, 5.0  # ends of the ratings' scale
EARLIER, LATER, OUTSIDE = 0, 1, 2  # where an order lies


class Orders(NamedTuple):
    """The orders of all customers, by customer and by where they lie: one entry per order.

    `net` and `gain` (net − cost of goods, 0 where unknown) in currency; `is_order` 0 for a credit note. `start`: where each
    customer's orders in each window begin; `cell`: 3 × the customer's place + window for each of these.
    """

    net: np.ndarray
    gain: np.ndarray
    is_order: np.ndarray
    start: np.ndarray
    cell: np.ndarray


class Ranges(NamedTuple):
    """How far inputs may be off: factors of today's order and care cost, probability of a rating one too high (or too low)."""

    order: tuple[float, float]
    care: tuple[float, float]
    rating: float


@dataclass(frozen=True)
class Known:
    """What is known of every customer (sorted by id as text), from which the rule's inputs follow.

    `criteria` (index customer_id): as the score uses them. `table` (same index; over the period in currency unless it says per
    year, missing = unknown): revenue_per_year, cm1, order_cost, care_cost, lean_care (care at the lean service level), ratio,
    error (growth of revenue), potential, potential_low, potential_high (per year). `orders` None: revenue, trend and size are
    taken as they are. `size_edge`: share of revenue beyond which a customer is small.
    """

    criteria: pd.DataFrame
    table: pd.DataFrame
    orders: Orders | None
    windows: bool
    years: float
    size_edge: float
    ranges: Ranges

    @cached_property
    def columns(self) -> dict[str, np.ndarray]:
        """The columns of the table, once for all draws."""
        return {str(c): self.table[c].to_numpy(float) for c in self.table}

    @cached_property
    def criterion(self) -> dict[str, np.ndarray]:
        """The criteria, once for all draws."""
        return {str(c): self.criteria[c].to_numpy(float) for c in self.criteria}

    @cached_property
    def dealt(self) -> np.ndarray:
        """The customers' positions in the order of what is known of them: draws are dealt out in it, so that ids decide none."""
        held = [*self.columns.values(), *self.criterion.values()]
        if self.orders is not None:
            o, n = self.orders, len(self.table)
            held += [_cells(o, x, n) for x in (o.net, o.net**2, o.is_order)]
        return by_content(*held)

    @cached_property
    def turn(self) -> np.ndarray:
        """Each customer's place in that order."""
        return np.argsort(self.dealt)

    @cached_property
    def order_turn(self) -> np.ndarray:
        """Each order's place, when customers stand in that order and a customer's own as they are."""
        assert self.orders is not None
        o = self.orders
        cell = np.repeat(o.cell, np.diff(np.r_[o.start, len(o.net)]))
        return np.argsort(np.argsort(self.turn[cell // 3], kind="stable"))

    @cached_property
    def noise(self) -> float:
        """How much chance there is in orders: 1 where they come by chance alone, less in a steady rhythm."""
        assert self.orders is not None
        o, n = self.orders, len(self.table)
        revenue, squares, number = (_cells(o, x, n)[:, :OUTSIDE] for x in (o.net, o.net**2, o.is_order))
        return order_noise(revenue, squares, number)

    @cached_property
    def split(self) -> Split:
        """How each customer's business splits into earlier and later window."""
        assert self.orders is not None
        return _split(self.orders, len(self.table), self.noise)

    @cached_property
    def idle(self) -> np.ndarray:
        """The probability that a customer without any order in the period has business all the same, 0 for all others."""
        assert self.orders is not None
        return yet_to_come(_cells(self.orders, self.orders.is_order, len(self.table)), self.noise)

    @cached_property
    def level(self) -> Level:
        """What each customer's revenue is likely to be on average."""
        assert self.orders is not None
        return _level(self.orders, len(self.table), self.noise)


class Drawn(NamedTuple):
    """The inputs of the rule in one draw, one entry per customer: values of each criterion, size, money, trend.

    `upper`: what the revenue ratio is at most (ratio + 1.28 errors); missing = unknown.
    """

    criteria: Mapping[str, np.ndarray]
    small: np.ndarray
    none: np.ndarray
    potential: np.ndarray
    cm3: np.ndarray
    lean_cm3: np.ndarray
    upper: np.ndarray


class Level(NamedTuple):
    """Each customer's revenue, the weight of its own orders (0–1) against what is usual, the log shift and spread."""

    net: np.ndarray
    weight: np.ndarray
    shift: np.ndarray
    spread: np.ndarray


class Split(NamedTuple):
    """How business splits into earlier and later window, customers × 2: parameters of a beta distribution, and the probability
    that all of it truly lies in one window: that the customer left, or came."""

    shape: np.ndarray
    only: np.ndarray


class _Revenue(NamedTuple):
    """Per customer: revenue per year, gain, part of the order cost, upper end of the ratio."""

    per_year: np.ndarray
    gain: np.ndarray
    ordered: np.ndarray
    upper: np.ndarray


def orders(lines: pd.DataFrame, customers: pd.Index, windows: Windows | None) -> Orders:
    """The orders of some customers.

    From order lines of the period (customer_id, date, net_revenue; optional order_id, cost_of_goods) and the customers in the
    order wanted to Orders; lines of one order that lie in different windows count as two, as in growth_ratio.
    """
    own = pd.DataFrame({"place": customers.get_indexer(lines["customer_id"]), "net": lines["net_revenue"].to_numpy()})
    own["gain"] = (lines["net_revenue"] - lines["cost_of_goods"]).to_numpy() if "cost_of_goods" in lines else 0.0
    own["at"] = OUTSIDE
    if windows is not None:
        for at, window in ((EARLIER, windows.earlier), (LATER, windows.later)):
            own.loc[within(lines["date"], window).to_numpy(), "at"] = at
    own["key"] = lines["order_id" if "order_id" in lines else "date"].to_numpy()
    own = own[own["place"] >= 0]
    sums = own.groupby(["place", "at", "key"], sort=True)[["net", "gain"]].sum().reset_index()
    cell = (3 * sums["place"] + sums["at"]).to_numpy()
    start = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]]) if len(cell) else np.empty(0, int)
    net = sums["net"].to_numpy(float)
    return Orders(net, sums["gain"].to_numpy(float), (net >= 0).astype(float), start, cell[start])


def unchanged(known: Known) -> Drawn:
    """The inputs as they are known."""
    return _together(known, dict(known.criterion), _fixed(known), known.columns["potential"], (1.0, 1.0))


def drawn(known: Known, seed: np.random.SeedSequence) -> Drawn:
    """The inputs drawn once.

    Revenue, contribution and trend: every order weighted by a gamma of mean 1 and variance φ, the noise of the orders
    (`order_noise`; at φ = 1 an exponential, the Bayesian bootstrap of a compound Poisson process: a window's revenue then varies
    by φ Σ order²). Who has no order at all may have business all the same (`left_or_came.yet_to_come`). Costs of orders and of
    care: one factor each for all customers, uniform in their range. Potential: triangular between its ends, the stated value its
    peak.
    Ratings: one step up or down with the given probability each, within the scale. Nothing else moves.

    Source: METHOD.md §5 "How sure"; Rubin, The Bayesian Bootstrap, Annals of Statistics 9 (1981).
    """
    draw = np.random.default_rng(seed)
    factors = float(draw.uniform(*known.ranges.order)), float(draw.uniform(*known.ranges.care))
    potential = _potential(known, draw)
    criteria = {
        name: _rated(values, known, draw) if name in RATINGS else values for name, values in known.criterion.items()
    }
    if "potential" in criteria:  # in points it has no range in money
        in_money = criteria["potential"] == known.columns["potential"]
        criteria["potential"] = np.where(in_money, potential, criteria["potential"])
    return _together(known, criteria, _revenue(known, draw), potential, factors)


def _together(
    known: Known,
    criteria: dict[str, np.ndarray],
    revenue: _Revenue,
    potential: np.ndarray,
    factors: tuple[float, float],
) -> Drawn:
    """Margins, size and criteria that follow from revenue and costs."""
    t = known.columns
    cm2 = revenue.gain - factors[0] * t["order_cost"] * revenue.ordered
    cm3 = cm2 - factors[1] * t["care_cost"]
    if "revenue" in criteria:
        criteria["revenue"] = revenue.per_year
    if "earned_value" in criteria:
        criteria["earned_value"] = cm3 / known.years
    lean = cm2 - factors[1] * t["lean_care"]
    none = ~(revenue.per_year > 0)
    small = none | _beyond(revenue.per_year, known.size_edge)
    return Drawn(criteria, small, none, potential, cm3, lean, revenue.upper)


def _revenue(known: Known, draw: np.random.Generator) -> _Revenue:
    """Revenue, gain and trend with every order weighted anew; as known where there are no orders."""
    o, n = known.orders, len(known.table)
    if o is None or not len(o.net):
        return _fixed(known)
    weight = known.noise * draw.standard_gamma(1 / known.noise, len(o.net))[known.order_turn]
    taken = weight * o.net
    net, squares = _cells(o, taken, n), _cells(o, taken * o.net, n)
    gain = np.where(np.isnan(known.columns["cm1"]), np.nan, _cells(o, weight * o.gain, n).sum(axis=1))
    number = np.bincount(o.cell // 3, np.add.reduceat(o.is_order, o.start), n)
    ordered = _cells(o, weight * o.is_order, n).sum(axis=1) / np.where(number > 0, number, 1)
    upper = np.full(n, np.nan)
    if known.windows:
        split, chance = known.split, draw.random(n)[known.turn]
        part = draw.beta(*split.shape[known.dealt][:, [LATER, EARLIER]].T)[known.turn]
        part = np.where(chance < split.only[:, EARLIER], 0.0, np.where(chance > 1 - split.only[:, LATER], 1.0, part))
        whole, spread = (x[:, EARLIER] + x[:, LATER] for x in (net, squares))
        whole, spread = (np.where(whole > 0, x, y[:, OUTSIDE]) for x, y in ((whole, net), (spread, squares)))
        base = np.where((whole > 0) & (part < 1), (1 - part) * whole, np.nan)
        ratio = part * whole / base
        upper = ratio + 1.28 * np.sqrt(part * spread + ratio**2 * (1 - part) * spread) / base
    level = known.level
    total = net.sum(axis=1)
    apart = np.divide(total, level.net, out=np.ones(n), where=(level.net > 0) & (total > 0))
    factor = apart ** (level.weight - 1) * np.exp(level.shift + level.spread * draw.standard_normal(n)[known.turn])
    ordered = np.where(number > 0, ordered, 1.0)
    per_year, gain = factor * total / known.years, factor * gain
    # An order of usual size; what it earns and how it develops nobody knows.
    awake = draw.random(n)[known.turn] < known.idle
    per_year = np.where(awake, np.median(o.net) / known.years, per_year)
    return _Revenue(per_year, np.where(awake, np.nan, gain), factor * ordered, np.where(awake, np.nan, upper))


def _cells(o: Orders, amount: np.ndarray, n: int) -> np.ndarray:
    """Sums of an amount per order by customer and window, customers × 3."""
    cells = np.zeros(3 * n)
    if len(o.start):
        cells[o.cell] = np.add.reduceat(amount, o.start)
    return cells.reshape(-1, 3)


def _level(o: Orders, n: int, noise_of_one: float) -> Level:
    """Few orders say little about the level of a customer's revenue: the fewer, the more it is drawn to the usual one.

    Logs of revenue scatter among customers around their median, and by chance with φ / effective number of orders; their own
    weight is what remains of the scatter without chance (empirical Bayes; Efron and Morris 1975).
    """
    net, squares = _cells(o, o.net, n).sum(axis=1), _cells(o, o.net**2, n).sum(axis=1)
    some = net > 0
    noise = np.where(some, noise_of_one * squares / np.where(some, net, 1) ** 2, 0.0)
    log = np.log(np.where(some, net, 1.0)) + noise / 2
    weight, shift = np.ones(n), np.zeros(n)
    if some.sum() > 1:
        middle = float(np.median(log[some]))
        scatter = max(1.4826 * float(np.median(np.abs(log[some] - middle))), 1e-6) ** 2
        true = max(scatter - float(np.median(noise[some])), 0.05 * scatter)
        weight = np.where(some, true / (true + noise), 1.0)
        shift = np.where(some, (1 - weight) * (middle - log), 0.0)
    return Level(net, weight, shift, np.sqrt(weight * (1 - weight) * noise))


def _split(o: Orders, n: int, noise: float) -> Split:
    """What the orders say of the split into two windows, beside what is usual among the customers.

    A window without orders is no proof that business has ended: with three orders a year that come by chance one customer in
    twenty has such a year. So each customer's orders (their effective number, (Σ order)² / Σ order², over their noise φ) are
    added to a prior with the customers' mean split, as strong as they are alike beyond chance (beta-binomial by moments); and an
    empty window stays empty with the probability that the customer truly left or came (`left_or_came`).
    """
    sums = np.clip(_cells(o, o.net, n)[:, :OUTSIDE], 0, None)
    whole, spread = sums.sum(axis=1), _cells(o, o.net**2, n)[:, :OUTSIDE].sum(axis=1)
    number = np.divide(whole**2, spread, out=np.zeros(n), where=whole > 0)
    own = number[:, None] * np.divide(sums, whole[:, None], out=np.zeros((n, 2)), where=whole[:, None] > 0)
    usual = (own.sum(axis=0) + 0.5) / (own.sum() + 1)
    only = left_or_came(_cells(o, o.is_order, n), noise)
    both = (own > 0).all(axis=1) & (number > 1)
    away = (own[both, LATER] / number[both] - usual[LATER]) ** 2 / usual.prod()
    by_chance = np.minimum(noise / number[both], 1)
    alike = (away - by_chance).sum() / (1 - by_chance).sum() if (by_chance < 1).any() else 0.5
    return Split(own / noise + (1 / float(np.clip(alike, 0.005, 0.5)) - 1) * usual, only)


def _fixed(known: Known) -> _Revenue:
    t = known.columns
    return _Revenue(t["revenue_per_year"], t["cm1"], np.ones(len(known.table)), t["ratio"] + 1.28 * t["error"])


def _beyond(revenue: np.ndarray, edge: float) -> np.ndarray:
    """Who begins beyond this share of cumulated positive revenue; ties by place."""
    positive = np.where(revenue > 0, revenue, 0.0)
    order = np.argsort(-positive, kind="stable")
    whole = positive.sum()
    begins = (np.cumsum(positive[order]) - positive[order]) / (whole or 1.0)
    beyond = np.empty(len(revenue), bool)
    beyond[order] = begins + 1e-12 >= edge
    return beyond


def _potential(known: Known, draw: np.random.Generator) -> np.ndarray:
    """Triangular between what is stated at least and at most; without both ends, or where they do not enclose it, as stated."""
    at, low, high = (known.columns[c] for c in ("potential", "potential_low", "potential_high"))
    u = draw.random(len(at))[known.turn]
    ranged = (low <= at) & (at <= high) & (low < high)
    span = np.where(ranged, high - low, 1.0)
    peak = np.where(ranged, (at - low) / span, 0.5)
    left = u < peak
    part = np.where(left, np.sqrt(u * peak), 1 - np.sqrt((1 - u) * (1 - peak)))
    return np.where(ranged, low + span * part, at)


def _rated(values: np.ndarray, known: Known, draw: np.random.Generator) -> np.ndarray:
    u, probability = draw.random(len(values))[known.turn], known.ranges.rating
    step = np.where(u < probability, -1.0, np.where(u >= 1 - probability, 1.0, 0.0))
    return np.clip(values + step, np.minimum(values, LOWEST), np.maximum(values, HIGHEST))
