"""How sure it is which phase is the weakest."""

from __future__ import annotations

import numpy as np
import pandas as pd

DRAWS = 2_000


def weakest_probability(entered: pd.Series, went_on: pd.Series, seed: int) -> pd.Series:
    """In how many of the samples each phase has the lowest conversion.

    From the cases that entered and went on per phase (same index) to one share 0–1 per phase with cases, adding up to 1:
    2,000 samples of as many cases as there were, each phase drawn at its own rate (parametric bootstrap, Efron and Tibshirani
    1993; given who entered, the phases are independent). Phases equally weak in a sample share it.
    """
    n = entered[entered > 0].sort_index()
    if n.empty:
        return pd.Series(dtype=float)
    rate = went_on.reindex(n.index) / n
    drawn = np.random.default_rng(seed).binomial(n.to_numpy(int), rate.to_numpy(float), (DRAWS, len(n))) / n.to_numpy()
    least = np.isclose(drawn, drawn.min(axis=1, keepdims=True), rtol=0, atol=1e-12)
    return pd.Series((least / least.sum(axis=1, keepdims=True)).mean(axis=0), n.index)
