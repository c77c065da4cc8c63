"""What stands in data rows unseen: hidden rows and columns, merged cells. They are read, and that is told."""

from __future__ import annotations

from workbook.intake.header import Block
from workbook.intake.marks import position
from workbook.intake.notes import Notes, letter

SHOWN = 10


def tell(block: Block, notes: Notes) -> None:
    """One warning each, with how many there are and where the first stands."""
    _hidden_rows(block, notes)
    _hidden_columns(block, notes)
    _merged(block, notes)


def _hidden_rows(block: Block, notes: Notes) -> None:
    rows = sorted(block.sheet.marks.hidden_rows.intersection(_rows(block)))
    if rows:
        file, sheet = block.place
        values = {"n": len(rows), "first": rows[0]}
        notes.add("IN-HIDDENROWS", "warn", file=file, sheet=sheet, row=rows[0], values=values)


def _hidden_columns(block: Block, notes: Notes) -> None:
    hidden = block.sheet.marks.hidden_columns
    names = [f"{where}: {name}" for name, where in _columns(block) if position(where) in hidden]
    if names:
        file, sheet = block.place
        shown = names[:SHOWN] + (["…"] if len(names) > SHOWN else [])
        notes.add("IN-HIDDENCOLS", "warn", file=file, sheet=sheet, values={"candidates": shown})


def _merged(block: Block, notes: Notes) -> None:
    """Ranges that hold more than one data cell: a title above the table is merged for looks only."""
    columns = {position(where) for _, where in _columns(block)}
    rows = _rows(block)
    within = []
    for top, left, bottom, right in block.sheet.marks.merged:
        wide = len(columns.intersection(range(left, right + 1)))
        tall = len(rows.intersection(range(top, bottom + 1))) if wide else 0
        if wide * tall > 1:
            within.append((top, left, bottom, right))
    if within:
        file, sheet = block.place
        top, left, bottom, right = min(within)
        span = f"{letter(left)}{top}:{letter(right)}{bottom}"
        notes.add("IN-MERGED", "warn", file=file, sheet=sheet, row=top, values={"n": len(within), "range": span})


def _rows(block: Block) -> frozenset[int]:
    """The rows of the file that hold data."""
    if block.sheet.turned:
        return frozenset(position(block.letters[name]) + 1 for name in block.raw.columns)
    return frozenset(block.raw.index)


def _columns(block: Block) -> list[tuple[str, str]]:
    """Name and letter of every column of the file that holds data; records are named by their first cell."""
    if block.sheet.turned:
        return [(str(name), letter(int(number) - 1)) for number, name in block.raw.iloc[:, 0].items()]
    return [(str(name), block.letters[name]) for name in block.raw.columns if name in block.letters]
