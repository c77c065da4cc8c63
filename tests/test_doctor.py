"""What this machine has."""

import importlib.metadata

import pytest

from workbook import doctor
from workbook.language import Words

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")


def test_a_complete_machine_is_fine():
    assert all(fine for fine, _ in doctor.examine(GERMAN))
    assert {text.split()[0] for _, text in doctor.examine(GERMAN)} >= {"Python", *doctor.NEEDED}


@pytest.mark.parametrize(
    ("words", "said"), [(GERMAN, "papermill ist nicht installiert"), (ENGLISH, "papermill is not installed")]
)
def test_a_missing_package_is_named(monkeypatch, words, said):
    real = importlib.metadata.version

    def version(name):
        if name == "papermill":
            raise importlib.metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    assert (False, said) in doctor.examine(words)


def test_a_folder_that_cannot_be_written_to_is_told(monkeypatch):
    monkeypatch.setattr(doctor.os, "access", lambda *_: False)
    assert (False, ENGLISH.text("doctor.locked")) in doctor.examine(ENGLISH)


def test_a_machine_without_chromium_still_makes_reports(monkeypatch):
    monkeypatch.setattr(doctor, "browser", lambda: None)
    assert (True, GERMAN.text("doctor.no_chromium")) in doctor.examine(GERMAN)
