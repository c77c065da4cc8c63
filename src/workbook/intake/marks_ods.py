"""What the sheets of an ods file say beside their values: hidden and repeated rows and columns, merged cells, errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from workbook.intake.gaps import ERRORS
from workbook.intake.marks import MOST_COLUMNS, MOST_ROWS, Marks

HIDDEN = frozenset({"collapse", "filter"})
CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
# A cell with none of these is one cell with a value or without.
SPECIAL = frozenset(
    {"table:formula", "table:number-columns-repeated", "table:number-columns-spanned", "table:number-rows-spanned"}
)
# An error repeated more often than this fills no sheet a person has made.
MOST_ERRORS = 1_000_000


@dataclass
class _Sheet:
    """Marks of one sheet under construction, and where the next cell stands (row and column from 0)."""

    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    columns: int = 0
    last: int = 0
    far: int = 0
    rows: int = 0
    filled: int = 0
    endless: bool = False

    def values(self, wide: int) -> None:
        """Values stand in so many cells from here on, in all rows this one is repeated for."""
        self.last = self.row + self.rows
        self.far = max(self.far, self.column + wide - 1)
        self.filled += wide * self.rows

    def done(self) -> Marks:
        """The marks; rows hidden below the last value are none of the table's."""
        hidden = (range(first + 1, min(end, self.last) + 1) for first, end in self.hidden_rows)
        return Marks(
            frozenset(row for span in hidden for row in span),
            frozenset(self.hidden_columns),
            tuple(self.merged),
            frozenset(self.uncalculated),
            self.errors,
            (MOST_ROWS, MOST_COLUMNS - 1) if self.endless else (self.last, self.far),
            self.filled,
        )


class _Reader:
    """What the parser meets. Ends and texts are asked for only where they matter: there are millions of them."""

    def __init__(self) -> None:
        self.sheets: dict[str, _Sheet] = {}
        self.sheet = _Sheet()
        self.cell: Mapping[str, str] = {}
        self.text: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.begins

    def begins(self, name: str, has: dict[str, str]) -> None:
        sheet = self.sheet
        if name in CELLS:
            if SPECIAL.isdisjoint(has) and has.get("calcext:value-type") != "error":
                if "office:value-type" in has:
                    sheet.values(1)
                sheet.column += 1
            else:
                self.cell = has
                self.parser.CharacterDataHandler, self.parser.EndElementHandler = self.text.append, self.ends
        elif name == "text:p":
            # What stands in front is the text of a note.
            self.text.clear()
        elif name == "table:table-row":
            sheet.row, sheet.column = sheet.row + sheet.rows, 0
            sheet.rows = _times(has, "table:number-rows-repeated")
            if has.get("table:visibility") in HIDDEN:
                sheet.hidden_rows.append((sheet.row, sheet.row + sheet.rows))
        elif name == "table:table-column":
            end = sheet.columns + _times(has, "table:number-columns-repeated")
            if has.get("table:visibility") in HIDDEN:
                sheet.hidden_columns.update(range(sheet.columns, min(end, MOST_COLUMNS)))
            sheet.columns = end
        elif name == "table:table":
            self.sheet = self.sheets[has.get("table:name", "")] = _Sheet()

    def ends(self, name: str) -> None:
        if name in CELLS:
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
            _cell(self.sheet, self.cell, "".join(self.text).strip())
            self.text.clear()


def _cell(sheet: _Sheet, has: Mapping[str, str], text: str) -> None:
    """One cell, as often as it is repeated to the right and below."""
    left, right = sheet.column, sheet.column + _times(has, "table:number-columns-repeated")
    top, bottom = sheet.row, sheet.row + sheet.rows
    wide, tall = _times(has, "table:number-columns-spanned"), _times(has, "table:number-rows-spanned")
    if wide * tall > 1:
        sheet.merged.append((top + 1, left, top + tall, left + wide - 1))
    formula, wrong = "table:formula" in has, has.get("calcext:value-type") == "error"
    blank = formula and not wrong and "office:value-type" not in has
    if not blank and not wrong and "office:value-type" not in has:
        sheet.column = right
        return
    sheet.values(right - left)
    sheet.column = right
    if not (blank or wrong or (formula and text in ERRORS)):
        return
    if (bottom - top) * (right - left) + len(sheet.errors) + len(sheet.uncalculated) > MOST_ERRORS:
        sheet.endless = True
        return
    cells = ((row + 1, column) for row in range(top, bottom) for column in range(left, right))
    if blank:
        sheet.uncalculated.update(cells)
    else:
        # Errors are written in the language of the program; a word of another language is an error all the same.
        sheet.errors.update(dict.fromkeys(cells, text if text in ERRORS else "#VALUE!"))


def _times(has: Mapping[str, str], name: str) -> int:
    text = has.get(name, "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 10 else 1


def read(pieces: Iterable[bytes]) -> dict[str, Marks]:
    """From the XML of an ods file, piece by piece, to the marks of each sheet by its name; ValueError where it is broken."""
    reader = _Reader()
    try:
        for piece in _ended(pieces):
            reader.parser.Parse(piece, piece == b"")
    except expat.ExpatError as broken:
        raise ValueError("no XML") from broken
    return {name: sheet.done() for name, sheet in reader.sheets.items()}


def _ended(pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield from (piece for piece in pieces if piece)
    yield b""
