"""The score: weighted value functions over the criteria that are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Score:
    """Score and completeness per customer (0–1, index customer_id), the weights used, and the criteria dropped with why."""

    score: pd.Series
    completeness: pd.Series
    used: Mapping[str, float]
    dropped: Mapping[str, str]
    values: pd.DataFrame


def percentile(criterion: pd.Series) -> pd.Series:
    """Value function (mean rank − 0.5) / n among the known values: 0–1, higher is more; missing stays missing."""
    return (criterion.rank(method="average") - 0.5) / criterion.notna().sum()


def score(
    criteria: pd.DataFrame,
    weights: Mapping[str, float],
    least_known: float = 0.30,
    reversed_: tuple[str, ...] = (),
) -> Score:
    """Weighted score of each existing customer.

    From one row per customer (index customer_id, one column per criterion, any unit, higher = more; absent column = unknown)
    to a score 0–1. A criterion known for less than `least_known` of the customers ("unknown") or equal for all ("constant")
    is dropped and the weights of the others are rescaled; a customer's missing criterion is left out of its own score, and
    completeness is the weight share known. `reversed_` criteria count the other way round. Nothing known → missing.

    Source: METHOD.md §5 "Score"; weighted sum model, Fishburn 1967.
    """
    dropped = {}
    for name in weights:
        known = criteria[name].notna() if name in criteria else pd.Series(False, criteria.index)
        if not len(criteria) or known.mean() < least_known or not known.any():
            dropped[name] = "unknown"
        elif criteria[name].nunique() == 1:
            dropped[name] = "constant"
    kept = {n: w for n, w in weights.items() if n not in dropped and w > 0}
    whole = sum(kept.values())
    used = {n: w / whole for n, w in kept.items()} if whole > 0 else {}
    values = pd.DataFrame({n: percentile(criteria[n]) for n in used}, index=criteria.index)
    for name in set(reversed_) & set(used):
        values[name] = 1 - values[name]
    share = pd.Series(used, dtype=float)
    known = values.notna().mul(share, axis=1).sum(axis=1)
    total = values.mul(share, axis=1).sum(axis=1, min_count=1)
    return Score((total / known).where(known > 0), known, used, dropped, values)
