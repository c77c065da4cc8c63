"""Ratings of one kind of dimension, and how far the respondents agree."""

import numpy as np
import pandas as pd
import pytest

from workbook.methods.dimension_ratings import COLUMNS, dimension_ratings

NAN = float("nan")
ANSWERS = pd.DataFrame(
    [
        ("r1", "maturity:strategy", "goals", 3.0, 5.0),
        ("r2", "maturity:strategy", "goals", 5.0, 4.0),
        ("r1", "maturity:strategy", "choice", 1.0, NAN),
        ("r2", "maturity:strategy", "choice", 4.0, NAN),
        ("r1", "maturity:steering", "margin", 1.0, NAN),
        ("r1", "phase:1", "approach", 5.0, NAN),
        ("r3", "maturity:steering", "margin", NAN, 3.0),
    ],
    columns=["respondent", "dimension", "item", "performance", "importance"],
)


def of(answers=ANSWERS, kind="maturity", least=1):
    return dimension_ratings(answers, kind, 1, least)


def test_the_mean_is_that_of_all_answers_and_the_quartiles_those_of_the_respondents():
    row = of().set_index("dimension").loc["strategy"]
    assert (row["performance"], row["importance"], row["n"]) == (3.25, 4.5, 2)
    assert (row["quarter"], row["three_quarters"]) == pytest.approx(tuple(np.quantile([2.0, 4.5], [0.25, 0.75])))


def test_the_question_rated_lowest_is_named():
    row = of().set_index("dimension").loc["strategy"]
    assert (row["item"], row["item_mean"]) == ("choice", 2.5)


def test_the_weakest_comes_first_and_answers_without_a_performance_do_not_count():
    found = of()
    assert found["dimension"].tolist() == ["steering", "strategy"] and found["n"].tolist() == [1, 2]


def test_the_interval_covers_the_mean_and_stays_between_the_respondents():
    row = of().set_index("dimension").loc["strategy"]
    assert 2.0 <= row["low"] <= 3.25 <= row["high"] <= 4.5


def test_one_respondent_has_no_spread():
    row = of().set_index("dimension").loc["steering"]
    assert row[["low", "high", "quarter", "three_quarters"]].isna().all() and pd.isna(row["importance"])


def test_dimensions_and_questions_of_too_few_are_left_out():
    assert of(least=2)["dimension"].tolist() == ["strategy"]
    alone = pd.concat([ANSWERS, pd.DataFrame([("r1", "maturity:strategy", "worst", 1.0, NAN)], columns=list(ANSWERS))])
    assert of(alone, least=2)["item"].tolist() == ["choice"]


def test_importance_of_too_few_is_left_out():
    one = ANSWERS.assign(importance=[5.0, *[NAN] * 6])
    assert pd.isna(of(one, least=2)["importance"].iloc[0]) and of(one)["importance"].iloc[1] == 5


def test_without_codes_a_person_answers_a_question_once_and_the_spread_is_unknown():
    row = of(ANSWERS.drop(columns="respondent")).set_index("dimension").loc["strategy"]
    assert (row["performance"], row["n"]) == (3.25, 2) and pd.isna(row["low"]) and pd.isna(row["quarter"])


def test_answers_without_a_code_among_others_are_one_person():
    blank = ANSWERS.assign(respondent=["r1", None, "r1", None, "r1", "r1", "r3"])
    assert of(blank).set_index("dimension").loc["strategy", "n"] == 2


def test_nothing_asked_is_an_empty_table():
    assert of(kind="lever").empty and list(of(kind="lever")) == COLUMNS
    assert of(ANSWERS.drop(columns="importance"))["importance"].isna().all()


@pytest.mark.parametrize("left_out", [[], ["importance"]])
def test_row_order_never_matters(left_out):
    answers = ANSWERS.drop(columns=left_out)
    pd.testing.assert_frame_equal(of(answers), of(answers[::-1]))
