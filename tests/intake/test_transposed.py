"""Group 27: tables whose headers stand in the first column."""

from __future__ import annotations

import old_books
import pytest
from told import both

from workbook.intake import transposed
from workbook.intake.sheet import Sheet
from workbook.parameters import Lookup, Source

ROWS = [
    ["Kundennummer", "K1", "K2", "K3"],
    ["Datum", "01.02.2024", "02.02.2024", "03.02.2024"],
    ["Nettoumsatz", 5.0, 7.0, 9.0],
    ["Menge", 1, 2, 3],
]
CSV = "Kundennummer;K1;K2\nDatum;01.02.2024;02.02.2024\nNettoumsatz;5,00;7,50\n"


def told(file="u.xlsx", answer=True, **more):
    """The answer client.yaml gives."""
    return {"transactions": Source(file=file, transposed=answer, **more)}


def changed(row, column, value):
    """The rows with another value in one cell, counted from 0."""
    rows = [list(line) for line in ROWS]
    rows[row][column] = value
    return rows


def test_a_transposed_sheet_is_asked_about_with_the_setting_to_write(folder, book):
    found = folder.put("u.xlsx", book(Umsatz=ROWS)).problems()
    assert set(found) == {"HD-TRANSPOSED"}
    asked = found["HD-TRANSPOSED"]
    assert (asked.level, asked.key, asked.sheet) == ("ask", "intake.tables.transactions", "Umsatz")
    german, english = both(asked)
    assert "untereinander in der ersten Spalte (Kundennummer, Datum, Nettoumsatz, Menge)" in german
    assert "unter intake.tables.transactions (file: u.xlsx, transposed: true)" in german
    assert "in the first column (Kundennummer, Datum, Nettoumsatz, Menge)" in english
    assert "under intake.tables.transactions (file: u.xlsx, transposed: true)" in english


def test_a_table_client_yaml_names_is_asked_about_too(folder, book):
    folder.put("u.xlsx", book(Umsatz=ROWS))
    assert set(folder.problems(tables=told(answer=None))) == {"HD-TRANSPOSED"}


def test_it_is_read_where_the_setting_is_given(folder, book):
    client = folder.put("u.xlsx", book(Umsatz=ROWS)).read(tables=told())
    lines = client.tables["transactions"]
    assert lines["customer_id"].tolist() == ["K1", "K2", "K3"]
    assert lines["net_revenue"].tolist() == [5, 7, 9]
    assert lines["date"].dt.day.tolist() == [1, 2, 3]
    assert (client.reading.files[0].rows_read, client.reading.money_used) == (3, 21)


def test_a_text_file_may_be_transposed(folder):
    assert "HD-TRANSPOSED" in folder.put("umsatz.csv", CSV).problems()
    lines = folder.read(tables=told("umsatz.csv")).tables["transactions"]
    assert lines["net_revenue"].tolist() == [5, 7.5]


def test_whoever_says_no_is_not_asked_again(folder, book):
    found = folder.put("u.xlsx", book(Umsatz=ROWS)).problems(tables=told(answer=False))
    assert "HD-TRANSPOSED" not in found and "HD-MISSING" in found


def test_titles_above_and_columns_left_of_the_table_do_not_matter(folder, book):
    rows = [["", "Umsatz 2024", "", "", ""], ["", "", "", "", ""], *(["", *row] for row in changed(2, 2, "viel"))]
    folder.put("u.xlsx", book(Umsatz=rows))
    assert "HD-TRANSPOSED" in folder.problems()
    found = folder.problems(tables=told())["NUM-TEXT"]
    assert (found.row, found.column) == (5, "D")


def test_a_wrong_cell_has_the_address_it_has_in_the_file(folder, book):
    found = folder.put("u.xlsx", book(Umsatz=changed(2, 2, "viel"))).problems(tables=told())["NUM-TEXT"]
    assert (found.row, found.column, found.header) == (3, "C", "Nettoumsatz")
    german, english = both(found)
    assert "Zelle C3 (Zeile „Nettoumsatz“)" in german and "cell C3 (row “Nettoumsatz”)" in english


def test_a_wrong_cell_of_a_text_file_is_named_by_line_and_position(folder):
    folder.put("umsatz.csv", CSV.replace("7,50", "viel"))
    german, english = both(folder.problems(tables=told("umsatz.csv"))["NUM-TEXT"])
    assert "Zelle C3 (Zeile „Nettoumsatz“)" in german and "cell C3 (row “Nettoumsatz”)" in english


def test_a_missing_value_has_its_address(folder, book):
    found = folder.put("u.xlsx", book(Umsatz=changed(0, 3, ""))).problems(tables=told())["REQUIRED"]
    assert (found.row, found.column) == (1, "D")


