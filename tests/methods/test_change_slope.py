import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.change_slope import change_slope


def test_by_hand():
    # changes of the first: 2/3, 0, −2/3; of the second: 2/5, 0, −2/5: slope 3/5
    rows = np.array([[1.0, 2, 4, 6], [3, 3, 5, 5], [2, 1, 6, 4]])
    assert change_slope(rows) == pytest.approx(0.6)


def test_in_step_is_one_and_a_constant_is_nothing():
    rows = np.array([[1.0, 2, 10, 20], [5, 4, 50, 40], [2, 2, 20, 20]])
    assert change_slope(rows) == pytest.approx(1)
    assert change_slope(np.column_stack([rows[:, :2], [7, 7, 7], [7, 7, 7]])) == pytest.approx(0)


def test_nothing_to_compare_says_nothing():
    assert math.isnan(change_slope(np.empty((0, 4)))) and math.isnan(change_slope(np.array([[1.0, 2, 0, 0]])))
    assert math.isnan(change_slope(np.array([[1.0, 2, 3, 4], [2, 4, 3, 1]])))


numbers = st.integers(0, 50).map(float)


@given(st.lists(st.tuples(numbers, numbers, numbers, numbers), min_size=2, max_size=20), st.floats(0.01, 1000))
def test_units_and_order_do_not_matter(cases, factor):
    rows = np.array(cases)
    found = change_slope(rows)
    assert change_slope(rows[::-1] * [1, 1, factor, factor]) == pytest.approx(found, nan_ok=True, abs=1e-9)
    assert change_slope(rows * [factor, factor, 1, 1]) == pytest.approx(found, nan_ok=True, abs=1e-9)
