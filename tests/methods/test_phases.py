"""Phases 1–4: how long cases stay and how many go on."""

import math
from datetime import date

import pandas as pd
import pytest

from workbook.methods.phases import days_to_win, entries_of, phase_evidence, win_rate

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
TODAY = date(2024, 7, 1)


def evidence(history=HISTORY, outcomes=OUTCOMES, **more):
    return phase_evidence(history, pd.DataFrame({"outcome": outcomes, **more}), TODAY).set_index("phase")


def test_conversion_is_who_went_on_of_those_whose_outcome_is_known():
    found = evidence()
    assert found["entered"].to_dict() == {1: 3, 2: 3, 3: 2, 4: 2}
    assert found["went_on"].to_dict() == {1: 3, 2: 2, 3: 2, 4: 1}
    assert found["conversion"].to_dict() == pytest.approx({1: 1, 2: 2 / 3, 3: 1, 4: 0.5})


def test_days_run_from_entry_to_the_next_phase_or_the_exit():
    # phase 1: 10, 20, 30, 152; phase 2: 20, 30, 30 and 30 so far; phase 3: 4, 10; phase 4: 2, 4
    assert evidence()["median_days"].to_dict() == pytest.approx({1: 25, 2: 30, 3: 7, 4: 3})
    assert evidence()["n_days"].to_dict() == {1: 4, 2: 3, 3: 2, 4: 2}
    assert evidence()["p90_days"].to_dict() == pytest.approx({1: 152, 2: math.nan, 3: 10, 4: 4}, nan_ok=True)


def test_a_case_still_in_a_phase_counts_as_long_as_it_was_seen():
    # lost2 and won leave phase 2 after 30 and 20 days; a case waiting for 100 days moves the median to the longer one
    waiting = HISTORY[HISTORY["opportunity_id"] != "lost4"].replace(
        {"entered_at": {pd.Timestamp("2024-06-01"): pd.Timestamp("2024-03-23")}}
    )
    assert evidence(waiting).loc[2, ["median_days", "n_days"]].tolist() == [30, 2]


def test_the_closing_day_ends_the_last_phase():
    closed = pd.to_datetime(pd.Series({"won": "2024-02-14", "lost2": "2024-02-20", "lost4": "2024-03-15"}))
    found = evidence(HISTORY.drop(columns="left_at"), closed_at=closed)
    assert (found.loc[4, "median_days"], found.loc[4, "n_days"]) == (7, 2)


def test_without_exits_the_next_entry_ends_a_phase():
    found = evidence(HISTORY.drop(columns="left_at"))
    assert found.loc[1, "median_days"] == 25
    assert found.loc[3, "median_days"] == 7
    assert found.loc[4, "n_days"] == 0 and math.isnan(found.loc[4, "median_days"])


def test_going_back_to_a_phase_counts_the_case_once():
    again = pd.DataFrame(
        {"opportunity_id": ["won"], "phase": [1], "entered_at": [pd.Timestamp("2024-02-01")], "left_at": [pd.NaT]}
    )
    found = evidence(pd.concat([HISTORY, again]))
    assert found.loc[1, ["entered", "went_on", "again"]].tolist() == [3, 3, 1]
    assert found.loc[1, "rework"] == 0.25 and found.loc[2, "again"] == 0


def test_entering_the_same_phase_twice_in_a_row_is_no_rework():
    twice = pd.DataFrame(
        {"opportunity_id": ["won"], "phase": [1], "entered_at": [pd.Timestamp("2024-01-05")], "left_at": [pd.NaT]}
    )
    assert evidence(pd.concat([HISTORY, twice])).loc[1, "again"] == 0


def test_activities_that_name_case_and_phase_are_entries():
    log = pd.DataFrame(
        {"opportunity_id": ["a", None, "b"], "phase": [1.0, 1.0, None], "date": pd.Timestamp("2024-01-01")}
    )
    assert entries_of(log).to_dict("list") == {
        "opportunity_id": ["a"], "phase": [1.0], "entered_at": [pd.Timestamp("2024-01-01")]
    }  # fmt: skip


def test_a_case_that_skipped_a_phase_went_on_with_the_others():
    skipped = HISTORY[~((HISTORY["opportunity_id"] == "won") & (HISTORY["phase"] == 2))]
    found = evidence(skipped)
    assert found.loc[1, ["entered", "went_on"]].tolist() == [3, 3]
    assert found.loc[2, ["entered", "went_on", "skipped"]].tolist() == [2, 1, 1]
    assert found.loc[2, "skipped_share"] == 0.25


def test_a_phase_everybody_skipped_has_no_days():
    found = evidence(HISTORY[HISTORY["phase"] != 1])
    assert found.loc[1, ["cases", "skipped", "n_days"]].tolist() == [0, 4, 0] and math.isnan(found.loc[1, "rework"])


def test_open_cases_only_are_no_evidence():
    found = evidence(outcomes=OUTCOMES.replace(["won", "lost"], "open"))
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
