"""Every one of the 124 things the articles say has its function and its place on the page, or is named as missing."""

import importlib
import re
import tomllib
from pathlib import Path

import pytest

from workbook.chapters import ORDER, chapter
from workbook.cli import parser
from workbook.language import Words
from workbook.parameters import Parameters
from workbook.report.execute import notebook_folder, notebook_of

TESTS = Path(__file__).parents[1]
ARTICLES = {"A0": 20, "A1": 20, "A2": 34, "A3": 32, "A4": 18}
MAP = tomllib.loads((TESTS / "inventory.toml").read_text("utf-8"))
COMING = MAP.pop("coming", {})
KINDS = ("claim ", "figure ", "setting ", "file ", "command ")


def test_every_thing_stands_there_once_and_no_other():
    wanted = {f"{article}-{n:02d}" for article, last in ARTICLES.items() for n in range(1, last + 1)}
    assert len(wanted) == 124
    assert set(MAP) | set(COMING) == wanted and not set(MAP) & set(COMING)
    if COMING:
        print("not built yet:", *(f"{i}: {missing}" for i, missing in COMING.items()), sep="\n  ")


def test_every_entry_says_what_it_is_what_works_it_out_and_where_it_is_shown():
    for name, entry in MAP.items():
        assert set(entry) == {"says", "by", "at"} and entry["says"] and entry["by"] and entry["at"], name


@pytest.mark.parametrize("name", MAP)
def test_what_works_it_out_is_there(name):
    for one in MAP[name]["by"]:
        module, _, made = one.partition(":")
        found = getattr(importlib.import_module(f"workbook.{module}"), made)
        assert callable(found) and found.__doc__, one


def test_every_setting_is_one():
    for name, place in places("setting "):
        part = Parameters(name="Muster")
        for key in place.split("."):
            assert key in type(part).model_fields, (name, place)
            part = getattr(part, key)


@pytest.mark.parametrize("name", ORDER)
def test_a_chapter_that_tests_claims_shows_them(name):
    notebook = notebook_of(name, notebook_folder())
    assert not hasattr(chapter(name), "claims") or "chapter.claims()" in notebook.read_text("utf-8")


@pytest.mark.report
def test_everything_is_shown_on_the_page_of_the_sample_client(reports):
    made = reports["muster", "de"]
    ids = set(re.findall(r'\bid="([^"]+)"', made.html))
    results = made.results
    there = {
        "claim ": {c["id"] for c in results["claims"]},
        "figure ": {*results["figures"], *(gap["id"] for gap in results["not_assessable"])},
        "file ": {p.relative_to(made.folder).as_posix() for p in made.folder.rglob("*")},
        "command ": set(parser(Words("de", "de_DE", "EUR"))._subparsers._group_actions[0].choices),
    }
    assert [(n, a) for n, e in MAP.items() for a in e["at"] if not a.startswith(KINDS) and a not in ids] == []
    for kind, known in there.items():
        assert [(n, a) for n, a in places(kind) if a not in known] == []


def places(kind):
    """The places of one kind, with the thing shown there."""
    return [(n, a.removeprefix(kind)) for n, e in MAP.items() for a in e["at"] if a.startswith(kind)]
