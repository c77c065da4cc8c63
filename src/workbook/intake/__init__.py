"""Chapter 1, the intake: files as received to one typed client, every problem listed, every row accounted for."""

from __future__ import annotations

import gc
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pandas as pd

from workbook.client import Client
from workbook.finding import Terms
from workbook.intake import (
    account,
    addressed,
    answers,
    checks,
    effects,
    kept,
    respondents,
    sources,
    stopped,
    tables,
    transposed,
    unread,
)
from workbook.intake.notes import Notes
from workbook.intake.stopped import Stopped
from workbook.journal import stale
from workbook.parameters import Parameters
from workbook.problem import Problem

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

# A report needs at least one of these.
WORTH = ("transactions", "opportunities", "activities")

__all__ = ["enough", "read"]


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for unreachable objects meanwhile: millions of cells are made, all of them needed."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_uncollected()
def read(folder: Path, parameters: Parameters) -> Client:
    """From a client folder to its client; Refused with all problems where one of them stops the run.

    With `accept_rejects` rows that cannot be used are set aside; problems of files, columns and settings still stop.
    """
    notes = Notes()
    parameters = _of_the_year(parameters)
    feeds, unmapped, strange = sources.feeds(Path(folder), parameters, notes)
    fed = [tables.feed(feed, parameters, notes) for feed in feeds]
    tables.across(fed, parameters.intake.duplicates == "latest", notes)
    respondents.across(fed, notes)
    addressed.columns(parameters, tables.headers(fed), notes)
    read_tables = account.tables(fed)
    # Totals and links of a table with lost columns would only repeat what is already said.
    if not any(stops(problem, parameters) for problem in notes.problems):
        checks.check(read_tables, fed, parameters, notes)
        _notice(fed, read_tables, parameters, notes)
    else:
        stopped.check(read_tables, fed, parameters, _whole(notes, parameters), notes)
    period = _whole_months(fed, checks.period(read_tables, parameters), parameters)
    _weigh(read_tables, notes)
    as_of = parameters.as_of or (period[1] if period else date.max)
    checks.future(read_tables, as_of, notes)
    _decided(Path(folder), parameters, notes)
    if not any(problem.level in ("reject", "ask") for problem in notes.problems) or parameters.intake.accept_rejects:
        _refuse_empty(fed, read_tables, notes)
    effects.fill(fed, read_tables, notes)
    transposed.readdress((block for one in fed for block in one.blocks), notes)
    reading = account.reading(fed, unmapped, unread.uses(strange), notes)
    span = period or (as_of, as_of)
    client = Client(parameters, {"transactions": account.no_lines()} | read_tables, reading, span, as_of)
    if any(stops(problem, parameters) for problem in notes.problems):
        raise Stopped(notes.problems, stopped.client(client, fed, _whole(notes, parameters)))
    return client


def _whole(notes: Notes, parameters: Parameters) -> list[Problem]:
    """The problems of whole files, columns and settings that stop the run."""
    return [p for p in notes.problems if stops(p, parameters) and p.code not in ROW_LEVEL]


def _notice(
    fed: Sequence[tables.Fed], read_tables: Mapping[str, pd.DataFrame], parameters: Parameters, notes: Notes
) -> None:
    """What else is to be said once all tables are there, each with the files it is about."""
    files = stopped.places(fed)
    addressed.orphans(files, notes)
    kept.kept(read_tables, files, notes)
    addressed.customers(parameters, read_tables, notes)


def _decided(folder: Path, parameters: Parameters, notes: Notes) -> None:
    """Decisions of a workshop that looked at other data than these."""
    old = stale(folder, {decision.key for decision in parameters.decisions})
    if old is not None:
        told = Terms((old.day,))  # a day for readers, not one as it stands in client.yaml
        notes.add("CFG-STALE", "warn", file=addressed.FILE, key="decisions", values={"date": told})


def _of_the_year(parameters: Parameters) -> Parameters:
    """Yearly totals set the period to their year."""
    year = parameters.intake.annual_totals
    span = (date(year, 1, 1), date(year, 12, 31)) if year else parameters.period
    return parameters.model_copy(update={"period": span})


def _whole_months(
    fed: Sequence[tables.Fed], period: tuple[date, date] | None, parameters: Parameters
) -> tuple[date, date] | None:
    """Amounts by month stand for whole months: the first one begins on its first day."""
    monthly = any(one.feed.source.unpivot.into == "date" for one in fed if one.feed.source and one.feed.source.unpivot)
    if not monthly or period is None or parameters.period:
        return period
    return period[0].replace(day=1), period[1]


def _weigh(read_tables: Mapping[str, pd.DataFrame], notes: Notes) -> None:
    """Revenue that adds up to nothing carries no shares: said before the report leaves them out."""
    lines = read_tables.get("transactions")
    if lines is None or "net_revenue" not in lines or not lines["net_revenue"].notna().any():
        return
    total = math.fsum(lines["net_revenue"].dropna().tolist())
    if total <= 0:
        values = {"value": total}
        notes.add("SUM-BASE", "warn", values=values, count=int(lines["net_revenue"].notna().sum()))


def enough(client: Client) -> Client:
    """The client, where there is anything to report on: order lines, opportunities or activities; else Refused in words."""
    if not any(client.has(table) for table in WORTH):
        unmapped = client.reading.unmapped
        values = {"candidates": unmapped} if unmapped else {}
        missing = Problem("IN-NOLINES", "reject", key="intake.tables.transactions.file", values=values)
        raise Stopped([*client.reading.problems, missing], client)
    if checks.period(client.tables, client.parameters) is None:
        raise Stopped([*client.reading.problems, Problem("PERIOD-UNKNOWN", "ask", key="period")], client)
    return client


def _refuse_empty(fed: Sequence[tables.Fed], read_tables: Mapping[str, pd.DataFrame], notes: Notes) -> None:
    """A table none of whose rows could be used is as good as an empty file; unanswered questions are told already."""
    for one in fed:
        if read_tables[one.feed.table].empty and not answers.unanswered(one.base):
            file, sheet = one.feed.block.place
            notes.add("IN-EMPTY", "reject", file=file, sheet=sheet)


def stops(problem: Problem, parameters: Parameters) -> bool:
    """Whether a problem stops this run: accepted rejects of single rows do not."""
    return problem.stops and not (parameters.intake.accept_rejects and problem.code in ROW_LEVEL)
