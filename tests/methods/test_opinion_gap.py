"""Gaps with their intervals: values by hand, intervals against a plain bootstrap."""

import numpy as np
import pandas as pd
import pytest

from workbook.methods.opinion import phase_opinion
from workbook.methods.opinion_gap import in_order, opinion_gap


def made(people=30, seed=2, open_share=0.2):
    """Answers of many persons on two classes and three phases, some left open."""
    draw = np.random.default_rng(seed)
    rows = [
        (f"P{who}", about, f"phase:{phase}", *draw.integers(1, 6, 2).astype(float))
        for who in range(people)
        for about in ("key", "smart")
        for phase in (1, 2, 3)
    ]
    table = pd.DataFrame(rows, columns=["respondent", "class", "dimension", "performance", "importance"])
    for column in ("performance", "importance"):
        table[column] = table[column].mask(draw.random(len(table)) < open_share)
    return table


def test_values_are_those_of_the_opinion():
    found = opinion_gap(made(), 4.5, 1).set_index(["class", "phase"])
    plain = phase_opinion(made(), 4.5).set_index(["class", "phase"])
    for of in ("importance", "performance", "gap"):
        pd.testing.assert_series_equal(found.loc[plain.index, of], plain[of])


def test_a_phase_is_the_mean_of_its_classes():
    found = opinion_gap(made(), 4.0, 1).set_index(["class", "phase"])["gap"]
    assert found["mean", 2] == pytest.approx((found["key", 2] + found["smart", 2]) / 2)


def test_the_interval_is_that_of_drawing_whole_persons():
    answers = made()
    found = opinion_gap(answers, 4.0, 1, 20_000).set_index(["class", "phase"]).loc[("key", 1)]
    own = answers[(answers["class"] == "key") & (answers["dimension"] == "phase:1")]
    ratings, draw = own[["performance", "importance"]].to_numpy(), np.random.default_rng(9)
    tries = []
    for _ in range(8000):
        some = ratings[draw.integers(0, len(ratings), len(ratings))]
        performance, importance = np.nanmean(some, axis=0)
        tries.append(importance * (4 - performance))
    assert (found["gap_low"], found["gap_high"]) == pytest.approx(tuple(np.quantile(tries, [0.025, 0.975])), abs=0.2)
    assert found["gap_low"] < found["gap"] < found["gap_high"]


def test_the_same_seed_gives_the_same_interval_whatever_the_order():
    answers = made()
    first, second = (opinion_gap(a, 4.0, 5) for a in (answers, answers.sample(frac=1, random_state=1)))
    pd.testing.assert_frame_equal(first, second)
    assert not opinion_gap(answers, 4.0, 6).equals(first)


def test_one_person_has_no_interval_and_nobody_no_row():
    one = opinion_gap(made(1, open_share=0), 4.0, 1)
    assert one["gap"].notna().all() and one["gap_low"].isna().all()
    assert opinion_gap(made()[:0], 4.0, 1).empty


def test_without_importance_there_is_no_gap_but_performance():
    found = opinion_gap(made().drop(columns="importance"), 4.0, 1)
    assert found["gap"].isna().all() and found["gap_low"].isna().all() and found["performance_low"].notna().all()


def test_the_order_is_sure_where_intervals_lie_apart():
    gaps = pd.DataFrame(
        {
            "class": "mean",
            "phase": [1, 2, 3, 4],
            "gap": [2.0, 6.0, 2.0, np.nan],
            "gap_low": [1.0, 5.0, 1.5, np.nan],
            "gap_high": [3.0, 7.0, 2.5, np.nan],
        }
    )
    found = in_order(gaps)
    assert found["phase"].tolist() == [2, 1, 3]
    assert found["sure"].tolist()[:2] == [True, False] and found["sure"].isna().tolist() == [False, False, True]


def test_the_names_of_persons_do_not_matter():
    answers = made()
    other = answers.assign(respondent="R" + (99 - answers["respondent"].str[1:].astype(int)).astype(str))
    pd.testing.assert_frame_equal(opinion_gap(answers, 4.0, 5), opinion_gap(other, 4.0, 5))
