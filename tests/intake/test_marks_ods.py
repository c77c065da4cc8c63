"""Group 3, 22, 36: what an ods sheet says beside its values."""

import pytest
from old_books import ods
from told import HEADERS, both, line

from workbook.intake import marks_ods

TABLE = [HEADERS, line(2), line(3)]


def text(value):
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def number(value, more=""):
    return f'<table:table-cell office:value-type="float" office:value="{value}"{more}/>'


def row(n, *cells, more=""):
    """One more order line below the table: customer and date, then these cells."""
    return f"<table:table-row{more}>{text(f'K{n}')}{text('01.02.2024')}{''.join(cells)}</table:table-row>"


def codes(client):
    return {problem.code: problem for problem in client.reading.problems}


@pytest.mark.parametrize("word", ["collapse", "filter"])
def test_hidden_rows_are_used_and_counted(folder, word):
    hidden = f' table:visibility="{word}"'
    more = row(4, number(5), more=hidden) + row(5, number(5)) + row(6, number(5), more=hidden)
    client = folder.put("u.ods", ods(TABLE, more=more)).read()
    told = codes(client)["IN-HIDDENROWS"]
    assert len(client.tables["transactions"]) == 5
    assert (told.level, told.row, told.values["n"]) == ("warn", 4, 2)
    german, english = both(told)
    assert "Ausgeblendete Zeilen zählen mit (Anzahl: 2" in german and "Hidden rows count too" in english


def test_hidden_rows_below_the_data_are_not_told(folder):
    more = '<table:table-row table:visibility="collapse" table:number-rows-repeated="1048000"/>'
    assert "IN-HIDDENROWS" not in folder.put("u.ods", ods(TABLE, more=more)).problems()


def test_rows_that_are_repeated_count_as_often(folder):
    more = row(4, number(5), more=' table:number-rows-repeated="3"') + row(
        7, number(5), more=' table:visibility="collapse"'
    )
    assert folder.put("u.ods", ods(TABLE, more=more)).problems()["IN-HIDDENROWS"].row == 7


def test_hidden_columns_are_read_and_named(folder):
    before = (
        '<table:table-column table:number-columns-repeated="3"/><table:table-column table:visibility="collapse" '
        'table:number-columns-repeated="16381"/>'
    )
    told = folder.put("u.ods", ods(TABLE, before=before)).problems()["IN-HIDDENCOLS"]
    assert (told.level, told.values["candidates"]) == ("warn", ["D: Menge"])


def test_merged_cells_in_the_data_are_told(folder):
    merged = (
        number(5, ' table:number-columns-spanned="2" table:number-rows-spanned="1"') + "<table:covered-table-cell/>"
    )
    told = folder.put("u.ods", ods(TABLE, more=row(4, merged))).problems()["IN-MERGED"]
    assert (told.row, told.values["range"]) == (4, "C4:D4")


ERRORS = {
    "LibreOffice": (
        'office:value-type="string" office:string-value="" calcext:value-type="error"',
        "#DIV/0!",
        "#DIV/0!",
    ),
    "German": ('office:value-type="string" office:string-value="" calcext:value-type="error"', "#WERT!", "#WERT!"),
    "by number": ('office:value-type="string" office:string-value="" calcext:value-type="error"', "Err:502", "Err:502"),
    "French": ('office:value-type="string" office:string-value="" calcext:value-type="error"', "#VALEUR!", "#VALUE!"),
    "old": ('office:value-type="float" office:value="0"', "#REF!", "#REF!"),
    "Excel": ('office:value-type="string"', "#N/A", "#N/A"),
}


@pytest.mark.parametrize(("attributes", "written", "shown"), ERRORS.values(), ids=ERRORS)
def test_error_cells_are_missing_and_counted(folder, attributes, written, shown):
    wrong = f'<table:table-cell table:formula="of:=1/0" {attributes}><text:p>{written}</text:p></table:table-cell>'
    client = folder.put("u.ods", ods(TABLE, more=row(4, number(5), wrong))).read()
    assert client.tables["transactions"]["quantity"].isna().tolist() == [False, False, True]
    told = codes(client)["NUM-ERROR"]
    assert (told.row, told.column, told.values["value"]) == (4, "D", shown)
    german, english = both(told)
    assert "Zelle D4" in german and "cell D4" in english


def test_a_note_at_an_error_is_not_taken_for_it(folder):
    note = "<office:annotation><text:p>Bitte prüfen</text:p></office:annotation>"
    wrong = '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
    wrong += f'calcext:value-type="error">{note}<text:p>#DIV/0!</text:p></table:table-cell>'
    client = folder.put("u.ods", ods(TABLE, more=row(4, number(5), wrong))).read()
    assert codes(client)["NUM-ERROR"].values["value"] == "#DIV/0!"


def test_a_formula_without_a_stored_value_is_rejected_by_its_cell(folder):
    blank = '<table:table-cell table:formula="of:=1+1"/>'
    told = folder.put("u.ods", ods(TABLE, more=row(4, blank))).problems()["NUM-FORMULA"]
    assert (told.row, told.column, told.level) == (4, "C", "reject")


def test_a_formula_with_a_stored_value_is_a_number(folder):
    client = folder.put("u.ods", ods(TABLE, more=row(4, number(7, ' table:formula="of:=3+4"')))).read()
    assert client.tables["transactions"]["net_revenue"].tolist() == [5, 5, 7]


@pytest.mark.parametrize("column", [30, 16_383])
def test_a_stray_cell_in_the_last_row_is_refused_before_it_fills_the_memory(folder, column):
    more = (
        '<table:table-row table:number-rows-repeated="1048572"><table:table-cell/></table:table-row><table:table-row>'
        f'<table:table-cell table:number-columns-repeated="{column}"/>{number(1)}</table:table-row>'
    )
    found = folder.put("u.ods", ods(TABLE, more=more)).problems()
    assert set(found) == {"IN-TOOBIG"}


def test_errors_repeated_without_end_are_refused(folder):
    wrong = '<table:table-cell calcext:value-type="error" office:value-type="string" office:string-value="" '
    wrong += 'table:number-columns-repeated="30"><text:p>#DIV/0!</text:p></table:table-cell>'
    more = f'<table:table-row table:number-rows-repeated="1000000">{wrong}</table:table-row>'
    assert "IN-TOOBIG" in folder.put("u.ods", ods(TABLE, more=more)).problems()


@pytest.mark.parametrize("size", [1, 7, 50])
def test_marks_do_not_depend_on_where_the_pieces_are_cut(size):
    data = f'<a><table:table table:name="x">{row(1, number(5))}</table:table></a>'.encode()
    assert marks_ods.read(data[at : at + size] for at in range(0, len(data), size)) == marks_ods.read([data])
    assert marks_ods.read([data])["x"].corner == (1, 2)


def test_broken_xml_is_an_error():
    with pytest.raises(ValueError, match="no XML"):
        marks_ods.read([b"<a><b></a>"])
