"""Value of the key customers against the cost of their management, by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.key_account_gate import key_account_gate


def test_two_years_by_hand():
    # 100 a year at 25 %: 80 + 64 = 144
    found = key_account_gate(288.0, 100.0, 2, 0.25)
    assert found.cost == pytest.approx(144) and found.break_even == pytest.approx(0.5) and found.met
    assert not key_account_gate(143.0, 100.0, 2, 0.25).met


def test_one_year_of_earned_value_without_interest_and_a_value_below_zero():
    assert key_account_gate(50.0, 40.0) == (50.0, 40.0, 0.8, True)
    found = key_account_gate(-1.0, 40.0)
    assert math.isnan(found.break_even) and not found.met


@given(st.floats(1, 1e9), st.floats(0, 1e7), st.integers(1, 20), st.floats(0, 1))
def test_met_means_no_more_than_all_of_the_value_is_needed(value, cost, years, interest):
    found = key_account_gate(value, cost, years, interest)
    assert found.met == (found.break_even <= 1) and found.cost <= cost * years * (1 + 1e-9)
