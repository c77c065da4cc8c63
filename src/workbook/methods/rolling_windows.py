"""Twelve months at a time, quarter by quarter: the windows in which a state is followed back."""

from __future__ import annotations

from datetime import date

import pandas as pd

MOST = 13


def rolling_windows(
    period: tuple[date, date], months: int = 12, step: int = 3, most: int = MOST
) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """The windows of so many whole months that fit into the period, each `step` months before the next, the latest first.

    Partial first and last months are left out. Empty where not one window fits; at most `most` windows.
    """
    first, last = pd.Timestamp(period[0]), pd.Timestamp(period[1])
    start = first if first.day == 1 else first + pd.offsets.MonthBegin(1)
    after = last + pd.Timedelta(days=1)
    end = after if after.day == 1 else after - pd.offsets.MonthBegin(1)
    found: list[tuple[pd.Timestamp, pd.Timestamp]] = []
    while len(found) < most and (begin := end - pd.DateOffset(months=months)) >= start:
        found.append((begin, end - pd.Timedelta(days=1)))
        end -= pd.DateOffset(months=step)
    return found
