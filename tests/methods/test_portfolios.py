"""Three portfolios of the same customers."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.portfolios import portfolios

AMOUNTS = pd.Series({"a": 100.0, "b": 60.0, "c": 30.0, "d": 10.0, "e": 0.0, "f": -5.0})
SMALL = pd.Series({"a": False, "b": False, "c": True, "d": True, "e": True, "f": True})


def test_a_fifth_more_of_the_largest_and_a_fifth_moved_to_the_small_ones():
    found = portfolios(AMOUNTS, SMALL, top=2)
    assert found["today"].to_dict() == {"a": 100, "b": 60, "c": 30, "d": 10}
    assert found["grown"].to_dict() == pytest.approx({"a": 120, "b": 72, "c": 30, "d": 10})
    # 32 taken from a and b go to c and d in the ratio 30 : 10
    assert found["moved"].to_dict() == pytest.approx({"a": 80, "b": 48, "c": 54, "d": 18})


def test_without_a_small_customer_outside_the_largest_nothing_can_be_moved():
    assert list(portfolios(AMOUNTS, SMALL, top=10)) == ["today", "grown"]


def test_a_small_customer_among_the_largest_gives_and_does_not_get():
    found = portfolios(AMOUNTS, SMALL, top=3)
    assert found["moved"].to_dict() == pytest.approx({"a": 80, "b": 48, "c": 24, "d": 48})


def test_nobody_with_revenue_leaves_nothing():
    assert portfolios(AMOUNTS[["e", "f"]], SMALL).empty


@given(st.lists(st.floats(0.01, 1e6), min_size=3, max_size=40), st.integers(1, 10), st.floats(0, 1))
def test_moving_keeps_the_sum(amounts, top, shift):
    money = pd.Series(amounts, [f"c{i:02d}" for i in range(len(amounts))])
    found = portfolios(money, money < money.max(), top, shift)
    if "moved" in found:
        assert found["moved"].sum() == pytest.approx(found["today"].sum())
        assert (found["moved"] >= 0).all()
    assert found["grown"].sum() == pytest.approx(money.sum() + shift * money.nlargest(top).sum())
