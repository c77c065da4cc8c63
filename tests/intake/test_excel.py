"""Group 4–8, 10, 35, 36: workbooks of every kind, by what they hold."""

import datetime
import io
import struct
import zipfile

import old_books
import openpyxl
import pytest

HEADERS = ["Kundennummer", "Datum", "Nettoumsatz"]
ROWS = [HEADERS, ["K1", "01.02.2024", 12.5], ["Müller", "02.02.2024", -3.0]]
KINDS = {"xls": old_books.xls, "xlsb": old_books.xlsb, "ods": old_books.ods}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", ["xls", "xlsx", "xlsm", "xlsb", "ods", "csv"])
def test_every_workbook_is_read_whatever_its_name(folder, kind, suffix):
    lines = folder.put(f"umsatz.{suffix}", KINDS[kind](ROWS)).read().tables["transactions"]
    assert lines["customer_id"].tolist() == ["K1", "Müller"]
    assert lines["net_revenue"].tolist() == [12.5, -3.0]
    assert lines["date"].dt.day.tolist() == [1, 2]


def test_a_workbook_with_macros_is_read_and_its_macros_are_not(folder, book):
    data = io.BytesIO(book(Umsatz=ROWS))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/vbaProject.bin", old_books.ole("VBA", b"Sub Auto_Open()"))
    assert len(folder.put("umsatz.xlsm", data.getvalue()).read().tables["transactions"]) == 2


def test_true_dates_of_an_ods_file_stay_dates(folder):
    rows = [HEADERS, ["K1", datetime.date(2024, 2, 1), 5.0]]
    assert folder.put("u.ods", old_books.ods(rows)).read().tables["transactions"]["date"].dt.month.tolist() == [2]


def test_an_xls_with_a_password_is_refused(folder):
    assert "IN-ENCRYPTED" in folder.put("umsatz.xls", old_books.xls(ROWS, locked=True)).problems()


@pytest.mark.parametrize(
    "stream, actual", [("WordDocument", "Word"), ("PowerPoint Document", "PowerPoint"), ("EncryptedPackage", "")]
)
def test_another_document_of_office_is_refused_with_its_true_format(folder, stream, actual):
    found = folder.put("umsatz.xlsx", old_books.ole(stream, b"x" * 5000)).problems()
    assert found["IN-FORMAT"].values["actual"] == actual if actual else "IN-ENCRYPTED" in found


@pytest.mark.parametrize("part, actual", [("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint")])
def test_another_zipped_document_is_refused_with_its_true_format(folder, part, actual):
    data = old_books.packed([("[Content_Types].xml", "<Types/>"), (part, "<a/>")])
    assert folder.put("umsatz.xlsx", data).problems()["IN-FORMAT"].values["actual"] == actual


@pytest.mark.parametrize("kind", [*KINDS, "xlsx"])
def test_a_truncated_workbook_is_refused(folder, book, kind):
    data = book(Umsatz=ROWS) if kind == "xlsx" else KINDS[kind](ROWS)
    for share in (0.3, 0.6):  # what lies behind is padding
        found = folder.put(f"umsatz.{kind}", data[: int(len(data) * share)]).problems()
        assert found and set(found) <= {"IN-CORRUPT", "IN-FORMAT", "IN-SHEET", "IN-EMPTY"}, share


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_bytes_are_refused_or_read_and_never_crash(folder, kind):
    data = KINDS[kind](ROWS)
    for position in range(0, len(data), max(7, len(data) // 50)):
        damaged = bytearray(data)
        damaged[position] ^= 0x55
        for problem in folder.put(f"umsatz.{kind}", bytes(damaged)).problems().values():
            assert problem.code.split("-")[0] in {"IN", "HD", "NUM", "DATE", "REQUIRED", "DUP", "BLANK"}


@pytest.mark.parametrize("date1904, day", [(False, "2024-01-01"), (True, "2028-01-02")])
def test_days_are_counted_from_the_epoch_of_the_workbook(folder, date1904, day):
    cells = old_books.row(1, *HEADERS) + old_books.row(2, "K1", 45292, 5) + old_books.row(3, "K1", "45292", 5)
    flag = '<workbookPr date1904="1"/>' if date1904 else "<workbookPr/>"
    lines = folder.put("u.xlsx", old_books.xlsx(f"<sheetData>{cells}</sheetData>", flag)).read().tables["transactions"]
    assert lines["date"].dt.strftime("%Y-%m-%d").tolist() == [day, day]


def test_true_dates_of_a_1904_workbook_are_not_shifted_twice(folder):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    book.active.title = "Umsatz"
    book.active.append(HEADERS)
    book.active.append(["K1", datetime.date(2024, 2, 1), 5])
    book.save(folder.path / "data" / "u.xlsx")
    lines = folder.read().tables["transactions"]
    assert lines["date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-02-01"]


def test_a_stray_blank_in_the_very_last_row_is_trimmed(folder):
    cells = old_books.row(1, *HEADERS) + old_books.row(2, "K1", "01.02.2024", 5) + old_books.row(1048576, " ")
    folder.put("u.xlsx", old_books.xlsx(f"<sheetData>{cells}</sheetData>"))
    assert folder.read().reading.files[0].rows_read == 1


def test_a_stray_cell_in_the_very_last_corner_is_refused_before_it_fills_the_memory(folder):
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    cells = old_books.row(1, *HEADERS) + old_books.row(2, "K1", "01.02.2024", 5) + corner
    assert "IN-TOOBIG" in folder.put("u.xlsx", old_books.xlsx(f"<sheetData>{cells}</sheetData>")).problems()


def test_rows_repeated_a_million_times_in_an_ods_file_are_refused(folder):
    cell = '<table:table-cell office:value-type="float" table:number-columns-repeated="99" office:value="2"/>'
    more = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    assert "IN-TOOBIG" in folder.put("u.ods", old_books.ods(ROWS, more=more)).problems()


def test_blank_rows_repeated_to_the_end_of_an_ods_sheet_are_nothing(folder):
    cell = '<table:table-cell table:number-columns-repeated="1024"/>'
    more = f'<table:table-row table:number-rows-repeated="1048573">{cell}</table:table-row>'
    assert len(folder.put("u.ods", old_books.ods(ROWS, more=more)).read().tables["transactions"]) == 2


def test_a_million_empty_cells_with_a_format_are_nothing(folder):
    styled = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}" s="1"/>' for c in "ABCDEFGHIJ") + "</row>" for n in range(3, 100_003)
    )
    cells = old_books.row(1, *HEADERS) + old_books.row(2, "K1", "01.02.2024", 5) + styled
    client = folder.put("u.xlsx", old_books.xlsx(f"<sheetData>{cells}</sheetData>")).read()
    assert client.reading.files[0].rows_read == 1


def test_an_archive_that_lies_about_its_size_is_refused(folder):
    data = bytearray(old_books.xlsx("<sheetData>" + " " * 30_000_000 + "</sheetData>"))
    at = data.rfind(b"PK\x01\x02")
    assert struct.unpack_from("<I", data, at + 24)[0] > 30_000_000
    struct.pack_into("<I", data, at + 24, 1000)
    assert set(folder.put("u.xlsx", bytes(data)).problems()) & {"IN-CORRUPT", "IN-TOOBIG"}
