"""Dependence: HHI, effective number, top shares, by group."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.concentration import by_group, effective_number, group_of, hhi, top_share

POSITIVE = st.lists(st.floats(0.01, 1e8), min_size=1, max_size=40)


def test_hhi_of_one_giant_and_two_small_ones():
    amounts = pd.Series([500.0, 20_000.0, 500_000.0])
    assert hhi(amounts) == pytest.approx(0.92426, abs=5e-6)
    assert effective_number(amounts) == pytest.approx(1.0819, abs=5e-5)


def test_hhi_of_shares_30_30_20_20():
    assert hhi(pd.Series([30.0, 30.0, 20.0, 20.0])) == pytest.approx(0.26)


def test_equal_customers_are_as_many_as_they_are():
    assert effective_number(pd.Series([7.0] * 12)) == pytest.approx(12)


def test_one_customer_is_one_effective_customer():
    assert (hhi(pd.Series([3.0])), effective_number(pd.Series([3.0]))) == (1, 1)


def test_amounts_not_positive_or_missing_do_not_count():
    assert hhi(pd.Series([30.0, 30.0, 20.0, 20.0, -500.0, 0.0, float("nan")])) == pytest.approx(0.26)


@pytest.mark.parametrize("amounts", [[], [0.0], [-1.0, -2.0]])
def test_nothing_positive_has_no_concentration(amounts):
    found = pd.Series(amounts, dtype=float)
    assert math.isnan(hhi(found)) and math.isnan(effective_number(found)) and math.isnan(top_share(found, 1))


def test_top_share_is_of_the_positive_amounts():
    amounts = pd.Series([50.0, 30.0, 20.0, -40.0])
    assert (top_share(amounts, 1), top_share(amounts, 2), top_share(amounts, 10)) == pytest.approx((0.5, 0.8, 1))


@given(POSITIVE)
def test_hhi_times_effective_number_is_one(amounts):
    found = pd.Series(amounts)
    assert hhi(found) * effective_number(found) == pytest.approx(1)
    assert 1 / len(amounts) <= hhi(found) * (1 + 1e-9) and hhi(found) <= 1 + 1e-9


@given(POSITIVE)
def test_more_customers_never_hold_less(amounts):
    found = pd.Series(amounts)
    shares = [top_share(found, n) for n in range(1, len(amounts) + 2)]
    assert shares == sorted(shares) and shares[-1] == pytest.approx(1)


def test_a_group_counts_under_the_root_of_its_chain():
    amounts = pd.Series({"root": 1.0, "child": 2.0, "grandchild": 4.0, "free": 8.0})
    parent = pd.Series({"root": None, "child": "root", "grandchild": "child", "free": None}, dtype=object)
    assert by_group(amounts, parent).to_dict() == {"root": 7.0, "free": 8.0}


def test_children_of_a_parent_that_is_no_customer_itself_are_one_group():
    amounts = pd.Series({"a": 1.0, "b": 2.0})
    assert by_group(amounts, pd.Series({"a": "holding", "b": "holding"})).tolist() == [3.0]


def test_without_parents_everybody_is_alone():
    amounts = pd.Series({"a": 1.0, "b": 2.0})
    assert by_group(amounts, None).to_dict() == {"a": 1.0, "b": 2.0}


def test_a_chain_in_a_circle_ends_and_loses_no_money():
    amounts = pd.Series({"a": 1.0, "b": 2.0, "c": 4.0})
    found = by_group(amounts, pd.Series({"a": "b", "b": "a", "c": "a"}))
    assert found.sum() == 7


def test_a_circle_is_one_group_whoever_is_asked_first():
    amounts = pd.Series({"a": 1.0, "b": 2.0})
    assert by_group(amounts, pd.Series({"a": "b", "b": "a"})).tolist() == [3.0]


def test_every_customer_knows_its_root():
    parent = pd.Series({"child": "root", "grandchild": "child"})
    assert group_of(pd.Index(["grandchild", "root", "free"]), parent).to_dict() == {
        "grandchild": "root",
        "root": "root",
        "free": "free",
    }


def test_a_customer_that_is_its_own_parent_is_alone():
    assert by_group(pd.Series({"a": 1.0, "b": 2.0}), pd.Series({"a": "a", "b": None})).to_dict() == {"a": 1.0, "b": 2.0}


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 30), max_size=31))
def test_groups_are_found_as_by_walking_up_one_by_one(parents):
    ids = pd.Index([str(n) for n in range(31)])
    parent = pd.Series({str(a): str(b) for a, b in parents.items()}, dtype=object).reindex(ids)

    def root(one):
        chain = [one]
        while (above := parent.get(chain[-1])) is not None and above == above:
            if above in chain:
                return min(chain[chain.index(above) :])
            chain.append(above)
        return chain[-1]

    assert group_of(ids, parent).tolist() == [root(one) for one in ids]
