"""Levers are made from the models: nothing is listed twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.language import Words
from workbook.parameters import Parameters
from workbook.workshop.levers import CHAPTERS, depth, fields, in_force, levers, said, together, value_at

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
    assert in_force(P, "value", "all of it") == "all of it"
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


GROUPS = {group.path: group for chapter in CHAPTERS for group in together(chapter, P)}


def test_what_holds_only_together_is_found_in_the_models():
    judged = {("coverage", "judgements", c) for c in ("key", "core", "smart", "lean")}
    assert set(GROUPS) == {("value", "discount_policy"), ("segmentation", "potential_levels"), *judged}
    for words in (DE, EN):
        labels = [lever.label(words) for group in GROUPS.values() for row in group.rows for lever in row]
        assert len(set(labels)) == len(labels) and all("judgements" not in label for label in labels)
    levels = GROUPS["segmentation", "potential_levels"]
    assert [lever.label(DE) for lever in levels.rows[0]] == [
        "Potenzialstufen: stattdessen Betrag im Jahr (untere Grenze)",
        "Potenzialstufen: stattdessen Betrag im Jahr (obere Grenze)",
    ]


def test_a_row_is_complete_or_empty():
    steps = GROUPS["value", "discount_policy"]
    (volume, rate), *_ = steps.rows
    assert rate.kind == "percent" and rate.label(DE) == "Rabattrichtlinie (Stufe 1, höchster Rabatt), in\u00a0%"
    assert steps.missing({volume.path: 0.0}) == (rate,) and steps.made({}) is None
    assert steps.made({volume.path: 0.0, rate.path: 0.05}) == [{"volume": 0.0, "rate": 0.05}]
    pair = GROUPS["segmentation", "potential_levels"]
    assert pair.made({lever.path: 10.0 * (n + 1) for n, lever in enumerate(pair.rows[0])}) == [10.0, 20.0]


def test_the_service_catalogue_is_chosen_by_element_and_class():
    found = {lever.key: lever for lever in EVERY}
    lever = found["segmentation.service_catalogue.visits.key"]
    assert lever.label(DE).startswith("Zugesagte Leistung (") and lever.label(DE).endswith(", Key Account)")
    assert [lever.choice(c, DE) for c in lever.choices] == ["individuell", "Standard", "keine"]
    assert said(lever.key, "none", EN) == "none" and said("process.self_estimate", None, DE) == DE.unknown()


def test_steps_and_judgements_are_said_part_by_part():
    p = Parameters.model_validate({"name": "x", "value": {"discount_policy": ({"volume": 1000, "rate": 0.05},)}})
    text = said("value.discount_policy", p.value.discount_policy, DE)
    assert text == "ab Listenumsatz im Jahr: 1.000; höchster Rabatt: 5\u00a0%"
