"""Customers ordered by value, with hours and value cumulated."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.effort_curve import effort_curve

VALUE = pd.Series({"a": 30.0, "b": 60.0, "c": -10.0, "d": 10.0})
HOURS = pd.Series({"a": 10.0, "b": 20.0, "c": 40.0, "d": 30.0})


def test_cumulated_shares_the_most_valuable_first():
    found = effort_curve(HOURS, VALUE)
    assert list(found.index) == ["b", "a", "d", "c"]
    assert found["rank"].tolist() == [1, 2, 3, 4]
    assert found["hours_share"].tolist() == pytest.approx([0.2, 0.3, 0.6, 1.0])
    assert found["value_share"].tolist() == pytest.approx([0.6, 0.9, 1.0, 1.0])


def test_ties_stand_by_customer_id():
    assert list(effort_curve(HOURS, pd.Series({"d": 1.0, "b": 1.0, "a": 1.0, "c": 1.0})).index) == list("abcd")


def test_no_hours_or_no_value_give_no_share():
    assert effort_curve(HOURS * 0, VALUE)["hours_share"].isna().all()
    assert effort_curve(HOURS, -VALUE.abs())["value_share"].isna().all()


@given(st.lists(st.tuples(st.floats(0, 1e4), st.floats(-1e6, 1e6)), min_size=1, max_size=30))
def test_shares_rise_to_one(pairs):
    hours, value = (pd.Series(c) for c in zip(*pairs, strict=True))
    found = effort_curve(hours, value)
    for column, whole in (("hours_share", hours.sum()), ("value_share", value.clip(lower=0).sum())):
        if whole > 0:
            assert found[column].diff().dropna().ge(-1e-9).all()
            assert found[column].iloc[-1] == pytest.approx(1)
