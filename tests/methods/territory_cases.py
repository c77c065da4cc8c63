"""Small problems, their solution by trying everything, and the public instances where they may be read."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from workbook.methods.territory_model import Territories


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
    """The cheapest of all plans, each of the m ** n worked out from the tables; infinite where none fits."""
    n, m = t.cost.shape
    cost = of_all(np.where(t.allowed, t.cost, np.inf))
    moves = (t.owner >= 0)[:, None] & (t.owner[:, None] != np.arange(m))
    moved = of_all(moves * t.weight[:, None])
    beyond = np.zeros(m**n)
    for rep in range(m):
        own = np.arange(m) == rep
        work, used = of_all(t.load * own), of_all(np.ones((n, 1)) * own) > 0
        left_out = t.closable[rep] & ~used
        beyond += np.where(left_out, 0.0, np.maximum(work - t.high[rep], 0.0) + np.maximum(t.low[rep] - work, 0.0))
        cost += np.where(t.closable[rep] & used, t.keeping[rep], 0.0)
    fits = (moved <= t.budget + 1e-9) if t.budget is not None else np.full(m**n, True)
    if t.outside is None:
        fits &= beyond <= 1e-9
    return float(np.where(fits, cost + beyond * (t.outside or 0.0), np.inf).min())


def of_all(part: np.ndarray) -> np.ndarray:
    """The sum over customers of what each brings at its rep (customers × reps), for every plan there is."""
    whole = np.zeros(1)
    for row in part:
        whole = np.add.outer(whole, row).ravel()
    return whole
