"""The intake alone, for scripts and for readers."""

import json

import pytest

from small_client import BAD_LINES, CUSTOMERS, REVENUE, SETTINGS, small_folder
from workbook.chapters import ORDER
from workbook.check import as_json, check, unread
from workbook.check_text import as_text
from workbook.language import Words
from workbook.problem import Refused

ACCEPTED = SETTINGS + "intake: {accept_rejects: true, reason: Frist}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return small_folder(tmp_path_factory.mktemp("check") / "klein")


def test_a_script_reads_files_money_and_chapters(folder):
    seen = as_json(check(folder))
    assert seen["client"] == "klein" and seen["period"] == ["2024-01-01", "2024-12-31"]
    assert seen["money"] == {"read": REVENUE, "used": REVENUE, "rejected": 0}
    assert {f["file"]: f["rows_read"] for f in seen["files"]} == {"kunden.csv": 5, "umsatz.csv": 12}
    assert list(seen["chapters"]) == list(ORDER)
    assert "transactions.cost_of_goods" in seen["chapters"]["value"]["missing"]
    json.dumps(seen, allow_nan=False)


def test_what_is_counted_as_assessable_is_what_the_report_counts(folder):
    seen = check(folder)
    counted, report = as_json(seen)["chapters"], seen.run.chapter("summary").result
    for name, row in report.readiness.iterrows():
        assert (counted[name]["figures"], counted[name]["not_assessable"]) == (row["computed"], row["open"]), name
    told = next(f for f in seen.run.chapter("summary").findings if f.id == "summary.not_assessable").numbers
    assert told["n_figures"].value == report.readiness["computed"].sum()
    assert told["n_open"].value == report.readiness["open"].sum()


def test_every_reading_of_a_column_is_told(folder):
    decided = {d["column"]: d["header"] for d in as_json(check(folder))["decisions"]}
    assert decided["net_revenue"] == "Nettoumsatz" and decided["date"] == "Datum"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Klein GmbH, Zeitraum", "12 Zeilen gelesen", "20.100,00", "Was der Bericht sagen kann:", "Was fehlt")),
        ("en", ("Klein GmbH, period", "12 rows read", "20,100.00", "What the report can say:", "What is missing")),
    ],
)
def test_a_reader_gets_it_in_words(folder, language, words):
    told = as_text(check(folder, language)).replace("\u00a0", " ")
    assert all(word in told for word in words), told
    assert "{" not in told


def test_wrong_rows_stop_the_check_with_every_problem(tmp_path):
    seen = check(small_folder(tmp_path / "klein", umsatz=BAD_LINES))
    assert {p.code for p in seen.stopping} == {"DATE-INVALID", "NUM-TEXT"}
    found = as_json(seen)
    assert not found["usable"] and found["chapters"] == {} and found["period"] == ["2024-01-01", "2024-12-31"]
    assert {p["text"].partition(":")[0] for p in found["problems"] if p["stops"]} == {
        "Datei „umsatz.csv“, Zeile 14 (Spalte „Datum“)",
        "Datei „umsatz.csv“, Zeile 15 (Spalte „Nettoumsatz“)",
    }


def test_a_table_that_cannot_be_read_hides_no_other_tables_problems(tmp_path):
    staff = "Personalnummer;Name;Rolle;Wochenstunden\nP1;Anna;Innendienst;viele\n"
    owners = CUSTOMERS.replace("Kundennummer;Name;Branche", "Kundennr;Name;Branche").replace("K5;", "K4;")
    folder = small_folder(tmp_path / "klein", umsatz=BAD_LINES, kunden=owners, mitarbeiter=staff)
    (folder / "data" / "besuche.xlsx").write_bytes(b"PK broken")
    found = {(p.file, p.code) for p in check(folder).stopping}
    assert {("umsatz.csv", "NUM-TEXT"), ("kunden.csv", "ID-DUPLICATE"), ("mitarbeiter.csv", "NUM-TEXT")} <= found
    assert any(file == "besuche.xlsx" for file, _ in found)


def test_what_was_delivered_but_cannot_be_used_yet_is_not_asked_for_again(tmp_path):
    seen = check(small_folder(tmp_path / "klein", kunden=CUSTOMERS.replace("K5;", "K4;")))
    needs = {one.need for one in seen.missing}
    assert "customers" not in needs and "transactions.cost_of_goods" in needs


def test_settings_that_cannot_be_read_leave_the_data_unread(tmp_path):
    folder = small_folder(tmp_path / "klein", "nme: Klein\n")
    with pytest.raises(Refused) as refused:
        check(folder)
    seen = unread(folder, refused.value.problems, Words("de", "de_DE", "EUR"))
    assert not seen.looked and as_json(seen)["client"] == "klein" and seen.period is None
    assert {p["code"] for p in as_json(seen)["problems"]} >= {"CFG-KEY", "CFG-MISSING"}


def test_accepted_wrong_rows_are_counted_and_told(tmp_path):
    seen = check(small_folder(tmp_path / "klein", ACCEPTED, umsatz=BAD_LINES))
    (lines,) = [f for f in as_json(seen)["files"] if f["file"] == "umsatz.csv"]
    assert (lines["rows_read"], lines["rows_used"], lines["rows_rejected"]) == (14, 12, 2)
    assert as_json(seen)["money"] == {"read": REVENUE + 10, "used": REVENUE, "rejected": 10}
    assert {p["code"] for p in as_json(seen)["problems"]} >= {"DATE-INVALID", "NUM-TEXT"}
    assert "31.02.2024" in as_text(seen)
