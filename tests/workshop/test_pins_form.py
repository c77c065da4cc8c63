"""Assignments by hand: chosen in a form, answered at once, saved, and kept by the next plan."""

import re

import ipywidgets as widgets
import pytest

from small_client import SETTINGS, small_folder
from workbook.chapters.summary.exhibits import decisions
from workbook.language import Words
from workbook.settings import read_settings
from workbook.workshop.forms import Panel, every
from workbook.workshop.pins_part import edits
from workshop_client import room_folder, run_of

DE = Words("de", "de_DE", "EUR")
EN = Words("en", "en_GB", "EUR")
PLACES = [(48.1, 11.6), (50.1, 8.7), (52.5, 13.4), (53.6, 10.0), (51.2, 6.8), (48.8, 9.2)]


def team_folder(path, persons=6):
    """Twenty-four customers of six field reps, each where its owner is."""
    people = ["Mitarbeiternummer;Rolle;Breitengrad;Längengrad;Vollzeitanteil"]
    people += [f"V{n};Außendienst;{a};{b};1" for n, (a, b) in enumerate(PLACES[:persons], 1)]
    customers = ["Kundennummer;Name;Betreuer;Breitengrad;Längengrad"]
    lines = ["Auftragsnummer;Kundennummer;Datum;Nettoumsatz"]
    for i in range(24):
        a, b = PLACES[i % persons]
        customers.append(f"0{i + 10};Firma {i};V{i % persons + 1};{a + i / 50};{b}")
        lines.append(f"A{i};0{i + 10};15.0{i % 9 + 1}.2024;{i * 100 + 300}")
    tables = {"kunden": customers, "umsatz": lines, "mitarbeiter": people}
    return small_folder(path, SETTINGS, **{name: "\n".join(rows) + "\n" for name, rows in tables.items()})


def panel_of(folder, words=DE, chapter="coverage"):
    return Panel(chapter, folder, run_of(folder, chapter), words, lambda run, coded: None)


@pytest.fixture
def folder(tmp_path):
    return team_folder(tmp_path / "team")


def assign(panel, customer, person, kind="pinned", why="Zusage"):
    form = panel.pins.form
    form.customer.control.value, form.person.control.value = customer, person
    form.kind.value, form.reason.control.value = kind, why
    return form.take()


def row(panel, name):
    """What the totals say before and after, in the row of one name."""
    text = re.sub(r"<style>.*?</style>", "", panel.pins.view.value, flags=re.S)
    found = next(r for r in re.findall(r"<tr.*?</tr>", text, re.S) if name in r)
    return [re.sub(r"<[^>]+>|\s+", " ", cell).strip() for cell in re.findall(r"<td.*?</td>", found, re.S)]


def owner(folder, customer):
    return tuple(run_of(folder).chapter("coverage").after.customers.loc[customer, ["owner_target", "owner_reason"]])


def test_a_pin_is_answered_at_once_saved_and_kept_by_the_next_plan(folder):
    panel = panel_of(folder)
    assert row(panel, "Kunden, die wechseln") == ["0", "0"]
    assert assign(panel, "Firma 0 (010)", "V2 (Außendienst)")
    assert row(panel, "Kunden, die wechseln") == ["0", "1"]
    before, after = row(panel, "Gefahrene Kilometer")
    assert before != after and panel.view.value == ""  # nothing was solved
    plan = panel.pins.plan
    assert edits(plan, panel.session.tried) == {"010": "V2"}
    assert plan.rescore({"010": "V2"}).loc["after", "moved"] == 1
    panel.who.control.value = "Eva"
    assert panel.save()  # the reason was given with the assignment
    held = read_settings(folder)
    assert held.coverage.territory.pinned == {"010": "V2"}
    (told,) = panel.session.decisions.journal()
    assert (told["key"], told["value"], told["who"], told["why"]) == (
        "coverage.territory.pinned.010",
        "V2",
        "Eva",
        "Zusage",
    )
    assert owner(folder, "010") == ("V2", "pinned")
    before, after = row(panel, "Kunden, die wechseln")
    assert panel.pins.plan is not plan and before == after != "0"  # now it is the plan
    panel.undo()
    assert not read_settings(folder).coverage.territory.pinned and not panel.pins.form.now.control.options


