"""Group 1–12: containers."""

import io
import os
import time
import zipfile

import openpyxl
import pytest

UMSATZ = "Kundennummer;Datum;Nettoumsatz\nK1;01.02.2024;1.234,50\n"


@pytest.mark.parametrize("content", ["", "\n\n \n", "Kundennummer;Datum;Nettoumsatz\n"])
def test_a_file_without_data_rows_is_refused(folder, content):
    assert folder.put("umsatz.csv", content).problems()["IN-EMPTY"].file == "umsatz.csv"


def test_a_folder_without_files_is_refused(folder):
    assert "IN-NOFILE" in folder.problems()


def test_a_named_file_that_is_not_there_is_refused(folder):
    folder.put("umsatz.csv", UMSATZ)
    assert "IN-MISSING" in folder.problems(tables={"customers": {"file": "kunden.csv"}})


@pytest.mark.parametrize("name", ["../umsatz.csv", "/etc/passwd", "https://example.org/a.csv", "file:///etc/passwd"])
def test_a_path_outside_data_is_refused(folder, name):
    folder.put("umsatz.csv", UMSATZ)
    (folder.path / "umsatz.csv").write_text(UMSATZ)
    assert "IN-PATH" in folder.problems(tables={"transactions": {"file": name}})


def test_a_link_out_of_the_folder_is_refused(folder):
    (folder.path / "secret.csv").write_text(UMSATZ)
    (folder.path / "data" / "umsatz.csv").symlink_to(folder.path / "secret.csv")
    assert "IN-PATH" in folder.problems()


def test_a_pipe_is_refused_and_does_not_hang(folder):
    os.mkfifo(folder.path / "data" / "umsatz.csv")
    assert "IN-PATH" in folder.problems()


def test_what_programs_leave_behind_is_ignored(folder):
    folder.put("umsatz.csv", UMSATZ).put("~$umsatz.xlsx", "x").put(".DS_Store", "x").put("Thumbs.db", "x")
    assert folder.read().reading.unmapped == ()


def test_a_text_file_named_xlsx_is_read_by_its_content(folder):
    assert len(folder.put("umsatz.xlsx", UMSATZ).read().tables["transactions"]) == 1


def test_a_workbook_named_csv_is_read_by_its_content(folder, book):
    rows = [["Kundennummer", "Datum", "Nettoumsatz"], [7.0, "01.02.2024", 12.5]]
    assert folder.put("umsatz.csv", book(Umsatz=rows)).read().tables["transactions"]["customer_id"].tolist() == ["7"]


def test_a_web_page_named_xls_is_refused_with_its_true_format(folder):
    assert folder.put("umsatz.xls", "<html><table></table></html>").problems()["IN-FORMAT"].values["actual"] == "HTML"


def test_an_encrypted_workbook_is_refused(folder):
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert "IN-ENCRYPTED" in folder.put("umsatz.xlsx", data).problems()


def test_a_truncated_workbook_is_refused(folder, book):
    data = book(Umsatz=[["Kundennummer"], ["K1"]])
    assert "IN-CORRUPT" in folder.put("umsatz.xlsx", data[: len(data) // 2]).problems()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(folder):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    begin = time.perf_counter()
    assert "IN-TOOBIG" in folder.put("umsatz.xlsx", target.getvalue()).problems()
    assert time.perf_counter() - begin < 1


def test_a_document_type_in_a_sheet_is_refused(folder):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(
            "xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a/>'
        )
    assert "IN-UNSAFE" in folder.put("umsatz.xlsx", target.getvalue()).problems()


def test_a_hidden_sheet_is_not_used(folder):
    book = openpyxl.Workbook()
    book.active.title = "Umsatz"
    book.active.append(["Kundennummer", "Datum", "Nettoumsatz"])
    book.active.append(["K1", "01.02.2024", 10])
    hidden = book.create_sheet("Kunden")
    hidden.append(["Kundennummer", "Firma"])
    hidden.append(["K9", "Geheim"])
    hidden.sheet_state = "hidden"
    book.save(folder.path / "data" / "daten.xlsx")
    client = folder.read()
    assert set(client.tables) == {"transactions"}
    assert [p.level for p in client.reading.problems if p.code == "IN-HIDDEN"] == ["warn"]


def test_one_stray_blank_in_the_last_row_adds_no_rows(folder):
    book = openpyxl.Workbook()
    book.active.title = "Umsatz"
    book.active.append(["Kundennummer", "Datum", "Nettoumsatz"])
    book.active.append(["K1", "01.02.2024", 10])
    book.active["A20000"] = " "
    book.save(folder.path / "data" / "daten.xlsx")
    assert folder.read().reading.files[0].rows_read == 1


def test_a_formula_without_a_stored_value_rejects_its_row(folder, book):
    rows = [["Kundennummer", "Datum", "Nettoumsatz"], ["K1", "01.02.2024", "=1+1"], ["K1", "02.02.2024", 5]]
    found = folder.put("umsatz.xlsx", book(Umsatz=rows)).problems()["NUM-FORMULA"]
    assert (found.row, found.column) == (2, "C")


def test_the_sheet_with_data_is_found_behind_an_empty_one(folder, book):
    rows = [["Kundennummer", "Datum", "Nettoumsatz"], ["K1", "01.02.2024", 10]]
    client = folder.put("daten.xlsx", book(Leer=[], Umsatz=rows)).read()
    assert client.reading.files[0].sheet == "Umsatz"


def test_a_workbook_with_damaged_bytes_is_refused_and_never_crashes(folder, book):
    data = bytearray(book(Umsatz=[["Kundennummer", "Datum", "Nettoumsatz"], ["K1", "01.02.2024", 10]]))
    for position in range(40, len(data), 97):
        damaged = bytes(data[:position]) + bytes([data[position] ^ 0xFF]) + bytes(data[position + 1 :])
        assert set(folder.put("umsatz.xlsx", damaged).problems()) <= {
            "IN-CORRUPT",
            "IN-FORMAT",
            "IN-UNSAFE",
            "IN-SHEET",
        }
