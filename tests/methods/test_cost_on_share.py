import numpy as np
import pytest

from workbook.methods.cost_on_share import cost_on_share


def test_the_slope_is_that_of_least_squares_on_both():
    draw = np.random.default_rng(3)
    revenue = np.exp(draw.normal(10, 1, 200))
    share = draw.uniform(0, 1, 200)
    cost = 0.5 - 0.12 * share - 0.02 * np.log(revenue) + draw.normal(0, 0.05, 200)
    design = np.column_stack([np.ones(200), share, np.log(revenue)])
    slope, (low, high) = cost_on_share(cost, share, revenue, 1)
    assert slope == pytest.approx(np.linalg.lstsq(design, cost, rcond=None)[0][1])
    assert low < -0.12 < high and low < slope < high


def test_money_does_not_change_it():
    draw = np.random.default_rng(4)
    revenue, share, cost = np.exp(draw.normal(10, 1, 60)), draw.uniform(0, 1, 60), draw.uniform(0, 1, 60)
    assert cost_on_share(cost, share, revenue, 1)[0] == pytest.approx(cost_on_share(cost, share, 100 * revenue, 1)[0])


def test_a_share_that_does_not_vary_has_no_slope():
    revenue = np.array([1.0, 2, 3, 4])
    assert np.isnan(cost_on_share(np.array([0.1, 0.2, 0.3, 0.4]), np.full(4, 0.5), revenue, 1)[0])
