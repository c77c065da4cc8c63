"""A run that stops: every check that can still be made is made, and what was understood so far is carried along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from workbook.client import Client
from workbook.intake import account, addressed, checks, mapping
from workbook.intake.notes import Notes
from workbook.intake.tables import Fed
from workbook.parameters import Parameters
from workbook.problem import Problem, Refused

# Tables others refer to: a row missing there would make false orphans elsewhere.
REFERRED = frozenset({"customers", "staff"})
# What is said of absence waits until all rows are there.
ABSENT = frozenset({"REF-IDLE", "REF-UNUSED", "REF-PARENT", "DATE-GAP", "DATE-PARTIAL"})


class Stopped(Refused):
    """Refused after all files were read; `client` holds the tables that are sound and the account of all of them."""

    def __init__(self, problems: Sequence[Problem], client: Client) -> None:
        super().__init__(problems)
        self.client = client


def sound(tables: Mapping[str, pd.DataFrame], fed: Sequence[Fed], wrong: Sequence[Problem]) -> dict[str, pd.DataFrame]:
    """The tables none of whose sources has one of these problems and whose required columns all hold values."""
    places = {(p.file, p.sheet) for p in wrong}
    named = {p.key.split(".")[2] for p in wrong if p.key.startswith("intake.tables.")}
    found = {}
    for name, frame in tables.items():
        blocks = [b for one in fed if one.feed.table == name for b in (one.base.block, *(r.block for r in one.lookups))]
        filled = frozenset(column for column in frame if frame[column].notna().any())
        if name not in named and not places & {block.place for block in blocks} and not mapping.required(name, filled):
            found[name] = frame
    return found


def check(
    tables: Mapping[str, pd.DataFrame],
    fed: Sequence[Fed],
    parameters: Parameters,
    whole: Sequence[Problem],
    notes: Notes,
) -> None:
    """The checks across tables although the run stops; `whole` are the problems of whole files and columns.

    Control totals and overrides need every row, so they wait; tables others refer to must have lost none.
    """
    wrong = [p for p in notes.problems if p.stops]
    kept, rows = sound(tables, fed, whole), sound(tables, fed, wrong)
    able = {name: frame for name, frame in kept.items() if name not in REFERRED or name in rows}
    intake = parameters.intake.model_copy(update={"control_totals": {}})
    found = Notes()
    checks.check(
        able, [one for one in fed if one.feed.table in able], parameters.model_copy(update={"intake": intake}), found
    )
    notes.problems += [p for p in found.problems if p.code not in ABSENT]
    addressed.orphans(places(fed), notes)


def places(fed: Sequence[Fed]) -> dict[str, str]:
    """Table → the files its rows came from."""
    files: dict[str, str] = {}
    for one in sorted(fed, key=lambda one: one.feed.block.place):
        place, table = one.feed.block.place[0], one.feed.table
        files[table] = place if files.get(table, place) == place else f"{files[table]}, {place}"
    return files


def client(whole: Client, fed: Sequence[Fed], wrong: Sequence[Problem]) -> Client:
    """The client with its sound tables only: what a report could rest on once the problems are solved."""
    kept = sound(whole.tables, fed, wrong)
    span = checks.period(kept, whole.parameters) or (date.max, date.max)
    return replace(whole, tables={"transactions": account.no_lines()} | kept, period=span)
