"""Small problems, their solution by trying everything, and the public instances where they may be read."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import numpy as np
import pytest

from workbook.methods.territory_model import Territories
from workbook.methods.territory_score import score


def shared(name: str) -> Path:
    """A file of the public data beside the project; skips the test where there is none."""
    folder = os.environ.get("WORKBOOK_SHARED_DATA")
    if not folder or not (Path(folder) / name).is_file():
        pytest.skip(f"WORKBOOK_SHARED_DATA holds no {name}")
    return Path(folder) / name


def drawn(seed: int, n: int = 7, m: int = 3, **more) -> Territories:
    """A random problem with bands, owners and some pairs forbidden."""
    draw = np.random.default_rng(seed)
    load = draw.integers(1, 9, n).astype(float)
    mean = load.sum() / m
    allowed = draw.random((n, m)) < 0.85
    allowed[np.arange(n), draw.integers(0, m, n)] = True
    rest = {"allowed": allowed, "owner": draw.integers(-1, m, n), "weight": load, **more}
    return Territories.plain(draw.integers(1, 50, (n, m)), load, np.full(m, 0.6 * mean), np.full(m, 1.4 * mean), **rest)


def best_of_all(t: Territories) -> float:
    """The cheapest of all plans, each tried; infinite where none fits."""
    n, m = t.cost.shape
    found = np.inf
    for rep in itertools.product(range(m), repeat=n):
        told = score(t, np.array(rep))
        if len(told.refused) or (t.budget is not None and told.moved > t.budget + 1e-9):
            continue
        beyond = float(np.abs(told.outside).sum())
        if t.outside is None and beyond > 1e-9:
            continue
        found = min(found, told.cost + beyond * (t.outside or 0.0))
    return found
