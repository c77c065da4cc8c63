"""Chapter 1, the intake: files as received to one typed client, every problem listed, every row accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from workbook.client import Client
from workbook.intake import account, checks, sources, tables
from workbook.intake.notes import Notes
from workbook.parameters import Parameters
from workbook.problem import Problem, Refused

ROW_LEVEL = frozenset(
    {
        "NUM-TEXT",
        "NUM-FORMULA",
        "DATE-INVALID",
        "RANGE",
        "CODE-UNKNOWN",
        "REQUIRED",
        "IN-RAGGED",
        "JOIN-UNMATCHED",
        "ID-DUPLICATE",
    }
)

__all__ = ["enough", "read"]


def read(folder: Path, parameters: Parameters) -> Client:
    """From a client folder to its client; Refused with all problems where one of them stops the run.

    With `accept_rejects` rows that cannot be used are set aside; problems of files, columns and settings still stop.
    """
    notes = Notes()
    feeds, unmapped = sources.feeds(Path(folder), parameters, notes)
    fed = [tables.feed(feed, parameters, notes) for feed in feeds]
    tables.across(fed, parameters.intake.duplicates == "latest", notes)
    read_tables = account.tables(fed)
    # Totals and links of a table with lost columns would only repeat what is already said.
    if not any(stops(problem, parameters) for problem in notes.problems):
        checks.check(read_tables, parameters, notes, account.repeats(fed))
    period = checks.period(read_tables, parameters)
    as_of = parameters.as_of or (period[1] if period else date.max)
    checks.future(read_tables, as_of, notes)
    if not any(problem.level in ("reject", "ask") for problem in notes.problems) or parameters.intake.accept_rejects:
        _refuse_empty(fed, read_tables, notes)
    if any(stops(problem, parameters) for problem in notes.problems):
        raise Refused(notes.problems)
    reading = account.reading(fed, unmapped, notes)
    span = period or (as_of, as_of)
    return replace(Client(parameters, read_tables, reading, span, as_of), tables=read_tables)


def enough(client: Client) -> Client:
    """The client, where it has the order lines every chapter rests on; else Refused in words."""
    if "transactions" not in client.tables:
        unmapped = client.reading.unmapped
        values = {"candidates": unmapped} if unmapped else {}
        missing = Problem("IN-NOLINES", "reject", key="intake.tables.transactions.file", values=values)
        raise Refused([*client.reading.problems, missing])
    return client


def _refuse_empty(fed: Sequence[tables.Fed], read_tables: Mapping[str, pd.DataFrame], notes: Notes) -> None:
    """A table none of whose rows could be used is as good as an empty file."""
    for one in fed:
        if read_tables[one.feed.table].empty:
            file, sheet = one.feed.block.place
            notes.add("IN-EMPTY", "reject", file=file, sheet=sheet)


def stops(problem: Problem, parameters: Parameters) -> bool:
    """Whether a problem stops this run: accepted rejects of single rows do not."""
    return problem.stops and not (parameters.intake.accept_rejects and problem.code in ROW_LEVEL)
