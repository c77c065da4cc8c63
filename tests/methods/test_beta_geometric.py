"""What BG/NBD and MBG/NBD share: likelihood against numerical integration, its gradient, expectations by integration."""

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import dblquad, quad
from scipy.optimize import approx_fprime
from scipy.stats import beta, gamma

from methods.cdnow import small_history
from workbook.methods.beta_geometric import BetaGeometric, _of_counts, _of_times, fit
from workbook.methods.likelihood import distinct

P = np.array([0.8, 5.0, 0.9, 2.5])


def whole(p, history, first):
    x, t_x, seen, weight = distinct(history)
    ends, slope = _of_counts(p, x, weight, first)
    times, more = _of_times(p, (x, t_x, seen, weight), first)
    return ends + times, slope + more


@pytest.mark.report  # integrates twice, seconds each
@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("x, t_x, seen", [(0, 0.0, 10.0), (1, 4.0, 9.0), (3, 8.0, 12.0)])
def test_the_likelihood_is_the_integral_over_rate_and_chance(first, x, t_x, seen):
    def given(p, rate):
        stayed = (1 - p) ** (x + first) * rate**x * np.exp(-rate * seen)
        left = p * (1 - p) ** (x + first - 1) * rate**x * np.exp(-rate * t_x) if x + first > 0 else 0.0
        return (stayed + left) * beta.pdf(p, P[2], P[3]) * gamma.pdf(rate, P[0], scale=1 / P[1])

    integral = dblquad(given, 0, 8, 0, 1, epsabs=1e-10, epsrel=1e-6)[0]
    found, _ = whole(P, pd.DataFrame({"x": [x], "t_x": [t_x], "T": [seen]}), first)
    assert found == pytest.approx(np.log(integral), abs=1e-5)


@pytest.mark.parametrize("first", [0, 1])
def test_the_gradient_is_that_of_finite_differences(first):
    history = small_history()
    numeric = approx_fprime(P, lambda p: whole(p, history, first)[0], 1e-7)
    assert whole(P, history, first)[1] == pytest.approx(numeric, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("a", [0.2, 1.0, 3.0])
def test_expected_purchases_are_the_integral_over_the_chance_to_leave(first, a):
    model = BetaGeometric(0.8, 5.0, a, 2.5, first, 0.0)
    customer = pd.DataFrame({"x": [3], "t_x": [8.0], "T": [12.0]})
    shape, rate = 0.8 + 3, 5.0 + 12.0

    def given(p):
        bought = (1 - (rate / (rate + p * 20)) ** shape) / p
        return bought * beta.pdf(p, a, 2.5 + 3 + first)

    while_there = quad(given, 0, 1)[0]
    assert model.expected(customer, 20.0)[0] == pytest.approx(model.alive(customer)[0] * while_there, rel=1e-5)


def test_the_rate_today_is_what_is_expected_of_the_next_moment():
    model, history = fit(small_history(), 1), small_history()
    assert model.expected(history, 1e-4).to_numpy() / 1e-4 == pytest.approx(model.rate(history).to_numpy(), rel=1e-3)


def test_the_longer_silent_the_less_likely_still_there():
    model = fit(small_history(), 1)
    silent = pd.DataFrame({"x": 4, "t_x": [50.0, 40.0, 20.0], "T": 52.0})
    assert model.alive(silent).is_monotonic_decreasing
    assert model.alive(silent).between(0, 1).all()


def test_no_better_parameters_lie_near():
    model, history = fit(small_history(), 1), small_history()
    best = np.array([model.r, model.alpha, model.a, model.b])
    near = [whole(best * f, history, 1)[0] for f in (1.01 ** np.vstack([np.eye(4), -np.eye(4)]))]
    assert model.log_likelihood == pytest.approx(whole(best, history, 1)[0])
    assert max(near) <= model.log_likelihood + 1e-6


def test_without_customers_there_is_no_model():
    with pytest.raises(ValueError, match="customers"):
        fit(small_history().iloc[:0], 0)
