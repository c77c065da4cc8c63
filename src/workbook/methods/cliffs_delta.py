"""Cliff's δ: how far the values of one group lie above those of another."""

from __future__ import annotations

import numpy as np


def cliffs_delta(first: np.ndarray, second: np.ndarray) -> float:
    """P(first > second) − P(first < second) over all pairs, −1 to 1; missing (nan) where a group is empty.

    From two lists of values in one unit; values that are missing are left out. Ties count for neither.

    Source: Cliff 1993, Dominance statistics, Psychological Bulletin 114(3).
    """
    own, other = (np.asarray(v, float) for v in (first, second))
    own, other = own[~np.isnan(own)], np.sort(other[~np.isnan(other)])
    if not len(own) or not len(other):
        return float("nan")
    below = np.searchsorted(other, own, side="left").sum(dtype=float)
    above = len(own) * len(other) - np.searchsorted(other, own, side="right").sum(dtype=float)
    return float((below - above) / (len(own) * len(other)))
