import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.variance_explained import explained_by_chance, variance_explained


def test_by_hand():
    # means 2 and 5, 3.5 in all: between 4 × 1.5² = 9, in all 2.5² + 0.5² + 0.5² + 2.5² = 13
    groups, values = np.array([0, 0, 1, 1]), np.array([1.0, 3.0, 4.0, 6.0])
    assert variance_explained(groups, values) == pytest.approx(9 / 13)


def test_groups_that_are_the_value_explain_all_and_one_group_nothing():
    values = np.array([1.0, 1.0, 2.0, 5.0])
    assert variance_explained(np.array([0, 0, 1, 3]), values) == pytest.approx(1)
    assert variance_explained(np.zeros(4, int), values) == pytest.approx(0)


def test_cases_without_group_or_value_are_left_out_and_nothing_to_explain_says_nothing():
    groups, values = np.array([0, 0, 1, 1, -1, 1]), np.array([1.0, 3.0, 4.0, 6.0, 99.0, np.nan])
    assert variance_explained(groups, values) == pytest.approx(9 / 13)
    for nothing in (np.array([]), np.full(3, 0.1), np.full(3, np.nan)):
        assert math.isnan(variance_explained(np.arange(len(nothing)), nothing))
        assert math.isnan(explained_by_chance(np.arange(len(nothing)), nothing, 1))


cases = st.lists(st.tuples(st.integers(0, 3), st.integers(-1000, 1000)), min_size=2, max_size=30)


@given(cases)
def test_unit_names_and_order_do_not_matter(pairs):
    groups, values = np.array(pairs).T
    found = variance_explained(groups, values.astype(float))
    assert math.isnan(found) or -1e-9 <= found <= 1 + 1e-9
    assert variance_explained(3 - groups[::-1], 7.5 * values[::-1] + 3) == pytest.approx(found, nan_ok=True)


@given(cases)
def test_finer_groups_never_explain_less(pairs):
    groups, values = np.array(pairs).T
    coarse, fine = (variance_explained(g, values.astype(float)) for g in (groups // 2, groups))
    assert math.isnan(coarse) or fine >= coarse - 1e-9


def test_chance_explains_groups_less_one_over_cases_less_one_on_average():
    draw = np.random.default_rng(3)
    groups, values = np.repeat([0, 1, 2, 3], 50), draw.normal(size=200)
    limit = explained_by_chance(groups, values, 7)
    assert limit == explained_by_chance(groups, values, 7)
    # (k − 1) F / ((k − 1) F + n − k) with the 95th percentile of F(3, 196) = 2.650
    assert limit == pytest.approx(3 * 2.650 / (3 * 2.650 + 196), abs=0.006)
    others = [variance_explained(groups, draw.normal(size=200)) for _ in range(400)]
    assert np.mean(np.array(others) > limit) == pytest.approx(0.05, abs=0.03)


def test_chance_does_not_depend_on_the_order_of_cases():
    draw = np.random.default_rng(1)
    groups, values, mixed = draw.integers(0, 3, 40), draw.normal(size=40), draw.permutation(40)
    chance = explained_by_chance(groups, values, 1, 100)
    assert chance == explained_by_chance(groups[mixed], values[mixed], 1, 100) > 0
