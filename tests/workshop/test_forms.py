"""The panel without a browser: its handlers are called, what it shows is looked at."""

import re

import ipywidgets as widgets
import pytest

from workbook.language import Words
from workbook.settings import read_settings
from workbook.workshop.forms import Panel, every, open_panel
from workshop_client import room_folder, run_of

DE = Words("de", "de_DE", "EUR")


@pytest.fixture
def folder(tmp_path):
    return room_folder(tmp_path / "runde")


def panel_of(folder, chapter="segmentation", moved=lambda run, coded: None):
    return Panel(chapter, folder, run_of(folder, chapter), DE, moved)


def decide(panel, who="Eva", why="Grund"):
    panel.who.control.value, panel.why.control.value = who, why
    return panel.save()


def test_a_slider_moves_shares_classes_and_picture(folder):
    panel = panel_of(folder)
    part, before = panel.part, panel.part.image.value
    assert next(s.description for s in part.weights.sliders.values()) == "Potenzial"
    tables = part.tables.value
    part.weights.sliders["potential"].value = 0
    assert part.weights.beside["potential"].value == "Anteil 0\u00a0%"
    assert part.weights.beside["revenue"].value == "Anteil 50\u00a0%"  # the others have no data
    assert part.weights.beside["requirements"].value == "zählt nicht" and "Anforderungen" in part.weights.note.value
    assert part.tables.value != tables and part.image.value != before
    assert panel.status.value == "Eine Änderung ist nicht gespeichert."


def test_no_points_are_told_beside_the_sliders_and_the_last_result_stays(folder):
    panel = panel_of(folder)
    shown = ""
    for slider in panel.part.weights.sliders.values():
        shown = panel.part.tables.value
        slider.value = 0
    assert panel.part.weights.field.error.value == "Mindestens ein Kriterium braucht Punkte."
    assert panel.part.tables.value == shown


def test_a_wrong_number_stays_beside_its_control_and_marks_the_result_as_stale(folder):
    panel = panel_of(folder, "coverage")
    field = next(f for f in panel.fields if f.lever.key == "coverage.elasticity.1")
    field.field.control.value = "0,9"
    assert "nicht zulässig" in field.field.error.value and panel.stale.value.startswith("Veraltet")
    assert panel.stale.layout.display == "" and panel.session.changes == {}
    field.field.control.value = "0,3"
    assert field.field.error.value == "" and panel.stale.layout.display == "none"


def test_who_and_why_are_asked_for(folder):
    panel = panel_of(folder)
    assert not decide(panel) and panel.status.value == "Es gibt nichts zu speichern."
    panel.part.weights.sliders["revenue"].value = 60
    assert not decide(panel, "", "") and "wer" in panel.who.error.value and "Grund" in panel.why.error.value
    assert decide(panel) and read_settings(folder).segmentation.weights["revenue"] == pytest.approx(60 / 145, abs=1e-4)


def test_saved_undone_and_reset_the_controls_follow(folder):
    panel = panel_of(folder)
    slider = panel.part.weights.sliders["revenue"]
    slider.value = 60
    panel.reset()
    assert slider.value == 15 and not panel.session.changes
    slider.value = 60
    decide(panel)
    assert slider.value == 41
    panel.undo()
    assert slider.value == 15 and "Zurückgenommen: Gewichte der Kriterien" in panel.status.value


def test_a_class_is_set_by_hand_with_reason_and_owner(folder):
    panel = panel_of(folder)
    form = panel.part.override
    form.to.value = "lean"
    assert not form.take() and form.customer.error.value and form.owner.error.value and form.reason.error.value
    form.customer.control.value, form.owner.control.value, form.reason.control.value = "Firma 03 (K03)", "Eva", "Zusage"
    assert form.take() and panel.part.now.table.loc["K03", "class"] == "lean"
    decide(panel)
    (held,) = read_settings(folder).overrides
    assert (held.customer_id, held.to, held.owner, held.reason) == ("K03", "lean", "Eva", "Zusage")
    form.to.value = ""
    assert form.take() and panel.part.now.table.loc["K03", "class"] != "lean"


def test_votes_are_collected_compared_and_adopted(folder):
    panel = panel_of(folder)
    votes, sliders = panel.part.votes, panel.part.weights.sliders
    votes.code.control.value = "Müller"
    assert not votes.take() and "Kürzel" in votes.code.error.value
    for code, points in (("A", 100), ("B", 0)):
        sliders["potential"].value = points
        votes.code.control.value = code
        assert votes.take()
    assert all(word in votes.view.value for word in ("Kendalls", "Key Account: ", "</thead>"))
    assert re.search(r"<th[^>]*>\s*A\b", votes.view.value) and re.search(r"<th[^>]*>\s*B\b", votes.view.value)
    panel.part._adopt()
    tried = panel.session.tried.segmentation
    assert tried.weights["potential"] == pytest.approx((100 / 170) / 2, abs=1e-3)
    decide(panel)
    assert set(read_settings(folder).segmentation.participants) == {"A", "B"}


