"""Cohen's κ: how far two classifications agree beyond chance."""

from __future__ import annotations

import numpy as np


def cohens_kappa(first: np.ndarray, second: np.ndarray) -> float:
    """(observed − expected agreement) ÷ (1 − expected), −1 to 1.

    From two classes per case as whole numbers from 0; negative = not classed, such cases are left out. Missing (nan) without
    cases or where chance alone already agrees wholly (all cases in one and the same class).

    Source: Cohen 1960, A coefficient of agreement for nominal scales.
    """
    one, two = np.asarray(first), np.asarray(second)
    known = (one >= 0) & (two >= 0)
    one, two = one[known].astype(int), two[known].astype(int)
    if not len(one):
        return float("nan")
    classes = int(max(one.max(), two.max())) + 1
    table = np.bincount(one * classes + two, minlength=classes**2).reshape(classes, classes) / len(one)
    expected = float(table.sum(axis=1) @ table.sum(axis=0))
    return (float(np.trace(table)) - expected) / (1 - expected) if expected < 1 - 1e-12 else float("nan")
