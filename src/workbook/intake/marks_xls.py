"""What an xls sheet says beside its values: hidden rows and columns, merged cells, errors (Microsoft, MS-XLS).

Every formula of an xls file carries a value, calculated or not: which of them never were cannot be known, and nothing is
claimed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from workbook.intake import ole
from workbook.intake.gaps import STORED_ERRORS
from workbook.intake.marks import Marks

BEGIN, END, SHEET = 0x809, 0x0A, 0x85
ROW, COLUMNS, FORMULA, ERROR, MERGED = 0x208, 0x7D, 0x06, 0x205, 0xE5
# Cells with a value, each for itself: results, errors and truth values, numbers long and short, texts in three ways.
CELLS = frozenset({FORMULA, ERROR, 0x203, 0x27E, 0x204, 0xD6, 0xFD})
SEVERAL = 0xBD  # short numbers side by side
WANTED = CELLS | {SHEET, ROW, COLUMNS, MERGED, SEVERAL}
HIDDEN_ROW, HIDDEN_COLUMNS = 0x20, 0x01
MOST_COLUMNS = 256


def read(data: bytes) -> list[Marks]:
    """From an xls file to the marks of its sheets in their order; ValueError or struct.error where it is broken."""
    book = ole.stream(data, ("Workbook", "Book"))
    starts = [struct.unpack_from("<I", content)[0] for kind, content in _records(book, 0) if kind == SHEET]
    return [_sheet(book, start) for start in starts]


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the book; those of drawings within it have cells of their own, which are none of its."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        depth += (kind == BEGIN) - (kind == END)
        if depth <= 0:
            return
        if depth == 1 and kind in WANTED:
            yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet(book: bytes, start: int) -> Marks:
    rows: set[int] = set()
    columns: set[int] = set()
    merged: list[tuple[int, int, int, int]] = []
    errors: dict[tuple[int, int], str] = {}
    last, far, filled = 0, 0, 0
    for kind, content in _records(book, start):
        if kind in CELLS or kind == SEVERAL:
            row, column = struct.unpack_from("<HH", content)
            wide = (len(content) - 6) // 6 if kind == SEVERAL else 1
            last, far, filled = max(last, row + 1), max(far, column + wide - 1), filled + wide
        if kind == FORMULA:
            # The value ends in FFFF where it is no number; a 2 says that it is an error.
            if content[12:14] == b"\xff\xff" and content[6] == 2:
                _error(content, content[8], errors)
        elif kind == ERROR:
            if content[7]:
                _error(content, content[6], errors)
        elif kind == ROW:
            if content[12] & HIDDEN_ROW:
                rows.add(struct.unpack_from("<H", content)[0] + 1)
        elif kind == COLUMNS:
            first, last, _, _, flags = struct.unpack_from("<HHHHH", content)
            if flags & HIDDEN_COLUMNS:
                columns.update(range(first, min(last + 1, MOST_COLUMNS)))
        elif kind == MERGED:
            for at in range(2, len(content) - 7, 8):
                top, bottom, left, right = struct.unpack_from("<HHHH", content, at)
                merged.append((top + 1, left, bottom + 1, right))
    return Marks(frozenset(rows), frozenset(columns), tuple(merged), frozenset(), errors, (last, far), filled)


def _error(content: bytes, code: int, errors: dict[tuple[int, int], str]) -> None:
    row, column = struct.unpack_from("<HH", content)
    errors[row + 1, column] = STORED_ERRORS.get(code, "#VALUE!")
