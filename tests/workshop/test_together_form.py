"""Values that hold only together: tried when complete, saved as one, found again."""

import pytest

from workbook import intake
from workbook.language import Words
from workbook.run import Run
from workbook.settings import read_settings
from workbook.workshop.forms import Panel
from workshop_client import room_folder

DE = Words("de", "de_DE", "EUR")


@pytest.fixture
def folder(tmp_path):
    return room_folder(tmp_path / "runde")


def panel_of(folder, chapter):
    run = Run(intake.enough(intake.read(folder, read_settings(folder))))
    return Panel(chapter, folder, run, DE, lambda run, coded: None)


def enter(panel, path, *texts):
    (form,) = [group for group in panel.groups if group.path == path]
    for field, text in zip(form.fields.values(), texts, strict=False):
        field.control.value = text
    return form


def saved(panel, folder):
    panel.who.control.value, panel.why.control.value = "Eva", "Grund"
    assert panel.save()
    return read_settings(folder)


def test_a_judgement_counts_once_it_is_complete(folder):
    panel = panel_of(folder, "coverage")
    path = ("coverage", "judgements", "key")
    form = enter(panel, path, "0,5", "0,7", "1", "1,2", "1,4")
    by = form.fields[(*path, "by")]
    assert not panel.session.changes and "Auch dieser Wert" in by.error.value
    by.control.value = "Vertriebsleitung"
    assert list(panel.session.changes) == [path] and by.error.value == ""
    now = saved(panel, folder)
    assert now.coverage.judgements["key"].index == (0.5, 0.7, 1.0, 1.2, 1.4)
    assert panel.session.decisions.journal()[0]["value"]["by"] == "Vertriebsleitung"
    assert "at_0 0.5" in now.decisions[0].value
    by.control.value = "Vertriebsleitung"
    assert not panel.session.changes


def test_wrong_together_is_told_at_the_control_and_changes_nothing(folder):
    panel = panel_of(folder, "segmentation")
    form = enter(panel, ("segmentation", "potential_levels"), "9.000", "4.000")
    assert form.fields["segmentation", "potential_levels", 1].error.value and not panel.session.changes
    enter(panel, form.path, "4.000", "9.000")
    assert saved(panel, folder).segmentation.potential_levels == (4000, 9000)
    enter(panel, form.path, "", "")
    assert saved(panel, folder).segmentation.potential_levels is None


def test_steps_are_a_list_and_a_catalogue_is_chosen(folder):
    panel = panel_of(folder, "value")
    enter(panel, ("value", "discount_policy"), "0", "5", "10.000", "8")
    now = saved(panel, folder)
    assert [(s.volume, s.rate) for s in now.value.discount_policy] == [(0, 0.05), (10_000, 0.08)]
    assert now.decisions[0].value == "volume 0.0, rate 0.05; volume 10000.0, rate 0.08"
    panel = panel_of(folder, "segmentation")
    (lever,) = [f for f in panel.fields if f.lever.key == "segmentation.service_catalogue.special.smart"]
    lever.field.control.value = "standard"
    assert saved(panel, folder).segmentation.service_catalogue["special"]["smart"] == "standard"
