"""Twelve months at a time, quarter by quarter."""

from datetime import date

import pandas as pd

from workbook.methods.rolling_windows import MOST, rolling_windows


def test_three_years_hold_nine_windows_the_latest_first():
    found = rolling_windows((date(2023, 1, 1), date(2025, 12, 31)))
    assert len(found) == 9
    assert found[0] == (pd.Timestamp(2025, 1, 1), pd.Timestamp(2025, 12, 31))
    assert found[1] == (pd.Timestamp(2024, 10, 1), pd.Timestamp(2025, 9, 30))
    assert found[-1] == (pd.Timestamp(2023, 1, 1), pd.Timestamp(2023, 12, 31))


def test_partial_months_are_left_out():
    found = rolling_windows((date(2023, 1, 2), date(2024, 3, 15)))
    assert found == [(pd.Timestamp(2023, 3, 1), pd.Timestamp(2024, 2, 29))]
    assert rolling_windows((date(2023, 1, 2), date(2024, 1, 15))) == []


def test_a_long_period_is_cut():
    assert len(rolling_windows((date(1990, 1, 1), date(2025, 12, 31)))) == MOST
