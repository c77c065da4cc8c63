"""Purchases after a complaint."""

import math

import pandas as pd

from workbook.methods.complaint_return import complaint_return

LAST = pd.Timestamp("2025-12-31")


def table(*rows, columns):
    return pd.DataFrame(rows, columns=columns).assign(date=lambda t: pd.to_datetime(t["date"]))


COMPLAINTS = table(
    ("a", "2025-01-10"),
    ("a", "2025-06-01"),
    ("b", "2025-01-10"),
    ("c", "2025-01-10"),
    ("c", "2025-12-30"),
    (None, "2025-01-10"),
    columns=["customer_id", "date"],
)
LINES = table(
    ("a", "2025-01-20", 5.0),
    ("b", "2025-01-10", 5.0),
    ("b", "2025-01-15", -5.0),
    ("c", "2025-01-20", 0.0),
    ("c", "2025-02-20", 5.0),
    columns=["customer_id", "date", "net_revenue"],
)


def test_a_purchase_within_the_days_counts_not_on_the_day_itself_and_no_credit_note():
    share, n = complaint_return(COMPLAINTS, LINES, LAST, 30)
    assert (share, n) == (2 / 4, 4)


def test_complaints_whose_days_have_not_passed_are_not_judged():
    assert complaint_return(COMPLAINTS, LINES, pd.Timestamp("2025-02-01"), 20) == (2 / 3, 3)


def test_without_a_judged_complaint_there_is_no_share():
    share, n = complaint_return(COMPLAINTS, LINES, pd.Timestamp("2025-01-11"), 30)
    assert math.isnan(share) and n == 0


def test_row_order_never_matters():
    assert complaint_return(COMPLAINTS[::-1], LINES[::-1], LAST, 30) == complaint_return(COMPLAINTS, LINES, LAST, 30)
