"""Many claims at once: which of them hold when the share of false ones among them is kept small."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.special import ndtr, ndtri


def one_sided_p(effect: float, interval: tuple[float, float], threshold: float = 0.0) -> float:
    """How probable an effect so far from the threshold, on the side where it lies, would be if it were at the threshold.

    From the effect, its 95 % interval and the threshold (one unit) to a probability 0–1, by a normal approximation: the standard
    error on either side is that end's distance from the effect ÷ 1.96, so that p is 0.025 where the end meets the threshold.
    Twice this is the two-sided p of a verdict that may go either way. An interval without width is certain; missing (nan) where
    anything is.
    """
    low, high = interval
    if not all(map(math.isfinite, (effect, low, high, threshold))):
        return math.nan
    reach = (effect - low if effect > threshold else high - effect) / float(ndtri(0.975))
    apart = abs(effect - threshold)
    if reach <= 0:
        return 0.0 if apart > 0 else 0.5
    return float(ndtr(-apart / reach))


def benjamini_hochberg(p: Sequence[float], rate: float = 0.05) -> np.ndarray:
    """Which tests stand when at most `rate` of those that stand may be false, on average.

    From p-values (0–1, missing = nan) to one truth value each, in their order: with m known ones in rising order, all up to the
    last whose p is at most rank × rate ÷ m. Missing ones stand for nothing and do not count.

    Source: Benjamini and Hochberg 1995, Controlling the false discovery rate.
    """
    values = np.asarray(p, float)
    known = np.isfinite(values)
    ordered = np.sort(values[known])
    passed = np.flatnonzero(ordered <= rate * np.arange(1, len(ordered) + 1) / max(1, len(ordered)))
    if not len(passed):
        return np.zeros(len(values), bool)
    return known & (values <= ordered[passed[-1]])
