"""In which order requests are worked on: by arrival, strictly by class, by score, by score with ageing."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

Policy = Literal["fcfs", "strict", "score", "ageing"]
POLICIES: tuple[Policy, ...] = ("fcfs", "strict", "score", "ageing")
CLASS_RANK = {"key": 1, "core": 2, "smart": 3, "lean": 4}
LAST_RANK = 5  # customers without a class


def customer_score(profit_potential: pd.Series, share_of_wallet: pd.Series, value: pd.Series) -> pd.Series:
    """Mean percentile of profit potential and share of wallet among the customers, 0–1; without potential: percentile of value.

    From one number per customer each (missing = not known) to one score per customer. Percentile = mean rank ÷ number of known
    ones. A customer of unknown share of wallet is scored by its profit potential alone; one of which nothing is known has none.

    Source: [003], METHOD.md §6.
    """
    potential, share, worth = (s.astype(float).rank(pct=True) for s in (profit_potential, share_of_wallet, value))
    both = pd.concat([potential, share.where(potential.notna())], axis=1).mean(axis=1)
    return both.fillna(worth)


def order_key(policy: Policy, arrived: np.ndarray, rank: np.ndarray, score: np.ndarray, per_hour: float) -> np.ndarray:
    """A number per request: whoever has the smaller one is worked on first, among those waiting at any time.

    `arrived` working hours, `rank` of the class (1 first), `score` 0–1 (missing counts 0), `per_hour` what an hour of waiting
    adds to the score. What waiting adds is the same for all who wait, so the order by score with ageing is that of
    score − per_hour × arrival and never changes while they wait.

    Source: METHOD.md §6.
    """
    known = np.nan_to_num(np.asarray(score, float))
    keys = {"fcfs": arrived, "strict": rank, "score": -known, "ageing": per_hour * np.asarray(arrived, float) - known}
    return np.asarray(keys[policy], float)


def request_order(
    policy: Policy, arrived: np.ndarray, rank: np.ndarray, score: np.ndarray, per_hour: float
) -> np.ndarray:
    """Positions of the requests in the order of a policy (0 first), ties by arrival, then as they stand.

    Source: METHOD.md §6.
    """
    arrived = np.asarray(arrived, float)
    by = np.lexsort((arrived, order_key(policy, arrived, rank, score, per_hour)))
    place = np.empty(len(arrived), dtype=np.int64)
    place[by] = np.arange(len(arrived))
    return place
