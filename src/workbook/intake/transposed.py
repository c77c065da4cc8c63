"""Transposed tables: the headers stand in the first column, every record in a column of its own.

Such a sheet is asked about, and turned where client.yaml says so. While it is read, its columns count as rows and its rows
as columns; what is told of it has the addresses of the client's file again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from workbook.intake import container, header, layout, mapping
from workbook.intake.header import Block
from workbook.intake.marks import position
from workbook.intake.notes import Notes, letter, quoted
from workbook.intake.sheet import Sheet
from workbook.parameters import Lookup, Source
from workbook.problem import Problem

# A list of fields is not longer than this.
LONGEST = 200
SHOWN = 5
# What is told of a sheet's own rows and columns stands where it stands.
PHYSICAL = frozenset({"IN-HIDDENROWS", "IN-HIDDENCOLS", "IN-MERGED"})


def turned(sheet: Sheet) -> Sheet:
    """The sheet with rows for columns: `numbers` are its columns from 1, letters of columns stand for its rows."""
    first = sheet.numbers[0] if sheet.numbers else 1
    # Rows no file counts (a cell of two lines) are blank, so that the letters keep in step.
    rows: list[list[Any]] = [[] for _ in range(first, sheet.numbers[-1] + 1)] if sheet.numbers else []
    for number, cells in zip(sheet.numbers, sheet.cells, strict=True):
        rows[number - first] = cells
    columns = [list(column) for column in zip_longest(*rows, fillvalue="")]
    return replace(
        sheet,
        cells=columns,
        numbers=list(range(sheet.left + 1, sheet.left + 1 + len(columns))),
        left=first - 1,
        turned=True,
        uncalculated=frozenset((letter(row - 1), position(column) + 1) for column, row in sheet.uncalculated),
    )


def table_of(sheet: Sheet, named: str | None) -> str | None:
    """The table a sheet holds if its rows are columns: only where no row, but the first column, reads like headers."""
    known = layout.every_header()
    if not 2 <= len(sheet.cells) <= LONGEST or any(layout.is_header(row, known) for row in sheet.cells):
        return None
    if not layout.is_header((row[0] for row in sheet.cells if row), known):
        return None
    block = header.block(turned(sheet), mapping.known_headers(named))
    if block is None:
        return None
    for table in (named, mapping.by_headers(block)):
        columns = mapping.guessed(block, table)[0] if table else {}
        needed = mapping.required(table, frozenset()) if table else []
        if table and not mapping.required(table, frozenset(columns)):
            return table if _holds_values(block, [columns[name] for name in needed if name in columns]) else None
    return None


def _holds_values(block: Block, headers: list[str]) -> bool:
    """Whether ids, days and amounts stand beside the headers: in a list that explains them there are sentences."""
    cells = block.raw[headers].to_numpy().ravel().tolist()
    filled = [cell for cell in cells if cell is not None and cell != ""]
    values = [cell for cell in filled if not isinstance(cell, str) or (_short(cell) and any(map(str.isdigit, cell)))]
    return len(values) * 2 >= len(filled) > 0


def _short(text: str) -> bool:
    return len(text.split()) <= 3


def told(sheet: Sheet, of: Source | Lookup, table: str, notes: Notes) -> Sheet | None:
    """The sheet as client.yaml says it is to be read; None where that is asked."""
    if of.transposed:
        return turned(container.whole(sheet))
    if of.transposed is None and isinstance(of, Source) and table_of(sheet, table) == table:
        ask([(sheet, table)], notes)
        return None
    return sheet


def ask(found: Iterable[tuple[Sheet, str]], notes: Notes) -> None:
    """Ask of each sheet whether it is the transposed table it looks like."""
    for sheet, table in found:
        heads = [quoted(layout.said(row[0])) for row in sheet.cells if row and layout.said(row[0])]
        shown = heads[:SHOWN] + (["…"] if len(heads) > SHOWN else [])
        key = f"intake.tables.{table}"
        notes.add("HD-TRANSPOSED", "ask", file=sheet.file, sheet=sheet.name, key=key, values={"candidates": shown})


def readdress(blocks: Iterable[Block], notes: Notes) -> None:
    """Give every problem of a turned sheet the address its cell has in the client's file."""
    mine = {block.place: block for block in blocks if block.sheet.turned}
    for at, problem in enumerate(notes.problems):
        block = mine.get((problem.file, problem.sheet))
        if block is not None and problem.code not in PHYSICAL:
            notes.problems[at] = _readdressed(problem, block)


def _readdressed(problem: Problem, block: Block) -> Problem:
    field = problem.column or block.letters.get(problem.header, "")
    row = position(field) + 1 if field else None
    column = "" if problem.row is None else letter(problem.row - 1)
    name = f"({row})" if problem.header == f"({field})" else problem.header
    return replace(problem, row=row, column=column, header=name, turned=True)


def record(block: Block, row: int) -> int | str:
    """How a record is named in rejects.csv: by its row, or by the letter of its column."""
    return letter(row - 1) if block.sheet.turned else row
