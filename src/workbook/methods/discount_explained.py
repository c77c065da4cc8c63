"""What explains the discounts: how much of their differences goes with volume, cost to serve and share of wallet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.methods.bootstrap import DRAWS, interval

LEAST_PER_DRIVER = 10
BLOCK = 4_000_000


@dataclass(frozen=True)
class Explained:
    """`unexplained`: share of the variance of discount rates left open (0–1) with its 95 % `interval`, over `n` customers.

    `drivers`: those that took part, with what the rate changes (0–1) when the driver rises by one standard deviation.
    """

    unexplained: float
    interval: tuple[float, float]
    n: int
    drivers: pd.Series


def discount_explained(rate: pd.Series, drivers: pd.DataFrame, seed: int) -> Explained | None:
    """Least-squares regression of the discount rate on its drivers; unexplained = 1 − adjusted R².

    From the rate (0–1) and one column per driver, one row per customer (same index), to shares. A driver known for under half of
    the customers, or the same for all, does not take part; then only customers with all drivers known count. None where nothing
    varies, no driver is left, or there are fewer than 10 customers per driver and 10 more. The interval comes from drawing
    customers again. Source: Ezekiel 1930 (adjusted R²).
    """
    varied = [c for c in drivers if drivers[c].notna().mean() >= 0.5 and drivers[c].std() > 1e-12]
    if not varied:
        return None
    data = pd.concat([rate.rename("rate"), drivers[varied]], axis=1).replace([np.inf, -np.inf], np.nan).dropna()
    if len(data) < LEAST_PER_DRIVER * (len(varied) + 1) or not data["rate"].std() > 1e-12:
        return None
    around = data[varied].std().where(lambda s: s > 1e-12, 1.0)
    rows = data.assign(**((data[varied] - data[varied].mean()) / around)).to_numpy(float)
    draws = max(200, min(DRAWS, BLOCK // len(rows)))
    slopes = np.linalg.lstsq(_design(rows), rows[:, 0], rcond=None)[0][1:]
    return Explained(_open(rows), interval(rows, _open, seed, draws), len(rows), pd.Series(slopes, varied))


def _design(rows: np.ndarray) -> np.ndarray:
    return np.column_stack([np.ones(len(rows)), rows[:, 1:]])


def _open(rows: np.ndarray) -> float:
    """1 − adjusted R², at most 1."""
    x, y = _design(rows), rows[:, 0]
    total = float(((y - y.mean()) ** 2).sum())
    if total <= 0:
        return float("nan")
    slopes = np.linalg.lstsq(x.T @ x, x.T @ y, rcond=None)[0]
    left = float(((y - x @ slopes) ** 2).sum())
    n, k = len(y), x.shape[1] - 1
    return min(left / total * (n - 1) / (n - k - 1), 1.0)
