"""Group 3, 22, 36: what a sheet says beside its values."""

import old_books
import pytest
from old_books import row

from workbook.intake import marks

HEADERS = ["Kundennummer", "Datum", "Nettoumsatz"]
HEAD = row(1, *HEADERS)


def line(number, extra=""):
    return row(number, f"K{number}", "01.02.2024", 5, extra=extra)


def put(folder, *rows, before="", behind=""):
    return folder.put("u.xlsx", old_books.xlsx(f"{before}<sheetData>{HEAD}{''.join(rows)}</sheetData>{behind}"))


def test_hidden_rows_are_used_and_counted(folder):
    found = put(folder, line(2), line(3, ' hidden="1"'), line(4, ' ht="15" hidden="true"')).read()
    assert len(found.tables["transactions"]) == 3
    (told,) = [problem for problem in found.reading.problems if problem.code == "IN-HIDDENROWS"]
    assert (told.level, told.row, told.values["n"]) == ("warn", 3, 2)


@pytest.mark.parametrize("extra", [' hidden="0"', ' collapsed="1"', ""])
def test_rows_in_sight_are_not_called_hidden(folder, extra):
    assert "IN-HIDDENROWS" not in put(folder, line(2, extra)).problems()


def test_hidden_rows_outside_the_data_are_not_told(folder):
    assert "IN-HIDDENROWS" not in put(folder, line(2), '<row r="9" hidden="1"/>').problems()


def test_hidden_columns_are_read_and_named(folder):
    told = put(folder, line(2), before='<cols><col min="3" max="16384" hidden="1"/></cols>').problems()["IN-HIDDENCOLS"]
    assert (told.level, told.values["candidates"]) == ("warn", ["C: Nettoumsatz"])


def test_merged_cells_in_the_data_are_told(folder):
    merged = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    told = put(folder, line(2), row(3, "", "02.02.2024", 7), behind=merged).problems()
    assert (told["IN-MERGED"].level, told["IN-MERGED"].row, told["IN-MERGED"].values["range"]) == ("warn", 2, "A2:A3")
    assert told["REQUIRED"].row == 3


def test_a_merged_title_above_the_table_is_not_told(folder):
    title = row(1, "Umsatz 2024") + row(2, *HEADERS) + line(3)
    merged = '<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>'
    data = old_books.xlsx(f"<sheetData>{title}</sheetData>{merged}")
    assert "IN-MERGED" not in folder.put("u.xlsx", data).problems()


FORMULAS = {
    "without value": "<f>A2*2</f>",
    "empty value": "<f>A2*2</f><v></v>",
    "closed value": "<f>A2*2</f><v />",
    "shared": '<f t="shared" si="0"/>',
    "array": '<f t="array" ref="C3:C4">A1:A2</f>',
}


@pytest.mark.parametrize("inside", FORMULAS.values(), ids=FORMULAS)
def test_a_formula_without_a_stored_value_is_rejected_by_its_cell(folder, inside):
    told = put(folder, line(2), row(3, "K3", "01.02.2024", inside)).problems()["NUM-FORMULA"]
    assert (told.row, told.column, told.level) == (3, "C", "reject")


@pytest.mark.parametrize("inside", ["<f>A2*2</f><v>7</v>", '<f t="shared" si="0"/><v>7</v>', "<f>1&lt;2</f><v>7</v>"])
def test_a_formula_with_a_stored_value_is_a_number(folder, inside):
    lines = put(folder, row(2, "K2", "01.02.2024", inside)).read().tables["transactions"]
    assert lines["net_revenue"].tolist() == [7]


def test_a_sheet_of_nothing_but_uncalculated_formulas_is_not_called_empty(folder):
    cells = ["<f>x!A1</f>"] * 3
    told = put(folder, row(2, *cells), row(3, *cells)).problems()
    assert "NUM-FORMULA" in told and "IN-EMPTY" not in told


@pytest.mark.parametrize("shown", ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
def test_error_cells_are_missing_and_counted(folder, shown):
    rows = [row(n, f"K{n}", "01.02.2024", 5, f"<v>{shown}</v>" if n > 2 else 3) for n in (2, 3, 4)]
    data = old_books.xlsx(f"<sheetData>{row(1, *HEADERS, 'Menge')}{''.join(rows)}</sheetData>")
    client = folder.put("u.xlsx", data).read()
    assert client.tables["transactions"]["quantity"].isna().tolist() == [False, True, True]
    (told,) = [problem for problem in client.reading.problems if problem.code == "NUM-ERROR"]
    assert (told.level, told.row, told.column, told.values["n"], told.values["value"]) == ("warn", 3, "D", 2, shown)


@pytest.mark.parametrize("text", ["#NV", "#WERT!", "#BEZUG!", "#DIV/0!", "#ZAHL!", "#NAME?", "#ÜBERLAUF!", "#NULL!"])
def test_german_errors_written_as_text_are_missing_and_counted(folder, text):
    csv = f"Kundennummer;Datum;Nettoumsatz;Menge\nK1;01.02.2024;5;{text}\nK2;01.02.2024;5;3\n"
    client = folder.put("umsatz.csv", csv).read()
    assert client.tables["transactions"]["quantity"].isna().tolist() == [True, False]
    assert [p.row for p in client.reading.problems if p.code == "NUM-ERROR"] == [2]


def test_an_error_in_a_required_column_rejects_its_row(folder):
    told = put(folder, line(2), row(3, "K3", "01.02.2024", "<v>#DIV/0!</v>")).problems()
    assert told["REQUIRED"].row == 3 and told["NUM-ERROR"].row == 3


def test_elements_with_a_prefix_are_understood():
    text = b'<x:worksheet><x:sheetData><x:row r="2" hidden="1"><x:c r="B2"><x:f>1</x:f></x:c></x:row></x:sheetData>'
    found = marks.read([text])
    assert (found.hidden_rows, found.uncalculated) == ({2}, {(2, 1)})


@pytest.mark.parametrize("size", [1, 2, 7, 50])
def test_marks_do_not_depend_on_where_the_pieces_are_cut(size):
    rows = "".join(row(n, "K", "<f>1</f>", extra=' hidden="1"') for n in range(1, 9))
    text = f'<worksheet><sheetData>{rows}</sheetData><mergeCell ref="A2:B3"/></worksheet>'.encode()
    assert marks.read(text[at : at + size] for at in range(0, len(text), size)) == marks.read([text])


def test_the_far_corner_is_found_and_the_near_one_not_looked_for():
    assert marks.read([b'<row r="123456"><c r="AB123456"/></row>']).corner == (123456, 27)
    assert marks.read([b'<row r="12"><c r="C12"/></row>']).corner == (99_999, 25)
