"""Order lines too many to load: plain rows are added up by a database engine, the others take the usual way."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from workbook import schema
from workbook.intake import container, header, large_sql, mapping
from workbook.intake.header import Block
from workbook.intake.large_scan import Lines
from workbook.intake.notes import Notes
from workbook.intake.rows import without_blank
from workbook.intake.sources import Feed
from workbook.parameters import Parameters

TEXTS = frozenset({"id", "text", "postcode", "code"})
KEYS = ("customer_id", "date", "order_id", "rep_id", "category", "ordered_at", "promised_at", "shipped_at")
MANY = 300_000
ROUNDS = 3
WITNESSES = 10_000


@dataclass(frozen=True)
class Rows:
    """The line each row begins in by position: `skip` apart, unless lines are blank or rows hold several."""

    skip: int
    begins: np.ndarray | None = None

    def row(self, position: int) -> int:
        """The row of the file at a position."""
        return position + self.skip + 1 if self.begins is None else int(self.begins[position])

    def until(self, row: int) -> int:
        """How many positions stand above a row of the file."""
        return max(row - self.skip - 1, 0) if self.begins is None else int(np.searchsorted(self.begins, row))


@dataclass
class Bulk:
    """The plain rows of a large file: one row per key and sign with sums and `order_lines`, and what was counted."""

    lines: Lines
    frame: pd.DataFrame
    rows: int
    filled: Mapping[str, int]
    money: float
    rows_at: Rows

    def with_lines(self, single: pd.DataFrame) -> pd.DataFrame:
        """Single lines and the sums of all others, one below the other."""
        kept = single[[column for column in self.frame if column in single]].assign(order_lines=1)
        return pd.concat([kept, self.frame], ignore_index=True)

    def count(self, place: tuple[str, str], notes: Notes) -> None:
        """Add the plain rows to the evidence of each decision on a column of this file."""
        for n, made in enumerate(notes.decisions):
            more = self.filled.get(f"{made.column} {made.reading}", self.filled.get(made.column, 0))
            if (made.file, made.sheet) == place:
                notes.decisions[n] = replace(made, agreeing=made.agreeing + more, total=made.total + more)

    def above(self, column: str, row: int, since: int) -> tuple[int, float]:
        """How many amounts stand between two rows of the file, and their sum."""
        if column not in self.lines.plan:
            return 0, 0.0
        first, last = self.rows_at.until(since + 1), self.rows_at.until(row)
        between = f"v_date IS NOT NULL AND rowid >= {first} AND rowid < {last}"
        query = f"SELECT count(v_{column}), sum(v_{column}) FROM lines WHERE {between}"
        n, total = self.lines.engine.execute(query).fetchall()[0]
        return int(n), float(total or 0)


def reduced(given: Feed, parameters: Parameters, notes: Notes) -> tuple[Feed, Bulk | None]:
    """From a large file's first rows to a feed of the rows that need a closer look, and the sum of all others.

    Rows are read whole where the engine cannot read the file as Python does (quotes, very many cells in a row).
    """
    try:
        found = _read(given, parameters, notes)
    except (duckdb.Error, csv.Error):
        found = None
    if found:
        return found
    block = header.block(container.whole(given.block.sheet), _known(given.block))
    assert block is not None
    return replace(given, block=without_blank(block, notes)), None


def _known(block: Block) -> frozenset[str]:
    return frozenset(schema.normalise(str(name)) for name in block.raw.columns)


def _read(given: Feed, parameters: Parameters, notes: Notes) -> tuple[Feed, Bulk | None] | None:
    fit = mapping.of(given.block, given.table, given.source, Notes())
    names = list(given.block.letters)
    if mapping.required(given.table, frozenset(fit.columns)):
        return replace(given, block=without_blank(given.block, notes)), None  # refused on the first rows alone
    if any(name.startswith(("\x00", "(")) for name in names):
        return None
    places = {column: names.index(header) for column, header in fit.columns.items()}
    block: Block = given.block
    witnesses: list[int] = []
    large = given.block.sheet.large
    assert large is not None
    for _ in range(ROUNDS):
        plan = large_sql.conventions(without_blank(block, Notes()), fit, parameters)
        lines = Lines(large, fit, places, len(names), plan)
        lines.scan(witnesses)
        large = lines.large
        block, rows, odd = _looked_at(given.block, lines)
        if block is None:
            return None
        many = len(block.raw) - len(given.block.raw) > MANY
        if not many and all(one.settled and one.kind != "share" for one in plan.values()):
            break
        seen = large_sql.conventions(without_blank(block, Notes()), fit, parameters)
        if not _overruled(plan, seen, many):
            break
        witnesses = odd[:WITNESSES]
    else:
        return None
    bulk = _sums(lines, rows, parameters)
    return replace(given, block=without_blank(block, notes)), bulk


def _overruled(plan: Mapping[str, Any], seen: Mapping[str, Any], many: bool) -> bool:
    """Whether rows of the closer look decide a column otherwise than the first rows did."""
    return any(
        before.divisor != after.divisor
        or (not before.settled and after.settled and (before.mark, before.format) != (after.mark, after.format))
        or (many and before != after)
        for before, after in ((plan[column], seen[column]) for column in plan)
    )


def _looked_at(block: Block, lines: Lines) -> tuple[Any, Rows, list[int]]:
    """The block of the first rows and all odd ones, how positions become rows of the file, and the odd positions."""
    sheet = block.sheet
    rows, blank = _rows(lines)
    if rows is None or not _agree(lines, rows):
        return None, Rows(0), []
    lines.add_up(KEYS)
    wanted = []
    for column, convention in lines.plan.items():
        if convention.kind in TEXTS:
            table = "groups" if column in KEYS else "lines WHERE v_date IS NOT NULL"
            wanted += lines.tidy(column, lines.places[column] == 0, table)
    wanted += lines.sent_twice(sheet.cells)
    lines.set_apart(wanted)
    odd = lines.odd()
    begins = [rows.row(at) for at in odd]
    placed = [*zip(begins, lines.large.at(begins), strict=True), *((number, []) for number in blank)]
    placed.sort(key=lambda one: one[0])
    cells: list[list[Any]] = [*sheet.cells, *(row for _, row in placed)]
    numbers = [*sheet.numbers, *(number for number, _ in placed)]
    found = header.block(replace(sheet, cells=cells, numbers=numbers, large=None), _known(block))
    return found, rows, odd


def _agree(lines: Lines, rows: Rows) -> bool:
    """Whether the last odd rows, found by their positions, hold the customers the engine has read there."""
    query = "SELECT rowid, coalesce(v_customer_id, '') FROM lines WHERE v_date IS NULL ORDER BY rowid DESC LIMIT 1000"
    read = lines.engine.execute(query).fetchall()[::-1]
    place = lines.places["customer_id"]
    found = lines.large.at(rows.row(at) for at, _ in read)
    return [lines.large.text(customer) for _, customer in read] == ["".join(row[place : place + 1]) for row in found]


def _rows(lines: Lines) -> tuple[Rows | None, list[int]]:
    """How positions become rows of the file, and its blank lines; None where Python sees other rows than the engine."""
    large = lines.large
    if lines.count == large.lines - large.skip:
        return Rows(large.skip), []
    begins: list[int] = []
    blank: list[int] = []
    for number, row in large.rows():
        (begins if row else blank).append(number)
    return (Rows(large.skip, np.array(begins)) if len(begins) == lines.count else None), blank


def _sums(lines: Lines, rows: Rows, parameters: Parameters) -> Bulk:
    """The plain rows as Bulk, once no row is taken out any more."""
    plan = lines.plan
    frame = lines.groups()
    for column in frame.columns.intersection(KEYS):
        frame[column] = frame[column].astype("datetime64[ns]" if plan[column].format else "str")
    counted = {column: f"count(v_{column})" for column in plan}
    for column, convention in plan.items():
        if convention.kind == "share":
            counted[f"{column} percent"] = f"count(nullif(v_{column}, 0))"
    found = lines.engine.execute(
        f"SELECT count(*), {lines.added('net_revenue')}, {', '.join(counted.values())} FROM lines WHERE v_date IS NOT NULL"
    ).fetchall()[0]
    filled = dict(zip(counted, map(int, found[2:]), strict=True))
    return Bulk(lines, frame, int(found[0]), filled, float(found[1] or 0), rows)
