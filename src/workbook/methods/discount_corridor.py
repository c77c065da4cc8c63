"""The discount corridor: which discount is usual, or allowed, for a customer's yearly list volume."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from workbook.methods.by_content import by_content
from workbook.methods.median_line import median_line

LEAST = 10  # customers to speak of a practice
HALF_WIDTH = 1.645  # standard deviations: nine of ten customers lie inside where residuals are normal
REFITS = 200
LARGEST_REFIT = 1_000


@dataclass(frozen=True)
class Corridor:
    """`table`: one row per customer with positive list revenue (index customer_id): volume (currency per year), rate, middle,
    lower, upper, error (standard error of the upper edge), all rates 0–1; under a policy middle and lower are missing and the
    error is 0. `spread`: robust standard deviation of the rates around the middle, missing under a policy.
    """

    source: Literal["own", "policy"]
    table: pd.DataFrame
    spread: float


def discount_corridor(
    discount: pd.Series,
    list_revenue: pd.Series,
    years: float,
    policy: Sequence[tuple[float, float]] = (),
    seed: int = 0,
) -> Corridor | None:
    """The corridor of every customer's discount rate by its yearly list volume.

    From discount and list revenue per customer (currency over the period, index customer_id) and its length in years to one row
    per customer with positive list revenue. `policy`: steps (from which list revenue a year on, highest rate). Without one the
    client's own practice: median regression of the rate on log yearly list volume, ± 1.645 robust standard deviations
    (1.4826 × MAD). Where more than half keep to one rate (MAD 0) the width is that of the customers with a discount. None for
    fewer than 10 customers, or fewer than 10 with a discount to take the width from, or where that is 0 too. The edge's error
    is its standard deviation over 200 seeded refits on customers drawn again (of at most 1,000, scaled by √(drawn / all)).
    Source: Koenker and Bassett 1978 (line); Rousseeuw and Croux 1993 (MAD); Bickel, Götze and van Zwet 1997 (fewer drawn).
    """
    listed = list_revenue[list_revenue > 0]
    rate = discount.reindex(listed.index).fillna(0.0) / listed
    table = pd.DataFrame({"volume": listed / years, "rate": rate})
    if len(policy):
        return Corridor("policy", _allowed(table, policy), float("nan"))
    if len(table) < LEAST:
        return None
    x, y = np.log(table["volume"].to_numpy(float)), rate.to_numpy(float)
    level, slope, spread = _fit(x, y)
    if not spread > 0:
        return None
    middle = level + slope * x
    table["middle"], table["lower"] = middle, middle - HALF_WIDTH * spread
    table["upper"], table["error"] = middle + HALF_WIDTH * spread, _edge_error(x, y, seed)
    return Corridor("own", table, spread)


def _allowed(table: pd.DataFrame, policy: Sequence[tuple[float, float]]) -> pd.DataFrame:
    """The highest rate the policy allows at each volume; nothing is allowed below its first step."""
    steps = np.array(sorted(policy), dtype=float)
    at = np.searchsorted(steps[:, 0], table["volume"].to_numpy(float), side="right")
    upper = np.r_[0.0, steps[:, 1]][at]
    return table.assign(middle=np.nan, lower=np.nan, upper=upper, error=0.0)


def _fit(x: np.ndarray, y: np.ndarray) -> tuple[float, float, float]:
    """Intercept, slope and robust standard deviation; the latter 0 where it cannot be told."""
    level, slope = median_line(x, y)
    left = y - level - slope * x
    spread = _robust(left)
    if spread <= 1e-9:
        given = left[y > 1e-9]
        spread = _robust(given) if len(given) >= LEAST else 0.0
    return level, slope, spread if spread > 1e-9 else 0.0


def _robust(residuals: np.ndarray) -> float:
    return 1.4826 * float(np.median(np.abs(residuals - np.median(residuals))))


def _edge_error(x: np.ndarray, y: np.ndarray, seed: int) -> np.ndarray:
    """Standard error of the upper edge at each x."""
    draw, n = np.random.default_rng(seed), len(x)
    size = min(n, LARGEST_REFIT)
    picks = by_content(x, y)[draw.integers(0, n, (REFITS, size))]
    fits = np.array([_fit(x[pick], y[pick]) for pick in picks])
    # var(a + b·x + w·s) from the covariance of level, slope and spread: no matrix of customers × refits.
    cover = np.cov(fits, rowvar=False)
    along = np.column_stack([np.ones(n), x, np.full(n, HALF_WIDTH)])
    variance = np.einsum("ij,jk,ik->i", along, cover, along).clip(min=0)
    return np.sqrt(variance * size / n)
