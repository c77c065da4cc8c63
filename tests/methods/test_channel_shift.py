"""Visits replaced by inside sales, by hand."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.channel_shift import channel_shift


def table(*rows):
    return pd.DataFrame(rows, columns=["hours", "visit_hours", "visit_cost", "floor"])


def test_three_customers_by_hand():
    # a: 10 visit hours at 100; b: its floor leaves 1 hour; c: visits cost less than half an hour elsewhere
    found = channel_shift(table([20, 10, 1000, 2], [3, 3, 300, 2], [20, 10, 200, 2]), 0.7, 0.5, 60)
    assert found["moved"].tolist() == [7, 2, 0] and found["taken"].tolist() == [3.5, 1, 0]
    assert found["saved"].tolist() == [7 * (100 - 30), 2 * 70, 0]


def test_nobody_without_visits_moves():
    found = channel_shift(table([5, 0, 0, 2], [0, 0, 0, 2]), 0.7, 0.5, 60)
    assert (found == 0).all(axis=None)


@given(st.floats(0, 500), st.floats(0, 1), st.floats(0, 1), st.floats(0, 0.99), st.floats(0, 200), st.floats(0, 20))
def test_the_floor_holds_and_nothing_is_saved_twice(hours, part, share, time, rate, floor):
    one = table([hours, hours * part, hours * part * 90, floor])
    found = channel_shift(one, share, time, rate).iloc[0]
    assert hours - found["freed"] >= min(hours, floor) - 1e-9
    assert 0 <= found["moved"] <= hours * part + 1e-9 and -1e-9 <= found["saved"] <= hours * part * 90 + 1e-9
    assert (channel_shift(one, 0.0, time, rate) == 0).all(axis=None)
