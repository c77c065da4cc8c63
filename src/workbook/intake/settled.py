"""What client.yaml says of the tables, held against the tables there are: unknown names are told, never ignored."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TypeVar

import pandas as pd

from workbook import schema
from workbook.finding import Term
from workbook.intake.figures import NUMERIC
from workbook.intake.notes import Notes
from workbook.parameters import Computation, Parameters, Source

FILE = "client.yaml"
Told = TypeVar("Told")


def known(parameters: Parameters, notes: Notes) -> dict[str, Source]:
    """The sources of tables there are, with the columns there are; every other name and constant is reported."""
    found = {}
    for table, source in parameters.intake.tables.items():
        path = f"intake.tables.{table}"
        if table not in schema.tables():
            _unknown(path, table, schema.tables(), notes)
            continue
        columns = _columns(table, source.columns, f"{path}.columns", notes)
        compute = _columns(table, source.compute, f"{path}.compute", notes)
        joins = tuple(
            lookup.model_copy(update={"columns": _columns(table, lookup.columns, f"{path}.joins.{n}.columns", notes)})
            for n, lookup in enumerate(source.joins)
        )
        compute = {c: how for c, how in compute.items() if _constant_fits(table, c, how, f"{path}.compute.{c}", notes)}
        values = _columns(table, source.values, f"{path}.values", notes)
        values = {c: told for c, told in values.items() if _codes_fit(table, c, told, f"{path}.values.{c}", notes)}
        if source.unpivot and table != "transactions":
            _unknown(f"{path}.unpivot", "unpivot", (), notes)
        elif source.unpivot:
            _columns(table, {source.unpivot.value: None}, f"{path}.unpivot", notes)
        found[table] = source.model_copy(
            update={"columns": columns, "compute": compute, "joins": joins, "values": values}
        )
    _control_totals(parameters, notes)
    return found


def _unknown(path: str, name: str, names: Iterable[str], notes: Notes) -> None:
    near = difflib.get_close_matches(name, list(names), 1, 0.5)
    notes.add("CFG-KEY", "reject", file=FILE, key=path, values={"nearest": near[0]} if near else {})


def _columns(table: str, told: dict[str, Told], path: str, notes: Notes) -> dict[str, Told]:
    for column in told:
        if schema.column(table, column) is None:
            _unknown(f"{path}.{column}", column, schema.table(table).columns, notes)
    return {column: one for column, one in told.items() if schema.column(table, column) is not None}


def _constant_fits(table: str, column: str, how: Computation, path: str, notes: Notes) -> bool:
    """Whether a constant is a value of its column's type."""
    described = schema.column(table, column)
    if how.constant is None or described is None:
        return True
    try:
        if described.type in NUMERIC:
            float(how.constant)
        elif described.type in ("date", "datetime"):
            pd.Timestamp(str(how.constant))
    except ValueError:
        allowed = Term("allowed.number" if described.type in NUMERIC else "allowed.date")
        notes.add("CFG-VALUE", "reject", file=FILE, key=path, values={"value": how.constant, "allowed": allowed})
        return False
    return True


def _codes_fit(table: str, column: str, told: Mapping[str, object], path: str, notes: Notes) -> bool:
    """Whether every cell stands for a code the column may hold."""
    described = schema.column(table, column)
    codes = described.codes if described else ()
    wrong = {cell: code for cell, code in told.items() if codes and code not in codes}
    for cell, code in wrong.items():
        allowed = Term("allowed.one_of", {"candidates": ", ".join(codes)})
        notes.add("CFG-VALUE", "reject", file=FILE, key=f"{path}.{cell}", values={"value": code, "allowed": allowed})
    return not wrong


def _control_totals(parameters: Parameters, notes: Notes) -> None:
    for key in parameters.intake.control_totals:
        table, column = key.split(".", 1) if "." in key else ("transactions", key)
        path = f"intake.control_totals.{key}"
        if table not in schema.tables():
            _unknown(path, table, schema.tables(), notes)
        elif column not in ("rows", "count") and schema.column(table, column) is None:
            _unknown(path, column, schema.table(table).columns, notes)
