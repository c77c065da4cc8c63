"""What only shows across rows and tables: control totals, links, look-alikes, repetitions, the period."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from workbook.finding import money
from workbook.intake import classes, identity, large_repeats, links, repeats, sequence, spans
from workbook.intake.notes import Notes
from workbook.intake.rows import equal_lines, line_counts
from workbook.intake.tables import Fed
from workbook.parameters import Parameters

EARLIEST = pd.Timestamp(1990, 1, 1)
FAR = 400
FEW = 0.01


def check(tables: Mapping[str, pd.DataFrame], fed: Sequence[Fed], parameters: Parameters, notes: Notes) -> None:
    """All checks across rows and tables."""
    _control_totals(tables, parameters, notes)
    links.check(tables, parameters.people, notes)
    classes.check(tables, parameters.segmentation.current_classes, notes)
    identity.similar(tables.get("customers"), notes)
    sequence.check(fed, notes)
    lines = tables.get("transactions")
    if lines is None:
        return
    told = repeats.check([one for one in fed if not one.bulk], notes)
    repeated, amount = _equal(lines, fed)
    # Lines that repeat one by one; those of a repeated block are told already.
    if repeated > told:
        notes.add("DUP-KEPT", "warn", values={"n": repeated, "money": money(amount)}, count=repeated)
    if parameters.period is None and "date" in lines:
        _far_dates(lines["date"], line_counts(lines), notes)
    whole = period(tables, parameters)
    if whole and not any(problem.code == "DATE-FAR" for problem in notes.problems):
        spans.check(tables, fed, whole, parameters.period is not None, notes)


def _equal(lines: pd.DataFrame, fed: Sequence[Fed]) -> tuple[int, float]:
    """Equal order lines and their money; a large file's own are counted before they are added up."""
    alike = [one for one in fed if one.feed.table == "transactions"]
    bulks = [one.bulk for one in alike if one.bulk]
    if not bulks:
        return equal_lines(lines)
    return large_repeats.repeated(bulks, pd.concat([one.good for one in alike], ignore_index=True))


def _control_totals(tables: Mapping[str, pd.DataFrame], parameters: Parameters, notes: Notes) -> None:
    """Sums the client named must be met to the cent; a key is `table.column`, or a column of transactions."""
    for key, expected in parameters.intake.control_totals.items():
        table, column = key.split(".", 1) if "." in key else ("transactions", key)
        frame = tables.get(table)
        if column in ("rows", "count"):
            actual = float(line_counts(frame).sum()) if frame is not None else 0.0
        else:
            known = frame is not None and column in frame
            actual = math.fsum(frame[column].dropna()) if known and frame is not None else 0.0
        if abs(actual - expected) > 0.005 + 1e-12 * abs(expected):
            values = {"actual": actual, "expected": expected, "difference": actual - expected}
            notes.add("SUM-CONTROL", "reject", file="client.yaml", key=f"intake.control_totals.{key}", values=values)


def _far_dates(days: pd.Series, lines: pd.Series, notes: Notes) -> None:
    """Few dates far from all others would stretch the period: they are asked, never followed."""
    per_day = lines.groupby(days).sum()
    total, before = int(per_day.sum()), (per_day.cumsum() - per_day).to_numpy()
    if total < 2:
        return
    at = per_day.index
    far = np.asarray(at < EARLIEST)
    gaps = np.flatnonzero(np.diff(at.to_numpy()) > np.timedelta64(FAR, "D")) + 1
    for first in gaps.tolist():
        if before[first] < FEW * total:
            far[:first] = True
        elif total - before[first] < FEW * total:
            far[first:] = True
    if far.any():
        values = {"value": at[far][0].date()}
        notes.add("DATE-FAR", "ask", key="period", header="date", values=values, count=int(per_day[far].sum()))


def period(tables: Mapping[str, pd.DataFrame], parameters: Parameters) -> tuple[date, date] | None:
    """The period told, else first to last transaction, else opportunity, else activity."""
    if parameters.period:
        return parameters.period
    for table, column in (("transactions", "date"), ("opportunities", "opened_at"), ("activities", "date")):
        frame = tables.get(table)
        if frame is not None and column in frame and frame[column].notna().any():
            return frame[column].min().date(), frame[column].max().date()
    return None


def future(tables: Mapping[str, pd.DataFrame], as_of: date, notes: Notes) -> None:
    """Transactions after the day the report speaks of are outside the period, and said so."""
    lines = tables.get("transactions")
    if lines is None or "date" not in lines or as_of == date.max:
        return
    late = lines["date"][lines["date"] >= pd.Timestamp(as_of + timedelta(days=1))]
    if len(late):
        values = {"value": late.max().date(), "date": as_of}
        notes.add("DATE-FUTURE", "warn", header="date", values=values, count=int(line_counts(lines)[late.index].sum()))
