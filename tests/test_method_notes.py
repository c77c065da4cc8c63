"""Every method a chapter uses has its note, and the note names those whom the method's own docstring names."""

import re
from pathlib import Path

import pytest

from workbook.chapters import ORDER
from workbook.language import Words
from workbook.method_notes import method_notes, shipped

SOURCE = Path(__file__).parents[1] / "src" / "workbook"
NO_NAMES = {"Science", "Research", "METHOD"}  # a journal's name before its year, and our own description


def imported(path: Path) -> set[str]:
    return set(re.findall(r"from workbook\.methods\.(\w+) import", path.read_text("utf-8")))


def used(chapter: str) -> set[str]:
    """The methods a chapter's modules use, and those these rest on."""
    found = {m for path in (SOURCE / "chapters" / chapter).glob("*.py") for m in imported(path)}
    while more := {m for name in found for m in imported(SOURCE / f"methods/{name}.py")} - found:
        found |= more
    return found


def named(method: str) -> tuple[set[str], set[str], set[str]]:
    """Authors, years and articles in the sources a method's docstrings give."""
    text = (SOURCE / f"methods/{method}.py").read_text("utf-8")
    told = " ".join(
        re.sub(r"\([A-Z]+\)", "", " ".join(re.findall(r'Source: (.*?)(?:"""|\n\s*\n)', text, re.S))).split()
    )
    dated = re.findall(r"((?:[A-ZŠ][\w’-]+(?:, | and ))*[A-ZŠ][\w’-]+) (?:18|19|20)\d\d\b", told)
    first = [c.split(",")[0] for c in told.split("; ") if re.search(r"\d{4}", c) and c[:1].isupper()]
    authors = {a for part in (*dated, *first) for a in re.findall(r"[A-ZŠ][\w’-]{2,}", part)} - NO_NAMES
    return authors, set(re.findall(r"\b(?:18|19|20)\d\d\b", told)), set(re.findall(r"\[\d{3}\]", told))


def of(method: str) -> dict:
    return next(note for note in shipped().values() if method in note["methods"])


def test_every_method_a_chapter_uses_has_one_note_and_every_note_its_methods():
    noted = [m for note in shipped().values() for m in note["methods"]]
    assert len(noted) == len(set(noted))
    assert set(noted) == {m for chapter in ORDER for m in used(chapter)}


@pytest.mark.parametrize("name", list(shipped()))
def test_a_note_stands_under_a_chapter_that_uses_its_methods(name):
    assert set(shipped()[name]["methods"]) & used(name.partition(".")[0])


@pytest.mark.parametrize("method", sorted({m for chapter in ORDER for m in used(chapter)}))
def test_a_note_names_whom_its_method_names(method):
    source = of(method)["source"]
    authors, years, articles = named(method)
    assert {part for part in authors | years | articles if part not in source} == set()


@pytest.mark.parametrize("note", list(shipped().values()), ids=list(shipped()))
def test_a_note_is_short_and_whole_in_both_languages(note):
    assert set(note) == {"methods", "de", "en", "source"}
    assert all(note[lang].endswith(".") and 50 < len(note[lang]) < 330 for lang in ("de", "en"))


def test_a_chapter_has_its_notes_in_its_language():
    german, english = (
        method_notes("value", Words(lang, place, "EUR")) for lang, place in (("de", "de_CH"), ("en", "en_GB"))
    )
    assert len(german) == len(english) > 8 and "Walkurve" in german[1].text and "Whale curve" in english[1].text
    assert len(method_notes("summary", Words("de", "de_DE", "EUR"))) == 2
    assert "ß" not in "".join(note.text for note in german)
