"""Phases 1–4: how long cases stay and how many go on."""

import math

import pandas as pd
import pytest

from workbook.methods.phases import days_to_win, phase_evidence, win_rate

HISTORY = pd.DataFrame(
    [
        ("won", 1, "2024-01-01", "2024-01-11"),
        ("won", 2, "2024-01-11", "2024-01-31"),
        ("won", 3, "2024-01-31", "2024-02-04"),
        ("won", 4, "2024-02-04", "2024-02-06"),
        ("lost2", 1, "2024-01-01", "2024-01-21"),
        ("lost2", 2, "2024-01-21", "2024-02-20"),
        ("lost4", 1, "2024-01-01", "2024-01-31"),
        ("lost4", 2, "2024-01-31", "2024-03-01"),
        ("lost4", 3, "2024-03-01", "2024-03-11"),
        ("lost4", 4, "2024-03-11", "2024-03-15"),
        ("open", 1, "2024-01-01", "2024-06-01"),
        ("open", 2, "2024-06-01", None),
    ],
    columns=["opportunity_id", "phase", "entered_at", "left_at"],
).assign(entered_at=lambda t: pd.to_datetime(t["entered_at"]), left_at=lambda t: pd.to_datetime(t["left_at"]))
OUTCOMES = pd.Series({"won": "won", "lost2": "lost", "lost4": "lost", "open": "open"})


def evidence(history=HISTORY, outcomes=OUTCOMES):
    return phase_evidence(history, outcomes).set_index("phase")


def test_conversion_is_who_went_on_of_those_whose_outcome_is_known():
    found = evidence()
    assert found["entered"].to_dict() == {1: 3, 2: 3, 3: 2, 4: 2}
    assert found["went_on"].to_dict() == {1: 3, 2: 2, 3: 2, 4: 1}
    assert found["conversion"].to_dict() == pytest.approx({1: 1, 2: 2 / 3, 3: 1, 4: 0.5})


def test_days_run_from_entry_to_the_next_phase_or_the_exit():
    # phase 1: 10, 20, 30; phase 2: 20, 30, 30; phase 3: 4, 10; phase 4: 2, 4
    assert evidence()["median_days"].to_dict() == pytest.approx({1: 20, 2: 30, 3: 7, 4: 3})
    assert evidence()["n_days"].to_dict() == {1: 3, 2: 3, 3: 2, 4: 2}


def test_without_exits_the_next_entry_ends_a_phase():
    found = evidence(HISTORY.drop(columns="left_at"))
    assert found.loc[1, "median_days"] == 20
    assert found.loc[3, "median_days"] == 7
    assert found.loc[4, "n_days"] == 0 and math.isnan(found.loc[4, "median_days"])


def test_going_back_to_a_phase_counts_the_case_once():
    again = pd.DataFrame(
        {"opportunity_id": ["won"], "phase": [1], "entered_at": [pd.Timestamp("2024-01-05")], "left_at": [pd.NaT]}
    )
    found = evidence(pd.concat([HISTORY, again]))
    assert found.loc[1, ["entered", "went_on"]].tolist() == [3, 3]


def test_a_case_that_skipped_a_phase_went_on_with_the_others():
    skipped = HISTORY[~((HISTORY["opportunity_id"] == "won") & (HISTORY["phase"] == 2))]
    found = evidence(skipped)
    assert found.loc[1, ["entered", "went_on"]].tolist() == [3, 3]
    assert found.loc[2, ["entered", "went_on"]].tolist() == [2, 1]


def test_open_cases_only_are_no_evidence():
    found = phase_evidence(HISTORY, OUTCOMES.replace(["won", "lost"], "open"))
    assert found.empty or found["conversion"].isna().all()


def test_row_order_never_matters():
    pd.testing.assert_frame_equal(evidence(HISTORY[::-1]), evidence())


def test_the_win_rate_leaves_open_cases_out():
    assert win_rate(pd.DataFrame({"outcome": ["won", "lost", "lost", "open", "won", None]})) == (0.5, 4)


def test_without_closed_cases_there_is_no_win_rate():
    rate, n = win_rate(pd.DataFrame({"outcome": ["open"]}))
    assert math.isnan(rate) and n == 0


def test_days_to_win_by_hand():
    cases = pd.DataFrame({"outcome": ["won", "won", "lost", "won"]}).assign(
        opened_at=pd.to_datetime(["2024-01-01", "2024-01-01", "2024-01-01", None]),
        closed_at=pd.to_datetime(["2024-01-11", "2024-02-01", "2024-03-01", "2024-01-05"]),
    )
    assert days_to_win(cases).tolist() == [10.0, 31.0]
    assert days_to_win(cases.drop(columns="closed_at")).empty
