"""Revenue in categories new to a kept customer."""

import pandas as pd

from workbook.methods.cross_selling import cross_selling
from workbook.methods.windows import two_windows

WINDOWS = two_windows((pd.Timestamp("2023-01-01").date(), pd.Timestamp("2025-12-31").date()))
LINES = pd.DataFrame(
    [
        ("a", "2024-03-01", "x", 50.0),
        ("a", "2025-02-01", "x", 80.0),
        ("a", "2025-03-01", "y", 30.0),
        ("a", "2025-04-01", "y", -5.0),
        ("a", "2025-04-01", None, 9.0),
        ("b", "2023-05-01", "y", 20.0),
        ("b", "2024-05-01", "x", 20.0),
        ("b", "2025-05-01", "y", 20.0),
        ("new", "2025-05-01", "x", 20.0),
    ],
    columns=["customer_id", "date", "category", "net_revenue"],
).assign(date=lambda t: pd.to_datetime(t["date"]))


def test_fresh_is_what_was_never_bought_before_by_those_who_stayed():
    found = cross_selling(LINES, WINDOWS)
    assert found["revenue"].to_dict() == {"a": 105.0, "b": 20.0}
    assert found["fresh"].to_dict() == {"a": 25.0, "b": 0.0}


def test_nobody_kept_is_an_empty_table():
    assert cross_selling(LINES[LINES["date"] >= "2025-01-01"], WINDOWS).empty


def test_row_order_never_matters():
    pd.testing.assert_frame_equal(cross_selling(LINES, WINDOWS), cross_selling(LINES[::-1], WINDOWS))
