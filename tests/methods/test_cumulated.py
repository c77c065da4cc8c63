"""Cumulated shares: an item belongs to the class in which its share begins."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.cumulated import abc_class, cumulated_class, size_class

CENTS = st.integers(min_value=-(10**9), max_value=10**10).map(lambda cents: cents / 100)
AMOUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=4), CENTS, max_size=30)


def series(amounts):
    return pd.Series(amounts, dtype=float)


def test_a_class_is_where_the_share_begins_not_where_it_ends():
    assert size_class(series({"a": 70, "b": 20, "c": 10})).to_dict() == {"a": "large", "b": "medium", "c": "small"}


def test_a_customer_holding_99_per_cent_is_large_and_the_rest_is_small():
    assert size_class(series({"tiny": 1, "giant": 99})).to_dict() == {"tiny": "small", "giant": "large"}


def test_abc_edges_are_80_and_95_per_cent():
    found = abc_class(series({"a": 40, "b": 40, "c": 15, "d": 5}))
    assert found.to_dict() == {"a": "A", "b": "A", "c": "B", "d": "C"}


def test_amounts_not_positive_or_missing_are_in_no_share():
    found = size_class(series({"a": 100, "zero": 0, "back": -500, "unknown": float("nan")}))
    assert found.to_dict() == {"a": "large", "zero": "none", "back": "none", "unknown": "none"}


def test_an_amount_not_positive_is_c():
    assert abc_class(series({"a": 100, "back": -500})).to_dict() == {"a": "A", "back": "C"}


def test_ties_are_broken_by_customer_id_whatever_the_row_order():
    assert size_class(series({"z": 5, "a": 5}), (0.5, 0.9)).to_dict() == {"z": "medium", "a": "large"}


def test_no_customers_have_no_classes():
    assert size_class(series({})).empty


def test_a_single_customer_is_large():
    assert size_class(series({"only": 0.01})).tolist() == ["large"]


def test_nobody_with_revenue_leaves_everybody_without_a_class():
    assert size_class(series({"a": 0, "b": -1})).tolist() == ["none", "none"]


@pytest.mark.parametrize("amount", [0.1, 1.0, 33.33, 0.07, 1e9 / 3])
def test_ten_equal_customers_split_seven_two_one_without_rounding_noise(amount):
    found = size_class(series({f"c{i}": amount for i in range(10)}))
    assert found.tolist() == ["large"] * 7 + ["medium"] * 2 + ["small"]


def test_own_labels_and_edges_are_used():
    found = cumulated_class(series({"a": 3, "b": 1}), (0.5,), ("high", "low"), "nothing")
    assert found.to_dict() == {"a": "high", "b": "low"}


def test_the_input_is_not_modified():
    amounts = series({"b": 1, "a": 2})
    size_class(amounts)
    assert amounts.to_dict() == {"b": 1, "a": 2} and list(amounts.index) == ["b", "a"]


@given(AMOUNTS, st.randoms())
def test_row_order_never_matters(amounts, chance):
    shuffled = list(amounts.items())
    chance.shuffle(shuffled)
    assert size_class(series(dict(shuffled))).to_dict() == size_class(series(amounts)).to_dict()


@given(AMOUNTS)
def test_every_item_has_one_class_in_the_order_given_and_a_larger_amount_never_a_lower_one(amounts):
    found = size_class(series(amounts))
    assert list(found.index) == list(amounts)
    rank = found.map({"large": 0, "medium": 1, "small": 2, "none": 3})
    by_amount = rank[sorted(amounts, key=lambda k: (-amounts[k], k))]
    assert by_amount.is_monotonic_increasing
    assert (found[[a > 0 for a in amounts.values()]] != "none").all()
