"""One class per customer, by a rule in four steps, each with its reason."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Classes:
    """One row per existing customer (index customer_id): class (key, core, smart, lean) and class_reason (a text key).

    `limit` is how many key accounts the key-account management can look after, `limit_source` where that number is from.
    """

    table: pd.DataFrame
    limit: int
    limit_source: str


def key_limit(customers: int, kam_fte: float | None, accounts_per_kam: float) -> tuple[int, str]:
    """How many key accounts are possible: floor(kam_fte × accounts_per_kam), else max(⌈5 %⌉, min(3, ⌈n/4⌉)) as an assumption."""
    if kam_fte is not None and kam_fte > 0:
        return math.floor(kam_fte * accounts_per_kam + 1e-9), "capacity"
    return max(math.ceil(0.05 * customers), min(3, math.ceil(customers / 4))), "assumed"


def classify(table: pd.DataFrame, limit: int, key_score: float = 0.60, decline_limit: float = 0.95) -> pd.DataFrame:
    """The class of every existing customer.

    From one row per customer (index customer_id: score 0–1, size large|medium|small|none, group root id, potential and cm3 in
    currency for ties, lean_cm3 = CM III at the lean service level, ratio and error of revenue growth; missing = unknown) to
    class and class_reason. In order: (1) key: score ≥ key_score and among the first `limit` groups; (2) small with
    lean_cm3 > 0 and revenue not clearly falling (ratio + 1.28 errors ≥ decline_limit) → smart; (3) small and either known
    to fail → lean;
    (4) all others → core: nobody loses service because data are missing.

    Source: METHOD.md §5 "Class"; [004] for the two conditions of a smart account (A4-05).
    """
    ranked = table.assign(_id=table.index.astype(str)).sort_values(
        ["score", "potential", "cm3", "_id"], ascending=[False, False, False, True], na_position="last"
    )
    group_rank = pd.Series(pd.factorize(ranked["group"])[0], ranked.index).reindex(table.index)
    key = (table["score"] >= key_score) & (group_rank < limit)
    small = table["size"].isin(["small", "none"])
    profit, trend = (column for _, column in two_conditions(table, decline_limit).items())
    fails_profit, fails_trend = profit.eq(False), trend.eq(False)
    smart = small & profit.eq(True) & trend.eq(True)
    lean = small & ~smart & (fails_profit | fails_trend)
    conditions = [key, smart, lean & fails_profit & fails_trend, lean & fails_profit, lean, small]
    choices = ["key", "smart", "lean_both", "lean_profit", "lean_trend", "core_unknown"]
    reason = pd.Series(np.select(conditions, choices, "core_score"), table.index)
    reason[(reason == "core_score") & (table["score"] >= key_score)] = "core_capacity"
    result = reason.str.split("_").str[0]
    return pd.DataFrame({"class": result, "class_reason": reason})


def two_conditions(table: pd.DataFrame, decline_limit: float = 0.95) -> pd.DataFrame:
    """The two conditions of a smart account: it can be served profitably, and it does not clearly decline.

    From one row per customer (size, lean_cm3, ratio, error as for `classify`) to profit and trend: True, False, or None where the
    data do not say. Without revenue the second fails.

    Source: [004], A4-05.
    """
    upper = table["ratio"] + 1.28 * table["error"]
    trend = _known(upper, upper >= decline_limit).where(table["size"] != "none", False)
    return pd.DataFrame({"profit": _known(table["lean_cm3"], table["lean_cm3"] > 0), "trend": trend})


def flip_score(table: pd.DataFrame, limit: int, key_score: float, customer: str) -> float:
    """The score at which this customer alone would change sides of the key-account line, all others as they are.

    From one row per customer (index customer_id: score, class) to a score 0–1: for a key account the larger of the threshold
    and the best score left outside when the limit is full; for any other the larger of the threshold and, when the limit
    is full, the lowest score inside.
    """
    others = table.drop(index=customer)
    inside = others.loc[others["class"] == "key", "score"]
    outside = others.loc[others["class"] != "key", "score"].dropna()
    if table.loc[customer, "class"] == "key":
        full = len(inside) + 1 >= limit and len(outside) > 0
        return max(key_score, float(outside.max())) if full else key_score
    return max(key_score, float(inside.min())) if len(inside) >= limit and len(inside) else key_score


def _known(value: pd.Series, holds: pd.Series) -> pd.Series:
    """True, False, or missing where the value is missing."""
    return holds.astype(object).where(value.notna(), None)
