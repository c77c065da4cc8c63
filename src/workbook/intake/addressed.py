"""What client.yaml speaks of must be there: customers of overrides, columns of `decimal` and `dates`."""

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


def columns(parameters: Parameters, headers: Iterable[str], notes: Notes) -> None:
    """A convention for a column nobody knows would be ignored; `headers` are those of all files read."""
    known = {*headers}
    for name, table in schema.tables().items():
        known |= {*table.columns, *(f"{name}.{column}" for column in table.columns)}
    for section in ("decimal", "dates"):
        for name in getattr(parameters.intake, section):
            if name not in known:
                near = difflib.get_close_matches(name, sorted(known), 1, 0.5)
                values = {"nearest": near[0]} if near else {}
                notes.add("CFG-KEY", "reject", file=FILE, key=f"intake.{section}.{name}", values=values)


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
