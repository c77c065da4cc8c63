"""One sheet of raw cells, as every kind of container gives it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from workbook.intake.large_text import Large
from workbook.intake.marks import Marks


@dataclass(frozen=True)
class Sheet:
    """Raw cells of one sheet. `numbers` are the physical rows, `left` the position of the first column.

    Of a `large` text file these are the first rows only.
    Of a `turned` sheet the rows stand for columns and the columns for rows.
    """

    file: str
    name: str
    sha256: str
    cells: list[list[Any]]
    numbers: list[int]
    left: int = 0
    excel: bool = False
    hidden: bool = False
    encoding: str = ""
    delimiter: str = ""
    uncalculated: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    marks: Marks = field(default_factory=Marks)
    date1904: bool = False
    large: Large | None = None
    turned: bool = False
