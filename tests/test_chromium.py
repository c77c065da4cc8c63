"""Where a browser is found."""

from workbook import chromium


def test_the_first_name_on_the_path_counts(monkeypatch):
    monkeypatch.setattr(chromium.shutil, "which", lambda name: f"/bin/{name}" if name == "msedge" else None)
    assert chromium.browser() == "/bin/msedge"


def test_a_usual_place_counts_where_the_path_has_none(monkeypatch, tmp_path):
    place = tmp_path / "chrome.exe"
    monkeypatch.setattr(chromium.shutil, "which", lambda _: None)
    monkeypatch.setattr(chromium, "PLACES", (str(place),))
    assert chromium.browser() is None
    place.touch()
    assert chromium.browser() == str(place)


def test_a_browser_says_its_version_and_one_that_does_not_has_none(tmp_path):
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\necho Chromium 156.0", encoding="utf-8")
    program.chmod(0o755)
    assert chromium.version(str(program)) == "Chromium 156.0"
    assert chromium.version(str(tmp_path / "none")) == "" == chromium.version(None)


def test_where_it_would_open_a_window_the_folder_beside_it_is_looked_at(tmp_path, monkeypatch):
    (tmp_path / "120.0.6099.109").mkdir()
    monkeypatch.setattr(chromium.sys, "platform", "win32")
    assert chromium.version(str(tmp_path / "msedge.exe")) == "120.0.6099.109"
