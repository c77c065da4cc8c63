"""Pareto/NBD against the published answer, numerical integration and finite differences."""

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import dblquad
from scipy.optimize import approx_fprime
from scipy.stats import gamma

from methods.cdnow import cdnow_history, small_history
from workbook.methods.likelihood import distinct
from workbook.methods.pareto_nbd import Pareto, _likelihood, pareto_nbd

P = np.array([0.8, 5.0, 0.9, 12.0])


@pytest.mark.report  # integrates twice, seconds each
@pytest.mark.parametrize("x, t_x, seen", [(0, 0.0, 10.0), (1, 4.0, 9.0), (3, 8.0, 12.0)])
def test_the_likelihood_is_the_integral_over_both_rates(x, t_x, seen):
    def given(leave, rate):
        both = rate + leave
        stays = np.exp(-both * seen)
        density = rate**x * (stays + leave / both * (np.exp(-both * t_x) - stays))
        return density * gamma.pdf(leave, P[2], scale=1 / P[3]) * gamma.pdf(rate, P[0], scale=1 / P[1])

    integral = dblquad(given, 0, 8, 0, 4, epsabs=1e-10, epsrel=1e-6)[0]
    data = distinct(pd.DataFrame({"x": [x], "t_x": [t_x], "T": [seen]}))
    assert _likelihood(P, data)[0] == pytest.approx(np.log(integral), abs=1e-4)


@pytest.mark.parametrize(
    "p", [P, np.array([3.0, 20.0, 0.4, 4.0]), np.array([0.3, 2.0, 2.5, 60.0]), np.array([9.0, 1.0, 0.1, 300.0])]
)
def test_the_gradient_is_that_of_finite_differences(p):
    data = distinct(small_history())
    numeric = approx_fprime(p, lambda q: _likelihood(q, data)[0], 1e-6 * p)
    assert _likelihood(p, data)[1] == pytest.approx(numeric, rel=1e-4, abs=1e-4)


def test_a_frequent_buyer_is_integrated_exactly_too():
    from scipy.special import hyp2f1

    model = Pareto(1.5, 4.0, 0.7, 30.0, 0.0)
    x, t_x, seen = 150, 60.0, 156.0
    m, low = 1.5 + 0.7 + x, -(4.0 - 30.0)

    def part(t):
        return hyp2f1(m, 1.5 + x, m + 1, low / (30.0 + t)) * np.exp(-m * np.log((30.0 + t) / 90.0))

    gone = 0.7 / m * (part(t_x) - part(seen))
    stayed = np.exp(-(1.5 + x) * np.log((4 + seen) / 90.0) - 0.7 * np.log((30 + seen) / 90.0))
    customer = pd.DataFrame({"x": [x], "t_x": [t_x], "T": [seen]})
    assert model.alive(customer)[0] == pytest.approx(stayed / (stayed + gone), rel=1e-6)


@pytest.mark.parametrize("s", [0.5, 1.0, 2.0])
def test_what_is_expected_of_the_next_moment_is_the_rate_today(s):
    model = Pareto(0.8, 5.0, s, 12.0, 0.0)
    history = small_history()
    assert model.expected(history, 1e-4).to_numpy() / 1e-4 == pytest.approx(model.rate(history).to_numpy(), rel=1e-3)
    assert (model.expected(history, 52) < 52 * model.rate(history)).all()


def test_cdnow():
    # VALIDATION: r 0.5533, α 10.5776, s 0.6062, β 11.6679, LL −9594.97
    model = pareto_nbd(cdnow_history())
    assert (model.r, model.alpha, model.s, model.beta) == pytest.approx((0.5533, 10.5776, 0.6062, 11.6679), abs=1e-3)
    assert model.log_likelihood == pytest.approx(-9594.97, abs=0.01)
