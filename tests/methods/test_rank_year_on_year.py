"""Ranks from one year to the next, and changes of parent."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from workbook.methods.rank_year_on_year import parent_changes, rank_year_on_year, stayed_on_top


def test_same_order_reversed_order_and_no_order():
    rows = np.array([[1, 10], [2, 20], [3, 30.0]])
    assert rank_year_on_year(rows) == pytest.approx(1)
    assert rank_year_on_year(rows * [1, -1]) == pytest.approx(-1)
    assert np.isnan(rank_year_on_year(rows * [1, 0]))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=30))
def test_it_is_spearmans(rows):
    table = np.array(rows, float)
    if (np.ptp(table, axis=0) > 0).all():
        assert rank_year_on_year(table) == pytest.approx(spearmanr(table[:, 0], table[:, 1]).statistic)


def test_who_stayed_on_top():
    earlier, later = pd.Series({"a": 9, "b": 8, "c": 7, "d": 1}), pd.Series({"a": 1, "b": 8, "c": 9})
    assert (stayed_on_top(earlier, later, 2), stayed_on_top(earlier, later, 3)) == (1, 3)


def test_a_change_of_parent_needs_two_days_and_two_values():
    rows = [
        ("a", "parent_id", "X", "2023-01-01"), ("a", "parent_id", "Y", "2024-01-01"),
        ("b", "parent_id", "X", "2023-01-01"), ("b", "parent_id", "X", "2024-01-01"),
        ("c", "parent_id", "X", "2023-01-01"), ("c", "parent_id", "Y", "2023-01-01"),
        ("d", "industry", "X", "2023-01-01"), ("d", "industry", "Y", "2024-01-01"), ("e", "parent_id", "X", None),
    ]  # fmt: skip
    facts = pd.DataFrame(rows, columns=["customer_id", "field", "value", "as_of"])
    assert list(parent_changes(facts.assign(as_of=pd.to_datetime(facts["as_of"])))) == ["a"]


def test_fewer_than_two_have_no_rank_order():
    assert np.isnan(rank_year_on_year(np.empty((0, 2)))) and np.isnan(rank_year_on_year(np.array([[1.0, 2.0]])))
