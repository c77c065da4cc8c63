"""How far apart customers grow: the spread of growth, beside the spread that chance alone would give."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbook.methods.bootstrap import enough, interval_at_once
from workbook.methods.order_noise import order_noise
from workbook.methods.windows import Windows, within

DRAWS = 100  # of the orders over the two windows


class Spread(NamedTuple):
    """Growth (later ÷ earlier − 1) of the customers at the ends and in the middle, as shares; `n` customers.

    `spread` = P90 − P10, `chance` the same where every customer's orders fall on the windows at random, `excess` = spread −
    chance with its 95 % interval (customers drawn with replacement, chance held).
    """

    n: int
    p10: float
    p50: float
    p90: float
    spread: float
    chance: float
    excess: float
    interval: tuple[float, float]


def growth_spread(lines: pd.DataFrame, windows: Windows, seed: int) -> Spread | None:
    """The spread of growth over customers.

    From order lines (customer_id, date, net_revenue; optional order_id) to a Spread over customers with revenue in the earlier
    window; None where there are fewer than two or all revenue adds up to nothing. By chance: each order falls into the later
    window with the probability that is the later window's share of all revenue, so that all customers are expected to grow
    alike. Where orders come in a steadier rhythm than chance (`order_noise` φ below 1) each counts as 1 / φ parts, to the
    nearest whole number, that fall one by one; a φ above 1 counts as 1, as it may be the very difference asked for.
    """
    orders = _orders(lines, windows)
    who, n = pd.factorize(orders["customer_id"])[0], orders["customer_id"].nunique()
    amount, later = orders["net_revenue"].to_numpy(float), orders["later"].to_numpy(bool)
    growth = _growth(who, n, amount, later)
    growth = growth[np.isfinite(growth)]
    if len(growth) < 2 or not amount.sum() > 0:
        return None
    part, draw = float(np.clip(amount[later].sum() / amount.sum(), 0, 1)), np.random.default_rng(seed)
    fall = _fall(orders, who, n)
    chance = float(np.nanmean([_spread(_growth(who, n, amount, fall(draw, part))) for _ in range(DRAWS)]))
    low, high = interval_at_once(growth, _apart, seed, enough(len(growth)))
    p10, p50, p90 = np.quantile(growth, [0.1, 0.5, 0.9])
    found = float(p90 - p10)
    ends = (low - chance, high - chance)
    return Spread(len(growth), float(p10), float(p50), float(p90), found, chance, found - chance, ends)


def _orders(lines: pd.DataFrame, windows: Windows) -> pd.DataFrame:
    """One row per customer and order: its amount, and whether it lies in the later window; by order, whoever the customer is."""
    later, earlier = within(lines["date"], windows.later), within(lines["date"], windows.earlier)
    key = "order_id" if "order_id" in lines else "date"
    inside = lines[later | earlier].assign(later=later)
    orders = inside.groupby(["customer_id", key, "later"], sort=True)["net_revenue"].sum().reset_index()
    orders["whole"] = orders.groupby("customer_id")["net_revenue"].transform("sum")
    return orders.sort_values([key, "later", "net_revenue", "whole"], kind="stable", ignore_index=True)


def _fall(orders: pd.DataFrame, who: np.ndarray, n: int) -> Callable[[np.random.Generator, float], np.ndarray]:
    """How orders fall on the windows by chance: from a generator and a probability to each order's part in the later window."""
    amount, later = orders["net_revenue"].to_numpy(float), orders["later"].to_numpy(bool)
    cells, bought = 2 * who + later, amount >= 0
    net, squares, number = (np.bincount(cells, x, 2 * n).reshape(n, 2) for x in (amount, amount**2, bought))
    noise = order_noise(net, squares, number)
    parts = max(1, round(1 / noise))

    def fall(draw: np.random.Generator, probability: float) -> np.ndarray:
        found: np.ndarray = draw.binomial(parts, probability, len(who)) / parts
        return found

    return fall


def _growth(who: np.ndarray, n: int, amount: np.ndarray, later: np.ndarray) -> np.ndarray:
    """Growth per customer from each order's part in the later window (0–1), missing without revenue in the earlier one."""
    after = np.bincount(who, amount * later, n)
    before = np.bincount(who, amount * (1.0 - later), n)
    return np.divide(after, before, out=np.full(n, np.nan), where=before > 0) - 1


def _spread(growth: np.ndarray) -> float:
    known = growth[np.isfinite(growth)]
    return float(_apart(known)) if len(known) else float("nan")


def _apart(growth: np.ndarray) -> np.ndarray:
    """P90 − P10 along the last axis."""
    high, low = np.quantile(growth, [0.9, 0.1], axis=-1)
    found: np.ndarray = high - low
    return found
