"""From a data frame to a table in words: one unit per column, numbers by locale, missing values said."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from workbook.exhibit import Cell, Head, Table
from workbook.language import Words

Kind = Literal[
    "text",
    "term",
    "class",
    "money",
    "share",
    "count",
    "hours",
    "days",
    "ratio",
    "points",
    "number",
    "mixed",
    "date",
    "heat",
]


@dataclass(frozen=True)
class Shown:
    """One column of a table: the frame's column, the text key of its head, how it is written.

    `term` and `class` cells are keys of texts (`prefix` + value); a class cell carries its mark. `heat` cells are points on a
    ground the deeper the larger they are among all heat cells of the table. `mixed` cells are of different units: whole numbers
    are written without decimals. `title` is a head the client named (a group). `signed` numbers carry a plus, too.
    """

    column: str
    head: str
    kind: Kind = "text"
    prefix: str = ""
    decimals: int | None = None
    title: str = ""
    signed: bool = False


def tabulate(
    words: Words,
    frame: pd.DataFrame | Mapping[str, Sequence],
    shown: Sequence[Shown],
    caption: str,
    *,
    total: dict[str, float | str] | None = None,
    sortable: bool = False,
) -> Table:
    """The rows of `frame` (or its columns by name) as a table; its first column names the row.

    `total` holds the values of a last row by column.
    """
    heads, columns, last = [], [], []
    heat = [float(v) for part in shown if part.kind == "heat" for v in frame[part.column] if not pd.isna(v)]
    hottest = max(heat, default=0.0)
    for part in shown:
        values = list(frame[part.column])
        whole = (total or {}).get(part.column)
        factor, unit, cells, closing = _column(words, part, values, whole)
        if part.kind == "heat":
            cells = [replace(cell, tint=_depth(cell.value, hottest)) for cell in cells]
        heads.append(
            Head(part.title or words.text(part.head), unit, part.kind not in ("text", "term", "class"), factor)
        )
        columns.append(cells)
        last.append(closing)
    rows = tuple(zip(*columns, strict=True))
    return Table(caption, tuple(heads), rows, tuple(last) if total else None, sortable)


def _depth(value: float | None, most: float) -> int:
    """The ground of a heat cell: four equal steps from zero to the largest; none where there is nothing above zero."""
    if value is None or not math.isfinite(value) or value <= 0 or most <= 0:
        return 0
    return min(4, 1 + int(4 * value / most))


def _column(words: Words, part: Shown, values: list, whole: float | str | None) -> tuple[float, str, list[Cell], Cell]:
    """What 1 of the unit is, unit, cells and closing cell of one column."""
    if part.kind == "text":
        return 1.0, "", [Cell(str(v)) for v in values], Cell("" if whole is None else str(whole))
    if part.kind in ("term", "class"):
        mark = part.kind == "class"
        texts = [Cell(words.text(part.prefix + str(v)), None, str(v) if mark else None) for v in values]
        return 1.0, "", texts, Cell("" if whole is None else str(whole))
    if part.kind == "date":
        dates = [Cell(words.date(v)) if not pd.isna(v) else Cell(words.unknown()) for v in values]
        return 1.0, "", dates, Cell("")
    numbers = [float(v) if not pd.isna(v) else None for v in values]
    known = [n for n in numbers if n is not None]
    factor, unit, decimals = _unit(words, part, [*known, *([whole] if isinstance(whole, int | float) else [])])

    def cell(value: float | None) -> Cell:
        if value is None or not math.isfinite(value):
            return Cell(words.unknown())
        places = 0 if part.kind == "mixed" and value == round(value) else decimals
        shown = value * 100 if part.kind == "share" else value / factor
        return Cell(words.number(shown, places, sign=part.signed), value)

    closing = Cell("") if whole is None else Cell(whole) if isinstance(whole, str) else cell(float(whole))
    return factor, unit, [cell(n) for n in numbers], closing


def _unit(words: Words, part: Shown, values: list[float]) -> tuple[float, str, int]:
    """What to divide by, the unit in the head, and the decimals, alike for the whole column."""
    fixed: dict[str, tuple[float, str, int]] = {
        "share": (0.01, "%", 1),
        "count": (1.0, "", 0),
        "hours": (1.0, "h", 0),
        "days": (1.0, words.text("unit.days_head"), 0),
        "ratio": (1.0, "", 2),
        "points": (1.0, "", 1),
        "heat": (1.0, "", 1),
        "number": (1.0, "", 1),
        "mixed": (1.0, "", 2),
    }
    if part.kind == "money":
        factor: float
        factor, unit = words.money_unit(values)
        decimals = 0 if factor == 1 or max(map(abs, values), default=0) / factor >= 100 else 1
        result: tuple[float, str, int] = (factor, unit, decimals)
    else:
        result = fixed[part.kind]
    return result if part.decimals is None else (*result[:2], part.decimals)
