"""The Gini coefficient: how unequal amounts are."""

from __future__ import annotations

import numpy as np


def gini(amounts: np.ndarray) -> float:
    """Gini coefficient of positive amounts (any unit), 0 (all equal) to 1 − 1/n (one has all); missing where none is positive.

    Source: Gini 1912.
    """
    ordered = np.sort(amounts[amounts > 0])
    n = len(ordered)
    if not n:
        return float("nan")
    return float(2 * (np.arange(1, n + 1) * ordered).sum() / (n * ordered.sum()) - (n + 1) / n)
