"""Phases 6 and 7: the first contact after shipment, orders nobody contacted yet censored."""

import math
from datetime import date

import pandas as pd
import pytest

from workbook.methods.contact_after import contact_after

START = pd.Timestamp("2024-01-01")


def on(rows, name):
    frame = pd.DataFrame(rows, columns=["customer_id", "day"])
    return frame.assign(**{name: START + pd.to_timedelta(frame["day"], unit="D")}).drop(columns="day")


def found(orders, contacts, horizon=183, last=date(2024, 12, 31), **more):
    return contact_after(on(orders, "shipped"), on(contacts, "date"), last, horizon, **more)


def test_three_orders_by_hand():
    # contacts after 10 and 40 days, the third order of b without one
    seen = found([("a", 0), ("b", 0), ("b", 100)], [("a", 10), ("b", 40), ("c", 1)])
    assert (seen.orders, seen.within) == (3, pytest.approx(2 / 3))
    assert (seen.median_days, seen.p90_days) == (25, 40)


def test_a_contact_before_shipment_is_none_and_one_on_the_day_is():
    assert found([("a", 5)], [("a", 4)]).within == 0
    assert found([("a", 5)], [("a", 5)]).within == 1


def test_a_contact_after_the_horizon_does_not_count():
    seen = found([("a", 0), ("b", 0)], [("a", 10), ("b", 50)], horizon=49)
    assert (seen.within, seen.median_days) == (0.5, 10)


def test_orders_not_seen_long_enough_leave_the_share_where_it_was():
    # c was shipped five days before the end: it is at risk for five days only
    assert found([("a", 0), ("b", 0), ("c", 360)], [("a", 10)]).within == pytest.approx(0.5)


def test_one_contact_may_follow_several_orders():
    assert found([("a", 0), ("a", 5)], [("a", 9)]).within == 1


def test_orders_and_contacts_after_the_last_day_are_not_seen():
    seen = found([("a", 0), ("a", 20)], [("a", 15)], last=date(2024, 1, 11))
    assert (seen.orders, seen.within) == (1, 0)


def test_nothing_shipped_says_nothing():
    seen = found([], [("a", 1)])
    assert seen.orders == 0 and math.isnan(seen.within) and math.isnan(seen.median_days)


def test_row_order_never_matters():
    orders = on([(f"c{i % 7}", i * 3) for i in range(40)], "shipped")
    contacts = on([(f"c{i % 5}", i * 11) for i in range(20)], "date")
    one = contact_after(orders, contacts, date(2024, 12, 31), 30)
    assert one == contact_after(orders[::-1], contacts[::-1], date(2024, 12, 31), 30)
    assert one.interval[0] <= one.within <= one.interval[1]
