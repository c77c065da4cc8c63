"""Group 1–12: containers."""

import io
import os
import zipfile

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

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


@pytest.mark.parametrize("name", ["CON.csv" * 60, "a/" * 3000 + "b.csv", "umsatz\x00.csv"])
def test_a_name_no_disk_can_hold_is_refused(folder, name):
    assert {"IN-PATH", "IN-MISSING"} & set(folder.problems(tables={"transactions": {"file": name}}))


def test_links_in_a_circle_are_refused(folder):
    (folder.path / "data" / "umsatz.csv").symlink_to(folder.path / "data" / "umsatz.csv")
    assert "IN-PATH" in folder.problems()


def test_a_link_to_a_device_is_refused_and_does_not_hang(folder):
    (folder.path / "data" / "umsatz.csv").symlink_to("/dev/zero")
    assert "IN-PATH" in folder.problems()


def test_a_pipe_in_place_of_the_database_settings_is_refused_and_does_not_hang(folder):
    os.mkfifo(folder.path / "data" / "database.yaml")
    assert "IN-PATH" in folder.problems()


def test_a_link_within_the_folder_is_followed(folder):
    folder.put("2024-03.csv", UMSATZ)
    (folder.path / "data" / "umsatz.csv").symlink_to("2024-03.csv")
    assert folder.read(tables={"transactions": {"file": "umsatz.csv"}}).reading.files[0].rows_read == 1


def test_a_file_that_changes_while_it_is_read_is_refused(folder, monkeypatch):
    path = folder.put("umsatz.csv", UMSATZ).path / "data" / "umsatz.csv"
    known = os.fstat

    def growing(number):
        found = known(number)
        with path.open("a") as file:
            file.write("K2;01.02.2024;7\n")
        return found

    monkeypatch.setattr(os, "fstat", growing)
    assert "IN-GROWING" in folder.problems()


def test_the_mark_of_an_open_workbook_is_refused_where_it_is_named(folder):
    folder.put("~$umsatz.xlsx", "x" * 165)
    assert "IN-LOCKED" in folder.problems(tables={"transactions": {"file": "~$umsatz.xlsx"}})


@pytest.mark.parametrize("name", ["umsatz.xlsx", "umsatz.csv"])
def test_a_file_not_yet_loaded_from_the_cloud_is_refused_in_its_own_words(folder, name):
    assert "IN-PLACEHOLDER" in folder.put(name, b"\x00" * 4096).problems()


