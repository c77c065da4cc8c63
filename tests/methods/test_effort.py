"""Effort against value: the budget sums to the total within floor and cap."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.effort import hours_budget, misallocated_hours, over_served, unallocated_hours, under_served

VALUE = pd.Series({"a": 60.0, "b": 40.0, "c": -10.0})


def test_hours_follow_positive_value():
    assert hours_budget(100, VALUE).to_dict() == pytest.approx({"a": 60, "b": 40, "c": 0})


def test_the_floor_is_paid_by_the_others_in_proportion():
    # c keeps 10; 90 hours in the ratio 60 : 40
    assert hours_budget(100, VALUE, floor=10).to_dict() == pytest.approx({"a": 54, "b": 36, "c": 10})


def test_the_cap_goes_to_the_others_in_proportion():
    assert hours_budget(100, VALUE, floor=10, cap=50).to_dict() == pytest.approx({"a": 50, "b": 40, "c": 10})


def test_hours_no_cap_leaves_room_for_stay_unallocated():
    assert hours_budget(100, VALUE, cap=20).to_dict() == pytest.approx({"a": 20, "b": 20, "c": 0})


def test_what_no_cap_leaves_room_for_is_said():
    assert unallocated_hours(100, hours_budget(100, VALUE, cap=20)) == pytest.approx(60)
    assert unallocated_hours(100, hours_budget(100, VALUE, cap=80)) == pytest.approx(0, abs=1e-6)
    assert unallocated_hours(10, hours_budget(10, VALUE, floor=5)) == 0


def test_floors_that_need_more_than_there_is_are_all_kept():
    assert hours_budget(10, VALUE, floor=5).to_dict() == pytest.approx({"a": 5, "b": 5, "c": 5})


def test_without_positive_value_everybody_has_the_floor():
    assert hours_budget(100, pd.Series({"a": 0.0, "b": -5.0}), floor=3).to_dict() == pytest.approx({"a": 3, "b": 3})


def test_all_equal_get_the_same():
    assert hours_budget(90, pd.Series({"a": 7.0, "b": 7.0, "c": 7.0}), floor=1).tolist() == pytest.approx([30] * 3)


def test_one_customer_gets_all():
    assert hours_budget(90, pd.Series({"a": 7.0})).tolist() == pytest.approx([90])


def test_floor_and_cap_may_differ_by_customer():
    floor = pd.Series({"a": 0.0, "b": 70.0, "c": 0.0})
    assert hours_budget(100, VALUE, floor=floor).to_dict() == pytest.approx({"a": 30, "b": 70, "c": 0})


def test_nobody_gets_nothing():
    assert hours_budget(100, pd.Series(dtype=float)).empty


@given(
    st.lists(st.integers(-10_000, 10**8).map(lambda cents: cents / 100), min_size=1, max_size=30),
    st.floats(0, 1e5),
    st.floats(0, 100),
    st.floats(0, 1e4),
)
def test_the_budget_sums_to_the_total_within_floor_and_cap_where_that_can_be(values, total, floor, room):
    value = pd.Series(values, [f"c{i}" for i in range(len(values))])
    cap = floor + room
    found = hours_budget(total, value, floor, cap)
    assert (found >= floor - 1e-6).all() and (found <= cap + 1e-6).all()
    most = np.where(value > 0, cap, floor).sum()
    assert found.sum() == pytest.approx(min(max(total, floor * len(value)), most), rel=1e-6, abs=1e-6)


@given(
    st.lists(st.tuples(st.floats(0.01, 1e6), st.sampled_from([12.0, 24.0, np.inf])), min_size=1, max_size=30),
    st.floats(1, 1e4),
)
def test_budget_and_unallocated_hours_are_the_total_whatever_the_caps(rows, total):
    value, cap = (pd.Series(c) for c in zip(*rows, strict=True))
    found = hours_budget(total, value, 0.0, cap)
    assert (found <= cap * (1 + 1e-9)).all()
    assert found.sum() + unallocated_hours(total, found) == pytest.approx(total, rel=1e-9)


@given(st.lists(st.floats(0.01, 1e6), min_size=2, max_size=30))
def test_more_value_never_gets_fewer_hours(values):
    found = hours_budget(1_000, pd.Series(values), 2, 200)
    assert found[np.argsort(values)].diff().dropna().ge(-1e-6).all()


def test_row_order_never_matters():
    shuffled = hours_budget(100, VALUE[["c", "a", "b"]], 10, 50)
    assert shuffled[["a", "b", "c"]].tolist() == pytest.approx(hours_budget(100, VALUE, 10, 50).tolist())


def test_misallocated_hours_are_half_of_all_differences():
    hours, budget = pd.Series({"a": 30.0, "b": 60.0, "c": 10.0}), pd.Series({"a": 60.0, "b": 40.0, "c": 0.0})
    assert misallocated_hours(hours, budget) == pytest.approx(30)  # ½ (30 + 20 + 10)


def test_over_served_is_more_than_double_and_under_served_less_than_half():
    budget = pd.Series({"a": 10.0, "b": 10.0, "c": 10.0, "d": 10.0})
    hours = pd.Series({"a": 20.1, "b": 20.0, "c": 5.0, "d": 4.9})
    assert over_served(hours, budget).tolist() == [True, False, False, False]
    assert under_served(hours, budget).tolist() == [False, False, False, True]


def test_over_served_compares_by_customer_and_not_by_position():
    found = over_served(pd.Series({"a": 30.0, "b": 1.0}), pd.Series({"b": 10.0, "a": 10.0}))
    assert found.to_dict() == {"a": True, "b": False}
