"""The page of a check: one valid file in the look of the report, and the two files beside it."""

import json

import html5lib
import pytest

from small_client import LINES, no_traces, small_folder
from workbook.check import as_json, check
from workbook.cli import main
from workbook.report.check_page import check_page

UNLISTED = LINES + "A13;K9;20.12.2024;500,00;0,00\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return small_folder(tmp_path_factory.mktemp("page") / "klein", umsatz=UNLISTED)


def text_of(html):
    document = html5lib.HTMLParser(strict=True).parse(html)
    return " ".join(" ".join(document.itertext()).split()).replace("\u00a0", " ")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_is_valid_and_complete(folder, language):
    seen = check(folder, language)
    text = text_of(check_page(seen))
    for doubt in seen.doubts:
        assert " ".join(doubt.sentence.split()).replace("\u00a0", " ") in text
    for one in seen.missing:
        assert one.meaning in text and one.need in text
    assert no_traces(text)


def test_the_page_says_how_each_column_was_read_and_what_a_doubt_concerns(folder):
    text = text_of(check_page(check(folder, "de")))
    assert "Zahl mit Dezimalkomma 13 von 13 Werten" in text
    assert "500 € (2,4 %)" in text and "sie betrifft 500 € Umsatz" in text


def test_the_same_check_gives_the_same_page(folder, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert check_page(check(folder)) == check_page(check(folder))


def test_names_are_shown_literally(tmp_path):
    lines = UNLISTED.replace("K9", "<script>alert(1)</script>")
    html = check_page(check(small_folder(tmp_path / "klein", umsatz=lines), "de"))
    assert "<script>alert(1)" not in html and "<script>alert(1)" in text_of(html)


def test_the_command_writes_three_files(folder, tmp_path, capsys):
    out = tmp_path / "new" / "out"
    assert main(["check", str(folder), "-o", str(out), "--json"]) == 0
    assert sorted(f.name for f in out.iterdir()) == ["klein-check.html", "klein-check.json", "klein-letter.txt"]
    written = json.loads((out / "klein-check.json").read_text(encoding="utf-8"))
    assert written == json.loads(capsys.readouterr().out) == json.loads(json.dumps(as_json(check(folder))))
    doubts = {p["code"]: p for p in written["problems"]}
    assert doubts["REF-ORPHAN"]["money"] == 500.0
    assert {d["column"]: (d["agreeing"], d["total"]) for d in written["decisions"]}["net_revenue"] == (13, 13)