def test_a_forbidden_owner_loses_the_customer_to_the_cheapest_other(folder):
    panel = panel_of(folder)
    assert assign(panel, "010", "V1", "forbidden")
    (to,) = edits(panel.pins.plan, panel.session.tried).values()
    costs = panel.pins.plan.problem.cost[0].copy()
    costs[0] = float("inf")
    assert to == f"V{costs.argmin() + 1}" and row(panel, "Kunden, die wechseln") == ["0", "1"]
    assert assign(panel, "010", to, "forbidden")
    assert panel.session.tried.coverage.territory.forbidden == {"010": ("V1", to)}
    panel.who.control.value = "Eva"
    assert panel.save() and owner(folder, "010")[0] not in ("V1", to)
    form = panel.pins.form
    form.now.control.value = ("forbidden", "010", "V1")
    assert form.give_up() and panel.session.tried.coverage.territory.forbidden == {"010": (to,)}
    assert not panel.save() and panel.why.error.value  # to lift one needs a reason, too
    panel.why.control.value = "neu"
    assert panel.save() and read_settings(folder).coverage.territory.forbidden == {"010": (to,)}


def test_who_would_be_left_to_nobody_is_refused_and_the_old_totals_stay(folder):
    panel = panel_of(folder)
    assert assign(panel, "010", "V2")
    shown, changes = panel.pins.view.value, dict(panel.session.changes)
    assert not assign(panel, "010", "V2", "forbidden")
    assert panel.pins.form.person.error.value.startswith("Für diesen Kunden bliebe niemand übrig")
    assert panel.stale.value.startswith("Veraltet") and "stale-view" in panel.pins.view._dom_classes
    assert panel.pins.view.value == shown and panel.session.changes == changes
    assert assign(panel, "011", "V3")
    assert panel.stale.layout.display == "none" and "stale-view" not in panel.pins.view._dom_classes


def test_what_is_missing_is_said_at_its_field(folder):
    form = panel_of(folder).pins.form
    form.customer.control.value, form.person.control.value = "Firma", "V99"
    assert not form.take()
    assert form.customer.error.value and form.person.error.value and form.reason.error.value
    assert form.customer.control.value == "Firma"  # what was typed stays
    assert not form.give_up() and form.remove.disabled


def test_lifted_and_reset_the_list_and_the_totals_follow(folder):
    panel = panel_of(folder, EN)
    opened = panel.pins.view.value
    assign(panel, "010", "V2")
    assign(panel, "011", "V1", "forbidden")
    form = panel.pins.form
    lines = [label for label, _ in form.now.control.options]
    assert lines == ["Firma 0 (010): pinned to V2", "Firma 1 (011): not with V1"]
    assert form.now.control.value == ("pinned", "010", "V2") and form.give_up()
    assert list(panel.session.changes) == [("coverage", "territory", "forbidden", "011")]
    panel.reset()
    assert not form.now.control.options and panel.pins.view.value == opened


def test_names_give_way_to_codes_and_nothing_measured_stands_beside_a_person(folder):
    panel = panel_of(folder)
    assign(panel, "010", "V2")
    panel.presenter.coded.value = True
    form = panel.pins.form
    assert "Firma" not in " ".join(form.customer.control.options) + str(form.now.control.options)
    assert not re.search(r"\bV[1-6]\b", panel.pins.view.value)
    shown = " ".join(form.person.control.options) + str([label for label, _ in form.now.control.options])
    assert (
        not re.search(r"\bV[1-6]\b|\b01\d\b", shown) and len(re.findall(r"P-[0-9A-F]{4} \(Außendienst\)", shown)) == 6
    )


def test_fewer_than_five_persons_get_the_form_and_no_figures(tmp_path):
    panel = panel_of(team_folder(tmp_path / "few", persons=3))
    assert assign(panel, "010", "V2") and panel.pins.view.value == ""
    assert panel.pins.note.value.startswith("Bei weniger als fünf Personen")


def test_the_form_is_there_only_where_there_are_territories(folder, tmp_path):
    assert panel_of(room_folder(tmp_path / "r")).pins is None
    assert panel_of(folder, chapter="process").pins is None


def test_every_control_has_a_label(folder):
    kinds = widgets.Text | widgets.Combobox | widgets.Dropdown | widgets.Select | widgets.Button
    controls = [w for w in every(panel_of(folder).pins.box) if isinstance(w, kinds)]
    assert len(controls) == 7 and all(c.description for c in controls)


def test_the_persons_stand_in_no_table_of_decisions(folder):
    panel = panel_of(folder)
    assign(panel, "010", "V2")
    panel.who.control.value = "Eva"
    panel.save()
    summary = panel.session.run.chapter("summary").result
    assert len(summary.client.parameters.decisions) == 1 and decisions(summary, DE) is None


def test_what_changed_is_named(folder):
    panel = panel_of(folder)
    assign(panel, "010", "V1", "forbidden")
    panel.recalculate()
    assert "Ausgeschlossene Zuordnung (010)" in panel.view.value
