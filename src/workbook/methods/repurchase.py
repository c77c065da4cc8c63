"""Phase 8, repurchase: how many orders are followed by another one, and after how many days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from workbook.methods.kaplan_meier import days_until, ended_interval, kaplan_meier, waiting_after


@dataclass(frozen=True)
class Repurchase:
    """Kaplan–Meier over orders: `curve` (days, share not yet followed by another order), `median_days`, `p90_days`, `within`
    the horizon; `first_days` and `first_within` the same from a customer's first order to the second.

    `interval` is the 95 % bootstrap interval of `within`, customers drawn with replacement. Missing (nan) where not reached.
    """

    orders: int
    customers: int
    curve: pd.DataFrame
    median_days: float
    p90_days: float
    within: float
    interval: tuple[float, float]
    first_days: float
    first_within: float


def repurchase(lines: pd.DataFrame, as_of: date, horizon: int = 365, seed: int | None = 0) -> Repurchase:
    """How orders are followed by another of the same customer.

    From order lines (customer_id, date, net_revenue; optional order_id; credit notes left out) to the time from every order to
    the customer's next one, open ones censored at `as_of`. Orders of one day count as one. A customer's first order is the
    first in the data. `seed` None: no interval.

    Source: Kaplan and Meier 1958; METHOD.md §7 phase 8.
    """
    bought = lines[(lines["net_revenue"] >= 0) & (lines["date"] < pd.Timestamp(as_of) + pd.Timedelta(days=1))]
    days = bought.assign(day=bought["date"].dt.normalize())[["customer_id", "day"]].drop_duplicates()
    days = days.sort_values(["customer_id", "day"])
    following = days.groupby("customer_id")["day"].shift(-1)
    followed = following.notna().to_numpy()
    waited = (following.fillna(pd.Timestamp(as_of)) - days["day"]).dt.days.clip(lower=0).to_numpy()
    who = pd.factorize(days["customer_id"])[0]
    first = ~days["customer_id"].duplicated().to_numpy()
    curve, begun = kaplan_meier(waited, followed), kaplan_meier(waited[first], followed[first])
    return Repurchase(
        len(days),
        len(np.unique(who)),
        curve,
        days_until(curve, 0.5),
        days_until(curve, 0.9),
        1 - waiting_after(curve, horizon) if len(days) else float("nan"),
        ended_interval(waited, followed, who, horizon, seed),
        days_until(begun, 0.5),
        1 - waiting_after(begun, horizon) if len(days) else float("nan"),
    )
