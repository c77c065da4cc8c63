"""Two comparable windows of the period: the last 12 months against the 12 before, or two shorter equal ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Windows:
    """Two equal windows of whole months. `months` is their length; below 12 season is not removed."""

    months: int
    earlier: tuple[pd.Timestamp, pd.Timestamp]
    later: tuple[pd.Timestamp, pd.Timestamp]


def two_windows(period: tuple[date, date]) -> Windows | None:
    """The two latest windows of whole months within the period, 12 each where 24 fit, else the longest of at least 6.

    Partial first and last months are left out. None where fewer than 12 whole months fit.
    """
    first, last = pd.Timestamp(period[0]), pd.Timestamp(period[1])
    start = first if first.day == 1 else first + pd.offsets.MonthBegin(1)
    after = last + pd.Timedelta(days=1)
    end = after if after.day == 1 else after - pd.offsets.MonthBegin(1)
    whole = (end.year - start.year) * 12 + end.month - start.month
    months = min(12, whole // 2)
    if months < 6:
        return None
    middle, begin = end - pd.DateOffset(months=months), end - pd.DateOffset(months=2 * months)
    day = pd.Timedelta(days=1)
    return Windows(months, (begin, middle - day), (middle, end - day))


def equal_windows(period: tuple[date, date], windows: Windows) -> pd.DatetimeIndex:
    """The first days of all windows of that length that fit, the two latest among them, closed by the day after the last."""
    after = windows.later[1] + pd.Timedelta(days=1)
    edges = [after, windows.later[0], windows.earlier[0]]
    while (before := after - pd.DateOffset(months=windows.months * len(edges))) >= pd.Timestamp(period[0]):
        edges.append(before)
    return pd.DatetimeIndex(edges[::-1])


def within(dates: pd.Series, window: tuple[pd.Timestamp, pd.Timestamp]) -> pd.Series:
    """Which dates lie in the window, both ends included."""
    return (dates >= window[0]) & (dates < window[1] + pd.Timedelta(days=1))


def growth_ratio(lines: pd.DataFrame, windows: Windows) -> pd.DataFrame:
    """Revenue of the later window over the earlier one, with the standard error of the ratio.

    From order lines (customer_id, date, net_revenue; optional order_id) to one row per customer (index customer_id: earlier,
    later in currency, ratio, error). The error follows from the variance of the customer's orders (delta method, orders as
    a compound Poisson process: variance of a window's revenue = Σ order²). No revenue in the earlier window: ratio missing.
    """
    key = "order_id" if "order_id" in lines else "date"
    parts = {}
    for name, window in (("earlier", windows.earlier), ("later", windows.later)):
        orders = lines[within(lines["date"], window)].groupby(["customer_id", key])["net_revenue"].sum()
        parts[name] = orders.groupby("customer_id").sum()
        parts[name + "_variance"] = (orders**2).groupby("customer_id").sum()
    table = pd.DataFrame(parts).reindex(sorted(lines["customer_id"].unique())).fillna(0.0)
    base = table["earlier"].where(table["earlier"] > 0)
    table["ratio"] = table["later"] / base
    spread = table["later_variance"] / base**2 + table["ratio"] ** 2 * table["earlier_variance"] / base**2
    table["error"] = np.sqrt(spread)
    return table[["earlier", "later", "ratio", "error"]]
