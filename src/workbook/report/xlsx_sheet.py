"""What every sheet of results.xlsx is made of: safe names, number formats, and a way to write many rows quickly."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from workbook import theme
from workbook.exhibit import Brand
from workbook.language import Words

LONGEST_NAME = 31
LONGEST_TEXT = 32_767
AT_ONCE = 10_000  # rows put together at a time
ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


class BodySheet(Worksheet):
    """A sheet whose rows below the head are handed over as ready cells: one array of texts per column, from row `first` on."""

    body: Sequence[pa.Array] = ()
    first: int = 0
    dim_rowmin: int | None
    dim_rowmax: int | None
    dim_colmin: int | None
    dim_colmax: int | None

    def _write_dimension(self) -> None:
        if self.body:
            self.dim_rowmin, self.dim_colmin = self.dim_rowmin or 0, self.dim_colmin or 0
            self.dim_colmax = max(self.dim_colmax or 0, len(self.body) - 1)
            above, self.dim_rowmax = self.dim_rowmax, self.first + len(self.body[0]) - 1
            super()._write_dimension()
            self.dim_rowmax = above
        else:
            super()._write_dimension()

    def _write_rows(self) -> None:
        super()._write_rows()
        if self.body:
            heads = _joined('<row r="', _row_numbers(self.first, len(self.body[0])), '">')
            for start in range(0, len(heads), AT_ONCE):
                lines = _joined(*(part.slice(start, AT_ONCE) for part in (heads, *self.body)), "</row>")
                self.fh.write("".join(lines.to_pylist()))


@dataclass
class Book:
    """The file being made: its formats by what they are, the names of its sheets, how it looks and speaks."""

    file: Workbook
    words: Words
    brand: Brand | None = None
    sheets: list[tuple[str, str]] = field(default_factory=list)
    _formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def format(self, **how: Any) -> Format:
        """A format by its properties, each made once."""
        key = tuple(sorted(how.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format({"font_name": "Arial", "font_size": 10, "valign": "top", **how})
        return self._formats[key]

    def colour(self, name: str) -> str:
        """A colour of the look by its token."""
        return theme.colours(self.brand)["light"][name]

    @property
    def head(self) -> Format:
        """The format of a column's head."""
        return self.head_of()

    def head_of(self, numeric: bool = False) -> Format:
        """The format of a head, above numbers on their side."""
        side = {"align": "right"} if numeric else {}
        return self.format(bold=True, text_wrap=True, bottom=1, bg_color=self.colour("wash"), **side)

    @property
    def title(self) -> Format:
        """The format of a sheet's first line."""
        return self.format(bold=True, font_size=14, font_color=self.colour("key"))

    @property
    def muted(self) -> Format:
        """The format of an explanation."""
        return self.format(font_color=self.colour("muted"))

    def sheet(self, name: str, about: str) -> BodySheet:
        """A new sheet with its name as first line and what it holds as second; both stand in the contents."""
        safe = sheet_name(name, [taken for taken, _ in self.sheets])
        made: BodySheet = self.file.add_worksheet(safe, BodySheet)
        self.sheets.append((safe, about))
        made.hide_gridlines(2)
        made.set_landscape()
        made.set_paper(9)
        made.fit_to_pages(1, 0)
        made.ignore_errors({"number_stored_as_text": "A1:A1048576"})
        made.write_string(0, 0, text(name), self.title)
        made.write_string(1, 0, text(about), self.muted)
        return made


def sheet_name(name: str, taken: Iterable[str]) -> str:
    """The name as a spreadsheet allows it: no signs it forbids, at most 31, unique whatever its case, not empty, not reserved."""
    plain = FORBIDDEN.sub(" ", theme.printable(name)).strip().strip("'") or "-"
    plain = "History -" if plain.casefold() == "history" else plain
    used = {other.casefold() for other in taken}
    found, number = plain[:LONGEST_NAME].rstrip(), 1
    while found.casefold() in used:
        number += 1
        tail = f" ({number})"
        found = plain[: LONGEST_NAME - len(tail)].rstrip() + tail
    return found


def text(value: str) -> str:
    """Text as a cell may hold it: no control characters, not longer than a cell."""
    return str(theme.printable(value))[:LONGEST_TEXT]


def numbers(column: int, first: int, values: Sequence[float] | np.ndarray | pd.Series, form: Format) -> pa.Array:
    """Ready cells with numbers; empty where there is none."""
    place, style = _place(column, form)
    given = np.asarray(values, float)
    shown = pc.cast(
        pa.array(given, mask=~np.isfinite(given)), pa.large_string()
    )  # the shortest text that is this number
    return _joined(
        f'<c r="{place}', _row_numbers(first, len(given)), f'" s="{style}"><v>', shown, "</v></c>"
    ).fill_null("")


def texts(column: int, first: int, values: Iterable[str], form: Format) -> pa.Array:
    """Ready cells with texts, never formulas; empty where there is none."""
    place, style = _place(column, form)
    made: dict[str, str] = {}

    def ready(value: str) -> str:
        if value not in made:
            made[value] = f't="inlineStr" s="{style}"><is><t xml:space="preserve">{_markup(value)}</t></is></c>'
        return made[value]

    cells = [f'<c r="{place}{row}" {ready(value)}' if value else "" for row, value in enumerate(values, first + 1)]
    return pa.array(cells, pa.large_string())


def formulas(column: int, first: int, values: Iterable[float], formula: Callable[[int], str], form: Format) -> pa.Array:
    """Ready cells with a formula by row number and the value it has; empty where the value is none."""
    place, style = _place(column, form)
    cells = [
        f'<c r="{place}{row}" s="{style}"><f>{escape(formula(row))}</f><v>{value!r}</v></c>'
        if math.isfinite(value)
        else ""
        for row, value in enumerate(map(float, values), first + 1)
    ]
    return pa.array(cells, pa.large_string())


def _joined(*parts: str | pa.Array) -> pa.Array:
    """The parts side by side, row by row."""
    return pc.binary_join_element_wise(*(_large(part) for part in parts), _large(""))


def _large(part: str | pa.Array) -> pa.Array | pa.Scalar:
    return pa.scalar(part, pa.large_string()) if isinstance(part, str) else part


def _row_numbers(first: int, count: int) -> pa.Array:
    """What the rows from `first` on (counted from 0) are called."""
    return pc.cast(pa.array(np.arange(first + 1, first + count + 1)), pa.large_string())


def _place(column: int, form: Format) -> tuple[str, int]:
    return xl_col_to_name(column), form._get_xf_index()


def _markup(value: str) -> str:
    """A text as XML; what a spreadsheet would read as a coded sign stays what it is."""
    return ESCAPED.sub(r"_x005F_\1", escape(text(value)))
