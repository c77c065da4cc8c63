"""Group 3, 22, 36: what an xls sheet says beside its values."""

import struct

import pytest
from old_books import record, xls
from told import HEADERS, both, line

from workbook.intake import marks_xls

TABLE = [HEADERS, line(2), line(3), line(4)]


def row(number, flags):
    """The record of a row, counted as Excel does."""
    return record(0x208, struct.pack("<HHHHHHHH", number - 1, 0, 4, 255, 0, 0, flags, 0))


def columns(first, last, flags):
    """The record of columns, counted from 0."""
    return record(0x7D, struct.pack("<HHHHHH", first, last, 2560, 15, flags, 0))


def test_hidden_rows_are_used_and_counted(folder):
    found = folder.put("u.xls", xls(TABLE, more=row(3, 0x20) + row(4, 0x20))).read()
    assert len(found.tables["transactions"]) == 3
    (told,) = [problem for problem in found.reading.problems if problem.code == "IN-HIDDENROWS"]
    assert (told.level, told.row, told.values["n"]) == ("warn", 3, 2)
    german, english = both(told)
    assert "Ausgeblendete Zeilen zählen mit (Anzahl: 2" in german and "Hidden rows count too" in english


@pytest.mark.parametrize("flags", [0, 0x10, 0x40, 0x100])
def test_rows_in_sight_are_not_called_hidden(folder, flags):
    assert "IN-HIDDENROWS" not in folder.put("u.xls", xls(TABLE, more=row(3, flags))).problems()


def test_hidden_columns_are_read_and_named(folder):
    told = folder.put("u.xls", xls(TABLE, more=columns(3, 255, 1) + columns(0, 1, 0))).problems()["IN-HIDDENCOLS"]
    assert (told.level, told.values["candidates"]) == ("warn", ["D: Menge"])


def test_merged_cells_in_the_data_are_told(folder):
    merged = record(0xE5, struct.pack("<HHHHH", 1, 1, 2, 0, 0))
    told = folder.put("u.xls", xls([HEADERS, line(2), ["", *line(3)[1:]]], more=merged)).problems()
    assert (told["IN-MERGED"].row, told["IN-MERGED"].values["range"]) == (2, "A2:A3")


CODES = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def error(row, column, code):
    """A cell that is an error by itself."""
    return record(0x205, struct.pack("<HHHBB", row - 1, column, 0, code, 1))


def formula(row, column, value):
    """A formula with its stored value, as eight bytes."""
    return record(0x06, struct.pack("<HHH", row - 1, column, 0) + value + struct.pack("<HIH", 0, 0, 0))


@pytest.mark.parametrize(("code", "shown"), CODES.items())
def test_error_cells_are_missing_and_counted(folder, code, shown):
    failed = formula(4, 3, bytes([2, 0, code, 0, 0, 0, 255, 255]))
    rows = [HEADERS, line(2), line(3)[:3], line(4)[:3]]
    client = folder.put("u.xls", xls(rows, more=error(3, 3, code) + failed)).read()
    assert client.tables["transactions"]["quantity"].isna().tolist() == [False, True, True]
    (told,) = [problem for problem in client.reading.problems if problem.code == "NUM-ERROR"]
    assert (told.row, told.column, told.values["n"], told.values["value"]) == (3, "D", 2, shown)
    german, english = both(told)
    assert "Zelle D3" in german and "Excel-Fehler" in german and "cell D3" in english


def test_of_a_formula_with_a_number_nothing_is_claimed(folder):
    client = folder.put("u.xls", xls([HEADERS, line(2)[:3]], more=formula(2, 3, struct.pack("<d", 0.0)))).read()
    assert client.tables["transactions"]["quantity"].tolist() == [0]
    assert "NUM-FORMULA" not in {problem.code for problem in client.reading.problems}


def test_a_truth_value_is_no_error():
    truth = record(0x205, struct.pack("<HHHBB", 1, 3, 0, 1, 0))
    assert marks_xls.read(xls(TABLE, more=truth))[0].errors == {}


def test_the_cells_of_a_drawing_are_none_of_the_sheets():
    chart = record(0x809, struct.pack("<HHHHII", 0x600, 0x20, 0, 0, 0, 0)) + row(3, 0x20) + record(0x0A)
    assert marks_xls.read(xls(TABLE, more=chart + row(4, 0x20)))[0].hidden_rows == {4}


@pytest.mark.parametrize("column, refused", [(3, False), (255, True)])
def test_a_stray_cell_in_the_last_row_is_refused_where_it_would_fill_the_memory(folder, column, refused):
    corner = record(0x203, struct.pack("<HHHd", 65_535, column, 0, 1.0))
    found = folder.put("u.xls", xls(TABLE, more=corner)).problems()
    assert ("IN-TOOBIG" in found) == refused


def test_numbers_side_by_side_count_each():
    several = record(0xBD, struct.pack("<HH", 9, 4) + b"\0" * 18 + struct.pack("<H", 6))
    found = marks_xls.read(xls(TABLE, more=several))[0]
    assert (found.corner, found.filled) == ((10, 6), 19)
