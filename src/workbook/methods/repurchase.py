"""Phase 8, repurchase: how many orders are followed by another one, and after how many days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Repurchase:
    """Kaplan–Meier over orders: `curve` (days, share not yet followed by another order), `median_days`, `within` the horizon.

    `interval` is the 95 % bootstrap interval of `within`, customers drawn with replacement. Missing (nan) where not reached.
    """

    orders: int
    customers: int
    curve: pd.DataFrame
    median_days: float
    within: float
    interval: tuple[float, float]


def repurchase(lines: pd.DataFrame, as_of: date, horizon: int = 365, seed: int = 0) -> Repurchase:
    """How orders are followed by another of the same customer.

    From order lines (customer_id, date, net_revenue; optional order_id; credit notes left out) to the time from every order to
    the customer's next one, open ones censored at `as_of`. Orders of one day count as one.

    Source: Kaplan and Meier 1958; METHOD.md §7 phase 8.
    """
    bought = lines[(lines["net_revenue"] >= 0) & (lines["date"] < pd.Timestamp(as_of) + pd.Timedelta(days=1))]
    days = bought.assign(day=bought["date"].dt.normalize())[["customer_id", "day"]].drop_duplicates()
    days = days.sort_values(["customer_id", "day"])
    following = days.groupby("customer_id")["day"].shift(-1)
    followed = following.notna().to_numpy()
    waited = (following.fillna(pd.Timestamp(as_of)) - days["day"]).dt.days.clip(lower=0).to_numpy()
    who = pd.factorize(days["customer_id"])[0]
    curve = kaplan_meier(waited, followed)
    half = curve.loc[curve["waiting"] <= 0.5, "days"]
    low, high = _bootstrap(waited, followed, who, horizon, seed)
    return Repurchase(
        len(days),
        len(np.unique(who)),
        curve,
        float(half.iloc[0]) if len(half) else float("nan"),
        1 - _at(curve, horizon) if len(days) else float("nan"),
        (low, high),
    )


def kaplan_meier(waited: np.ndarray, followed: np.ndarray, weight: np.ndarray | None = None) -> pd.DataFrame:
    """The Kaplan–Meier curve: from waiting times (days), whether they ended, and weights, to days and the share still waiting."""
    weight = np.ones(len(waited)) if weight is None else weight
    days, index = np.unique(waited, return_inverse=True)
    ends = np.bincount(index, weight * followed, len(days)).astype(float)
    leaves = np.bincount(index, weight, len(days)).astype(float)
    at_risk = leaves[::-1].cumsum()[::-1]
    step = np.divide(ends, at_risk, out=np.zeros_like(ends), where=at_risk > 0)
    keep = ends > 0
    return pd.DataFrame({"days": days[keep], "waiting": np.cumprod(1 - step)[keep]})


def _at(curve: pd.DataFrame, horizon: int) -> float:
    reached = curve.loc[curve["days"] <= horizon, "waiting"]
    return float(reached.iloc[-1]) if len(reached) else 1.0


def _bootstrap(
    waited: np.ndarray, followed: np.ndarray, who: np.ndarray, horizon: int, seed: int
) -> tuple[float, float]:
    """95 % interval of the share followed within the horizon: 200 draws of customers, as weights."""
    if not len(waited):
        return float("nan"), float("nan")
    draw = np.random.default_rng(seed)
    n = int(who.max()) + 1
    shares = []
    for _ in range(200):
        weight = np.bincount(draw.integers(0, n, n), minlength=n)[who].astype(float)
        shares.append(1 - _at(kaplan_meier(waited, followed, weight), horizon))
    return float(np.quantile(shares, 0.025)), float(np.quantile(shares, 0.975))
