"""Chapter 6, the action plan: proposed from the findings, settled by the company."""

from datetime import date

import pytest

from workbook.chapters.summary.actions import EFFORT, plan
from workbook.chapters.summary.actions_exhibits import measures, steps
from workbook.finding import Finding, Impact
from workbook.language import Words
from workbook.parameters_actions import Action
from workbook.texts import keys

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")
MONEY = Impact("cash", 1e4, 2e4, 3e4, True)
FOUND = tuple(
    Finding(name, {}, 2, ("[000]",), impact)
    for name, impact in (
        ("value.loss_makers", MONEY),
        ("coverage.overserved", Impact("capacity", 1e4, 2e4, 3e4, True)),
        ("value.kendall_tau", None),
        ("segmentation.borderline", None),
        ("process.on_time_share", None),
    )
)
SETTLED = {
    "process.on_time_share": Action(owner="Leitung Versand", start=date(2026, 2, 1), effort="large", status="started"),
    "value.loss_makers": Action(status="dropped", reason="Vertrag bis 2027"),
    "process.gap": Action(owner="Leitung Innendienst", status="done"),
}


class Result:
    """What the exhibits ask of a result."""

    def __init__(self, most=3, **actions):
        asking = tuple(f for f in FOUND if actions.get(f.id, Action()).status != "dropped")
        self.plan = plan(asking, FOUND, actions, most)


def cells(exhibit):
    return [[cell.text for cell in row] for row in exhibit.table.rows]


def test_a_plan_nobody_touched_proposes_the_weightiest_and_asks_who_when():
    made = Result()
    assert [one.id for one in made.plan] == [f.id for f in FOUND[:3]]
    shown = measures(made, GERMAN)
    assert "3 Maßnahmen; ohne zuständige Person: 3" in shown.message
    assert cells(shown)[0][1:] == [
        "? (entscheidet: Vertriebsleitung)",
        "?",
        "mittel",
        "≈ 20 T€".replace(" ", "\u00a0"),
        "vorgeschlagen",
    ]
    assert [row[4] for row in cells(shown)][1:] == ["≈\u00a020\u00a0T€ Kapazität", "nicht in Geld"]


def test_what_was_settled_stands_there_and_what_was_dropped_comes_last_with_its_reason():
    made = Result(**SETTLED)
    names = ["coverage.overserved", "value.kendall_tau", "segmentation.borderline"]
    assert [one.id for one in made.plan] == [*names, "process.on_time_share", "process.gap", "value.loss_makers"]
    lines = cells(measures(made, GERMAN))
    assert lines[3][1:4] == ["Leitung Versand", "01.02.2026", "groß"] and lines[3][5] == "begonnen"
    assert lines[4][4] == "Der Befund tritt nicht mehr auf" and lines[4][3] == "?"
    assert lines[5][4:] == ["nicht in Geld", "verworfen: Vertrag bis 2027"]
    assert "5 measures; without an owner: 3" in measures(made, ENGLISH).message


def test_every_measure_that_stands_has_three_steps_and_a_steering_figure():
    for words in (GERMAN, ENGLISH):
        lines = cells(steps(Result(**SETTLED), words))
        assert len(lines) == 5 and all(len(row) == 5 and all(row) and len(set(row[1:4])) == 3 for row in lines)
    assert cells(steps(Result(), GERMAN))[0][2].startswith("Auftragskosten senken")


def test_nothing_found_is_no_plan():
    assert plan((), (), {}, 5) == ()
    empty = Result()
    empty.plan = ()
    assert measures(empty, GERMAN) is None and steps(empty, GERMAN) is None


def test_efforts_are_proposed_for_findings_there_are():
    assert [name for name in EFFORT if f"{name}.measure" not in keys()] == []


@pytest.mark.parametrize("client", ["northwind", "muster"])
def test_the_plan_of_a_sample_client_has_three_to_seven_measures_each_whole(client, request):
    made = request.getfixturevalue(client).run.chapter("summary").result
    assert 3 <= len(made.plan) <= 7
    for words in (GERMAN, ENGLISH):
        assert all(all(row) for exhibit in (measures, steps) for row in cells(exhibit(made, words)))
