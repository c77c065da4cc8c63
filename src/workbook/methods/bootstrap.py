"""Bootstrap intervals: how far a figure moves when other customers of the same kind had been drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from workbook.methods.by_content import by_content

DRAWS = 2_000
AT_ONCE = 100_000  # numbers of the samples held in memory at a time
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
    found = np.array([statistics(sample) for some in _samples(rows, seed, draws) for sample in some], dtype=float)
    return tuple(_ends(column[np.isfinite(column)], level) for column in found.T)


def interval_at_once(
    rows: np.ndarray, statistic: Callable[[np.ndarray], np.ndarray], seed: int, draws: int = DRAWS, level: float = 0.95
) -> tuple[float, float]:
    """The same for a statistic that takes many samples at a time (samples × n or samples × n × k) and returns one number each."""
    if len(rows) < 2:
        return float("nan"), float("nan")
    found = np.concatenate([statistic(some) for some in _samples(rows, seed, draws)])
    return _ends(found[np.isfinite(found)], level)


def drawn(draw: np.random.Generator, n: int, draws: int, wide: int = 1) -> Iterator[np.ndarray]:
    """Which of n cases are in each sample (samples × n, drawn with replacement), some at a time; `wide` numbers a case."""
    many = max(1, AT_ONCE // max(1, n * wide))
    for done in range(0, draws, many):
        yield draw.integers(0, n, (min(many, draws - done), n))


def _samples(rows: np.ndarray, seed: int, draws: int) -> Iterator[np.ndarray]:
    """Some samples at a time: samples × n × …"""
    ordered = rows.take(by_content(rows), axis=0)
    for places in drawn(np.random.default_rng(seed), len(rows), draws, rows.size // len(rows)):
        yield ordered.take(places, axis=0)


def _ends(found: np.ndarray, level: float) -> tuple[float, float]:
    if not len(found):
        return float("nan"), float("nan")
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
