"""Corrected rows: a rejects.csv put back into data/ replaces the rows it came from, cell by cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from workbook.intake.cells import cells_as_text
from workbook.intake.container import Sheet
from workbook.intake.header import Block
from workbook.intake.marks import position
from workbook.intake.notes import Notes

# How rejects.csv begins; a header of the client's own with such a name is marked.
HEAD = ("file", "sheet", "row", "code", "reason")
MARK = " (data)"
FORMULA = ("'=", "'+", "'-", "'@")


@dataclass(frozen=True)
class Correction:
    """One row sent back: which row of which file it replaces, its cells by header, and where it stands itself."""

    file: str
    sheet: str
    row: int
    cells: Mapping[str, Any]
    place: tuple[str, str, int]


def own(name: str) -> str:
    """The client's header as rejects.csv shows it."""
    return f"{name}{MARK}" if name in HEAD else name


def is_returned(sheet: Sheet) -> bool:
    """Whether a sheet is a rejects.csv, in whatever format it was saved."""
    return bool(sheet.cells) and tuple(str(cell).strip() for cell in sheet.cells[0][: len(HEAD)]) == HEAD


def corrections(sheet: Sheet) -> Iterator[Correction]:
    """The rows sent back; blank ones are none."""
    head = [" ".join(str(cell).split()).removesuffix(MARK) for cell in sheet.cells[0]]
    for cells, number in zip(sheet.cells[1:], sheet.numbers[1:], strict=True):
        if any(str(cell).strip() for cell in cells if cell is not None):
            file, name, row = (_text(cell) for cell in cells[:3])
            sent = dict(zip(head[len(HEAD) :], cells[len(HEAD) :], strict=False))
            # Records of a transposed table are named by the letters of their columns.
            named = position(row) + 1 if re.fullmatch("[A-Z]{1,3}", row) else int(row) if row.isdecimal() else 0
            yield Correction(file, name, named, sent, (sheet.file, sheet.name, number))


def sent(block: Block, row: int) -> dict[str, str]:
    """A row as it was sent: also one with too many or too few fields, whose surplus has its positions for headers."""
    reason = block.bad.get(row)
    if reason is None or reason.code != "IN-RAGGED":
        return cells_as_text(dict(block.raw.loc[row]))
    cells = block.sheet.cells[block.sheet.numbers.index(row)]
    headers = [str(header) for header in block.raw.columns]
    names = [*headers, *(f"({n})" for n in range(len(headers) + 1, len(cells) + 1))]
    return cells_as_text(dict(zip(names, cells, strict=False)))


def corrected(block: Block, given: list[Correction]) -> Block:
    """The block with its corrected rows; a row that has become another one is never overwritten."""
    mine = [one for one in given if (one.file, one.sheet) == block.place]
    if not mine:
        return block
    raw, bad = block.raw.copy(), dict(block.bad)
    for one in mine:
        if one.row not in raw.index or not _same(sent(block, one.row), one.cells):
            continue
        before = cells_as_text(dict(block.raw.loc[one.row]))
        for header in raw.columns:
            if header in one.cells and _text(one.cells[header]) != before[header]:
                raw.at[one.row, header] = _cell(one.cells[header], block.sheet.excel)
        bad.pop(one.row, None)
    return replace(block, raw=raw, bad=bad)


def report(given: list[Correction], blocks: list[Block], notes: Notes) -> None:
    """How many rows were corrected by file, and which corrections have lost their row."""
    by_place = {block.place: block for block in blocks}
    met: Counter[tuple[str, str]] = Counter()
    for one in given:
        block = by_place.get((one.file, one.sheet))
        if block is not None and one.row in block.raw.index and _same(sent(block, one.row), one.cells):
            met[one.place[:2]] += 1
            continue
        file, sheet, row = one.place
        values = {"source": one.file or "?", "line": str(one.row)}
        notes.add("CORRECTION-LOST", "reject", file=file, sheet=sheet, row=row, values=values)
    for (file, sheet), n in met.items():
        notes.add("CORRECTED-ROW", "repair", file=file, sheet=sheet, values={"n": n}, count=n)


def _same(before: Mapping[str, str], now: Mapping[str, Any]) -> bool:
    """Whether at least half of the filled cells are still what they were: a row of another record is not."""
    filled = [header for header, text in before.items() if text]
    kept = sum(_text(now.get(header)) == before[header] for header in filled)
    return kept * 2 >= len(filled)


def _text(cell: Any) -> str:
    text = cells_as_text({"": cell})[""]
    return text[1:] if text.startswith(FORMULA) else text


def _cell(cell: Any, excel: bool) -> Any:
    """What replaces a cell: text as text; in a workbook a number that is written plainly is a number."""
    text = _text(cell)
    if not isinstance(cell, str) or not excel:
        return cell if not isinstance(cell, str) else text
    try:
        number = float(text)
    except ValueError:
        return text
    return number if text in (str(number), str(number).removesuffix(".0")) else text
