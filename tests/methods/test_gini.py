"""The Gini coefficient."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.gini import gini


def test_equal_and_one_has_all():
    assert gini(np.array([5.0, 5, 5, 5])) == pytest.approx(0)
    assert gini(np.array([1e-12, 1e-12, 1e-12, 1.0])) == pytest.approx(0.75)


def test_by_hand_and_nobody():
    assert gini(np.array([500, 20_000, 500_000.0])) == pytest.approx(
        2 * (500 + 40_000 + 1_500_000) / (3 * 520_500) - 4 / 3
    )
    assert np.isnan(gini(np.array([0.0, -3])))


@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=30))
def test_it_is_half_the_mean_difference_over_the_mean(amounts):
    values = np.array(amounts)
    mean_difference = np.abs(values[:, None] - values).mean()
    assert gini(values) == pytest.approx(mean_difference / (2 * values.mean()), abs=1e-9)
