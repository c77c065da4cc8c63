"""The whale curve: how much the best customers earn before the others consume it again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

CHUNK = 10_000  # customers drawn at a time: memory stays small with any number of them


@dataclass(frozen=True)
class Whale:
    """The curve and its marks. `curve` starts at 0 and holds cumulated contribution, best customer first, in currency.

    `peak` and `subsidy` are shares of the total, None where the total is not positive.
    """

    curve: np.ndarray
    order: tuple[str, ...]
    total: float
    highest: float
    customers_at_peak: int
    losses: float

    @property
    def peak(self) -> float | None:
        """Sum of the positive contributions as a share of the total."""
        return self.highest / self.total if self.total > 0 else None

    @property
    def subsidy(self) -> float | None:
        """What is lost after the peak, as a share of the total: peak − 1."""
        return None if self.peak is None else self.peak - 1

    def customers_for(self, part: float) -> int:
        """How many of the best customers together earn `part` (0–1) of the total."""
        return int(np.searchsorted(self.curve, part * self.total))


def whale(contribution: pd.Series) -> Whale:
    """The whale curve of one contribution per customer (currency, index customer_id; ties by id).

    Identities: the highest point is the sum of the positive contributions, the end is the total.
    Source: Kaplan and Narayanan, Measuring and Managing Customer Profitability, Journal of Cost Management 5/2001.
    """
    values = contribution.to_numpy(float)
    order = np.lexsort((contribution.index.astype(str), -values))
    curve = np.concatenate([[0.0], np.cumsum(values[order])])
    gains = float(values[values > 0].sum())
    at_peak = int((values > 0).sum())
    losses = float(-values[values < 0].sum())
    return Whale(curve, tuple(contribution.index[order]), float(values.sum()), gains, at_peak, losses)


def whale_band(
    cm2: pd.Series,
    care_cost: pd.Series,
    order_cost: pd.Series,
    spread: float,
    seed: int,
    order_range: tuple[float, float] | None = None,
) -> pd.DataFrame:
    """The band of the cumulated curve when cost rates are uncertain, in the order of the central curve.

    From cm2, care_cost and order_cost per customer (currency, same index) to low, central and high cumulated contribution
    (5 % and 95 % of 400 seeded draws; each draw scales care and order cost rates independently and uniformly within ± spread,
    order cost within `order_range` where that is known, as factors of today's).
    """
    central = cm2 - care_cost
    order = np.lexsort((central.index.astype(str), -central.to_numpy(float)))
    draws = _draws(spread, seed, order_range)
    before = (cm2 + order_cost).to_numpy(float)[order]
    care, handling = care_cost.to_numpy(float)[order], order_cost.to_numpy(float)[order]
    sums = np.stack([before.cumsum(), care.cumsum(), handling.cumsum()])
    found = np.empty((2, len(before)))
    for start in range(0, len(before), CHUNK):
        gained, cared, handled = sums[:, start : start + CHUNK]
        runs = gained - draws[:, :1] * cared - draws[:, 1:] * handled
        found[:, start : start + CHUNK] = np.quantile(runs, [0.05, 0.95], axis=0)
    return pd.DataFrame({"low": found[0], "central": (before - care - handling).cumsum(), "high": found[1]})


def subsidy_range(
    cm2: pd.Series,
    care_cost: pd.Series,
    order_cost: pd.Series,
    spread: float,
    seed: int,
    order_range: tuple[float, float] | None = None,
) -> tuple[float, float] | None:
    """What loss makers consume as a share of the total (low, high) when cost rates are uncertain, by the draws of the band.

    From cm2, care_cost and order_cost per customer (currency, same index) to the 2.5 % and 97.5 % quantiles of −Σ losses ÷ Σ,
    each draw with its own losses and its own total; None where a draw leaves no positive total.
    """
    before = (cm2 + order_cost).to_numpy(float)
    care, handling = care_cost.to_numpy(float), order_cost.to_numpy(float)
    shares = []
    for cared, handled in _draws(spread, seed, order_range):
        earned = before - cared * care - handled * handling
        total = float(earned.sum())
        if total <= 0:
            return None
        shares.append(-float(earned[earned < 0].sum()) / total)
    low, high = np.quantile(shares, [0.025, 0.975])
    return float(low), float(high)


def _draws(spread: float, seed: int, order_range: tuple[float, float] | None) -> np.ndarray:
    """400 seeded factors of care cost and of order cost."""
    ends = np.array([(1 - spread, 1 + spread), order_range or (1 - spread, 1 + spread)])
    return np.random.default_rng(seed).uniform(ends[:, 0], ends[:, 1], (400, 2))
