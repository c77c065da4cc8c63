"""The best allocation of the same hours: marginal contribution made equal wherever hours can still move."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd


def allocate(
    table: pd.DataFrame, elasticity: float, total: float | None = None, limits: Mapping[str, float] | None = None
) -> pd.Series:
    """The hours per customer that bring most contribution margin, exactly.

    From one row per customer: today (hours per year, above 0), worth (contribution margin before care at today's hours,
    currency per year), rise (the most its sales can become, as a multiple of today's, at least 1), low and high (hours), and
    group where `limits` names the most hours all customers of a group may get. To hours: max Σ worth × min(rise,
    (hours / today)^elasticity) with Σ hours ≤ total (default: today's), low ≤ hours ≤ high. Beyond the ceiling and where worth is
    not above 0 an hour brings nothing: such customers get `low`, and hours nobody can use stay free.
    ValueError where the lower bounds need more than there is, or the elasticity is not between 0 and 1.

    At the optimum marginal contributions are equal wherever no bound holds (Karush, Kuhn and Tucker); their common value is found
    by bisection over the points where a customer leaves or reaches a bound, and is in closed form between two of them.
    """
    if not 0 < elasticity < 1:
        raise ValueError("elasticity between 0 and 1")
    t = table[["today", "worth", "rise", "low", "high"]].astype(float)
    with np.errstate(over="ignore"):
        useful = np.minimum(t["high"], t["today"] * t["rise"] ** (1 / elasticity)).where(t["worth"] > 0, t["low"])
    high = np.maximum(useful, t["low"]).to_numpy()
    pull = _pull(t, elasticity)
    capacity = float(t["today"].sum() if total is None else total)
    low, group = t["low"].to_numpy(), table["group"].to_numpy() if limits else np.full(len(t), None)

    def fill(own: np.ndarray, hours: float) -> np.ndarray:
        return _filled(pull[own], low[own], high[own], hours)

    return pd.Series(under_limits(fill, group, limits or {}, capacity), table.index)


def under_limits(
    fill: Callable[[np.ndarray, float], np.ndarray], group: np.ndarray, limits: Mapping[str, float], total: float
) -> np.ndarray:
    """Hours where some groups may get only so many: who would exceed its limit gets just it, the rest shares what is left.

    `fill` takes which customers (bool) and how many hours, and gives theirs. Exact where the aim is concave: a limit that is
    exceeded without it holds with it, and what one group leaves only ever raises the others.
    """
    hours, open_, left, waiting = np.zeros(len(group)), np.ones(len(group), bool), total, dict(limits)
    while True:
        hours[open_] = fill(open_, left)
        over = [g for g, most in waiting.items() if hours[group == g].sum() > most * (1 + 1e-12) + 1e-12]
        if not over:
            return hours
        for name in over:
            own = group == name
            hours[own] = fill(own, waiting.pop(name))
            open_ &= ~own
            left -= hours[own].sum()


def _pull(t: pd.DataFrame, elasticity: float) -> np.ndarray:
    """How many hours each customer takes at a multiplier of one, in a unit of the multiplier's own: hours are pull × level."""
    rate = (t["worth"].clip(lower=0) / t["today"]).to_numpy()
    most = rate.max(initial=0.0)
    return t["today"].to_numpy() * (rate / most if most > 0 else rate) ** (1 / (1 - elasticity))


def _filled(pull: np.ndarray, low: np.ndarray, high: np.ndarray, total: float) -> np.ndarray:
    """clip(pull × level, low, high) with the level at which the sum is the total, or `high` where that is less."""
    if low.sum() > total * (1 + 1e-12) + 1e-12:
        raise ValueError("lower bounds above the total")
    top = np.where(pull > 0, high, low)
    if top.sum() <= total:
        return top
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        leaves, reaches = (np.where(pull > 0, bound / pull, np.inf) for bound in (low, top))
    points = np.unique(np.r_[0.0, leaves[np.isfinite(leaves)], reaches[np.isfinite(reaches)]])
    first, last = 0, len(points) - 1
    while last - first > 1:
        middle = (first + last) // 2
        enough = np.clip(pull * points[middle], low, top).sum() >= total
        first, last = (first, middle) if enough else (middle, last)
    free = (leaves <= points[first]) & (reaches >= points[last])
    hours = np.where(reaches <= points[first], top, low)
    if free.any():
        level = (total - hours[~free].sum()) / pull[free].sum()
        hours[free] = np.clip(pull[free] * level, low[free], top[free])
    return hours
