"""Effort against value: the hours a customer's value would justify, and the hours it gets."""

from __future__ import annotations

import numpy as np
import pandas as pd


def hours_budget(
    total: float, value: pd.Series, floor: pd.Series | float = 0.0, cap: pd.Series | float = np.inf
) -> pd.Series:
    """The hours each customer's value justifies: a yardstick, not an optimum.

    From the total hours and one value per customer (currency, index customer_id), with service floor and cap per customer in
    hours, to hours per customer: max(value, 0) × one common factor, held within floor and cap, the factor chosen so that the
    sum is the total. Where the caps leave room for less, all are at their cap; where the floors need more, all at their floor.

    Source: METHOD.md §4 "Effort against value"; A1-17.
    """
    weight = value.clip(lower=0).fillna(0.0).to_numpy(float)
    high = pd.Series(cap, value.index, dtype=float).to_numpy()
    low = np.minimum(pd.Series(floor, value.index, dtype=float).to_numpy(), high)
    few, many = 0.0, 1.0 / weight[weight > 0].min() * max(total, 1.0) if (weight > 0).any() else 0.0
    for _ in range(200):  # halving: the sum grows with the factor
        factor = (few + many) / 2
        few, many = (factor, many) if np.clip(factor * weight, low, high).sum() < total else (few, factor)
    return pd.Series(np.clip(many * weight, low, high), value.index)


def misallocated_hours(hours: pd.Series, budget: pd.Series) -> float:
    """½ Σ |hours − budget|: the hours that would have to move."""
    return float((hours - budget.reindex(hours.index)).abs().sum() / 2)


def over_served(hours: pd.Series, budget: pd.Series, factor: float = 2.0) -> pd.Series:
    """Which customers get more than `factor` times the hours of their budget."""
    return hours > factor * budget.reindex(hours.index)


def under_served(hours: pd.Series, budget: pd.Series, factor: float = 0.5) -> pd.Series:
    """Which customers get less than `factor` times the hours of their budget."""
    return hours < factor * budget.reindex(hours.index)


def unallocated_hours(total: float, budget: pd.Series) -> float:
    """The hours no cap leaves room for: total − Σ budget; 0 where the floors need more than there is."""
    return max(0.0, total - float(budget.sum()))
