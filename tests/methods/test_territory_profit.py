"""Margins that respond to the time not spent driving."""

import numpy as np
import pytest

from workbook.methods.territory_profit import territory_profit


def test_by_hand():
    found = territory_profit(np.array([100.0]), np.array([10.0]), np.array([[4.0, 0.0, 12.0]]), np.array([4.0]), 0.5)
    assert found[0] == pytest.approx([100.0, 100 * 1.4**0.5, 100 * 0.5**0.5])


def test_losses_and_customers_without_hours_stay():
    found = territory_profit(np.array([-5.0, 7.0]), np.array([1.0, 0.0]), np.ones((2, 2)), np.array([3.0, 3.0]), 0.3)
    assert found == pytest.approx(np.array([[-5.0, -5.0], [7.0, 7.0]]))


def test_more_time_never_brings_less():
    far = np.linspace(0, 20, 30)[None, :]
    found = territory_profit(np.array([50.0]), np.array([8.0]), far, np.array([5.0]), 0.34)
    assert (np.diff(found) <= 1e-12).all()
