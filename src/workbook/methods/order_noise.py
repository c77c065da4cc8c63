"""How much chance there is in a customer's business: how regular orders are."""

from __future__ import annotations

import numpy as np

FEWEST_CUSTOMERS, FEWEST_ORDERS = 30, 4
LEAST, MOST = 0.05, 4.0
ROUNDS = 30


def order_noise(revenue: np.ndarray, squares: np.ndarray, orders: np.ndarray) -> float:
    """The dispersion φ of business against orders that come by chance alone: 1 for these, less for a steady rhythm, more for
    bursts.

    From revenue, Σ order² and number of orders per customer in the earlier and the later window (customers × 2; currency,
    currency², count) to one number for all. A customer's split into the two windows scatters around the usual one by
    φ / effective number of orders, (Σ order)² / Σ order², and by what truly changes; the two are told apart because only the
    first fades with the number of orders (least squares over customers, each weighted by 1 / that number). Customers with
    business in both windows (others may have left or come) and 4 orders or more; that chance would have left some of these
    with an empty window, too, is made up for. With fewer than 30 customers it is 1. Kept between 0.05 and 4.

    Source: McCullagh and Nelder, Generalized Linear Models (1989), 4.5 and 9.2 (quasi-likelihood, dispersion by moments).
    """
    fit = (revenue > 0).all(axis=1) & (orders > 0).all(axis=1) & (orders.sum(axis=1) >= FEWEST_ORDERS)
    if fit.sum() < FEWEST_CUSTOMERS:
        return 1.0
    whole, placed = revenue[fit].sum(axis=1), orders[fit].sum(axis=1)
    number = whole**2 / squares[fit].sum(axis=1)
    later = revenue[fit, 1] / whole
    usual = float((number * later).sum() / number.sum())
    scatter = number * (later - usual) ** 2 / (usual * (1 - usual))
    found = 1.0
    for _ in range(ROUNDS):
        found = _level(scatter, _kept(placed / found, usual), number)
    return found


def _level(scatter: np.ndarray, kept: np.ndarray, number: np.ndarray) -> float:
    """φ of scatter = φ × kept + change × number, change at least 0."""
    a, b, c = ((x / number).sum() for x in (kept**2, kept * number, number**2))
    y, z = (scatter * kept / number).sum(), scatter.sum()
    apart = a * c - b**2
    change = (a * z - b * y) / apart if apart > 1e-9 * a * c else 0.0
    return float(np.clip((y - max(change, 0.0) * b) / a, LEAST, MOST))


def _kept(orders: np.ndarray, usual: float) -> np.ndarray:
    """The part of the scatter by chance that is left among customers with business in both windows."""
    later, earlier = usual**orders, (1 - usual) ** orders
    lost = orders * (later * (1 - usual) / usual + earlier * usual / (1 - usual))
    return np.maximum((1 - lost) / (1 - later - earlier), 0.1)
