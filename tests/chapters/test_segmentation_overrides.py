"""Overrides and decisions of the workshop are found again on the page, with reason and author."""

import pytest

from workbook import intake
from workbook.chapters.segmentation.overrides_exhibits import overrides
from workbook.chapters.summary.exhibits import decisions
from workbook.language import Words
from workbook.run import Run
from workbook.settings import read_settings
from workbook.workshop.decisions import Decisions
from workshop_client import room_folder

DE = Words("de", "de_DE", "EUR")
HAND = {"to": "lean", "reason": "Zusage", "owner": "Eva Muster", "expires": "2027-01-31"}


@pytest.fixture
def folder(tmp_path):
    return room_folder(tmp_path / "runde")


def run_of(folder):
    return Run(intake.enough(intake.read(folder, read_settings(folder))))


def test_a_class_by_hand_stands_beside_the_rule_with_reason_and_owner(folder):
    assert overrides(run_of(folder).chapter("segmentation").result, DE) is None
    Decisions(folder).save({("overrides", "K03"): HAND}, "Eva", "Zusage")
    shown = overrides(run_of(folder).chapter("segmentation").result, DE)
    assert next(c.text for c in shown.table.rows[0]) == "Firma 03"
    assert {"Basiskunde", "Zusage", "Eva Muster", "31.01.2027"} <= {c.text for c in shown.table.rows[0]}
    assert shown.message == "Eine Klasse ist von Hand festgelegt"


def test_an_override_that_has_run_out_is_not_shown(folder):
    Decisions(folder).save({("overrides", "K03"): {**HAND, "expires": "2020-01-31"}}, "Eva", "Zusage")
    assert overrides(run_of(folder).chapter("segmentation").result, DE) is None


def test_decisions_stand_in_the_summary_with_who_when_and_why(folder):
    assert decisions(run_of(folder).chapter("summary").result, DE) is None
    taken = {("segmentation", "key_score"): 0.55, ("segmentation", "weights"): {"potential": 0.5, "revenue": 0.5}}
    Decisions(folder).save(taken, "Eva Muster", "Die Runde ist sich einig")
    shown = decisions(run_of(folder).chapter("summary").result, DE)
    first, second = ([c.text for c in row] for row in shown.table.rows)
    assert first[:3] == ["Key Account ab einer Punktzahl von", "55", "Eva Muster"]
    assert second[1] == "Potenzial: 50\u00a0%; Umsatz: 50\u00a0%" and second[4] == "Die Runde ist sich einig"
