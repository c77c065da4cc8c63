"""How much revenue a year can cost when customers leave by chance, each with its own probability."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.stats import binom

from workbook.methods.by_content import by_content

DRAWS = 10_000
BLOCK = 200_000  # customers × draws held at a time


def yearly_losses(amounts: pd.DataFrame, churn: pd.Series, seed: int, draws: int = DRAWS) -> pd.DataFrame:
    """The revenue lost in each of many possible years.

    From one row per customer or group (one column of revenue per year for each portfolio, in currency) and its probability to
    leave within the year (0–1, same index) to one row per draw and one column per portfolio. Whoever leaves is lost as a whole,
    independently of the others; all portfolios meet the same fate in the same draw, so that they can be compared draw by draw.
    """
    draw = np.random.default_rng(seed)
    money = amounts.to_numpy(float)
    leaves = churn.reindex(amounts.index).to_numpy(np.float32)
    order = by_content(money, leaves)
    money, leaves = money[order], leaves[order]
    lost = np.zeros((draws, money.shape[1]))
    step = max(1, BLOCK // max(1, len(money)))
    for start in range(0, draws, step):
        part = lost[start : start + step]
        # Few leave in a year: only they are added up.
        part[:] = csr_array(draw.random((len(part), len(money)), dtype=np.float32) < leaves) @ money
    return pd.DataFrame(lost, columns=amounts.columns)


def loss_quantile(losses: np.ndarray, level: float = 0.95) -> tuple[float, float, float]:
    """The loss that is exceeded in 1 − `level` of the draws, with the 95 % interval of the simulation (order statistics)."""
    ordered = np.sort(losses)
    ends = np.clip(binom.ppf([0.025, 0.975], len(ordered), level).astype(int), 0, len(ordered) - 1)
    return float(np.quantile(ordered, level)), float(ordered[ends[0]]), float(ordered[ends[1]])
