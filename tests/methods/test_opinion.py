"""Opinion on the phases: means, respondents, gap."""

import pandas as pd
import pytest

from workbook.methods.opinion import phase_opinion

NAN = float("nan")
ANSWERS = pd.DataFrame(
    [
        ("r1", "key", "phase:2", 2.0, 5.0),
        ("r2", "key", "phase:2", 3.0, 4.0),
        ("r1", "smart", "phase:2", 4.0, NAN),
        ("r1", "key", "phase:1", 5.0, 2.0),
        ("r1", "all", "maturity:strategy", 3.0, NAN),
        ("r2", "all", "maturity:strategy", 4.0, NAN),
        ("r2", "all", "maturity:steering", 1.0, NAN),
    ],
    columns=["respondent", "class", "dimension", "performance", "importance"],
)


def test_means_and_respondents_by_class_and_phase():
    found = phase_opinion(ANSWERS).set_index(["class", "phase"]).loc[("key", 2)]
    assert (found["importance"], found["performance"], found["n"]) == pytest.approx((4.5, 2.5, 2))


def test_the_gap_is_importance_times_what_lacks_to_the_target():
    found = phase_opinion(ANSWERS).set_index(["class", "phase"])["gap"]
    assert found[("key", 2)] == pytest.approx(4.5 * 1.5)
    assert found[("key", 1)] == pytest.approx(2 * -1)
    assert pd.isna(found[("smart", 2)])


def test_another_target_moves_the_gap():
    found = phase_opinion(ANSWERS, target=5).set_index(["class", "phase"])["gap"]
    assert found[("key", 2)] == pytest.approx(4.5 * 2.5)


def test_answers_without_a_performance_do_not_count():
    more = pd.DataFrame([("r9", "key", "phase:2", NAN, NAN)], columns=list(ANSWERS))
    found = phase_opinion(pd.concat([ANSWERS, more])).set_index(["class", "phase"]).loc[("key", 2)]
    assert (found["performance"], found["n"]) == (2.5, 2)


def test_without_importance_there_is_performance_and_no_gap():
    found = phase_opinion(ANSWERS.drop(columns="importance"))
    assert found["performance"].notna().all() and found["gap"].isna().all()


def test_without_codes_every_answer_is_a_respondent():
    found = phase_opinion(ANSWERS.drop(columns="respondent")).set_index(["class", "phase"])
    assert found.loc[("key", 2), "n"] == 2


def test_other_dimensions_are_no_phases():
    assert set(phase_opinion(ANSWERS)["phase"]) == {1, 2}


def test_row_order_never_matters():
    first, second = (
        phase_opinion(a).sort_values(["class", "phase"], ignore_index=True) for a in (ANSWERS, ANSWERS[::-1])
    )
    pd.testing.assert_frame_equal(first, second)


def test_groups_have_their_own_means_and_answers_without_one_are_left_out():
    table = ANSWERS.assign(group=["A", "B", "A", None, None, None, None])
    found = phase_opinion(table, by="group").set_index(["group", "phase"])
    assert found.loc[("A", 2), "performance"] == 3.0 and found.loc[("A", 2), "n"] == 1
    assert found.loc[("B", 2), "performance"] == 3.0 and ("A", 1) not in found.index
