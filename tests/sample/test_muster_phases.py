"""What chapter 5 finds of what was planted in the invented company, on five seeds, and that it finds nothing without effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from sample_companies import NOTHING, WHOLE, Samples
from workbook.chapters import SoFar
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.evidence import Evidence
from workbook.chapters.process.loop import Loop
from workbook.chapters.process.opinion import Opinion
from workbook.finding import Finding

pytestmark = pytest.mark.report

SEEDS = (20260115, 1, 2, 3, 4)


@dataclass(frozen=True)
class Company:
    """One made company: the truth, the facts of chapter 5, and everything found up to it."""

    truth: Mapping[str, Any]
    result: Result
    after: SoFar

    @property
    def findings(self) -> dict[str, Finding]:
        return {f.id: f for f in self.after.findings}


def companies(samples: Samples, effect: float) -> list[Company]:
    made = [(one.truth, one.run.chapter("process")) for one in (samples(seed, effect) for seed in SEEDS)]
    return [Company(truth, done.result, done.after) for truth, done in made]


@pytest.fixture(scope="module")
def planted(samples) -> list[Company]:
    return companies(samples, 1.0)


@pytest.fixture(scope="module")
def nothing(samples) -> list[Company]:
    return companies(samples, 0.0)


def weakest(one: Company) -> tuple[str, int]:
    """Group of customers and phase that people rate furthest below what it should be."""
    row = one.result.topics.of(Opinion).weakest
    return str(row["class"]), int(row["phase"])


def leak(one: Company) -> int:
    """The phase that loses the largest share of its cases."""
    table = one.result.topics.of(Evidence).evidence.set_index("phase")
    return int(table["conversion"].idxmin())


def weak_in_both(one: Company) -> bool:
    truth = one.truth["weak_phase"]
    return (*weakest(one), leak(one)) == (truth["segment"].lower(), truth["phase"], truth["phase"])


@WHOLE
def test_the_weak_phase_is_found_in_opinion_and_evidence(planted):
    assert [(weakest(one), leak(one)) for one in planted if not weak_in_both(one)] == []
    for one in planted:
        assert one.findings["process.gap"].numbers["phase"].key == "phase.2"
        assert one.findings["process.conversion"].numbers["phase"].key == "phase.2"
        assert one.findings["process.conversion"].numbers["agreement"].key == "process.agrees"


@NOTHING
def test_without_effect_no_phase_is_weak_in_opinion_and_evidence(nothing):
    assert [one.truth["seed"] for one in nothing if weak_in_both(one)] == []


def contradiction(one: Company) -> tuple[int, str] | None:
    """The phase whose evidence contradicts opinion most clearly, and in which direction."""
    found = one.result.topics.of(Loop).contradictions
    return None if found.empty else (int(found.index[0]), str(found["verdict"].iloc[0]))


@WHOLE
def test_the_praised_phase_is_found_to_be_overrated(planted):
    for one in planted:
        truth = one.truth["praised_phase"]
        assert contradiction(one) == (truth["phase"], "overrated"), one.truth["seed"]
        numbers = one.findings["process.contradiction"].numbers
        assert numbers["phase"].key == f"phase.{truth['phase']}"
        assert 1 - numbers["rate"].value == pytest.approx(truth["late_share"], abs=0.001)
        assert numbers["opinion_rank"].value == 1 and numbers["evidence_rank"].value == numbers["n_judged"].value


@NOTHING
def test_without_effect_opinion_and_evidence_do_not_contradict_each_other(nothing):
    assert [(one.truth["seed"], contradiction(one)) for one in nothing if contradiction(one)] == []
    assert all("process.contradiction" not in one.findings for one in nothing)


@WHOLE
def test_every_state_holds_customers_and_the_classes_differ(planted):
    for one in planted:
        figures = {name: figure.value for name, figure in one.after.figures.items()}
        held = [figures[f"process.quadrant_customers.{q}"] for q in ("waste", "fig_leaf", "pyrrhic", "qualified")]
        assert min(held) >= 5, (one.truth["seed"], held)
        of_class = {c: figures.get(f"process.quadrant.{c}") for c in ("key", "core", "smart", "lean")}
        assert len(set(of_class.values()) - {None}) > 1, (one.truth["seed"], of_class)
        assert of_class["key"] == "fig_leaf" and of_class["smart"] == "qualified", (one.truth["seed"], of_class)
