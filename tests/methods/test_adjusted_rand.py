import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.adjusted_rand import adjusted_rand

labels = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40).map(np.array)


def test_a_table_by_hand():
    # 2 × 2 table [[2, 0], [1, 1]]: pairs together in both 1, 2 and 3 in each, expected 2·3/6 = 1
    assert adjusted_rand(np.array([0, 0, 1, 1]), np.array([0, 0, 0, 1])) == pytest.approx((1 - 1) / ((2 + 3) / 2 - 1))
    # Hubert and Arabie's formula on [[3, 1], [0, 4]]: 9 − 12·13/28 over 12.5 − 12·13/28
    first, second = np.repeat([0, 0, 1], [3, 1, 4]), np.repeat([0, 1, 1], [3, 1, 4])
    expected = 12 * 13 / 28
    assert adjusted_rand(first, second) == pytest.approx((9 - expected) / (12.5 - expected))


@given(labels)
def test_names_do_not_matter_nor_which_is_first(pair):
    first, second = pair.T
    found = adjusted_rand(first, second)
    assert adjusted_rand(second, first) == pytest.approx(found)
    assert adjusted_rand(np.array([2, 0, 3, 1])[first], second) == pytest.approx(found)
    assert adjusted_rand(first, first) == 1.0 and found <= 1 + 1e-12


def test_by_chance_it_is_about_nothing():
    draw = np.random.default_rng(1)
    assert abs(adjusted_rand(draw.integers(0, 4, 5_000), draw.integers(0, 3, 5_000))) < 0.01


def test_one_case_is_no_grouping():
    assert math.isnan(adjusted_rand(np.array([1]), np.array([1])))
