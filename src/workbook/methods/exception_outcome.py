"""Exceptions reviewed: how many have a reason and an approval, and whether they brought what they promised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.methods.bootstrap import enough, interval


@dataclass(frozen=True)
class Review:
    """`promised` = Σ expected value × probability, `brought` = Σ value of the won ones (money), over `n` decided requests; `ratio`
    = brought ÷ promised with its 95 % interval (missing below two or where nothing was promised)."""

    n: int
    promised: float
    brought: float
    ratio: float
    interval: tuple[float, float]


def review(expected: pd.Series, probability: pd.Series, value: pd.Series, outcome: pd.Series, seed: int) -> Review:
    """What requests promised when they came against what they brought.

    From the amount expected if won (money), the probability of winning (0–1), the value in the end (money) and the outcome
    (won, lost, …) of requests, one row each; only decided ones of known promise count.

    Source: [003] (approved exceptions are evaluated), METHOD.md §6.
    """
    known = outcome.isin(["won", "lost"]) & expected.notna() & probability.notna()
    got = value.where(outcome == "won").fillna(0.0).astype(float)
    rows = np.column_stack([(expected * probability)[known].astype(float), got[known]])
    promised, brought = (float(part) for part in rows.sum(axis=0)) if len(rows) else (0.0, 0.0)
    reach = interval(rows, _ratio, seed, enough(len(rows))) if promised > 0 else (float("nan"),) * 2
    return Review(len(rows), promised, brought, _ratio(rows), reach)


def _ratio(rows: np.ndarray) -> float:
    promised = rows[:, 0].sum() if len(rows) else 0.0
    return float(rows[:, 1].sum() / promised) if promised > 0 else float("nan")