PAGES = [
    "<html><table><tr><td>K1</td></tr></table></html>",
    "\ufeff<HTML>\n<head></head>",
    "<!-- export --><table><tr><td>1</td></tr></table>",
    '<meta http-equiv="Content-Type"><table></table>',
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>',
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_web_pages_named_as_workbooks_are_refused(folder, page, encoding):
    found = folder.put("umsatz.xls", page.encode(encoding)).problems()["IN-FORMAT"]
    assert (found.values["actual"], found.values["suffix"]) == ("HTML", ".xls")


@pytest.mark.parametrize(
    "data, actual",
    [
        (b"%PDF-1.7 x", "PDF"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "XML"),
        (b"7z\xbc\xaf\x27\x1c" + b"1" * 50, "7-Zip"),
        (b"SQLite format 3\x00" + b"1" * 50, "SQLite"),
        (b"{\\rtf1 a}", "RTF"),
        (b'[{"Kundennummer": "K1"}]', "JSON"),
    ],
)
def test_what_is_no_table_is_refused_with_its_true_format(folder, data, actual):
    assert folder.put("umsatz.xlsx", data).problems()["IN-FORMAT"].values["actual"] == actual


def test_what_programs_leave_behind_is_ignored(folder):
    folder.put("umsatz.csv", UMSATZ).put("~$umsatz.xlsx", "x").put(".DS_Store", "x").put("Thumbs.db", "x")
    assert folder.read().reading.unmapped == ()


def test_a_text_file_named_xlsx_is_read_by_its_content(folder):
    assert len(folder.put("umsatz.xlsx", UMSATZ).read().tables["transactions"]) == 1


def test_a_workbook_named_csv_is_read_by_its_content(folder, book):
    rows = [["Kundennummer", "Datum", "Nettoumsatz"], [7.0, "01.02.2024", 12.5]]
    assert folder.put("umsatz.csv", book(Umsatz=rows)).read().tables["transactions"]["customer_id"].tolist() == ["7"]


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
    assert "IN-TOOBIG" in folder.put("umsatz.xlsx", target.getvalue()).problems()


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


REFUSED = {"IN-CORRUPT", "IN-FORMAT", "IN-UNSAFE", "IN-SHEET", "IN-TOOBIG"}


def test_a_workbook_with_a_damaged_byte_is_refused_or_read_as_it_was(folder, book):
    data = book(Umsatz=[["Kundennummer", "Datum", "Nettoumsatz"], ["K1", "01.02.2024", 10]])
    whole = folder.put("umsatz.xlsx", data).read().tables["transactions"]
    # One byte in 97 of all, and every byte of the list of parts' first entry: its flags, sizes, times and places.
    listed = data.index(b"PK\x01\x02")
    for position in sorted({*range(40, len(data), 97), *range(listed, listed + 46)}):
        damaged = data[:position] + bytes([data[position] ^ 0xFF]) + data[position + 1 :]
        folder.put("umsatz.xlsx", damaged)
        told = set(folder.problems())
        assert told <= REFUSED, position
        if not told:
            pd.testing.assert_frame_equal(folder.read().tables["transactions"], whole)


SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def with_texts_apart(part: str = "", old: bytes = b"", new: bytes = b"") -> bytes:
    """A workbook that keeps its texts in a list, as Excel does; bytes of one part replaced, the archive sound."""
    made, changed = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Umsatz")
        for n, row in enumerate((["Kundennummer", "Datum", "Nettoumsatz"], ["K1", "01.02.2024", 10])):
            sheet.write_row(n, 0, row)
    with zipfile.ZipFile(made) as whole, zipfile.ZipFile(changed, "w") as archive:
        for name in whole.namelist():
            content = whole.read(name)
            assert name != part or old in content
            archive.writestr(name, content.replace(old, new) if name == part else content)
    return changed.getvalue()


@pytest.mark.parametrize("place", [b"-1", b"x", b" 3", b"3.0", b"99"])
def test_a_text_that_stands_nowhere_is_told_and_not_replaced_by_another(folder, place):
    folder.put("umsatz.xlsx", with_texts_apart(SHEET, b"<v>3</v>", b"<v>" + place + b"</v>"))
    assert set(folder.problems()) == {"IN-CORRUPT"}


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, b'r="A2" t=', b'r="A2"\0t='),
        (SHEET, b"<v>3</v>", b"<v>3<v>"),
        (SHEET, b'<row r="2"', b"<row r=2"),
        (TEXTS, b"<t>K1</t>", b"<t>K1"),
        (TEXTS, b"<t>K1</t>", b"<t>K1&x;</t>"),
    ],
)
def test_a_sheet_that_is_no_xml_is_refused_in_a_sound_archive_too(folder, part, old, new):
    assert set(folder.put("umsatz.xlsx", with_texts_apart(part, old, new)).problems()) == {"IN-CORRUPT"}


def test_a_document_type_behind_a_long_comment_is_refused(folder):
    long = b"<!--" + b"x" * 70_000 + b'--><!DOCTYPE a [<!ENTITY b "c">]><worksheet'
    assert "IN-UNSAFE" in folder.put("umsatz.xlsx", with_texts_apart(SHEET, b"<worksheet", long)).problems()


def test_a_workbook_that_keeps_its_texts_apart_is_read(folder):
    assert folder.put("umsatz.xlsx", with_texts_apart()).read().tables["transactions"]["customer_id"].tolist() == ["K1"]
