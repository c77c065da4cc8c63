"""Customers that had stopped buying, and those that came back."""

import pandas as pd

from workbook.methods.win_back import win_back
from workbook.methods.windows import two_windows

WINDOWS = two_windows((pd.Timestamp("2023-01-01").date(), pd.Timestamp("2025-12-31").date()))
LINES = pd.DataFrame(
    [
        ("back", "2023-03-01", 50.0),
        ("back", "2025-02-01", 80.0),
        ("back", "2025-03-01", -10.0),
        ("gone", "2023-05-01", 20.0),
        ("kept", "2023-05-01", 20.0),
        ("kept", "2024-05-01", 20.0),
        ("new", "2025-05-01", 20.0),
        ("credited", "2023-05-01", 20.0),
        ("credited", "2025-05-01", -20.0),
    ],
    columns=["customer_id", "date", "net_revenue"],
).assign(date=lambda t: pd.to_datetime(t["date"]))


def test_lost_is_who_bought_before_and_not_in_the_earlier_window():
    found = win_back(LINES, WINDOWS)
    assert found.index.tolist() == ["back", "credited", "gone"]
    assert found["back"].tolist() == [True, False, False] and found["revenue"].tolist() == [70.0, -20.0, 0.0]


def test_without_a_time_before_nobody_is_lost():
    assert win_back(LINES[LINES["date"] >= "2024-01-01"], WINDOWS).empty


def test_row_order_never_matters():
    pd.testing.assert_frame_equal(win_back(LINES, WINDOWS), win_back(LINES[::-1], WINDOWS))
