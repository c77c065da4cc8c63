"""Presenting: what is hidden, and the report of today's state."""

import subprocess
from types import SimpleNamespace

import pytest

from workbook.language import Words
from workbook.workshop import presenter
from workbook.workshop.presenter import ExportFailed, Presenter, export

DE = Words("de", "de_DE", "EUR")


def session_of(folder):
    return SimpleNamespace(words=DE, folder=folder, changes={}, names=lambda coded: None)


def ran(folder, status, said=""):
    def run(command, **kw):
        assert command[1:4] == ["-m", "workbook", "report"] and "JPY_PARENT_PID" not in kw["env"]
        page = folder / "reports" / "runde" / "report.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text("x", encoding="utf-8")
        return subprocess.CompletedProcess(command, status, "", said)

    return run


def test_the_report_is_made_by_a_process_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("JPY_PARENT_PID", "1")
    monkeypatch.setattr(presenter.subprocess, "run", ran(tmp_path, 0))
    assert export(tmp_path) == tmp_path / "reports" / "runde" / "report.html"
    monkeypatch.setattr(presenter.subprocess, "run", ran(tmp_path, 1, "eins\nclient.yaml: falsch\n"))
    with pytest.raises(ExportFailed, match=r"client\.yaml: falsch"):
        export(tmp_path)


def test_where_the_report_lies_is_told_with_a_link(tmp_path, monkeypatch):
    monkeypatch.setattr(presenter.subprocess, "run", ran(tmp_path, 0))
    shown = Presenter(session_of(tmp_path), lambda coded: None)
    shown.deliver()
    assert str(tmp_path) in shown.note.value and 'href="/files/reports/runde/report.html"' in shown.place.value
    monkeypatch.setattr(presenter.subprocess, "run", ran(tmp_path, 1, "kaputt"))
    shown.deliver()
    assert shown.note.value.endswith("kaputt") and not shown.export.disabled


def test_what_is_not_saved_is_not_exported(tmp_path):
    session = session_of(tmp_path)
    session.changes = {("segmentation", "key_score"): 0.5}
    shown = Presenter(session, lambda coded: None)
    shown.deliver()
    assert shown.note.value.startswith("Erst speichern")


def test_code_is_hidden_and_type_large_at_a_switch(tmp_path):
    shown = Presenter(session_of(tmp_path), lambda coded: None)
    shown.large.value = True
    assert "jp-Cell-inputWrapper" in shown.style.value and "visibility" not in shown.style.value
    shown.large.value = False
    assert shown.style.value == ""
