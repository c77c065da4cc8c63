"""Whole clients with wrong data, as the command line meets them: clear messages, and the old report stays."""

import io
import json
import shutil

import openpyxl
import pytest

from sample_reports import SAMPLES
from small_client import LINES, SETTINGS, no_traces, small_folder
from workbook.cli import main

ENGLISH = SETTINGS.replace("language: de", "language: en")
TWICE = "Kundennummer;Name\nK1;A\nK2;B\nK3;C\nK4;D\nK5;Esche eG\nK5;Anders GmbH\n"
TEXT = LINES.replace("2.000,00", "zweitausend")


def workbook_of(path, **sheets):
    """An xlsx file with these sheets in the client's data folder."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(target)
    path.write_bytes(target.getvalue())


# What is wrong: how the folder is spoiled, and what both languages must say (place first, then the matter).


def misspelt_key(folder):
    with (folder / "client.yaml").open("a", encoding="utf-8") as file:
        file.write("segmentation:\n  weigths: {potential: 1.0}\n")


def missing_file(folder):
    with (folder / "client.yaml").open("a", encoding="utf-8") as file:
        file.write("intake: {tables: {staff: {file: personal.csv}}}\n")


def missing_column(folder):
    (folder / "data" / "umsatz.csv").write_text(LINES.replace(";Nettoumsatz;", ";Bemerkung;"), encoding="utf-8")


def empty_sheet(folder):
    (folder / "data" / "umsatz.csv").unlink()
    workbook_of(folder / "data" / "Daten.xlsx", Aufträge=[["Kundennummer", "Datum", "Nettoumsatz"]])


def text_in_numbers(folder):
    (folder / "data" / "umsatz.csv").write_text(TEXT, encoding="utf-8")


def text_in_a_workbook(folder):
    (folder / "data" / "umsatz.csv").unlink()
    rows = [["Kundennummer", "Datum", "Nettoumsatz"], *([f"K{n}", f"0{n}.03.2024", 100.5 * n] for n in range(1, 9))]
    rows[3][2] = "viel"
    workbook_of(folder / "data" / "Daten.xlsx", Aufträge=rows)


def customer_twice(folder):
    (folder / "data" / "kunden.csv").write_text(TWICE, encoding="utf-8")


CASES = [
    (misspelt_key, ["client.yaml", "6", "segmentation.weigths", "weights"]),
    (missing_file, ["personal.csv", "client.yaml"]),
    (missing_column, ["umsatz.csv", "net_revenue", "client.yaml"]),
    (empty_sheet, ["Daten.xlsx", "Aufträge"]),
    (text_in_numbers, ["umsatz.csv", "6", "Nettoumsatz", "zweitausend"]),
    (text_in_a_workbook, ["Daten.xlsx", "Aufträge", "C4", "Nettoumsatz", "viel"]),
    (customer_twice, ["kunden.csv", "7", "K5", "intake.duplicates"]),
]
WORDS = {
    "de": {"Bitte", "abgelehnt", "Entscheidung nötig"},
    "en": {"lease", "rejected", "decision needed"},
}


@pytest.mark.parametrize("settings", [SETTINGS, ENGLISH], ids=["de", "en"])
@pytest.mark.parametrize(("spoil", "named"), CASES, ids=[c[0].__name__ for c in CASES])
def test_wrong_data_are_named_and_the_old_report_stays(tmp_path, capsys, spoil, named, settings):
    folder, old = small_folder(tmp_path / "klein", settings), tmp_path / "out" / "klein"
    old.mkdir(parents=True)
    (old / "manifest.json").write_text("yesterday", encoding="utf-8")
    spoil(folder)
    assert main(["report", str(folder), "-o", str(tmp_path / "out")]) == 1
    out, err = capsys.readouterr()
    assert out == "" and no_traces(err)
    assert [n for n in named if n not in err] == [], err
    mine, other = (WORDS["de"], WORDS["en"]) if settings is SETTINGS else (WORDS["en"], WORDS["de"])
    assert any(w in err for w in mine) and not any(w in err for w in other), err
    assert [p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*")] == [
        "klein",
        "klein/manifest.json",
    ]
    assert (old / "manifest.json").read_text("utf-8") == "yesterday"


def test_no_setting_file_and_no_data_are_told_alike(tmp_path, capsys):
    folder = small_folder(tmp_path / "klein", kunden="", umsatz="")
    assert main(["report", str(folder), "-o", str(tmp_path / "out")]) == 1
    assert "keine Datei" in capsys.readouterr().err
    (folder / "client.yaml").unlink()
    assert main(["report", str(folder), "-o", str(tmp_path / "out")]) == 1
    assert "client.yaml" in capsys.readouterr().err


def test_many_problems_are_told_at_once(tmp_path, capsys):
    folder = small_folder(tmp_path / "klein", umsatz=TEXT, kunden=TWICE)
    assert main(["report", str(folder), "-o", str(tmp_path / "out")]) == 1
    err = capsys.readouterr().err
    assert "zweitausend" in err and "K5" in err and len(err.strip().splitlines()) == 3


@pytest.mark.report
@pytest.mark.parametrize(
    ("spoil", "rejected"),
    [(text_in_numbers, ["zweitausend"]), (customer_twice, ["Anders GmbH"])],
    ids=["text", "twice"],
)
def test_accepted_rejects_make_a_draft_that_lists_them(tmp_path, capsys, spoil, rejected):
    more = "intake:\n  accept_rejects: true\n  reason: Fristsache\n"
    folder, out = small_folder(tmp_path / "klein", SETTINGS + more), tmp_path / "out"
    spoil(folder)
    assert main(["report", str(folder), "-o", str(out)]) == 0, capsys.readouterr().err
    html = (out / "klein" / "report.html").read_text("utf-8")
    assert "Entwurf" in html and "Fristsache" in html
    rejects = (out / "klein" / "rejects.csv").read_text("utf-8-sig")
    assert [r for r in rejected if r not in rejects] == []
    figures = json.loads((out / "klein" / "results.json").read_text("utf-8"))["figures"]
    assert figures["intake.rows_rejected"]["value"] == len(rejects.strip().splitlines()) - 1 > 0


@pytest.mark.report
def test_a_real_clients_old_report_stays_byte_for_byte(tmp_path, reports, capsys):
    out, client = tmp_path / "out", tmp_path / "northwind"
    shutil.copytree(reports["northwind", "de"].folder, out / "northwind")
    shutil.copytree(SAMPLES / "northwind", client)
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    (client / "data" / "orders.csv").unlink()
    assert main(["report", str(client), "-o", str(out)]) == 1
    assert "orders.csv" in capsys.readouterr().err
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before
