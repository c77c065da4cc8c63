"""Gamma-Gamma against the published answer and a case by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.stats import gamma

from methods.cdnow import cdnow_history, small_history
from workbook.methods.gamma_gamma import GammaGamma, gamma_gamma


def test_few_orders_are_drawn_towards_the_mean():
    model = GammaGamma(2.0, 3.0, 10.0, 0.0)
    found = model.expected(pd.DataFrame({"x": [0, 1, 100], "value": [np.nan, 40.0, 40.0]}))
    # (10·2)/(3−1), 2·(10+40)/(2+3−1), 2·(10+4000)/(200+2)
    assert found.tolist() == pytest.approx([10.0, 25.0, 8020 / 202])
    assert model.mean == 10


def test_the_likelihood_is_the_integral_over_the_scale():
    repeaters = small_history().dropna()
    model = gamma_gamma(repeaters)

    def of(x, z):
        def given(scale):
            return gamma.pdf(z, model.p * x, scale=1 / (scale * x)) * gamma.pdf(scale, model.q, scale=1 / model.v)

        return quad(given, 0, np.inf, epsabs=1e-14, limit=200)[0]

    whole = sum(np.log(of(r.x, r.value)) for r in repeaters.itertuples())
    assert model.log_likelihood == pytest.approx(whole, abs=1e-4)


def test_the_unit_of_money_does_not_matter():
    plain, cents = gamma_gamma(small_history()), gamma_gamma(small_history().assign(value=lambda h: h["value"] * 100))
    assert cents.v == pytest.approx(100 * plain.v, rel=1e-3)
    assert cents.p == pytest.approx(plain.p, rel=1e-3)


def test_without_repeat_buyers_there_is_no_model():
    with pytest.raises(ValueError, match="repeat"):
        gamma_gamma(small_history().iloc[:3])


def test_cdnow():
    # VALIDATION: 946 repeaters, p 6.249, q 3.745, v 15.448 (population mean 35.17)
    history = cdnow_history()
    assert ((history["x"] > 0) & (history["value"] > 0)).sum() == 946
    model = gamma_gamma(history)
    assert (model.p, model.q, model.v) == pytest.approx((6.249, 3.745, 15.448), abs=0.006)
    assert model.mean == pytest.approx(35.17, abs=0.02)
