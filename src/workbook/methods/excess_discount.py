"""Excess discount: what lies above the corridor's edge beyond doubt, and how much of it chance alone would put there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.methods.by_content import by_content
from workbook.methods.discount_corridor import Corridor

DRAWS = 1_000  # at least
LEAST = 1_000_000  # numbers drawn: few customers take more draws, as the ends of a sum of few large amounts need them
SURE = 2.0  # standard errors of the edge
BLOCK = 4_000_000  # numbers held at once


@dataclass(frozen=True)
class Excess:
    """`by_customer`: currency above the edge (0 for all others, index as the corridor's). `above` is its sum, `chance` the amount
    expected without any outlier, `interval` the 95 % range of above − chance. Everything over the period.
    """

    by_customer: pd.Series
    above: float
    chance: float
    interval: tuple[float, float]

    @property
    def shown(self) -> bool:
        """Whether more lies above the edge than chance would put there."""
        return self.above - self.chance > 0

    @property
    def amount(self) -> float:
        """The excess discount: above − chance, 0 where none is shown."""
        return max(self.above - self.chance, 0.0)


def excess_discount(corridor: Corridor, list_revenue: pd.Series, seed: int) -> Excess:
    """How much discount lies above the corridor.

    From a corridor and list revenue per customer (currency over the period) to the discount above the upper edge of those
    customers whose rate is above it by more than two standard errors of the edge. Chance: the mean of 1,000 seeded draws (more
    for fewer than 1,000 customers) in which every customer's residual is normal with the corridor's robust standard deviation;
    its 2.5 % and 97.5 % quantiles give the interval. A policy's edge is set, not estimated: nothing above it is chance.
    Source: METHOD.md §4 "Discounts".
    """
    table = corridor.table
    listed = list_revenue.reindex(table.index).to_numpy(float)
    over = _above(table["rate"].to_numpy(float), table, listed)
    above = float(over.sum())
    by_customer = pd.Series(over, table.index, name="excess_discount")
    if corridor.source == "policy":
        return Excess(by_customer, above, 0.0, (above, above))
    drawn = _chance(corridor, listed, seed)
    low, high = (max(above - float(q), 0.0) for q in np.quantile(drawn, [0.975, 0.025]))
    return Excess(by_customer, above, float(drawn.mean()), (low, high))


def _above(rate: np.ndarray, table: pd.DataFrame, listed: np.ndarray) -> np.ndarray:
    over = rate - table["upper"].to_numpy(float)
    return np.where(over > SURE * table["error"].to_numpy(float), over, 0.0) * listed


def _chance(corridor: Corridor, listed: np.ndarray, seed: int) -> np.ndarray:
    """The amount above the edge in each draw, currency."""
    order = by_content(listed)  # who lists the same has the same edge
    table, listed, draw = corridor.table.iloc[order], listed[order], np.random.default_rng(seed)
    middle, n = table["middle"].to_numpy(float), len(table)
    draws, step = max(DRAWS, LEAST // n), max(1, BLOCK // n)
    sums = [
        _above(middle + corridor.spread * draw.standard_normal((min(step, draws - k), n)), table, listed).sum(axis=1)
        for k in range(0, draws, step)
    ]
    return np.concatenate(sums)
