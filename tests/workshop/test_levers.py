"""Levers are made from the models: nothing is listed twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.language import Words
from workbook.parameters import Parameters
from workbook.workshop.levers import CHAPTERS, depth, fields, in_force, levers, said, value_at

DE = Words("de", "de_DE", "EUR")
EN = Words("en", "en_GB", "EUR")
P = Parameters(name="x")
EVERY = [lever for chapter in CHAPTERS for lever in levers(chapter, P)]


def test_every_lever_has_a_name_and_bounds_in_both_languages():
    for words in (DE, EN):
        labels = [lever.label(words) for lever in EVERY]
        assert all(labels) and len(set(labels)) == len(labels)
        assert all(lever.allowed(words) for lever in EVERY)


def test_bounds_are_those_of_the_models():
    found = {lever.key: lever for lever in EVERY}
    assert (found["summary.findings"].low, found["summary.findings"].high) == (3, 7)
    assert found["coverage.elasticity.1"].open_low and found["coverage.elasticity.1"].open_high
    assert found["coverage.key_hours_limit"].optional and found["value.full_cost"].kind == "yes_no"
    assert found["coverage.norms.contacts.key.kam.visit"].field == "coverage.norms.contacts"
    assert found["process.checklist.kam:1.status"].choices == ("in_order", "weak", "unknown")
    assert levers("intake", P) == ()


def test_every_default_is_within_its_bounds():
    for lever in EVERY:
        value = value_at(P, lever.path)
        if value is None or lever.kind in ("choice", "yes_no"):
            continue
        assert lever.low is None or value >= lever.low, lever.key
        assert lever.high is None or value <= lever.high, lever.key


def test_a_value_is_found_by_its_path_and_by_its_key():
    assert value_at(P, ("coverage", "elasticity", 1)) == in_force(P, "coverage.elasticity.1", 9) == 0.34
    assert value_at(P, ("process", "accepted", 4)) == in_force(P, "process.accepted.4", 9) == 0.5
    assert value_at(P, ("process", "checklist", "kam:1", "status")) is None
    assert in_force(P, "segmentation.participants.A", "gone") == "gone"
    assert depth(("coverage", "norms", "hours", "visit")) == 3 and "coverage.norms.hours" in fields()


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("value.interest_rate", 0.1, "10\u00a0%"),
        ("segmentation.key_score", 0.55, "55"),
        ("coverage.elasticity.0", 0.2, "0,2"),
        ("value.full_cost", True, "ja"),
        ("process.self_estimate", "fig_leaf", "„Feigenblatt“"),
        ("segmentation.weights", {"potential": 0.25, "revenue": 0.75}, "Potenzial: 25\u00a0%; Umsatz: 75\u00a0%"),
        ("coverage.key_hours_limit", None, "k.\u00a0A."),
    ],
)
def test_a_value_is_said_in_its_unit(key, value, text):
    assert said(key, value, DE) == text


@given(st.sampled_from(EVERY))
def test_a_lever_finds_its_own_place(lever):
    assert lever.key.startswith(lever.field) and lever.path[0] in CHAPTERS
