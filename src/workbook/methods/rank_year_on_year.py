"""How well the ranking by revenue of one year tells the next, and how often customers changed their parent."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import rankdata


def rank_year_on_year(rows: np.ndarray) -> float:
    """Spearman's rank correlation of two windows' revenue, −1 to 1.

    From rows (n × 2: earlier, later revenue per customer, currency) to the correlation, ties at their mean rank; missing where
    all are equal in a window or there are fewer than two. Its square is the share of one ranking that the other explains.

    Source: Spearman 1904.
    """
    if len(rows) < 2:
        return float("nan")
    ranks = rankdata(rows, axis=0)
    ranks = ranks - ranks.mean(axis=0)
    scale = np.sqrt((ranks**2).sum(axis=0).prod())
    return float((ranks[:, 0] * ranks[:, 1]).sum() / scale) if scale > 0 else float("nan")


def stayed_on_top(earlier: pd.Series, later: pd.Series, top: int) -> int:
    """How many of the `top` customers by earlier revenue (currency, index customer_id) are among the `top` later. Ties by id."""
    best = [_first(amounts, top) for amounts in (earlier, later.reindex(earlier.index).fillna(0.0))]
    return len(best[0].intersection(best[1]))


def _first(amounts: pd.Series, top: int) -> pd.Index:
    order = np.lexsort((amounts.index.astype(str), -amounts.to_numpy(float)))
    return amounts.index[order[:top]]


def parent_changes(facts: pd.DataFrame) -> pd.Index:
    """The customers whose parent changed.

    From one row per recorded fact (customer_id, field, value, as_of) to the ids with more than one `parent_id` at different
    days. Two values of one day contradict each other and are no change.
    """
    parents = facts[(facts["field"] == "parent_id") & facts["as_of"].notna()]
    # the last value of a day stands for the day
    daily = parents.groupby(["customer_id", "as_of"])["value"].agg(["last", "nunique"])
    daily = daily[daily["nunique"] == 1].groupby("customer_id")["last"].nunique()
    return daily.index[daily > 1]
