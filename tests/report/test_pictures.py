"""The README's pictures: there, small, light and dark, and made of a report."""

import importlib.util
import re
import struct
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHOWN = sorted(set(re.findall(r"docs/([\w-]+\.png)", (ROOT / "README.md").read_text("utf-8"))))


@pytest.fixture(scope="module")
def pictures():
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = importlib.util.spec_from_file_location("pictures", ROOT / "docs/pictures.py")
    module = importlib.util.module_from_spec(found)
    sys.modules["pictures"] = module  # where a dataclass looks its own module up
    found.loader.exec_module(module)
    return module


def size(png):
    """Width and height of a PNG in px."""
    return struct.unpack(">II", png.read_bytes()[16:24])


def test_the_readme_shows_each_picture_light_and_dark_and_no_other_is_kept(pictures):
    assert sorted(f"{p.name}-{scheme}.png" for p in pictures.PICTURES for scheme in ("light", "dark")) == SHOWN
    assert sorted(file.name for file in (ROOT / "docs").glob("*.png")) == SHOWN


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_is_small_and_as_large_by_day_as_by_night(name):
    file = ROOT / "docs" / name
    assert file.stat().st_size < 150_000
    assert size(file) == size(file.with_name(name.replace("dark", "light")))


@pytest.mark.browser
@pytest.mark.report
def test_the_pictures_are_made_of_a_report(pictures, reports, tmp_path):
    if pictures.browser() is None:
        pytest.skip("no Chromium on this machine")
    made = pictures.shoot(reports["muster", "en"].folder / "report.html", tmp_path)
    assert sorted(file.name for file in made) == SHOWN
    assert all(size(file)[0] > 900 and size(file)[1] > 400 for file in made)


def test_a_report_without_what_is_shown_is_refused(pictures):
    class Empty:
        def locator(self, _):
            return self

        def bounding_box(self):
            return None

    with pytest.raises(ValueError, match="#glance"):
        pictures._cut(Empty(), pictures.PICTURES[0])
