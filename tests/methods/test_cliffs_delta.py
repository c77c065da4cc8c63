import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.cliffs_delta import cliffs_delta

VALUES = st.lists(st.integers(-5, 5), min_size=1, max_size=20)


def test_by_hand():
    assert cliffs_delta([3, 4], [1, 2]) == 1 and cliffs_delta([1], [1]) == 0
    assert cliffs_delta([1, 3], [2, 3]) == pytest.approx((1 - 2) / 4)


def test_missing_values_are_left_out_and_an_empty_side_says_nothing():
    assert cliffs_delta([3, math.nan], [1, math.nan]) == 1
    assert math.isnan(cliffs_delta([], [1])) and math.isnan(cliffs_delta([1], [math.nan]))


@given(VALUES, VALUES)
def test_it_is_the_balance_of_all_pairs_and_turns_its_sign(first, second):
    pairs = np.sign(np.subtract.outer(first, second)).mean()
    assert cliffs_delta(first, second) == pytest.approx(pairs)
    assert cliffs_delta(second, first) == pytest.approx(-pairs)
