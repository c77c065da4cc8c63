"""The guard: does the segmentation say more than a list by revenue?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

SAME_ACCOUNTS = 0.8  # overlap above which key accounts are those of a revenue list
ENOUGH_KEYS = 5  # key accounts from which on their overlap is judged
SAME_ORDER = 0.95  # rank correlation above which an order is that of revenue


@dataclass(frozen=True)
class Guard:
    """Jaccard overlap of key accounts with the equally many largest by revenue, Spearman's ρ of score and revenue.

    `disguised` is None where there are too few to judge (below 5 key accounts and below 30 customers).
    """

    jaccard: float
    spearman: float
    disguised: bool | None


def guard(classes: pd.Series, score: pd.Series, revenue: pd.Series) -> Guard:
    """Whether the key accounts are a revenue list in disguise.

    From class, score (0–1) and revenue (currency) per customer, same index. Disguised: Jaccard above 0.8 (from 5 key accounts
    on) or Spearman above 0.95 (from 30 customers on).

    Source: METHOD.md §5 "Guard"; A0-10, A1-07.
    """
    keys = set(classes.index[classes == "key"])
    order = revenue.to_frame("revenue").assign(id=revenue.index.astype(str)).sort_values(["revenue", "id"])
    largest = set(order.index[::-1][: len(keys)])
    jaccard = len(keys & largest) / len(keys | largest) if keys else float("nan")
    both = pd.DataFrame({"score": score, "revenue": revenue}).dropna()
    # Ranks that are all equal agree with nothing.
    ranked = len(both) > 2 and both["score"].nunique() > 1 and both["revenue"].nunique() > 1
    spearman = float(both["score"].corr(both["revenue"], method="spearman")) if ranked else float("nan")
    enough_keys, enough = len(keys) >= ENOUGH_KEYS, len(both) >= 30
    if not (enough_keys or enough):
        return Guard(jaccard, spearman, None)
    return Guard(
        jaccard, spearman, bool((enough_keys and jaccard > SAME_ACCOUNTS) or (enough and spearman > SAME_ORDER))
    )


def adds_most(criteria: pd.DataFrame, revenue: pd.Series, least_known: float = 0.30) -> tuple[str, float] | None:
    """The criterion whose ranking differs most from that by revenue, and Spearman's ρ of the two.

    From one row per customer (one column per criterion, any unit; revenue in currency, same index) to the criterion with the
    smallest |ρ| among those known for at least `least_known` of the customers and not the same for all; None where there is none.
    A ranking turned round is a function of revenue too, so its distance from 0 counts, not its sign.
    """
    found = {}
    for name in criteria.columns.drop("revenue", errors="ignore"):
        own = criteria[name]
        if own.notna().mean() >= least_known and own.nunique() > 1 and revenue[own.notna()].nunique() > 1:
            found[name] = float(own.corr(revenue, method="spearman"))
    return min(found.items(), key=lambda item: abs(item[1])) if found else None
