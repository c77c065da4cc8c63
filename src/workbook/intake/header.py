"""Which row is the header, and which data rows stand below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from workbook import schema
from workbook.intake import layout
from workbook.intake.container import Sheet
from workbook.intake.distinct import Distinct, distinct
from workbook.intake.notes import Reason, letter
from workbook.problem import Problem

SEARCHED = 30
REMARK = re.compile(r"\s|:|^\*")


@dataclass(frozen=True)
class Block:
    """A sheet as a table of raw cells: columns are the client's headers, the index is the physical row.

    `letters` are the Excel letters of the headers, `twice` the headers given to several columns, `bad` the rows that
    cannot be used and why, `ignored` the rows that are no data, `doubts` what is odd about its shape.
    """

    sheet: Sheet
    raw: pd.DataFrame
    letters: Mapping[str, str]
    twice: tuple[str, ...] = ()
    bad: Mapping[int, Reason] = field(default_factory=dict)
    ignored: int = 0
    doubts: tuple[Problem, ...] = ()
    _met: dict[str, Distinct] = field(default_factory=dict, init=False, repr=False, compare=False)

    def distinct(self, header: str) -> Distinct:
        """The distinct cells of a column, looked for once."""
        if header not in self._met:
            self._met[header] = distinct(self.raw[header])
        return self._met[header]

    @property
    def place(self) -> tuple[str, str]:
        """File and sheet."""
        return self.sheet.file, self.sheet.name

    def without(self, rows: Iterable[int]) -> Block:
        """The block without rows that are no data."""
        gone = list(rows)
        return replace(self, raw=self.raw.drop(index=gone), ignored=self.ignored + len(gone)) if gone else self


def header_row(sheet: Sheet, known: Iterable[str]) -> int | None:
    """The position of the header: most cells known (normalised), else the first row of mostly distinct texts."""
    wanted = frozenset(known)
    best, most, fallback = None, 0, None
    for position, row in enumerate(sheet.cells[:SEARCHED]):
        texts = [cell.strip() for cell in row if isinstance(cell, str) and cell.strip()]
        hits = len({schema.normalise(text) for text in texts} & wanted)
        # The title of a sheet may be a known word too: one hit counts only in a row that is filled.
        if hits > most and (hits > 1 or len(texts) == 1 == _width(sheet)):
            best, most = position, hits
        filled = sum(cell != "" for cell in row)
        if fallback is None and filled and len(texts) * 10 >= filled * 8 and len(set(texts)) == len(texts):
            fallback = position if filled * 2 >= _width(sheet) else None
    if best is None:
        pairs = range(min(SEARCHED, len(sheet.cells) - 1))
        fallback = next((at for at in pairs if layout.two_rows(sheet.cells, at, wanted)), fallback)
    return best if best is not None else fallback


def _width(sheet: Sheet) -> int:
    return max((sum(cell != "" for cell in row) for row in sheet.cells[:SEARCHED]), default=0)


def block(sheet: Sheet, known: Iterable[str], told: int | None = None) -> Block | None:
    """From raw cells to a block below its header (the row told, else found); None without a header or data."""
    known = frozenset(known)
    position = header_row(sheet, known) if told is None else _position(sheet, told)
    if position is None:
        return None
    names, top, position = layout.names_at(sheet.cells, position, known)
    names = [name[: schema.LONGEST] for name in names]
    while names and not names[-1]:
        names.pop()
    doubts = [] if told or top < position else _rivals(sheet, position, known)
    rows, numbers = sheet.cells[position + 1 :], sheet.numbers[position + 1 :]
    second = None if doubts else layout.stacked(rows, names)
    if second is not None:
        doubts.append(_second(sheet, rows[second], row=numbers[second]))
        rows, numbers = rows[:second], numbers[:second]
    rows, numbers, footnotes = _without_footnotes(rows, numbers, len(names))
    if not any(any(_filled(cell) for cell in row) for row in rows):
        return None
    heads = names
    names, letters, twice = _named(names, sheet, rows)
    bad, even = _even(rows, numbers, len(names))
    raw = pd.DataFrame(even, index=numbers, columns=names, dtype=object)
    apart = layout.beside(heads, [name.startswith("\x00") for name in names[: len(heads)]])
    if apart is not None:
        doubts.append(_second(sheet, heads[apart:], column=letter(apart + sheet.left)))
    doubts += _nameless(sheet, raw)
    raw = raw[[name for name in names if not name.startswith("\x00")]]
    ignored = top + footnotes - _blank(sheet.cells[:top])
    return Block(sheet, raw, letters, twice, bad, ignored, tuple(doubts))


def _position(sheet: Sheet, row: int) -> int | None:
    return sheet.numbers.index(row) if row in sheet.numbers else None


def _rivals(sheet: Sheet, position: int, known: frozenset[str]) -> list[Problem]:
    """A question where the row below may be the header as well."""
    others = layout.rivals(sheet.cells, position, known)
    rows = [str(sheet.numbers[at]) for at in (position, *others)]
    return [Problem("HD-ROW", "ask", sheet.file, sheet.name, values={"candidates": rows})] if others else []


def _second(sheet: Sheet, heads: Iterable[Any], **place: Any) -> Problem:
    shown = [layout.said(cell) for cell in heads if layout.said(cell)][:5]
    return Problem("HD-TWOTABLES", "ask", sheet.file, sheet.name, values={"candidates": shown}, **place)


def _nameless(sheet: Sheet, raw: pd.DataFrame) -> list[Problem]:
    """Columns of cells without a header: a table is refused, a remark at its side is told."""
    found = []
    for position, name in enumerate(raw.columns):
        where = letter(position + sheet.left)
        if name == f"({where})":
            filled = sum(_filled(cell) for cell in raw[name])
            level: Literal["reject", "warn"] = "reject" if filled * 2 > len(raw) else "warn"
            found.append(Problem("HD-EMPTY", level, sheet.file, sheet.name, column=where, header=str(name)))
    return found


def _even(rows: list[list[Any]], numbers: list[int], width: int) -> tuple[dict[int, Reason], list[list[Any]]]:
    """Rows of one width; those with too few or too many cells are bad."""
    bad, even = {}, []
    for row, number in zip(rows, numbers, strict=True):
        actual = len(row) if len(row) <= width else width + sum(_filled(cell) for cell in row[width:])
        if actual != width and any(_filled(cell) for cell in row):
            bad[number] = Reason("IN-RAGGED", "", {"actual": len(row), "expected": width})
            even.append([""] * width)
        else:
            even.append(row if len(row) == width else row[:width] + [""] * (width - len(row)))
    return bad, even


def _filled(cell: Any) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _blank(rows: list[list[Any]]) -> int:
    return sum(not any(_filled(cell) for cell in row) for row in rows)


def _named(names: list[str], sheet: Sheet, rows: list[list[Any]]) -> tuple[list[str], dict[str, str], tuple[str, ...]]:
    """Unique column names: a repeated header gets its letter, a column without header and cells is dropped."""
    width = max(len(names), max((_last(row) for row in rows), default=0)) if sheet.excel else len(names)
    names = names + [""] * (width - len(names))
    unique: list[str] = []
    letters: dict[str, str] = {}
    twice = []
    for position, name in enumerate(names):
        where = letter(position + sheet.left)
        if not name:
            name = (
                f"({where})" if any(position < len(row) and _filled(row[position]) for row in rows) else f"\x00{where}"
            )
        elif name in letters:
            twice.append(name)
            name = f"{name} ({where})"
        letters[name] = where
        unique.append(name)
    return unique, letters, tuple(twice)


def _last(row: list[Any]) -> int:
    if row and _filled(row[-1]):
        return len(row)
    return next((n for n in range(len(row), 0, -1) if _filled(row[n - 1])), 0)


def _broken_off(rows: list[list[Any]], position: int) -> bool:
    """Whether a line of one cell is the beginning of a row: a number written like those above it."""
    at = next(n for n, cell in enumerate(rows[position]) if _filled(cell))
    above = [row[at] for row in rows[max(position - SEARCHED, 0) : position] if len(row) > at + 1]
    lone = _shape(rows[position][at])
    return "9" in lone and lone in {_shape(cell) for cell in above if isinstance(cell, str)}


def _shape(cell: str) -> str:
    """How a text is made: A-12 and BC-345 alike."""
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", cell.strip()))


def _without_footnotes(rows: list[list[Any]], numbers: list[int], width: int) -> tuple[list[list[Any]], list[int], int]:
    """Cut lines of text below the table: one cell only, too short for a row or set apart by a blank line."""
    end = len(rows)
    cut = 0
    for position in range(len(rows) - 1, max(len(rows) - 20, -1), -1):
        filled = [cell for cell in rows[position] if _filled(cell)]
        if len(filled) == 1 and isinstance(filled[0], str) and width > 2:
            short = len(rows[position]) < width and not _broken_off(rows, position)
            blank = position > 0 and not any(map(_filled, rows[position - 1]))
            # A lone id behind a blank row is a customer of whom nothing else is known.
            apart = short or ((blank or position == 0) and bool(REMARK.search(filled[0])))
            if apart or (cut and end == position + 1):
                end, cut = position, cut + 1
                continue
        if filled:
            break
        end = position if cut else end
    return rows[:end], numbers[:end], cut
