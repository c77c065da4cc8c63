"""Who truly left or came, where a window without orders may be chance as well."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.stats import norm

EARLIER, LATER = 0, 1
PARTS, ROUNDS = 8, 30  # steps of an integral, of an iteration
LEAST = 0.1  # spread of the logs of order numbers, at least


class Usual(NamedTuple):
    """How usual numbers of orders are: mean and spread of their logs among customers with orders."""

    middle: float
    spread: float


def left_or_came(orders: np.ndarray, noise: float) -> np.ndarray:
    """The probability that a customer truly left before the later window, or came after the earlier one, customers × 2.

    From numbers of orders (customers × 3: earlier window, later window, rest of the period) and their noise φ (`order_noise`).
    Of N orders none lies in a window with share s of all orders with the chance (1 − s) to the power of 1 + (N − 1) / φ: a
    single order leaves the others empty in any rhythm, many in a steady rhythm hardly ever; but never with less than 1 − N s, as
    no more than N s orders are expected there (Markov's inequality: even at equal distances rare orders miss a window). How
    usual N orders are is taken from their log-normal over the customers: over the whole period for who stayed, over the part
    they were there for the others; how many left or came follows by expectation maximisation. Who ordered before the earlier
    window did not come after it.

    Source: Dempster, Laird and Rubin, Maximum Likelihood from Incomplete Data, Journal of the Royal Statistical Society B 39
    (1977); quasi-likelihood for φ as in `order_noise`.
    """
    number, share = orders.sum(axis=1), (orders.sum(axis=0) + 0.5) / (orders.sum() + 1.5)
    some, found = number > 0, np.zeros((len(orders), 2))
    if some.sum() < 2:
        return found
    usual = _usual(number[some])
    away = (np.log(np.where(some, number, 1)) - usual.middle) / usual.spread
    parts = np.log((np.arange(PARTS) + 0.5) / PARTS)
    for at, empty, before in (
        (EARLIER, some & (orders[:, LATER] == 0), 1 - share[LATER]),
        (LATER, some & (orders[:, LATER] == number), share[LATER]),
    ):
        there = (np.log(before) + parts) / usual.spread
        went = np.exp(-((away[empty, None] - there) ** 2) / 2).mean(axis=1)
        by_chance = np.maximum(before ** (1 + (number[empty] - 1) / noise), 1 - number[empty] * (1 - before))
        stayed = np.exp(-(away[empty] ** 2) / 2) * by_chance
        found[empty, at] = _mixed(went, stayed, int(some.sum()))
    return found


def yet_to_come(orders: np.ndarray, noise: float) -> np.ndarray:
    """The probability that a customer without any order in the period has business all the same, 0 for customers with orders.

    From the same numbers of orders: as many customers with less than half an order as the log-normal of the others' numbers lets
    expect, over the whole period and over the later window's part for as many as came, divided by how many there are; at most 1.
    """
    number, share = orders.sum(axis=1), (orders[:, LATER].sum() + 0.5) / (orders.sum() + 1.5)
    none = number == 0
    if not none.any() or (~none).sum() < 2:
        return np.zeros(len(number))
    usual = _usual(number[~none])
    parts = share * (np.arange(PARTS) + 0.5) / PARTS
    rare = norm.cdf((np.log(0.5 / np.r_[1.0, parts]) - usual.middle) / usual.spread)
    new = min(float(rare[1:].mean()), 0.99)  # else one who came would stand for any number who did not order yet
    expected = (~none).sum() * rare[0] + left_or_came(orders, noise)[:, LATER].sum() * new / (1 - new)
    return np.where(none, min(expected / none.sum(), 1.0), 0.0)


def _usual(number: np.ndarray) -> Usual:
    log = np.log(number)
    return Usual(float(log.mean()), max(float(log.std()), LEAST))


def _mixed(went: np.ndarray, stayed: np.ndarray, customers: int) -> np.ndarray:
    """The probability that each went, from how likely its orders are either way, and how many customers there are in all."""
    share, found = 0.1, np.zeros(len(went))
    for _ in range(ROUNDS):
        both = share * went + (1 - share) * stayed
        found = np.divide(share * went, both, out=np.zeros(len(went)), where=both > 0)
        share = float(found.sum()) / customers
    return found
