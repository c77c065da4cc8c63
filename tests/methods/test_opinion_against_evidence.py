"""Opinion against evidence, phase by phase."""

import math

import pandas as pd
import pytest

from workbook.methods.opinion_against_evidence import opinion_against_evidence

NAN = float("nan")
PHASES = pd.DataFrame(
    {
        "performance": [4.3, 2.8, 3.5, NAN, 4.5, 4.4],
        "rate": [0.86, 0.90, 0.60, 0.40, NAN, 0.94],
        "low": [0.85, 0.88, 0.50, 0.30, NAN, 0.92],
        "high": [0.87, 0.92, 0.69, 0.49, NAN, 0.96],
    },
    index=[5, 1, 3, 4, 6, 2],
)
ACCEPTED = {1: 0.8, 2: 0.95, 3: 0.7, 4: 0.5, 5: 0.95}


def judged(**more):
    return opinion_against_evidence(PHASES.assign(**more), 4.0, ACCEPTED)


def test_high_in_opinion_and_clearly_below_what_is_accepted_is_overrated():
    assert judged()["verdict"].to_dict() == {
        5: "overrated", 1: "underrated", 3: "alike", 4: None, 6: None, 2: "alike"
    }  # fmt: skip


def test_shortfall_is_failures_per_accepted_failure():
    assert judged()["shortfall"].dropna().to_dict() == pytest.approx({5: 2.8, 1: 0.5, 3: 4 / 3, 4: 1.2, 2: 1.2})


def test_ranks_are_among_phases_that_have_both_halves():
    found = judged()
    assert found["opinion_rank"].dropna().to_dict() == {5: 2, 1: 4, 3: 3, 2: 1}
    assert found["evidence_rank"].dropna().to_dict() == {1: 1, 2: 2, 3: 3, 5: 4}


def test_an_interval_that_reaches_what_is_accepted_contradicts_nothing():
    assert judged(high=0.99).loc[5, "verdict"] == "alike"


def test_a_phase_nobody_named_a_rate_for_is_not_judged():
    found = opinion_against_evidence(PHASES, 4.0, {})
    assert found["verdict"].isna().all() and not found["weak"].any() and math.isnan(found.loc[5, "shortfall"])


def test_without_opinion_evidence_is_still_judged():
    found = judged(performance=NAN)
    assert found["verdict"].isna().all() and found["weak"].to_dict()[5]