def test_a_row_without_header_has_its_address(folder, book):
    found = folder.put("u.xlsx", book(Umsatz=changed(3, 0, ""))).problems(tables=told())["HD-EMPTY"]
    assert (found.row, found.column, found.header) == (4, "", "(4)")


def test_an_uncalculated_formula_has_its_address(folder):
    sheet = "".join(old_books.row(n, *line) for n, line in enumerate(changed(2, 1, "<f>A1</f>"), 1))
    data = old_books.xlsx(f"<sheetData>{sheet}</sheetData>")
    found = folder.put("u.xlsx", data).problems(tables=told())["NUM-FORMULA"]
    assert (found.row, found.column) == (3, "B")


def test_what_is_hidden_is_told_as_it_lies_in_the_file(folder):
    lines = [old_books.row(n, *line, extra=' hidden="1"' if n == 4 else "") for n, line in enumerate(ROWS, 1)]
    columns = '<cols><col min="3" max="3" hidden="1"/></cols>'
    merged = '<mergeCells count="1"><mergeCell ref="B4:C4"/></mergeCells>'
    folder.put("u.xlsx", old_books.xlsx(f"{columns}<sheetData>{''.join(lines)}</sheetData>{merged}"))
    found = folder.problems(tables=told())
    assert (found["IN-HIDDENROWS"].row, found["IN-HIDDENROWS"].values["n"]) == (4, 1)
    assert found["IN-HIDDENCOLS"].values["candidates"] == ["C: K2"]
    assert (found["IN-MERGED"].row, found["IN-MERGED"].values["range"]) == (4, "B4:C4")


def test_a_rejected_record_is_named_by_its_column_and_can_be_sent_back(folder, book):
    folder.put("u.xlsx", book(Umsatz=changed(2, 2, "viel")))
    client = folder.read(tables=told(), accept_rejects=True, reason="Probe")
    assert client.reading.rejects["row"].tolist() == ["C"]
    sent = client.reading.rejects.assign(Nettoumsatz="8,00").to_csv(sep=";", index=False)
    client = folder.put("rejects.csv", sent).read(tables=told())
    assert client.tables["transactions"]["net_revenue"].tolist() == [5, 8, 9]
    assert "CORRECTED-ROW" in {problem.code for problem in client.reading.problems}


def test_a_lookup_may_be_transposed(folder, book):
    lines = [["Kundennummer", "Artikel", "Datum", "Nettoumsatz"], ["K1", "A2", "01.02.2024", 5.0]]
    folder.put("u.xlsx", book(Umsatz=lines)).put(
        "a.xlsx", book(Artikel=[["Nr", "A1", "A2"], ["Gruppe", "Rohr", "Pumpe"]])
    )
    lookup = Lookup(file="a.xlsx", transposed=True, key="Artikel", match="Nr", columns={"category": "Gruppe"})
    client = folder.read(tables={"transactions": Source(file="u.xlsx", joins=(lookup,))})
    assert client.tables["transactions"]["category"].tolist() == ["Pumpe"]


def test_a_list_that_explains_the_fields_of_a_table_is_not_asked_about(folder, book):
    fields = [
        ["Kundennummer", "Nummer des Kunden, höchstens 10 Zeichen"],
        ["Datum", "Tag des Auftrags"],
        ["Nettoumsatz", "in Euro"],
    ]
    assert "HD-TRANSPOSED" not in folder.put("u.xlsx", book(Umsatz=fields)).problems()


def test_a_table_another_sheet_gives_is_not_asked_about(folder, book):
    lines = [["Kundennummer", "Datum", "Nettoumsatz"], ["K1", "01.02.2024", 5.0]]
    client = folder.put("u.xlsx", book(Umsatz=lines, Beispiel=ROWS)).read()
    assert client.reading.money_used == 5 and client.reading.unmapped == ("u.xlsx: Beispiel",)


@pytest.mark.parametrize(
    "rows",
    [
        [["Kundennummer", "Datum", "Nettoumsatz"], ["K1", "01.02.2024", 5.0]],
        [["Kundennummer"], ["Datum"], ["Nettoumsatz"]],
        [["", ""], ["", ""]],
    ],
)
def test_other_tables_are_not_taken_for_transposed_ones(rows):
    sheet = Sheet("u.xlsx", "Umsatz", "", rows, list(range(1, len(rows) + 1)))
    assert transposed.table_of(sheet, None) is None


def test_turning_keeps_step_with_rows_the_file_does_not_count():
    sheet = transposed.turned(Sheet("u.csv", "", "", [["a", "b"], ["c"]], [1, 3], left=1))
    assert (sheet.cells, sheet.numbers, sheet.left) == ([["a", "", "c"], ["b", "", ""]], [2, 3], 0)
