"""Group 3, 22, 36: what an xlsb sheet says beside its values."""

import struct

import pytest
from old_books import part, xlsb, xlsb_row
from told import HEADERS, both, line

from workbook.intake import marks_xlsb

TABLE = [HEADERS, line(2), line(3)]


def cell(column, kind, value):
    """A record of a cell; what stands in it is packed already."""
    return part(kind, struct.pack("<II", column, 0) + value)


def further(number, *cells, hidden=False):
    """One more order line below the table, its amount replaced by these cells."""
    shown = [(0, f"K{number}"), (1, "01.02.2024")]
    texts = b"".join(cell(at, 6, struct.pack("<I", len(text)) + text.encode("utf-16-le")) for at, text in shown)
    return xlsb_row(number - 1, hidden) + texts + b"".join(cells)


FIVE = struct.pack("<d", 5.0)


def test_hidden_rows_are_used_and_counted(folder):
    more = further(4, cell(2, 5, FIVE), hidden=True) + further(5, cell(2, 5, FIVE), hidden=True)
    found = folder.put("u.xlsb", xlsb(TABLE, more=more)).read()
    assert len(found.tables["transactions"]) == 4
    (told,) = [problem for problem in found.reading.problems if problem.code == "IN-HIDDENROWS"]
    assert (told.level, told.row, told.values["n"]) == ("warn", 4, 2)
    german, english = both(told)
    assert "Ausgeblendete Zeilen zählen mit (Anzahl: 2" in german and "Hidden rows count too" in english


def test_hidden_columns_are_read_and_named(folder):
    columns = part(60, struct.pack("<IIIIH", 3, 16_383, 2560, 0, 1)) + part(60, struct.pack("<IIIIH", 0, 0, 9, 0, 2))
    told = folder.put("u.xlsb", xlsb(TABLE, before=columns)).problems()["IN-HIDDENCOLS"]
    assert (told.level, told.values["candidates"]) == ("warn", ["D: Menge"])


def test_merged_cells_in_the_data_are_told(folder):
    merged = part(176, struct.pack("<IIII", 1, 2, 3, 3))
    told = folder.put("u.xlsb", xlsb(TABLE, behind=merged)).problems()["IN-MERGED"]
    assert (told.row, told.values["range"]) == (2, "D2:D3")


@pytest.mark.parametrize(("code", "shown"), [(0x07, "#DIV/0!"), (0x17, "#REF!"), (0x2A, "#N/A"), (0x2B, "#VALUE!")])
@pytest.mark.parametrize("kind", [3, 11])
def test_error_cells_are_missing_and_counted(folder, code, shown, kind):
    more = further(4, cell(2, 5, FIVE), cell(3, kind, bytes([code])))
    client = folder.put("u.xlsb", xlsb(TABLE, more=more)).read()
    assert client.tables["transactions"]["quantity"].isna().tolist() == [False, False, True]
    (told,) = [problem for problem in client.reading.problems if problem.code == "NUM-ERROR"]
    assert (told.row, told.column, told.values["value"]) == (4, "D", shown)
    german, english = both(told)
    assert "Zelle D4" in german and "cell D4" in english


@pytest.mark.parametrize("column, refused", [(0, False), (30, True), (16_383, True)])
def test_a_stray_cell_in_the_last_row_is_refused_where_it_would_fill_the_memory(folder, column, refused):
    more = xlsb_row(1_048_575) + cell(column, 6, struct.pack("<I", 1) + " ".encode("utf-16-le"))
    found = folder.put("u.xlsb", xlsb(TABLE, more=more)).problems()
    assert ("IN-TOOBIG" in found) == refused


def test_blank_cells_with_a_format_do_not_count():
    head = [part(129), xlsb_row(1_048_575), part(1, struct.pack("<II", 16_383, 0)), part(130)]
    assert marks_xlsb.read(head).corner == (0, 0)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_marks_do_not_depend_on_where_the_pieces_are_cut(size):
    text = part(129) + part(60, struct.pack("<IIIIH", 1, 2, 0, 0, 1)) + further(4, cell(3, 3, b"\x07"), hidden=True)
    found = marks_xlsb.read(text[at : at + size] for at in range(0, len(text), size))
    assert found == marks_xlsb.read([text])
    assert (found.hidden_rows, found.hidden_columns, found.errors) == ({4}, {1, 2}, {(4, 3): "#DIV/0!"})


def test_a_record_without_its_end_is_an_error():
    with pytest.raises(ValueError, match="no end"):
        marks_xlsb.read([part(129) + part(176, b"x" * 16)[:-1]])


def test_sheets_are_named_with_their_parts():
    text = struct.pack("<II", 1, 7) + b"".join(
        struct.pack("<I", len(t)) + t.encode("utf-16-le") for t in ("rId3", "Läger")
    )
    assert marks_xlsb.sheets(part(131) + part(156, text) + part(132)) == [("rId3", "Läger")]
