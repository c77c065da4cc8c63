"""The distinct cells of a column: every row finds its own again, whatever the types."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from workbook.intake.dialect import rows
from workbook.intake.distinct import distinct
from workbook.intake.header import Block
from workbook.intake.sheet import Sheet

CELLS = st.one_of(st.text(max_size=3), st.integers(-2, 2), st.booleans(), st.sampled_from([0.0, 1.0, 1.5, None]))


@given(st.lists(CELLS, max_size=20))
def test_every_row_finds_its_own_cell_again_with_its_type(cells):
    met = distinct(pd.Series(cells, dtype=object))
    again = [met.cells[code] for code in met.codes]
    assert [(type(cell), cell) for cell in again] == [(type(cell), cell) for cell in cells]
    assert len(met.cells) == len({(type(cell), cell) for cell in cells})
    assert met.texts == all(isinstance(cell, str) for cell in cells)


def test_what_is_said_of_a_cell_is_said_of_every_row():
    met = distinct(pd.Series(["a", "b", "a", ""], dtype=object))
    said = met.told(lambda cell: cell.upper() or None, "str", pd.Index([5, 6, 7, 9]))
    assert said.dropna().to_dict() == {5: "A", 6: "B", 7: "A"}


def test_a_block_looks_once_and_anew_where_rows_went():
    raw = pd.DataFrame({"Name": ["x", "z"], "Ort": ["y", "y"]}, index=[2, 3], dtype=object)
    made = Block(Sheet("a.csv", "", "", [], []), raw, {})
    assert made.distinct("Name") is made.distinct("Name")
    assert made.without([3]).distinct("Name").cells == ["x"]


@given(st.text(alphabet='a;"\r\n', max_size=12))
def test_lines_without_quotes_are_split_as_the_csv_reader_splits_them(text):
    quoted = f'"";{text}' if '"' not in text else ""  # a quote anywhere makes the reader do it
    if quoted:
        (cells, numbers, _), (plain, lines, _) = rows(f"sep=;\n{quoted}", ""), rows(f"sep=;\n;{text}", "")
        assert (plain, lines) == (cells, numbers)
