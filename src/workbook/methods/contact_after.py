"""Phases 6 and 7: how many shipped orders are followed by a contact, and after how many days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from workbook.methods.kaplan_meier import days_until, ended_interval, kaplan_meier, waiting_after


@dataclass(frozen=True)
class Contacted:
    """Orders shipped, the share reached by a contact within the horizon with its 95 % interval, and of those reached the days
    to the contact: median and the day nine in ten were reached by. Missing (nan) where nobody was."""

    orders: int
    within: float
    interval: tuple[float, float]
    median_days: float
    p90_days: float


def contact_after(
    orders: pd.DataFrame, contacts: pd.DataFrame, as_of: date, horizon: int = 183, seed: int | None = 0
) -> Contacted:
    """How shipped orders are followed by the customer's next contact.

    From one row per order (customer_id, shipped; open ones missing) and one row per contact (customer_id, date) to the time
    between each shipment and the first contact on that day or later (Kaplan–Meier; orders without one by `as_of` are censored
    there). A contact may follow several orders. `seed` None: no interval.

    Source: METHOD.md §7 "Evidence", phases 6 and 7.
    """
    sent = orders.dropna(subset=["customer_id", "shipped"])
    sent = sent[sent["shipped"] < pd.Timestamp(as_of) + pd.Timedelta(days=1)]
    left = pd.DataFrame({"customer_id": sent["customer_id"], "day": sent["shipped"].dt.normalize()})
    left = left.sort_values(["day", "customer_id"])
    seen = contacts.dropna(subset=["customer_id", "date"])
    seen = seen[seen["date"] < pd.Timestamp(as_of) + pd.Timedelta(days=1)]
    right = pd.DataFrame({"customer_id": seen["customer_id"], "met": seen["date"].dt.normalize()}).sort_values("met")
    if left.empty:
        nothing = float("nan")
        return Contacted(0, nothing, (nothing, nothing), nothing, nothing)
    pair = pd.merge_asof(left, right, left_on="day", right_on="met", by="customer_id", direction="forward")
    reached = pair["met"].notna().to_numpy()
    waited = (pair["met"].fillna(pd.Timestamp(as_of)) - pair["day"]).dt.days.to_numpy()
    curve = kaplan_meier(waited, reached)
    within = 1 - waiting_after(curve, horizon)
    who = pd.factorize(pair["customer_id"], sort=True)[0]
    # Those reached at all are the whole the median and the ninth decile are taken of.
    days = [days_until(curve, within * part) if within > 0 else float("nan") for part in (0.5, 0.9)]
    ends = ended_interval(waited, reached, who, horizon, seed)
    return Contacted(len(pair), within, ends, *days)
