"""How far two groupings of the same customers agree, beyond chance."""

from __future__ import annotations

import numpy as np


def adjusted_rand(first: np.ndarray, second: np.ndarray) -> float:
    """The adjusted Rand index of two groupings: 1 the same, about 0 no more alike than chance.

    From one label per case in each (same order, any values) to one number; the names of the groups do not matter. 1 where both
    put all cases together or all apart; missing (nan) for fewer than two cases.

    Source: Hubert and Arabie 1985.
    """
    if len(first) < 2:
        return float("nan")
    rows, row = np.unique(first, return_inverse=True)
    columns, column = np.unique(second, return_inverse=True)
    counts = np.bincount(row * len(columns) + column, minlength=len(rows) * len(columns))
    table = counts.reshape(len(rows), len(columns)).astype(float)

    def pairs(counts: np.ndarray) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, one, other = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    expected = one * other / pairs(np.array([float(len(first))]))
    most = (one + other) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)
