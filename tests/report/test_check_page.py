"""The page of a check: one valid file in the look of the report, and the two files beside it."""

import json

import html5lib
import pytest

from small_client import BAD_LINES, LINES, SETTINGS, no_traces, small_folder
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


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_client_that_cannot_be_used_gets_a_page_with_every_remedy(tmp_path, language):
    seen = check(small_folder(tmp_path / "klein", umsatz=BAD_LINES), language)
    text = text_of(check_page(seen))
    for one in seen.obstacles:
        assert " ".join(one.sentence.split()).replace("\u00a0", " ") in text
    assert "10 € (< 0,1 %)" in text or "€10 (< 0.1%)" in text or "€10 (<0.1%)" in text
    assert ("2 Stellen verhindern den Bericht" in text) == (language == "de")
    assert "transactions.customer_id" in text and "check-chapters" not in check_page(seen) and no_traces(text)


def test_the_record_has_no_period_while_none_is_known(tmp_path):
    folder = small_folder(tmp_path / "klein", SETTINGS.replace("period", "# period"), umsatz="")
    (folder / "data" / "umsatz.xlsx").write_bytes(b"PK broken")
    seen = check(folder, "de")
    assert seen.period is None and as_json(seen)["period"] is None and '"period": null' in check_page(seen)
    assert "9999" not in text_of(check_page(seen))


def test_an_earlier_letter_goes_where_there_is_nothing_to_ask(tmp_path):
    folder, out = small_folder(tmp_path / "klein"), tmp_path / "out"
    assert main(["check", str(folder), "-o", str(out)]) == 0 and (out / "klein-letter.txt").is_file()
    (folder / "client.yaml").write_text("nme: Klein\n", encoding="utf-8")
    assert main(["check", str(folder), "-o", str(out)]) == 1 and not (out / "klein-letter.txt").exists()
