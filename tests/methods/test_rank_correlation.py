"""Spearman's rank correlation with its interval."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from workbook.methods.rank_correlation import places, rank_correlation, spearman, spearman_of_places


def test_the_correlation_of_ranks_with_ties():
    first, second = pd.Series([1.0, 2, 2, 4, 9]), pd.Series([10.0, 30, 20, 20, 90])
    assert rank_correlation(first, second).rho == pytest.approx(spearmanr(first, second).statistic)


def test_the_interval_by_hand():
    # ρ = 0.5, n = 28: z = 0.549306, reach 1.959964 √(1.125 / 25) = 0.415773
    rows = next(s for s in _shuffles(28) if abs(rank_correlation(*s).rho - 0.5) < 0.003)
    found = rank_correlation(*rows)
    assert (found.low, found.high) == pytest.approx((math.tanh(0.133533), math.tanh(0.965079)), abs=0.01)
    assert found.n == 28


def _shuffles(n):
    draw = np.random.default_rng(1)
    while True:
        first = draw.normal(size=n)
        yield pd.Series(first), pd.Series(first + draw.normal(size=n) * 1.6)


def test_the_interval_covers_the_truth_in_about_95_of_100_samples():
    draw = np.random.default_rng(2)
    truth = 6 / math.pi * math.asin(0.6 / 2)  # Spearman's ρ of a normal pair with correlation 0.6
    pairs = (draw.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], 60) for _ in range(400))
    found = [rank_correlation(pd.Series(p[:, 0]), pd.Series(p[:, 1])) for p in pairs]
    assert 0.92 <= np.mean([f.low <= truth <= f.high for f in found]) <= 0.98


def test_perfect_agreement_has_no_width():
    assert rank_correlation(pd.Series([1, 2, 3, 4]), pd.Series([-1, -2, -3, -4]))[:3] == (-1, -1, -1)


def test_too_few_or_all_alike_say_nothing():
    assert math.isnan(rank_correlation(pd.Series([1, 2, 3]), pd.Series([1, 2, 3])).rho)
    assert math.isnan(rank_correlation(pd.Series([1, 1, 1, 1]), pd.Series([1, 2, 3, 4])).rho)


def test_missing_cases_are_left_out():
    assert rank_correlation(pd.Series([1, 2, None, 4, 5]), pd.Series([1, 2, 9, 4, 5])).n == 4


def test_same_order_reversed_order_and_no_order():
    rows = np.array([[1, 10], [2, 20], [3, 30.0]])
    assert spearman(rows) == pytest.approx(1)
    assert spearman(rows * [1, -1]) == pytest.approx(-1)
    assert np.isnan(spearman(rows * [1, 0]))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=30))
def test_it_is_spearmans(rows):
    table = np.array(rows, float)
    if (np.ptp(table, axis=0) > 0).all():
        assert spearman(table) == pytest.approx(spearmanr(table[:, 0], table[:, 1]).statistic)


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 9)), min_size=2, max_size=30), st.integers(0, 99))
def test_counted_places_relate_as_sorted_values_do_in_every_sample(rows, seed):
    table = np.array(rows, float) / 7
    sample = np.random.default_rng(seed).integers(0, len(table), len(table))
    sorted_, counted = spearman(table[sample]), spearman_of_places(places(table)[sample])
    assert sorted_ == counted or (np.isnan(sorted_) and np.isnan(counted))


def test_fewer_than_two_have_no_rank_order():
    assert np.isnan(spearman(np.empty((0, 2)))) and np.isnan(spearman(np.array([[1.0, 2.0]])))