def test_what_changed_is_said_in_settings_and_sentences(folder):
    panel = panel_of(folder, "coverage")
    field = next(f for f in panel.fields if f.lever.key == "coverage.service_floor_hours")
    field.field.control.value = "3"
    assert "Grundbetreuung: Stunden je Kunde und Jahr" in panel.view.value
    assert "Eine Einstellung ist anders als beim Öffnen" in panel.view.value


def test_names_of_customers_are_escaped(tmp_path):
    folder = room_folder(tmp_path / "r")
    file = folder / "data" / "kunden.csv"
    text = file.read_text("utf-8")
    for number in range(1, 31):
        text = text.replace(f"Firma {number:02d}", f"<img src=x onerror=alert({number})>")
    file.write_text(text, encoding="utf-8")
    panel = panel_of(folder)
    panel.part.weights.sliders["potential"].value = 0
    assert "<img" not in panel.part.tables.value and "&lt;img" in panel.part.tables.value


def test_names_are_hidden_everywhere_at_one_switch(folder):
    moved = []
    panel = panel_of(folder, moved=lambda run, coded: moved.append(coded))
    chosen = panel.part.override.customer.control
    chosen.value = "Firma 03 (K03)"
    panel.presenter.coded.value = True
    assert moved == [True] and "Firma" not in panel.part.tables.value
    assert re.search(r"K-[0-9A-F]{4}", panel.part.tables.value) and "Firma 03" not in chosen.value
    assert not any(re.search(r"Firma|K\d\d", option) for option in chosen.options)
    assert "visibility: hidden" in panel.presenter.style.value
    panel.presenter.coded.value = False
    assert "Firma" in panel.part.tables.value and panel.presenter.style.value == "" and chosen.value == "Firma 03 (K03)"


def test_a_cell_run_again_closes_its_old_widgets(folder):
    run, old = run_of(folder, "segmentation"), None
    for _ in range(3):
        panel = open_panel("segmentation", folder, run, DE, lambda run, coded: None)
        alive = len(widgets.widget._instances)
        assert old in (None, alive)
        old = alive
    assert all(w.comm is not None for w in every(panel.box))
    panel.close()


def test_other_data_are_told_loudly(folder):
    panel = panel_of(folder)
    assert panel.banner.layout.display == "none"
    panel.part.weights.sliders["potential"].value = 60
    decide(panel)
    lines = folder / "data" / "umsatz.csv"
    lines.write_text(lines.read_text("utf-8") + "A99;K01;20.12.2024;100,00\n", encoding="utf-8")
    again = panel_of(folder)
    assert again.banner.layout.display == "" and "geändert: umsatz.csv" in again.banner.value


def test_decisions_on_other_data_are_confirmed_with_name_and_reason(folder):
    panel = panel_of(folder)
    panel.part.weights.sliders["potential"].value = 60
    decide(panel)
    assert panel.buttons["confirm"].layout.display == "none"
    lines = folder / "data" / "umsatz.csv"
    lines.write_text(lines.read_text("utf-8") + "A99;K01;20.12.2024;100,00\n", encoding="utf-8")
    again = panel_of(folder)
    assert again.buttons["confirm"].layout.display == "" and not again.confirm() and again.why.error.value
    again.who.control.value, again.why.control.value = "Eva", "gilt weiter"
    assert again.confirm() and again.banner.layout.display == again.buttons["confirm"].layout.display == "none"


def test_a_decision_of_another_window_is_told_and_shown(folder):
    here, there = panel_of(folder), panel_of(folder)
    there.part.weights.sliders["revenue"].value = 60
    decide(there, "Jo", "dort")
    field = next(f for f in here.fields if f.lever.key == "segmentation.key_score").field
    field.control.value = "55"
    assert here.news.layout.display == "" and here.news.value.startswith("In einem anderen Fenster wurde entschieden: ")
    assert "Gewichte der Kriterien" in here.news.value and here.part.weights.sliders["revenue"].value == 41
    assert here.part.now.table["score"].equals(there.part.live.under(here.session.tried).table["score"])
    there.part.weights.sliders["revenue"].value = 10
    here.part.weights.sliders["revenue"].value = 20
    assert decide(there, "Jo", "wieder dort") and not decide(here)
    assert here.stale.value.startswith("Veraltet") and "inzwischen" in here.stale.value
    assert decide(here) and read_settings(folder).segmentation.key_score == 0.55


def test_a_chapter_without_levers_says_so(folder):
    panel = panel_of(folder, "intake")
    assert any(getattr(w, "value", "") == DE.text("workshop.no_levers") for w in every(panel.box))


def test_every_control_has_a_label(folder):
    for chapter in ("segmentation", "coverage", "process"):
        panel = panel_of(folder, chapter)
        controls = [w for w in every(panel.box) if isinstance(w, widgets.Text | widgets.IntSlider | widgets.Dropdown)]
        assert controls and all(c.description for c in controls)
        panel.close()
