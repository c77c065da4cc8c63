"""Working hours between two points in time: Monday to Friday between two hours of the day, holidays left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

EPOCH = np.datetime64("1990-01-01", "D")  # a Monday


def working_hours(
    stamps: pd.Series, day: tuple[float, float] = (8.0, 17.0), holidays: Sequence[date] = ()
) -> np.ndarray:
    """Working hours since the first of January 1990; the difference of two is the working time between them.

    From points in time (missing stays missing) and the first and last working hour of a day (0–24) to hours, one per row: whole
    working days before × the length of a day + what of the day itself has passed. Nights, weekends and holidays add nothing, so
    a request of Saturday begins to wait on Monday.

    Source: METHOD.md §6 (Mon–Fri 8–17).
    """
    first, last = day
    known = stamps.notna().to_numpy()
    at = stamps.to_numpy(dtype="datetime64[s]")[known]
    on = at.astype("datetime64[D]")
    off = np.array(sorted(holidays), dtype="datetime64[D]")
    hour = (at - on).astype(float) / 3600
    whole = np.busday_count(EPOCH, on, holidays=off) * (last - first)
    today = np.where(np.is_busday(on, holidays=off), np.clip(hour, first, last) - first, 0.0)
    out = np.full(len(stamps), np.nan)
    out[known] = whole + today
    return out
