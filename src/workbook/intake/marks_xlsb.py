"""What an xlsb sheet says beside its values: hidden rows and columns, merged cells, errors, its last cell (MS-XLSB).

Every formula of an xlsb file carries a value, calculated or not: which of them never were cannot be known, and nothing is
claimed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

from workbook.intake.gaps import STORED_ERRORS
from workbook.intake.marks import MOST_COLUMNS, Marks

ROW, COLUMNS, MERGED, SHEET = 0, 60, 176, 156
# Cells with a value: numbers, errors, truth values and texts, each plain and as the result of a formula.
CELLS, ERRORS = frozenset(range(2, 12)), frozenset({3, 11})
WANTED = CELLS | {ROW, COLUMNS, MERGED, SHEET}
HIDDEN_ROW, HIDDEN_COLUMNS = 0x10, 0x01


def read(pieces: Iterable[bytes]) -> Marks:
    """From the records of one sheet, piece by piece, to its marks; ValueError or struct.error where they are broken."""
    rows: set[int] = set()
    columns: set[int] = set()
    merged: list[tuple[int, int, int, int]] = []
    errors: dict[tuple[int, int], str] = {}
    row, last, far, filled = 0, 0, 0, 0
    for kind, content in _records(pieces):
        if kind in CELLS:
            column = int.from_bytes(content[:4], "little")
            last, far, filled = row, max(far, column), filled + 1
            if kind in ERRORS:
                errors[row, column] = STORED_ERRORS.get(content[8], "#VALUE!")
        elif kind == ROW:
            row = int.from_bytes(content[:4], "little") + 1
            if content[11] & HIDDEN_ROW:
                rows.add(row)
        elif kind == COLUMNS:
            first, end, _, _, flags = struct.unpack_from("<IIIIH", content)
            if flags & HIDDEN_COLUMNS:
                columns.update(range(first, min(end + 1, MOST_COLUMNS)))
        elif kind == MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", content)
            merged.append((top + 1, left, bottom + 1, right))
    return Marks(frozenset(rows), frozenset(columns), tuple(merged), frozenset(), errors, (last, far), filled)


def sheets(book: bytes) -> list[tuple[str, str]]:
    """From the records of the book to (key of its part, name) of every sheet."""
    found = []
    for kind, content in _records([book]):
        if kind == SHEET:
            key, at = _text(content, 8)
            found.append((key, _text(content, at)[0]))
    return found


def _text(content: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", content, at)
    end = at + 4 + 2 * length
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _records(pieces: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Kind and content of every record that is wanted; what a piece ends with is continued in the next."""
    rest = b""
    for piece in pieces:
        rest += piece
        at, end = 0, len(rest)
        while at < end:
            found = _head(rest, at, end)
            if found is None or found[1] + found[2] > end:
                break
            kind, start, length = found
            at = start + length
            if kind in WANTED:
                yield kind, rest[start:at]
        rest = rest[at:]
    if rest:
        raise ValueError("the last record has no end")


def _head(data: bytes, at: int, end: int) -> tuple[int, int, int] | None:
    """Kind of the record at a place, where its content starts and how long it is; None where the head is cut off."""
    kind = data[at]
    at += 1
    if kind & 0x80:
        if at >= end:
            return None
        kind = kind & 0x7F | (data[at] & 0x7F) << 7
        at += 1
    length = 0
    for shift in (0, 7, 14, 21):
        if at >= end:
            return None
        part = data[at]
        at += 1
        length |= (part & 0x7F) << shift
        if part < 0x80:
            break
    return kind, at, length
