"""Exceptions reviewed: whether they brought what they promised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.methods.bootstrap import enough, interval


@dataclass(frozen=True)
class Review:
    """Over `n` decided requests: `promised` = Σ expected value × probability and `brought` = Σ value of the won ones (money);
    `expected` = Σ probability and `won` (numbers); `ratio` = won ÷ expected with its 95 % interval (missing where nothing was
    promised). Wins are compared, not money: one large order would decide the latter alone."""

    n: int
    promised: float
    brought: float
    expected: float
    won: int
    ratio: float
    interval: tuple[float, float]


def review(expected: pd.Series, probability: pd.Series, value: pd.Series, outcome: pd.Series, seed: int) -> Review:
    """What requests promised when they came against what they brought.

    From the amount expected if won (money), the probability of winning (0–1), the value in the end (money) and the outcome
    (won, lost, …) of requests, one row each; only decided ones of known promise count.

    Source: [003] (approved exceptions are evaluated), METHOD.md §6.
    """
    known = outcome.isin(["won", "lost"]) & expected.notna() & probability.notna()
    won = (outcome == "won")[known]
    rows = np.column_stack([probability[known].astype(float), won.astype(float)])
    promised = float((expected * probability)[known].sum())
    brought = float(value[known].where(won).astype(float).sum())
    ratio = _ratio(rows)
    reach = interval(rows, _ratio, seed, enough(len(rows))) if np.isfinite(ratio) else (float("nan"),) * 2
    return Review(len(rows), promised, brought, float(rows[:, 0].sum()), int(won.sum()), ratio, reach)


def _ratio(rows: np.ndarray) -> float:
    chance = rows[:, 0].sum()
    return float(rows[:, 1].sum() / chance) if chance > 0 else float("nan")
