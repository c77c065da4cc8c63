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
