"""Names, texts and cells of a sheet."""

import openpyxl
import pytest
from xlsxwriter import Workbook

from workbook.language import Words
from workbook.report.xlsx_sheet import Book, formulas, numbers, sheet_name, text, texts


@pytest.mark.parametrize(
    ("name", "taken", "safe"),
    [
        ("Kunden", [], "Kunden"),
        ("a[b]:c*d?e/f\\g", [], "a b  c d e f g"),
        ("'quoted'", [], "quoted"),
        ("", [], "-"),
        ("\x07", [], "-"),
        ("history", [], "History -"),
        ("Betreuungsverhältnis und Gebiete im Land", [], "Betreuungsverhältnis und Gebiet"),
        ("KUNDEN", ["Kunden", "Kunden (2)"], "KUNDEN (3)"),
        ("x" * 40, ["x" * 31], "x" * 27 + " (2)"),
    ],
)
def test_a_sheets_name_is_one_a_spreadsheet_allows(name, taken, safe):
    assert sheet_name(name, taken) == safe and len(safe) <= 31


def test_a_text_has_no_control_characters_and_fits_a_cell():
    assert text("a\x00b\x07c") == "abc" and len(text("x" * 40_000)) == 32_767


def test_ready_cells_come_back_as_they_are_and_no_text_is_a_formula(tmp_path):
    file = Workbook(str(tmp_path / "x.xlsx"))
    book = Book(file, Words("de", "de_DE", "EUR"))
    sheet = book.sheet("Blatt", "Worum es geht")
    plain = book.format()
    told = ["=1+1", "<b>&", "_x0041_ as it is", "", " eng "]
    given = [1.5, float("nan"), -2e-7, 12345678.9, 0.1 + 0.2]
    sheet.first = 3
    sheet.body = [
        texts(0, 3, told, plain),
        numbers(1, 3, given, plain),
        formulas(2, 3, given, lambda r: f"B{r}*1", plain),
    ]
    file.close()
    read = openpyxl.load_workbook(tmp_path / "x.xlsx")["Blatt"]
    assert read.dimensions == "A1:C8" and read["A2"].value == "Worum es geht"
    assert [c.value for c in read["A"][3:]] == ["=1+1", "<b>&", "_x005F_x0041_ as it is", None, " eng "]
    assert {c.data_type for c in read["A"][3:]} == {"s", "n"} and read["A7"].value is None
    assert [c.value for c in read["B"][3:]] == [1.5, None, -2e-7, 12345678.9, 0.1 + 0.2]
    assert [c.value for c in read["C"][3:]][:3] == ["=B4*1", None, "=B6*1"]
    said = openpyxl.load_workbook(tmp_path / "x.xlsx", data_only=True)["Blatt"]
    assert [c.value for c in said["C"][3:]] == [1.5, None, -2e-7, 12345678.9, 0.1 + 0.2]
