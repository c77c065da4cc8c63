"""Bootstrap intervals: how far a figure moves when other customers of the same kind had been drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from workbook.methods.by_content import by_content

DRAWS = 2_000
MANY = 4_000  # cases from which a tenth of the draws is enough: their intervals are narrow


def enough(cases: int) -> int:
    """How many draws an interval of so many cases needs."""
    return DRAWS if cases < MANY else DRAWS // 10


def interval(
    rows: np.ndarray, statistic: Callable[[np.ndarray], float], seed: int, draws: int = DRAWS, level: float = 0.95
) -> tuple[float, float]:
    """Percentile interval of a statistic of rows (shape n or n × k, one row per case) (Efron 1979).

    `statistic` takes as many rows as there are and returns a number; samples where it is not finite are left out. NaN twice
    where there are fewer than two rows or no sample gives a number. The order of the rows does not matter.
    """
    return intervals(rows, lambda some: (statistic(some),), 1, seed, draws, level)[0]


def intervals(
    rows: np.ndarray,
    statistics: Callable[[np.ndarray], Sequence[float]],
    number: int,
    seed: int,
    draws: int = DRAWS,
    level: float = 0.95,
) -> tuple[tuple[float, float], ...]:
    """The same for so many statistics of the same samples: one interval each."""
    if len(rows) < 2:
        return ((float("nan"), float("nan")),) * number
    draw, rows = np.random.default_rng(seed), rows.take(by_content(rows), axis=0)
    samples = (rows.take(draw.integers(0, len(rows), len(rows)), axis=0) for _ in range(draws))
    found = np.array([statistics(sample) for sample in samples], dtype=float)
    return tuple(_ends(column[np.isfinite(column)], level) for column in found.T)


def _ends(found: np.ndarray, level: float) -> tuple[float, float]:
    if not len(found):
        return float("nan"), float("nan")
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
