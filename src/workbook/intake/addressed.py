"""What client.yaml speaks of must be there: customers of overrides, the columns a setting is about."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from workbook import schema
from workbook.finding import Term
from workbook.intake.notes import Notes
from workbook.parameters import Parameters

FILE = "client.yaml"
# Settings that are told by column.
BY_COLUMN = ("decimal", "dates", "units", "scales", "inverse")


def columns(parameters: Parameters, headers: Mapping[str, Iterable[str]], notes: Notes) -> None:
    """A setting for a column nobody knows would be ignored; `headers` are those of all files read, by table.

    Where a file could not be read, its headers are unknown, and so is which names are wrong.
    """
    if any(problem.stops and problem.code.startswith("IN-") and problem.row is None for problem in notes.problems):
        return
    known = {header for read in headers.values() for header in read}
    for name, table in schema.tables().items():
        known |= {*table.columns, *(f"{name}.{column}" for column in table.columns)}
    for section in BY_COLUMN:
        _told(getattr(parameters.intake, section), known, f"intake.{section}", notes)
    for table_name, source in parameters.intake.tables.items():
        if table_name in headers:
            _told(source.ignore, {*headers[table_name]}, f"intake.tables.{table_name}.ignore", notes)


def _told(names: Iterable[str], known: set[str], path: str, notes: Notes) -> None:
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, sorted(known), 1, 0.5)
            notes.add("CFG-KEY", "reject", file=FILE, key=f"{path}.{name}", values={"nearest": near[0]} if near else {})


def customers(parameters: Parameters, tables: Mapping[str, pd.DataFrame], notes: Notes) -> None:
    """An override of a customer that is in no table would change nothing."""
    ids = (frame["customer_id"].dropna().unique() for frame in tables.values() if "customer_id" in frame)
    known = {str(one) for found in ids for one in found}
    for number, override in enumerate(parameters.overrides):
        if override.customer_id not in known:
            near = difflib.get_close_matches(override.customer_id, sorted(known), 1, 0.5)
            allowed = Term("allowed.customer_like", {"nearest": near[0]}) if near else Term("allowed.customer")
            values = {"value": override.customer_id, "allowed": allowed}
            notes.add("CFG-VALUE", "reject", file=FILE, key=f"overrides.{number}.customer_id", values=values)


def orphans(files: Mapping[str, str], notes: Notes) -> None:
    """Links between tables are checked without their files: the files the rows came from are named here."""
    for place, problem in enumerate(notes.problems):
        if problem.code == "REF-ORPHAN" and not problem.file:
            inside = problem.values.get("in", "")
            table = inside.key.removeprefix("table.") if isinstance(inside, Term) else str(inside)
            notes.problems[place] = replace(problem, file=files.get(table, ""))
