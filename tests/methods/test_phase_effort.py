"""Hours and cost by phase, never of fewer than five persons."""

import pandas as pd

from workbook.methods.phase_effort import phase_effort


def log(persons):
    """Two hours of each person in phase 1, one hour without a phase."""
    rows = [(1.0, 2.0, 100.0, f"V{i}") for i in range(persons)] + [
        (float("nan"), 1.0, 50.0, f"V{i}") for i in range(persons)
    ]
    return pd.DataFrame(rows, columns=["phase", "hours", "cost", "rep_id"])


def test_a_year_by_hand():
    found = phase_effort(log(5), 2, 5)
    assert found.loc[1, ["hours", "cost", "persons"]].tolist() == [5, 250, 5]
    assert found.loc[0, ["hours", "cost"]].tolist() == [2.5, 125]


def test_four_persons_are_protected_unless_agreed():
    assert phase_effort(log(4), 1, 5).loc[1, ["hours", "cost"]].isna().all()
    assert phase_effort(log(4), 1, 1).loc[1, "hours"] == 8


def test_without_persons_or_cost_the_hours_stand():
    found = phase_effort(log(2).drop(columns=["rep_id", "cost"]), 1, 5)
    assert found.loc[1, "hours"] == 4 and list(found) == ["hours"]


def test_what_follows_from_the_total_is_protected_too():
    """Phase 2 is the work of two; so the smallest of the others goes as well, and what is missing is the work of eight."""
    rows = (
        [(1.0, 1.0, f"V{n}") for n in range(9)]
        + [(3.0, 1.0, f"V{n}") for n in range(8)]
        + [(2.0, 1.0, "V1"), (2.0, 1.0, "V2")]
    )
    found = phase_effort(pd.DataFrame(rows, columns=["phase", "hours", "rep_id"]), 1, 5)
    assert found["hours"].notna().to_dict() == {1: True, 2: False, 3: False}
