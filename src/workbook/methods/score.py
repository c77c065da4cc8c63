"""The score: weighted value functions over the criteria that are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
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
    dropped = {name: why for name in weights if (why := _says_nothing(criteria.get(name), least_known))}
    kept = {n: w for n, w in weights.items() if n not in dropped and w > 0}
    whole = sum(kept.values())
    used = {n: w / whole for n, w in kept.items()} if whole > 0 else {}
    turned = set(reversed_)
    ranked = {n: percentile(criteria[n]) for n in used}
    values = pd.DataFrame({n: 1 - v if n in turned else v for n, v in ranked.items()}, index=criteria.index)
    counted = values.to_numpy(float).T
    missing, share = np.isnan(counted), np.array(list(used.values()))[:, None]
    known = (~missing * share).sum(axis=0)
    total = (np.where(missing, 0.0, counted) * share).sum(axis=0)
    found = np.divide(total, known, out=np.full(len(criteria), np.nan), where=known > 0)
    index = criteria.index
    return Score(pd.Series(found, index), pd.Series(known, index), used, dropped, values)


def _says_nothing(criterion: pd.Series | None, least_known: float) -> str:
    """Why a criterion is dropped, empty where it is used."""
    amounts = np.empty(0) if criterion is None else criterion.to_numpy(float)
    known = amounts[~np.isnan(amounts)]
    if not len(known) or len(known) / len(amounts) < least_known:
        return "unknown"
    return "constant" if known.min() == known.max() else ""
