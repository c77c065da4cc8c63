"""ADBUDG on the published Syntex data."""

import numpy as np
import pytest

from workbook.methods.adbudg import Adbudg, fit_adbudg


def test_syntex():
    """Effort 0 … 200 % → sales 50, 53, 55, 75, 100, 120, 127, 132, 135 %:
    max 1.3706, min .5109, c 4.5153, d .7336; f(1.15) = 1.1293."""
    sales = np.array([50, 53, 55, 75, 100, 120, 127, 132, 135]) / 100
    found = fit_adbudg(np.arange(9) * 0.25, sales)
    assert (found.high, found.low) == pytest.approx((1.3706, 0.5109), abs=5e-5)
    assert (found.c, found.d) == pytest.approx((4.5153, 0.7336), abs=5e-5)
    assert float(found.at(1.15)) == pytest.approx(1.1293, abs=5e-5)


def test_judgements_from_a_curve_give_it_back_with_saturation():
    true = Adbudg(0.4, 1.5, 2.0, 0.8)
    effort = np.array([0.0, 0.5, 1.0, 1.5])
    found = fit_adbudg(np.r_[effort, np.inf], np.r_[true.at(effort), true.high])
    assert (found.low, found.high, found.c, found.d) == pytest.approx((0.4, 1.5, 2.0, 0.8), abs=1e-4)


def test_the_slope_is_the_difference():
    curve = Adbudg(0.4, 1.5, 2.5, 0.8)
    assert float(curve.slope(1.2)) == pytest.approx(float(curve.at(1.2001) - curve.at(1.1999)) / 0.0002, rel=1e-6)


def test_too_few_or_flat_judgements_are_refused():
    with pytest.raises(ValueError, match="four"):
        fit_adbudg(np.array([0.0, 1.0, 2.0]), np.array([0.5, 1.0, 1.2]))
    with pytest.raises(ValueError, match="four"):
        fit_adbudg(np.arange(5.0), np.ones(5))
