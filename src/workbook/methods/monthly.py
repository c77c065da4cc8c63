"""Revenue by calendar month."""

from __future__ import annotations

from datetime import date

import pandas as pd


def monthly_sums(lines: pd.DataFrame, period: tuple[date, date]) -> pd.DataFrame:
    """Revenue of every month of the period.

    From order lines (date, net_revenue) to one row per calendar month: month (its first day), revenue (currency; 0 where
    nothing was sold), partial (the period covers only part of the month).
    """
    first, last = (pd.Timestamp(d) for d in period)
    inside = lines[(lines["date"] >= first) & (lines["date"] < last + pd.Timedelta(days=1))]
    months = pd.period_range(first, last, freq="M")
    sums = inside.groupby(inside["date"].dt.to_period("M"))["net_revenue"].sum().reindex(months, fill_value=0.0)
    starts = months.to_timestamp()
    partial = (starts < first) | (starts + pd.offsets.MonthEnd(0) > last)
    return pd.DataFrame({"month": starts, "revenue": sums.to_numpy(float), "partial": partial})
