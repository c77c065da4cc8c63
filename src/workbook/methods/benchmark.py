"""One figure of several clients put together so that no client's own value can be read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

LEAST = 5  # clients of a figure
QUARTILES = 16  # clients from which on a quarter holds enough of them
COARSER = (
    4  # times the rounding of the middle: three roundings of neighbouring values together would tell more than one
)
DOMINANT = 0.25  # no client makes up more of a figure


@dataclass(frozen=True)
class Pooled:
    """A figure over `clients` clients: middle, lower and upper quarter, rounded; nan where not shown.

    `why`: few, dominance, or industry where too few clients are the only one of theirs.
    """

    clients: int
    middle: float
    lower: float
    upper: float
    why: Literal["", "few", "dominance", "industry"] = ""


def benchmark(values: Sequence[float], grid: float) -> Pooled:
    """Middle and quarters of one value per client.

    A median is one client's own value. In its place stands the mean of the five values in the middle, of six where their number
    is even; a quarter is the mean of the five values around it. Nothing is shown of fewer than 5 clients, no quarters of fewer
    than 16, and no mean of which one value makes up more than 25 % of the sum of the sizes. The middle is rounded to multiples of
    `grid`, quarters to four times that, so that a value cannot be worked out from two runs that differ by one client: who knows
    all the others is left with a range at least 5 `grid` wide for the new one (tried on drawn values).

    From finite values in one unit to the same unit; ValueError where `grid` is not positive or a value is not finite.
    Source: METHOD.md §0.11 and the rules of statistical offices on small cells and dominance (Hundepool et al. 2012, Statistical
    Disclosure Control).
    """
    found = np.sort(np.asarray(values, dtype=float))
    if not grid > 0 or not np.isfinite(found).all():
        raise ValueError("grid, values")
    nothing, k = float("nan"), len(found)
    if k < LEAST:
        return Pooled(k, nothing, nothing, nothing, "few")
    middle = _window(found, (k - 1) / 2, 5 + (k % 2 == 0))
    if _dominated(middle):
        return Pooled(k, nothing, nothing, nothing, "dominance")
    quarters = [nothing, nothing]
    if k >= QUARTILES:
        windows = [_window(found, (k - 1) * part, 5) for part in (0.25, 0.75)]
        quarters = [nothing if _dominated(w) else _rounded(w, COARSER * grid) for w in windows]
    return Pooled(k, _rounded(middle, grid), quarters[0], quarters[1])


def _window(values: np.ndarray, place: float, size: int) -> np.ndarray:
    """So many neighbours around a place among the sorted values, all of them inside."""
    first = int(np.clip(round(place - (size - 1) / 2), 0, len(values) - size))
    return values[first : first + size]


def _dominated(window: np.ndarray) -> bool:
    sizes = np.abs(window)
    return bool(sizes.sum() > 0 and sizes.max() > DOMINANT * sizes.sum() * (1 + 1e-12))


def _rounded(window: np.ndarray, grid: float) -> float:
    return float(f"{round(float(window.mean()) / grid) * grid:.12g}")
