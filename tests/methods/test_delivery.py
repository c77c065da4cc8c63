"""Phase 5: one judgement per order, shipped ones only."""

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.delivery import delivery, wilson

AS_OF = date(2024, 12, 31)


def lines(*rows):
    columns = ["customer_id", "order_id", "ordered_at", "promised_at", "shipped_at", "net_revenue"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(**{c: pd.to_datetime(frame[c]) for c in columns[2:5]})


ORDERS = lines(
    ("a", "in time", "2024-01-01", "2024-01-10", "2024-01-10", 1.0),
    ("a", "late", "2024-01-01", "2024-01-10", "2024-01-11", 1.0),
    ("b", "no promise", "2024-01-01", None, "2024-01-31", 1.0),
    ("b", "overdue", "2024-01-01", "2024-12-30", None, 1.0),
    ("b", "still open", "2024-12-20", "2024-12-31", None, 1.0),
    ("b", "returned", "2024-01-01", "2024-01-02", "2024-02-02", -1.0),
)


def test_on_time_is_judged_for_shipped_orders_with_a_promise_only():
    found = delivery(ORDERS, AS_OF)
    assert (found.orders, found.shipped, found.judged, found.late) == (5, 3, 2, 1)
    assert found.on_time_share == 0.5


def test_overdue_is_promised_before_the_cut_off_day_and_not_shipped():
    found = delivery(ORDERS, AS_OF)
    assert found.overdue == 1
    assert found.conversion == pytest.approx(3 / 4)


def test_days_run_from_order_to_shipment():
    shipped = delivery(ORDERS[ORDERS["shipped_at"].notna() | ORDERS["order_id"].eq("in time")], AS_OF)  # 9, 10, 30 days
    assert shipped.median_days == 10
    # two orders not shipped after 11 and more days: 4/5 and 3/5 still wait after 9 and 10 days
    assert delivery(ORDERS, AS_OF).median_days == 30
    assert shipped.p90_days == 30


def test_an_order_is_shipped_with_its_last_line_against_its_latest_promise():
    found = delivery(
        lines(
            ("a", "1", "2024-01-02", "2024-01-10", "2024-01-10", 1.0),
            ("a", "1", "2024-01-01", "2024-01-12", "2024-01-12", 1.0),
            ("a", "2", "2024-01-01", "2024-01-10", "2024-01-05", 1.0),
            ("a", "2", "2024-01-01", "2024-01-10", None, 1.0),
        ),
        AS_OF,
    )
    assert (found.orders, found.shipped, found.late, found.overdue) == (2, 1, 0, 1)
    assert found.median_days == 11


def test_without_an_order_day_the_invoice_day_counts():
    frame = ORDERS.drop(columns="ordered_at").assign(date=ORDERS["ordered_at"])
    assert delivery(frame, AS_OF).median_days == delivery(ORDERS, AS_OF).median_days == 30


def test_an_afternoon_shipment_on_the_promised_day_is_on_time():
    found = delivery(lines(("a", "1", "2024-01-01", "2024-01-10", "2024-01-10 16:30", 1.0)), AS_OF)
    assert found.on_time_share == 1


def test_nothing_shipped_has_no_share():
    found = delivery(lines(("a", "1", "2024-01-01", "2024-01-10", None, 1.0)), AS_OF)
    assert math.isnan(found.on_time_share) and math.isnan(found.median_days) and found.conversion == 0


def test_nothing_due_has_no_conversion():
    assert math.isnan(delivery(lines(("a", "1", "2024-12-31", "2025-01-10", None, 1.0)), AS_OF).conversion)


def test_row_order_never_matters():
    first, second = delivery(ORDERS, AS_OF), delivery(ORDERS[::-1], AS_OF)
    assert (first.late, first.overdue, first.median_days) == (second.late, second.overdue, second.median_days)


def test_wilson_for_eight_of_ten():
    # centre (0.8 + 3.8415/20) / 1.38415 = 0.71674; half width 0.22661
    assert wilson(8, 10) == pytest.approx((0.4901, 0.9433), abs=1e-4)


@pytest.mark.parametrize(("successes", "low", "high"), [(0, 0, 0.2775), (10, 0.7225, 1)])
def test_wilson_stays_between_zero_and_one(successes, low, high):
    assert wilson(successes, 10) == pytest.approx((low, high), abs=1e-4)


def test_wilson_of_nothing_is_missing():
    assert all(math.isnan(edge) for edge in wilson(0, 0))


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_wilson_interval_holds_the_share(case):
    successes, n = case
    low, high = wilson(successes, n)
    assert -1e-12 <= low <= successes / n + 1e-12 and successes / n - 1e-12 <= high <= 1 + 1e-12


def test_a_late_line_in_an_order_on_time_is_counted_apart():
    found = delivery(
        lines(
            (
                "a",
                "1",
                "2024-01-01",
                "2024-01-10",
                "2024-01-11",
                1.0,
            ),  # late, the order is not: its last line is on time
            ("a", "1", "2024-01-01", "2024-01-20", "2024-01-20", 1.0),
            ("a", "2", "2024-01-01", "2024-01-10", "2024-01-11", 1.0),
            ("b", "3", "2024-01-01", None, "2024-01-11", 1.0),
        ),
        AS_OF,
    )
    assert (found.judged, found.late, found.late_lines) == (2, 1, 1)
