"""Revenue against value: Kendall's τ-b and the corners of the two ABC lists."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.rank_agreement import abc_by_abc, kendall_tau_b


def test_one_exchanged_neighbour_of_four_leaves_two_thirds():
    # five pairs agree, one does not: (5 − 1) / 6
    assert kendall_tau_b(pd.Series([1, 2, 3, 4]), pd.Series([1, 3, 2, 4])) == pytest.approx(4 / 6)


def test_ties_count_by_tau_b():
    # one pair tied in the first: 2 / √(2 × 3)
    assert kendall_tau_b(pd.Series([1, 1, 2]), pd.Series([1, 2, 3])) == pytest.approx(2 / math.sqrt(6))


def test_the_same_and_the_opposite_order_are_one_and_minus_one():
    up = pd.Series([1.0, 2.0, 3.0])
    assert (kendall_tau_b(up, up), kendall_tau_b(up, -up)) == pytest.approx((1, -1))


@pytest.mark.parametrize("amounts", [[], [1.0]])
def test_fewer_than_two_customers_have_no_agreement(amounts):
    found = pd.Series(amounts, dtype=float)
    assert math.isnan(kendall_tau_b(found, found))


def test_all_equal_have_no_agreement():
    assert math.isnan(kendall_tau_b(pd.Series([1.0, 1.0]), pd.Series([1.0, 2.0])))


def test_customers_are_compared_by_id_and_not_by_position():
    first = pd.Series({"a": 1.0, "b": 2.0, "c": 3.0})
    assert kendall_tau_b(first, first[["c", "a", "b"]]) == pytest.approx(1)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=15))
def test_tau_b_is_the_pair_count_by_its_definition(pairs):
    agree = against = only_x = only_y = 0
    for i, (x, y) in enumerate(pairs):
        for u, v in pairs[:i]:
            sign = (x - u) * (y - v)
            agree, against = agree + (sign > 0), against + (sign < 0)
            only_x, only_y = only_x + (x != u), only_y + (y != v)
    found = kendall_tau_b(*(pd.Series(list(column), dtype=float) for column in zip(*pairs, strict=True)))
    if only_x * only_y == 0:
        assert math.isnan(found)
    else:
        assert found == pytest.approx((agree - against) / math.sqrt(only_x * only_y))


def test_the_corners_are_overrated_and_hidden():
    revenue = pd.Series({"big": 80.0, "middle": 15.0, "little": 5.0})
    value = pd.Series({"big": -1.0, "middle": 10.0, "little": 80.0})
    found = abc_by_abc(revenue, value, (0.8, 0.95))
    assert found["by_revenue"].to_dict() == {"big": "A", "middle": "B", "little": "C"}
    assert found["by_value"].to_dict() == {"big": "C", "middle": "B", "little": "A"}
    assert found["corner"].to_dict() == {"big": "overrated", "middle": "", "little": "hidden"}
