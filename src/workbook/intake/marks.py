"""What an xlsx sheet says beside its values: hidden rows and columns, merged cells, errors, uncalculated formulas.

The XML is searched while it is unpacked piece by piece: a parser that told every cell would take longer than reading the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

LONGEST_ROW = 32 * 2**20
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
REFERENCE = re.compile(rb'\sr="([A-Z]{1,3})(\d{1,7})"')
NUMBER = re.compile(rb'\sr="(\d{1,7})"')
HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
# A text is told by its place in the list of texts; of anything else a reader makes the first text of all.
NO_PLACE = re.compile(rb"""\st=["']s["'][^>]*>\s*<(?:\w+:)?v>(?!\d+<|</)""")
STORED = re.compile(rb"<(?:\w+:)?v>([^<]{1,40})</")
# Only far cells are looked at one by one: those near the corner cannot make a sheet too large.
FAR_COLUMN = re.compile(rb' r="([A-Z]{2,3})\d')
FAR_ROW = re.compile(rb' r="[A-Z]{0,3}(\d{6,7})"')


@dataclass(frozen=True)
class Marks:
    """Positions in one sheet: rows as Excel counts them, columns from 0, merged ranges as (top, left, bottom, right).

    `uncalculated` are cells (row, column) whose formula has no stored value, `errors` those that show an error,
    `corner` is the last row and column any cell stands in or may stand in, `filled` how many cells hold something, where known.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    uncalculated: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    corner: tuple[int, int] = (0, 0)
    filled: int | None = None


@dataclass
class _Found:
    """Marks under construction, and the patterns for the prefix this sheet's elements carry."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    far_columns: set[bytes] = field(default_factory=set)
    far_rows: set[bytes] = field(default_factory=set)


def position(letters: bytes | str) -> int:
    """The position of an Excel column: A is 0, AA is 26."""
    found = 0
    for sign in letters if isinstance(letters, bytes) else letters.encode():
        found = found * 26 + sign - 64
    return found - 1


def read(pieces: Iterable[bytes]) -> Marks:
    """From the XML of one sheet, piece by piece, to its marks."""
    found = _Found()
    prefix = b""
    for number, part in enumerate(_whole_rows(pieces)):
        if number == 0:
            named = re.search(rb"<(\w+:)?worksheet\b", part)
            prefix = (named.group(1) or b"") if named else b""
        _search(part, prefix, found)
    return Marks(
        frozenset(found.hidden_rows),
        frozenset(found.hidden_columns),
        tuple(found.merged),
        frozenset(found.uncalculated),
        found.errors,
        # 99 999 rows and 26 columns are within every limit: nearer cells are not told apart.
        (max(map(int, found.far_rows), default=99_999), max(map(position, found.far_columns), default=25)),
    )


def _whole_rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes cut behind ends of rows, so that no cell is cut in two."""
    rest = b""
    for piece in pieces:
        rest += piece
        end = rest.rfind(b"row>") + 4
        if end > 4:
            yield rest[:end]
            rest = rest[end:]
        elif len(rest) > LONGEST_ROW:
            yield rest
            rest = b""
    yield rest


def _search(part: bytes, prefix: bytes, found: _Found) -> None:
    if NO_PLACE.search(part):
        raise ValueError("a text without a place")
    # Each of these asks first whether the part holds the word at all: most parts hold none of them.
    if b"hidden=" in part:
        _hidden(part, prefix, found)
    if b"mergeCell " in part:
        for first in re.finditer(rb'mergeCell [^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"', part):
            left, top, right, bottom = first.groups()
            found.merged.append((int(top), position(left), int(bottom), position(right)))
    if b"<" + prefix + b"f" in part:
        _uncalculated(part, prefix, found)
    if b't="e"' in part:
        _errors(part, prefix, found)
    found.far_columns.update(FAR_COLUMN.findall(part))
    found.far_rows.update(FAR_ROW.findall(part))


def _hidden(part: bytes, prefix: bytes, found: _Found) -> None:
    for tag in re.findall(rb"<" + prefix + rb"row\s[^>]*>", part):
        number = NUMBER.search(tag) if HIDDEN.search(tag) else None
        if number:
            found.hidden_rows.add(int(number.group(1)))
    for tag in re.findall(rb"<" + prefix + rb"col\s[^>]*>", part):
        first, last = re.search(rb'\smin="(\d{1,5})"', tag), re.search(rb'\smax="(\d{1,5})"', tag)
        if first and last and HIDDEN.search(tag):
            end = min(int(last.group(1)), MOST_COLUMNS)
            found.hidden_columns.update(range(int(first.group(1)) - 1, end))


def _uncalculated(part: bytes, prefix: bytes, found: _Found) -> None:
    none = rb"\s*(?:<p>v\s*/>|<p>v></p>v>)?\s*</p>c>".replace(b"<p>", b"<" + prefix).replace(b"</p>", b"</" + prefix)
    for pattern in (rb"</" + prefix + rb"f>" + none, rb"<" + prefix + rb"f(?:\s[^>]*)?/>" + none):
        for hit in re.finditer(pattern, part):
            cell, tag = _cell_before(part, prefix, hit.start())
            # A text formula may rightly give an empty text.
            if cell and b't="str"' not in tag:
                found.uncalculated.add(cell)


def _errors(part: bytes, prefix: bytes, found: _Found) -> None:
    for hit in re.finditer(rb't="e"', part):
        cell, tag = _cell_before(part, prefix, hit.end())
        shown = STORED.search(part, hit.end(), hit.end() + 10_000)
        if cell and shown and b't="e"' in tag:
            found.errors[cell] = shown.group(1).decode("utf-8", "replace")


def _cell_before(part: bytes, prefix: bytes, end: int) -> tuple[tuple[int, int] | None, bytes]:
    """Where the cell stands whose tag begins last before `end`, and that tag."""
    start = part.rfind(b"<" + prefix + b"c ", 0, end)
    tag = part[start : part.find(b">", start)] if start >= 0 else b""
    named = REFERENCE.search(tag)
    return ((int(named.group(2)), position(named.group(1))) if named else None), tag
