"""Rejected rows with their cells, corrected and sent back."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from workbook.parameters import Source
from workbook.report.results import write_rejects

ACCEPT = {"accept_rejects": True, "reason": "Fristsache"}
GERMAN = (
    "Kundennummer;Datum;Nettoumsatz;Menge;row\n"
    "001;31.01.2024;1.234,50;3;a\n002;31.02.2024;1.000;2;b\n003;01.03.2024;viel;1;=c\n004;02.03.2024;10,25;1;d\n"
)
SOLL = 1234.50 + 1000 + 77.7 + 10.25


def rows_of(folder, client):
    """rejects.csv as the run would leave it, as a list of dicts."""
    target = folder.path / "rejects.csv"
    write_rejects(target, client)
    return list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig")), delimiter=";"))


def as_csv(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()


def as_xlsx(rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in [list(rows[0]), *(list(r.values()) for r in rows)]:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_rejects_hold_every_rejected_row_with_its_reason_and_its_cells(folder):
    rows = rows_of(folder, folder.put("umsatz.csv", GERMAN).read(**ACCEPT))
    assert [(r["file"], r["row"], r["code"]) for r in rows] == [
        ("umsatz.csv", "3", "DATE-INVALID"),
        ("umsatz.csv", "4", "NUM-TEXT"),
    ]
    cells = [[r["Kundennummer"], r["Datum"], r["Nettoumsatz"], r["row (data)"]] for r in rows]
    assert cells == [["002", "31.02.2024", "1.000", "b"], ["003", "01.03.2024", "viel", "'=c"]]


@pytest.mark.parametrize(("name", "saved"), [("rejects.csv", as_csv), ("Korrektur.xlsx", as_xlsx)])
def test_corrected_rejects_of_a_german_csv_are_read_and_reconcile(folder, name, saved):
    rows = rows_of(folder, folder.put("umsatz.csv", GERMAN).read(**ACCEPT))
    rows[0]["Datum"], rows[1]["Nettoumsatz"] = "29.02.2024", "77,70"
    client = folder.put(name, saved(rows)).read()
    assert client.reading.money_read == client.reading.money_used == pytest.approx(SOLL)
    assert client.tables["transactions"]["customer_id"].tolist() == ["001", "002", "003", "004"]
    assert [(f.file, f.rows_read, f.rows_used) for f in client.reading.files] == [("umsatz.csv", 4, 4)]
    repaired = {p.code: p for p in client.reading.problems}["CORRECTED-ROW"]
    assert (repaired.file, repaired.count) == (name, 2) and client.reading.unmapped == ()


@pytest.mark.parametrize(("name", "saved"), [("rejects.csv", as_csv), ("rejects.xlsx", as_xlsx)])
def test_corrected_rejects_of_a_workbook_are_read_and_reconcile(folder, book, name, saved):
    lines = [["Kundennummer", "Datum", "Nettoumsatz"], ["001", "31.01.2024", 1234.5], ["002", "31.01.2024", "viel"]]
    tables = {"transactions": Source(file="umsatz.xlsx", sheet="Umsatz")}
    folder.put("umsatz.xlsx", book(Umsatz=lines))
    rows = rows_of(folder, folder.read(**ACCEPT, tables=tables))
    assert [(r["sheet"], r["row"], r["Nettoumsatz"]) for r in rows] == [("Umsatz", "3", "viel")]
    rows[0]["Nettoumsatz"] = "1.234"
    client = folder.put(name, saved(rows)).read(tables=tables)
    assert client.reading.money_used == pytest.approx(1234.5 + 1.234)


def test_a_row_left_out_stays_rejected_and_one_not_corrected_too(folder):
    rows = rows_of(folder, folder.put("umsatz.csv", GERMAN).read(**ACCEPT))
    rows[1]["Nettoumsatz"] = "77,70"
    client = folder.put("rejects.csv", as_csv(rows[1:])).read(**ACCEPT)
    assert [f.rows_rejected for f in client.reading.files] == [1]
    assert folder.put("rejects.csv", as_csv(rows[:1])).problems()["DATE-INVALID"].row == 3


def test_a_correction_whose_row_has_become_another_one_is_refused(folder):
    rows = rows_of(folder, folder.put("umsatz.csv", GERMAN).read(**ACCEPT))
    rows[0]["Datum"] = "29.02.2024"
    head, *lines = GERMAN.splitlines()
    folder.put("umsatz.csv", "\n".join([head, *lines[2:], *lines[:2]])).put("rejects.csv", as_csv(rows[:1]))
    found = folder.problems()["CORRECTION-LOST"]
    assert (found.file, found.row, found.values["line"], found.values["source"]) == (
        "rejects.csv",
        2,
        "3",
        "umsatz.csv",
    )


def test_a_row_with_too_many_fields_keeps_its_cells_and_can_be_corrected(folder):
    ragged = "Kundennummer;Datum;Nettoumsatz\n001;31.01.2024;1,50\n002;01.02.2024;2,50;zuviel\n"
    rows = rows_of(folder, folder.put("umsatz.csv", ragged).read(**ACCEPT))
    assert (rows[0]["code"], rows[0]["Nettoumsatz"], rows[0]["(4)"]) == ("IN-RAGGED", "2,50", "zuviel")
    rows[0].pop("(4)")
    assert folder.put("rejects.csv", as_csv(rows)).read().reading.money_used == 4.0


def test_rows_of_a_lookup_are_corrected_too(folder):
    folder.put("lines.csv", "Auftrag,Wert\nA1,30.00\n")
    folder.put("orders.csv", "Auftrag,Kunde,Tag\nA1,K1,2024-02-30\nA2,K2,2024-02-02\n")
    join = {"file": "orders.csv", "key": "Auftrag", "columns": {"customer_id": "Kunde", "date": "Tag"}}
    source = {"file": "lines.csv", "columns": {"order_id": "Auftrag", "net_revenue": "Wert"}, "joins": (join,)}
    tables = {"transactions": source}
    sent = [{"file": "orders.csv", "sheet": "", "row": 2, "code": "DATE-INVALID", "reason": "", "Auftrag": "A1"}]
    sent[0] |= {"Kunde": "K1", "Tag": "2024-02-29"}
    folder.put("rejects.csv", as_csv(sent))
    assert folder.read(tables=tables).reading.money_used == 30.0
