"""Whether customers buy again after a complaint."""

from __future__ import annotations

import pandas as pd


def complaint_return(complaints: pd.DataFrame, lines: pd.DataFrame, last: pd.Timestamp, days: int) -> tuple[float, int]:
    """Share of complaints (0–1) after which the customer bought again within `days` days, and how many complaints were judged.

    From complaints (customer_id, date) and order lines (customer_id, date, net_revenue); judged are those whose `days` days have
    passed by `last`. A purchase on the day itself does not count. NaN without a judged complaint.

    Source: METHOD.md §9 (A2-01).
    """
    span = pd.Timedelta(days=days)
    known = complaints.dropna(subset=["customer_id"])
    judged = known[known["date"] + span <= last][["customer_id", "date"]].sort_values(["date", "customer_id"])
    if judged.empty:
        return float("nan"), 0
    orders = lines.loc[lines["net_revenue"] >= 0, ["customer_id", "date"]].drop_duplicates()
    orders = orders.assign(next=orders["date"]).sort_values(["date", "customer_id"])
    found = pd.merge_asof(
        judged,
        orders,
        on="date",
        by="customer_id",
        direction="forward",
        allow_exact_matches=False,
        tolerance=span,
    )
    return float(found["next"].notna().mean()), len(judged)
