"""Which chart a spreadsheet or a slide draws of an exhibit's table, so that a reader can change it."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from workbook.exhibit import Exhibit, Table

MOST_ROWS = 60

Kind = Literal["bar", "stacked", "line", "curve", "points", "none"]


@dataclass(frozen=True)
class Plan:
    """Kind of chart, columns that name a row, columns drawn, and the column whose entries may become series of their own."""

    kind: Kind
    by: tuple[int, ...]
    values: tuple[int, ...]
    split: int | None = None


def plan(exhibit: Exhibit) -> Plan | None:
    """How the exhibit's chart is drawn from its table; None where it has no chart or its table cannot carry one.

    A plan of assets/native_charts.toml counts only where the table has its columns with numbers in them.
    """
    table = exhibit.table
    if exhibit.chart is None or not 0 < len(table.rows) <= MOST_ROWS:
        return None
    given = _counted(plans().get(exhibit.id), len(table.heads))
    if given is not None and given.kind == "none":
        return None
    if given is not None and all(_numbers(table, column) for column in given.values):
        return given
    return _simplest(table)


def _counted(given: Plan | None, heads: int) -> Plan | None:
    """The plan with columns named from the right counted from the left."""
    return given and replace(given, values=tuple(i + heads if i < 0 else i for i in given.values))


@cache
def plans() -> Mapping[str, Plan]:
    """Every plan by the exhibit's id."""
    told = tomllib.loads(files("workbook").joinpath("assets/native_charts.toml").read_text("utf-8"))
    return {name: _plan(one) for name, one in told.items()}


def _plan(one: Mapping[str, Any]) -> Plan:
    by = tuple(one.get("by", [0]))
    return Plan(one.get("kind", "bar"), by, tuple(one.get("values", [])), one.get("split"))


def _numbers(table: Table, column: int) -> bool:
    """Whether the column is there and holds a number."""
    if column >= len(table.heads) or not table.heads[column].numeric:
        return False
    return any(row[column].value is not None and math.isfinite(row[column].value or 0.0) for row in table.rows)


def _simplest(table: Table) -> Plan | None:
    """Bars of the first column with numbers and of those after it in the same unit, three at most."""
    able = [i for i in range(1, len(table.heads)) if _numbers(table, i)]
    alike = [i for i in able if table.heads[i].unit == table.heads[able[0]].unit][:3]
    return Plan("bar", (0,), tuple(alike)) if alike else None


def common_factor(table: Table, chosen: Plan) -> tuple[float, str]:
    """What the drawn numbers are divided by, and the unit they are then in: that of the largest step among the columns."""
    heads = [table.heads[i] for i in chosen.values]
    largest = max(heads, key=lambda head: head.factor)
    return largest.factor, largest.unit


def positive(table: Table, chosen: Plan) -> bool:
    """Whether no drawn number is below zero: the axis then begins there."""
    return all((row[i].value or 0.0) >= 0 for row in table.rows for i in chosen.values)
