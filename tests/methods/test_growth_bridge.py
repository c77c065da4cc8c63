"""The growth bridge reconciles exactly."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.growth_bridge import STEPS, growth_bridge

CENTS = st.dictionaries(st.sampled_from("abcdefghij"), st.integers(-(10**6), 10**8).map(lambda c: c / 100))


def series(amounts):
    return pd.Series(amounts, dtype=float)


def test_each_customer_is_in_one_step():
    earlier, later = series({"a": 100, "b": 50, "c": 30, "e": 7}), series({"a": 120, "b": 20, "d": 10, "e": 7})
    found = growth_bridge(earlier, later)
    assert found["amount"].to_dict() == {"new": 10, "expanded": 20, "contracted": -30, "lost": -30}
    assert found["customers"].to_dict() == {"new": 1, "expanded": 1, "contracted": 1, "lost": 1}


def test_a_missing_amount_is_nothing():
    found = growth_bridge(series({"a": float("nan")}), series({"a": 5}))
    assert found.loc["new", "amount"] == 5


def test_nobody_makes_a_bridge_of_zeros():
    found = growth_bridge(series({}), series({}))
    assert list(found.index) == list(STEPS) and found["amount"].sum() == 0


@given(CENTS, CENTS)
def test_start_and_steps_are_the_end(earlier, later):
    found = growth_bridge(series(earlier), series(later))
    assert sum(earlier.values()) + found["amount"].sum() == pytest.approx(sum(later.values()), abs=0.005)


@given(CENTS, CENTS)
def test_gains_are_positive_and_losses_negative(earlier, later):
    found = growth_bridge(*(series({k: abs(v) for k, v in window.items()}) for window in (earlier, later)))["amount"]
    assert found["new"] >= 0 and found["expanded"] >= 0 and found["contracted"] <= 0 and found["lost"] <= 0
