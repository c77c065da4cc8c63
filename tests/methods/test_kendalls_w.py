"""Kendall's W by hand and by its identities."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import friedmanchisquare

from workbook.methods.kendalls_w import agreement, kendalls_w


def test_the_example_of_siegel_and_castellan():
    """Three interviewers rank six applicants: rank sums 8, 14, 11, 11, 11, 8; W = 0.16."""
    ranks = pd.DataFrame({"X": [1, 6, 3, 2, 5, 4], "Y": [1, 5, 6, 4, 2, 3], "Z": [6, 3, 2, 5, 4, 1]})
    assert list(ranks.sum(axis=1)) == [8, 14, 11, 11, 11, 8]
    assert kendalls_w(ranks) == pytest.approx(12 * 25.5 / (9 * 210)) == pytest.approx(0.162, abs=0.001)


def test_the_same_ranking_agrees_wholly_also_with_ties():
    scores = pd.Series([5.0, 3, 3, 1])
    assert kendalls_w(pd.DataFrame({"a": scores, "b": scores * 10, "c": scores + 1})) == pytest.approx(1)


def test_two_opposite_rankings_do_not_agree_at_all():
    assert kendalls_w(pd.DataFrame({"a": [1, 2, 3, 4], "b": [4, 3, 2, 1]})) == 0


@pytest.mark.parametrize("seed", range(5))
def test_it_is_friedmans_statistic_over_its_highest_value(seed):
    scores = pd.DataFrame(np.random.default_rng(seed).integers(0, 5, (9, 4)).astype(float))
    chi = friedmanchisquare(*scores.to_numpy()).statistic
    assert kendalls_w(scores) == pytest.approx(chi / (4 * 8))


def test_too_few_or_nothing_ranked_is_missing():
    assert np.isnan(kendalls_w(pd.DataFrame({"a": [1.0, 2]})))
    assert np.isnan(kendalls_w(pd.DataFrame({"a": [1.0], "b": [1.0]})))
    assert np.isnan(kendalls_w(pd.DataFrame({"a": [1.0, 1], "b": [2.0, 2]})))


def test_agreement_with_raters_who_left_something_open():
    scores = pd.DataFrame(np.random.default_rng(3).integers(1, 6, (8, 6)).astype(float), columns=list("abcdef"))
    whole = agreement(scores, 1)
    scores["g"] = [5.0] * 7 + [np.nan]
    assert agreement(scores, 1) == whole and whole[3] == 6
    assert whole[0] == pytest.approx(kendalls_w(scores[list("abcdef")]))
    assert whole[1] < whole[0] < whole[2]


def test_the_interval_is_not_lifted_by_raters_drawn_twice():
    """Of raters who rank at random, W is 1/m on average; a plain bootstrap would centre near 2/m."""
    draw = np.random.default_rng(7)
    middles = []
    for _ in range(20):
        scores = pd.DataFrame(draw.random((8, 20)))
        _, low, high, _ = agreement(scores, 1, 400)
        middles.append((low + high) / 2)
    assert np.mean(middles) == pytest.approx(1 / 20, abs=0.025)


def test_raters_who_all_agree_leave_no_doubt():
    scores = pd.DataFrame({name: [1.0, 2, 3, 4] for name in "abcde"})
    assert agreement(scores, 1) == pytest.approx((1, 1, 1, 5))


def test_one_rater_agrees_with_nobody():
    point, low, high, raters = agreement(pd.DataFrame({"a": [1.0, 2]}), 1)
    assert np.isnan([point, low, high]).all() and raters == 1


def test_the_order_of_raters_never_matters():
    scores = pd.DataFrame(np.random.default_rng(3).integers(1, 6, (8, 6)).astype(float), columns=list("abcdef"))
    assert agreement(scores, 1) == pytest.approx(agreement(scores[list("fbdcae")], 1))


def test_the_names_of_raters_do_not_matter():
    scores = pd.DataFrame(np.random.default_rng(3).integers(1, 6, (8, 6)).astype(float), columns=list("abcdef"))
    assert agreement(scores, 1) == pytest.approx(agreement(scores.set_axis(list("cebafd"), axis=1), 1))
