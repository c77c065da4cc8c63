"""What an assertion may not leave out."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from cut_muster import FEWER, cut_muster
from small_client import small_client
from workbook.caveats import EFFORT
from workbook.chapters import ORDER
from workbook.language import Words
from workbook.need import plain_needs
from workbook.run import Run
from workbook.statement import facts, front, opening, statement
from workbook.texts import family, message

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")
COSTS = """\
Auftragsnummer;Kundennummer;Datum;Nettoumsatz;Wareneinsatz
A1;K1;15.01.2024;5.000,00;1.000,00
A2;K2;15.06.2024;4.000,00;1.000,00
A3;K3;15.12.2024;3.000,00;1.000,00
"""
STAFF = """\
Mitarbeiternummer;Rolle;Jahreskosten;Jahresarbeitszeit
M1;Außendienst;60.000;1.600
"""
HALF = """\
Datum;Art;Kundennummer;Mitarbeiternummer;Stunden
15.01.2024;Besuch;K1;M1;2
15.03.2024;Besuch;K2;M1;3
"""
# Of the last twelve months alone, of shares, or of what is recorded at all; the first two say it in words of their own.
FREE = {
    "intake.account", "value.revenue_at_risk", "intake.information", "process.fields",
    "segmentation.acquisition", "segmentation.first_time", "coverage.skills", "coverage.responsible",
}  # fmt: skip
# What changes with the classes alone: they are in doubt where they are given (segmentation.customers).
BY_CLASS = {
    *(f"coverage.{name}" for name in ("kam_accounts", "priority_bill", "special_late", "wait_hours")),
    *(f"segmentation.{name}" for name in ("approaches_fit", "beyond_revenue", "disguised_revenue", "borderline")),
    *(f"segmentation.{name}" for name in ("depends_on_weights", "quality", "reclassified")),
}


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    return Run(small_client(tmp_path_factory.mktemp("half") / "c", umsatz=COSTS, personal=STAFF, aktivitaeten=HALF))


def test_activities_of_part_of_the_period_are_said_where_their_hours_are_used(half):
    assert half.client.effort_span is not None
    found = {f.id: f for name in ORDER for f in half.chapter(name).findings}
    account = statement(found["intake.account"], GERMAN)
    assert account.confidence == 2 and "zu niedrig" in account.evidence and "nachliefern" in account.recommendation
    capacity = found["value.unused_capacity_cost"]
    assert capacity.confidence == 1 and "nur vom 15.01.2024 bis 15.03.2024" in statement(capacity, GERMAN).evidence
    assert all(f.caveat is None for f in found.values() if f.id not in EFFORT)
    told = facts("value", half.chapter("value"), GERMAN)["findings"]
    assert any("Davor die übrigen Aktivitäten nachliefern" in f["recommendation"] for f in told)


@pytest.mark.parametrize("words", [GERMAN, ENGLISH], ids=["de", "en"])
def test_nobody_is_said_to_earn_money_while_part_of_the_effort_is_unknown(half, words):
    done = half.chapter("value")
    assert words.text("value.answer_margin_part", half=done.module.answer(done.result).numbers["half"])
    assert done.module.answer(done.result).key == "value.answer_margin_part" and opening("value", done, words)
    page = front(half.chapter("summary"), words)
    assert words.text("verdict.effort") in page.verdict[0][1]
    assert words.text("strip.value.loss_makers") not in dict(page.figures)


def test_with_all_activities_nothing_is_in_doubt(tmp_path):
    whole = HALF + "15.12.2024;Besuch;K3;M1;3\n"
    run = Run(small_client(tmp_path / "c", umsatz=COSTS, personal=STAFF, aktivitaeten=whole))
    assert run.client.effort_span is None
    assert all(f.caveat is None for f in run.chapter("value").findings)


def test_every_finding_that_names_activities_as_its_basis_is_looked_at():
    named = {key.removesuffix(".basis") for key in family("") if key.endswith(".basis")}
    effort = re.compile("Aktivitäten|Betreuungskosten|Kundenstunden")
    rests = {name for name in named if effort.search(message(f"{name}.basis", "de"))}
    assert rests <= EFFORT | FREE


@pytest.mark.chapters
def test_no_other_finding_changes_with_a_part_of_the_activities(monkeypatch):
    for name, number in FEWER.items():
        monkeypatch.setattr(name, number)
    whole = cut_muster(30)
    log, year = whole.tables["activities"], pd.Timestamp(whole.period[1]) - pd.DateOffset(years=1)
    later = log[log["date"] > year].reset_index(drop=True)
    part = replace(whole, tables={**whole.tables, "activities": later})
    assert whole.effort_span is None and part.effort_span is not None
    before, after = ({f.id: f for f in Run(c).chapter("process").after.findings} for c in (whole, part))
    changed = {
        n
        for n in before
        if n not in after or vars(before[n]) != vars(replace(after[n], confidence=before[n].confidence, caveat=None))
    }
    assert changed <= EFFORT | FREE | BY_CLASS and len(changed & EFFORT) >= 25


def test_what_needs_all_activities_asks_for_those_of_the_rest(half):
    gap = next(g for g in half.chapter("segmentation").gaps if g.id == "segmentation.contacts")
    assert gap.needs == ("effort",) and plain_needs(gap.needs, GERMAN) == "Aktivitäten für den ganzen Zeitraum"
