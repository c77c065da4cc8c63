"""Phase 8: Kaplan–Meier over orders, open ones censored."""

import math
from datetime import date

import pandas as pd
import pytest

from workbook.methods.repurchase import repurchase

START = pd.Timestamp("2024-01-01")


def lines(*rows):
    """Rows of customer, day number, order."""
    frame = pd.DataFrame(rows, columns=["customer_id", "day", "order_id"])
    return frame.assign(date=START + pd.to_timedelta(frame["day"], unit="D"), net_revenue=1.0).drop(columns="day")


def on(day):
    return (START + pd.Timedelta(days=day)).date()


def test_three_orders_of_one_customer_by_hand():
    # waits 10 and 20 days, the last order 70 days without another: 1 → 2/3 → 1/3
    found = repurchase(lines(("a", 0, "1"), ("a", 10, "2"), ("a", 30, "3")), on(100))
    assert (found.orders, found.customers) == (3, 1)
    assert found.within == pytest.approx(2 / 3)
    assert found.median_days == 20


def test_orders_of_one_day_are_one():
    found = repurchase(lines(("a", 0, "1"), ("a", 0, "2"), ("a", 10, "3")), on(100))
    assert found.orders == 2


def test_a_horizon_cuts_off_later_orders():
    found = repurchase(lines(("a", 0, "1"), ("a", 50, "2")), on(1_000), horizon=49)
    assert found.within == 0


def test_the_last_day_of_the_horizon_counts():
    # waits 50, then 950 days censored
    assert repurchase(lines(("a", 0, "1"), ("a", 50, "2")), on(1_000), horizon=50).within == pytest.approx(0.5)


def test_nobody_coming_back_has_no_median():
    found = repurchase(lines(("a", 0, "1"), ("b", 5, "2")), on(100))
    assert found.within == 0 and math.isnan(found.median_days)


def test_credit_notes_are_no_orders():
    frame = lines(("a", 0, "1"), ("a", 10, "2"))
    frame.loc[1, "net_revenue"] = -5.0
    found = repurchase(frame, on(100))
    assert (found.orders, found.within) == (1, 0)


def test_orders_after_the_cut_off_day_are_not_seen():
    for last in (5, 9):
        found = repurchase(lines(("a", 0, "1"), ("a", 10, "2")), on(last))
        assert (found.orders, found.within) == (1, 0)
    assert repurchase(lines(("a", 0, "1"), ("a", 10, "2")), on(10)).orders == 2


def test_no_orders_are_no_evidence():
    found = repurchase(lines(("a", 0, "1")).iloc[:0], date(2024, 12, 31))
    assert found.orders == 0 and math.isnan(found.within)


def test_the_interval_is_drawn_by_customer_and_repeatable():
    many = lines(*[(f"c{i}", day, f"{i}-{day}") for i in range(12) for day in range(0, 300, 20 + 9 * i)])
    first, second = (repurchase(many, on(400), horizon=60, seed=3) for _ in range(2))
    assert first.interval == second.interval
    assert 0 <= first.interval[0] <= first.within <= first.interval[1] <= 1


def test_customers_who_are_all_alike_leave_no_spread():
    alike = lines(*[(f"c{i}", day, f"{i}-{day}") for i in range(5) for day in (0, 10, 30)])
    assert repurchase(alike, on(100)).interval == pytest.approx((2 / 3, 2 / 3))


def test_row_order_never_matters():
    frame = lines(("a", 0, "1"), ("b", 3, "4"), ("a", 10, "2"), ("b", 90, "5"), ("a", 30, "3"))
    first, second = repurchase(frame, on(100)), repurchase(frame[::-1], on(100))
    assert (first.within, first.median_days, first.interval) == (second.within, second.median_days, second.interval)


def test_the_first_order_to_the_second_beside_it():
    # first orders wait 10, 40 and (c) 95 days without another
    found = repurchase(
        lines(("a", 0, "1"), ("a", 10, "2"), ("a", 12, "3"), ("b", 5, "4"), ("b", 45, "5"), ("c", 5, "6")), on(100)
    )
    assert (found.first_days, found.first_within) == (40, pytest.approx(2 / 3))


def test_nine_in_ten_by_hand():
    found = repurchase(lines(*[("a", d, str(d)) for d in (0, 1, 3, 6, 10, 15, 21, 28, 36, 45)]), on(45))
    assert found.p90_days == 9  # waits 1 … 9, the last one open after 0 days: it leaves before any of them ends
