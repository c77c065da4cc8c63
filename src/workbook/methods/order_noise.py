"""How much chance there is in a customer's business: how regular orders are."""

from __future__ import annotations

import numpy as np

FEWEST_CUSTOMERS, FEWEST_ORDERS = 30, 4
LEAST, MOST = 0.05, 4.0


def order_noise(revenue: np.ndarray, squares: np.ndarray, orders: np.ndarray) -> float:
    """The dispersion φ of business against orders that come by chance alone: 1 for these, less for a steady rhythm, more for
    bursts.

    From revenue, Σ order² and number of orders per customer in the earlier and the later window (customers × 2; currency,
    currency², count) to one number for all. A customer's split into the two windows scatters around the usual one by
    φ / effective number of orders, (Σ order)² / Σ order², and by what truly changes; the two are told apart because only the
    first fades with the number of orders (least squares over customers, each weighted by 1 / that number). Customers with
    business in both windows and 4 orders or more; with fewer than 30 of them it is 1. Kept between 0.05 and 4.

    Source: McCullagh and Nelder, Generalized Linear Models (1989), 4.5 and 9.2 (quasi-likelihood, dispersion by moments).
    """
    fit = (revenue > 0).all(axis=1) & (orders > 0).all(axis=1) & (orders.sum(axis=1) >= FEWEST_ORDERS)
    if fit.sum() < FEWEST_CUSTOMERS:
        return 1.0
    whole = revenue[fit].sum(axis=1)
    number = whole**2 / squares[fit].sum(axis=1)
    later = revenue[fit, 1] / whole
    usual = float((number * later).sum() / number.sum())
    scatter = number * (later - usual) ** 2 / (usual * (1 - usual))
    if np.ptp(number) <= 1e-9 * number.max():
        return float(np.clip(scatter.mean(), LEAST, MOST))
    weight = 1 / number
    mean = float((weight * number).sum() / weight.sum())
    slope = float((weight * (number - mean) * scatter).sum() / (weight * (number - mean) ** 2).sum())
    level = float((weight * scatter).sum() / weight.sum())
    return float(np.clip(level - max(slope, 0.0) * mean, LEAST, MOST))
