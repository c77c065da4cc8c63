"""The intake alone, for scripts and for readers."""

import json

import pytest

from small_client import BAD_LINES, REVENUE, SETTINGS, small_folder
from workbook.chapters import ORDER
from workbook.check import as_json, check
from workbook.check_text import as_text
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
    with pytest.raises(Refused) as refused:
        check(small_folder(tmp_path / "klein", umsatz=BAD_LINES))
    assert {p.code for p in refused.value.problems} == {"DATE-INVALID", "NUM-TEXT"}


def test_accepted_wrong_rows_are_counted_and_told(tmp_path):
    seen = check(small_folder(tmp_path / "klein", ACCEPTED, umsatz=BAD_LINES))
    (lines,) = [f for f in as_json(seen)["files"] if f["file"] == "umsatz.csv"]
    assert (lines["rows_read"], lines["rows_used"], lines["rows_rejected"]) == (14, 12, 2)
    assert as_json(seen)["money"] == {"read": REVENUE + 10, "used": REVENUE, "rejected": 10}
    assert {p["code"] for p in as_json(seen)["problems"]} >= {"DATE-INVALID", "NUM-TEXT"}
    assert "31.02.2024" in as_text(seen)
