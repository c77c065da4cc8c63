"""The loss of a year by seeded draws: exact probabilities of small cases, moments of large ones."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from workbook.methods import dependence_loss
from workbook.methods.dependence_loss import loss_quantile, yearly_losses

TWO = pd.DataFrame({"today": [100.0, 10.0], "double": [200.0, 20.0]}, ["a", "b"])
CHURN = pd.Series({"a": 0.1, "b": 0.5})


def test_each_loss_comes_as_often_as_its_probability():
    lost = yearly_losses(TWO, CHURN, seed=1, draws=40_000)["today"]
    expected = {0.0: 0.45, 10.0: 0.45, 100.0: 0.05, 110.0: 0.05}
    assert (lost.value_counts() / 40_000).to_dict() == pytest.approx(expected, abs=0.008)


def test_all_portfolios_meet_the_same_fate():
    lost = yearly_losses(TWO, CHURN, seed=1, draws=500)
    assert (lost["double"] == 2 * lost["today"]).all()


def test_the_quantile_of_equal_customers_is_the_binomial_one():
    alike = pd.DataFrame({"today": [1.0] * 50})
    lost = yearly_losses(alike, pd.Series([0.2] * 50), seed=3)["today"].to_numpy()
    value, low, high = loss_quantile(lost)
    assert value == binom.ppf(0.95, 50, 0.2) == 15
    assert low <= value <= high


def test_mean_and_spread_of_many_customers():
    amounts = pd.DataFrame({"today": np.random.default_rng(0).lognormal(3, 1, 3_000)})
    lost = yearly_losses(amounts, pd.Series([0.15] * 3_000), seed=2)["today"]
    money = amounts["today"]
    assert lost.mean() == pytest.approx(0.15 * money.sum(), rel=0.005)
    assert lost.std() == pytest.approx(np.sqrt(0.15 * 0.85 * (money**2).sum()), rel=0.03)


def test_the_same_seed_gives_the_same_years_however_many_are_held_at_a_time(monkeypatch):
    whole = yearly_losses(TWO, CHURN, seed=5, draws=1_000)
    monkeypatch.setattr(dependence_loss, "BLOCK", 7)
    assert yearly_losses(TWO, CHURN, seed=5, draws=1_000).equals(whole)


def test_the_interval_of_the_quantile_covers_it_in_about_95_of_100_simulations():
    draw = np.random.default_rng(4)
    inside = [(lambda q: q[1] <= 0.95 <= q[2])(loss_quantile(draw.random(2_000))) for _ in range(300)]
    assert 0.90 <= np.mean(inside) <= 0.99


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12), st.floats(0, 1))
def test_nobody_loses_more_than_there_is(amounts, churn):
    lost = yearly_losses(pd.DataFrame({"today": amounts}), pd.Series([churn] * len(amounts)), seed=1, draws=50)
    assert lost["today"].between(0, sum(amounts) * (1 + 1e-9) + 1e-9).all()


def test_who_stays_for_sure_is_never_lost_and_who_goes_for_sure_always():
    lost = yearly_losses(TWO, pd.Series({"a": 0.0, "b": 1.0}), seed=1, draws=200)
    assert (lost["today"] == 10).all()


def test_neither_names_nor_the_order_of_customers_matter():
    draw = np.random.default_rng(4)
    amounts, churn = pd.DataFrame({"today": draw.lognormal(3, 1, 40)}), pd.Series(draw.random(40))
    mixed = draw.permutation(40)
    other = yearly_losses(amounts.iloc[mixed], churn, seed=5, draws=300)
    pd.testing.assert_frame_equal(other, yearly_losses(amounts, churn, seed=5, draws=300))
