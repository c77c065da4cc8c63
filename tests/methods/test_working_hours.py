"""Working hours between two points in time."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from workbook.methods.working_hours import working_hours


def between(first, last, **more):
    one, two = working_hours(pd.Series(pd.to_datetime([first, last])), **more)
    return two - one


@pytest.mark.parametrize(
    ("first", "last", "hours"),
    [
        ("2025-12-01 09:00", "2025-12-01 11:30", 2.5),
        ("2025-12-01 16:00", "2025-12-02 09:00", 2.0),  # a night
        ("2025-12-05 16:30", "2025-12-08 08:30", 1.0),  # a weekend
        ("2025-12-06 12:00", "2025-12-07 20:00", 0.0),  # within a weekend
        ("2025-12-01 06:00", "2025-12-01 20:00", 9.0),  # before and after work
        ("2025-12-01 00:00", "2025-12-08 00:00", 45.0),
        ("2025-12-02 10:00", "2025-12-01 10:00", -9.0),
    ],
)
def test_only_working_hours_count(first, last, hours):
    assert between(first, last) == pytest.approx(hours)


def test_holidays_and_other_hours():
    christmas = [date(2025, 12, 25), date(2025, 12, 26)]
    assert between("2025-12-24 16:00", "2025-12-29 09:00", holidays=christmas) == pytest.approx(2.0)
    assert between("2025-12-24 16:00", "2025-12-29 09:00") == pytest.approx(20.0)
    assert between("2025-12-01 00:00", "2025-12-02 00:00", day=(7.5, 15.0)) == pytest.approx(7.5)


def test_agrees_with_counting_minutes():
    draw = np.random.default_rng(1)
    stamps = pd.Series(pd.Timestamp("2025-09-01") + pd.to_timedelta(draw.integers(0, 60 * 24 * 40, 50), unit="min"))
    minutes = pd.date_range("2025-09-01", "2025-10-12", freq="min", inclusive="left")
    at_work = (minutes.day_of_week < 5) & (minutes.hour >= 8) & (minutes.hour < 17)
    counted = np.r_[0, np.cumsum(at_work)][((stamps - minutes[0]) // pd.Timedelta(minutes=1)).to_numpy()] / 60
    found = working_hours(stamps)
    assert np.allclose(found - found[0], counted - counted[0])


def test_missing_stays_missing():
    found = working_hours(pd.Series([pd.NaT, pd.Timestamp("2025-12-01 09:00")]))
    assert (
        np.isnan(found[0]) and np.isfinite(found[1]) and not len(working_hours(pd.Series([], dtype="datetime64[ns]")))
    )
