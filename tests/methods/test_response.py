"""Response: sales by hours, their slope and their ceiling."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.response import ceiling, left_alone, marginal_sales, sales

ONE = np.array([1.0])


def test_the_mean_elasticity_of_personal_selling():
    """Albers, Mantrala, Sridhar 2010: 0.34, so 1 % more hours bring 0.34 % more sales, double the hours 26.6 %."""
    assert sales(1.01, 1.0, 100.0, 1e9, 0.34) == pytest.approx(100.34, abs=0.005)
    assert sales(2.0, 1.0, 100.0, 1e9, 0.34) == pytest.approx(126.58, abs=0.005)


def test_the_square_root_response():
    """Revenue 1,000,000 · √x and cost 100,000 · x are best at x = 25 with a profit of 2,500,000, seen from today's x = 16."""
    base = 1_000_000 * 4.0
    assert marginal_sales(25.0, 16.0, base, 1e12, 0.5) == pytest.approx(100_000)
    assert sales(25.0, 16.0, base, 1e12, 0.5) - 100_000 * 25 == pytest.approx(2_500_000)


def test_beyond_half_and_double_nothing_is_promised():
    assert sales(0.1, 4.0, 100.0, 1e9, 0.34) == pytest.approx(100 * 0.5**0.34)
    assert sales(99.0, 4.0, 100.0, 1e9, 0.34) == pytest.approx(100 * 2**0.34)


def test_at_the_ceiling_one_more_hour_brings_nothing():
    assert sales(2.0, 1.0, 100.0, 110.0, 0.34) == 110
    assert marginal_sales(2.0, 1.0, 100.0, 110.0, 0.34) == 0
    assert marginal_sales(1.0, 1.0, 100.0, 100.0, 0.34) == 0
    assert marginal_sales(1.0, 1.0, 100.0, 110.0, 0.34) == pytest.approx(34)


def test_the_ceiling_is_the_potential_and_never_below_sales():
    base = pd.Series([100.0, 100.0, 100.0])
    assert ceiling(base, pd.Series([300.0, 50.0, np.nan])).tolist() == [300, 100, 120]
    assert ceiling(base, None).tolist() == [120, 120, 120]


def test_who_is_left_alone_and_why():
    found = left_alone(
        pd.Series([0.9, np.nan, 5, 5, 5.0]), pd.Series([10, 10, 0, 10, 10.0]), pd.Series([1, 1, 1, np.nan, -1])
    )
    assert found.tolist() == ["few_hours", "few_hours", "no_sales", "no_margin", ""]


@given(st.floats(0.5, 2), st.floats(0.05, 0.95), st.floats(1, 3))
def test_the_slope_is_that_of_the_sales(x, elasticity, rise):
    step = 1e-6
    at = float(sales(x, 1.0, 1.0, rise, elasticity))
    if 0.5 + step < x < 2 - step and abs(at - rise) > 1e-4:
        ends = [float(sales(x + d, 1.0, 1.0, rise, elasticity)) for d in (-step, step)]
        assert float(marginal_sales(x, 1.0, 1.0, rise, elasticity)) == pytest.approx(
            (ends[1] - ends[0]) / (2 * step), rel=1e-4, abs=1e-6
        )
