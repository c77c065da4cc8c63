"""A small spreadsheet program of the tests: works out the formulas of a file from its other cells, without what they say."""

from __future__ import annotations

import re
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl

PLACE = r"\$?([A-Z]{1,3})\$?(\d+)"
REFERENCE = re.compile(rf"(?:('(?:[^']|'')+'|\w+)!)?{PLACE}(?::{PLACE})?(?![\w(])")


class Spreadsheet:
    """The file's formulas by place, what they say, and what they come to."""

    def __init__(self, path: Path) -> None:
        self.formulas = openpyxl.load_workbook(path)
        self.said = openpyxl.load_workbook(path, data_only=True)
        self._known: dict[tuple[str, str], Any] = {}
        sys.setrecursionlimit(20_000)  # a cumulated column is as deep as it is long

    @cached_property
    def places(self) -> list[tuple[str, str]]:
        """Sheet and cell of every formula."""
        sheets = self.formulas.worksheets
        return [(s.title, c.coordinate) for s in sheets for row in s.iter_rows() for c in row if c.data_type == "f"]

    def value(self, sheet: str, cell: str) -> Any:
        """What the cell holds or comes to."""
        if (sheet, cell) not in self._known:
            found = self.formulas[sheet][cell]
            told = self._worked_out(sheet, found.value) if found.data_type == "f" else found.value
            self._known[sheet, cell] = told
        return self._known[sheet, cell]

    def _range(self, sheet: str, first: tuple[str, str], last: tuple[str, str]) -> np.ndarray:
        place = "".join(first) + ":" + "".join(last)
        if (sheet, place) not in self._known:
            cells = self.formulas[sheet][place]
            self._known[sheet, place] = np.array(
                [self.value(sheet, c.coordinate) for r in cells for c in r], dtype=object
            )
        return self._known[sheet, place]

    def _worked_out(self, sheet: str, formula: str) -> Any:
        held: list[Any] = []

        def keep(found: re.Match[str]) -> str:
            place, a, b, c, d = found.groups()
            where = place.strip("'").replace("''", "'") if place else sheet
            held.append(self._range(where, (a, b), (c, d)) if c else self.value(where, a + b))
            return f"held[{len(held) - 1}]"

        text = formula.removeprefix("=")
        for name, defined in self.formulas.defined_names.items():
            text = re.sub(rf"\b{name}\b", lambda _, d=defined: d.attr_text, text)
        return eval(REFERENCE.sub(keep, text), {"__builtins__": {}, "held": held, **FUNCTIONS})


def _numbers(values: np.ndarray) -> np.ndarray:
    return np.array([v for v in values if isinstance(v, int | float)], dtype=float)


def _product(*parts: np.ndarray) -> float:
    columns = [np.array([v if isinstance(v, int | float | np.integer) else 0 for v in p], dtype=float) for p in parts]
    return float(np.prod(columns, axis=0).sum())


FUNCTIONS = {
    "SUBTOTAL": lambda how, values: float(_numbers(values).sum()),
    "LARGE": lambda values, k: float(np.sort(_numbers(values))[::-1][int(k) - 1]),
    "MAX": lambda values: float(_numbers(values).max()),
    "RANK": lambda value, values: int((_numbers(values) > value).sum()) + 1,
    "COUNTIF": lambda values, value: int((values == value).sum()),
    "SUMPRODUCT": _product,
    "ISNUMBER": lambda values: np.array([int(isinstance(v, int | float)) for v in values]),
    "ROUND": lambda value, digits: round(value, digits),
}
