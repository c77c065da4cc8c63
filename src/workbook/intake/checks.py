"""What only shows across tables: control totals, orphans, circular groups, dates far from the others, the period."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import numpy as np
import pandas as pd

from workbook.intake.notes import Notes, quoted
from workbook.intake.rows import equal_lines
from workbook.parameters import Parameters

EARLIEST = pd.Timestamp(1990, 1, 1)
FAR = 400
FEW = 0.01
ORPHANS = 0.20


def check(
    tables: Mapping[str, pd.DataFrame],
    parameters: Parameters,
    notes: Notes,
    repeats: Callable[[], tuple[int, float]] | None = None,
) -> None:
    """All checks across tables; `repeats` tells equal lines where the table holds sums of lines."""
    _control_totals(tables, parameters, notes)
    _orphans(tables, notes)
    _circles(tables, notes)
    lines = tables.get("transactions")
    if lines is None:
        return
    repeated, money = repeats() if repeats else equal_lines(lines)
    if repeated:
        notes.add("DUP-KEPT", "warn", values={"n": repeated, "money": money}, count=repeated)
    if parameters.period is None and "date" in lines:
        _far_dates(lines["date"], lines_of(lines), notes)


def _control_totals(tables: Mapping[str, pd.DataFrame], parameters: Parameters, notes: Notes) -> None:
    """Sums the client named must be met to the cent; a key is `table.column`, or a column of transactions."""
    for key, expected in parameters.intake.control_totals.items():
        table, column = key.split(".", 1) if "." in key else ("transactions", key)
        frame = tables.get(table)
        if column in ("rows", "count"):
            actual = float(lines_of(frame).sum()) if frame is not None else 0.0
        else:
            known = frame is not None and column in frame
            actual = math.fsum(frame[column].dropna()) if known and frame is not None else 0.0
        if abs(actual - expected) > 0.005 + 1e-12 * abs(expected):
            values = {"actual": actual, "expected": expected, "difference": actual - expected}
            notes.add("SUM-CONTROL", "reject", file="client.yaml", key=f"intake.control_totals.{key}", values=values)


def _orphans(tables: Mapping[str, pd.DataFrame], notes: Notes) -> None:
    """Customers named elsewhere but not in the master: counted; above a fifth of the rows it is asked."""
    if "customers" not in tables:
        return
    known = set(tables["customers"]["customer_id"].dropna())
    for name, frame in tables.items():
        if name == "customers" or "customer_id" not in frame:
            continue
        given = frame["customer_id"].dropna()
        lost = given[~given.isin(known)]
        rows = lines_of(frame)
        n_lost, n_given = int(rows[lost.index].sum()), int(rows[given.index].sum())
        if len(lost):
            level = "ask" if n_lost > ORPHANS * n_given else "warn"
            ids = sorted(set(lost))
            values = {
                "value": quoted(", ".join(ids[:5])),
                "table": "customers",
                "n": len(ids),
                "share": n_lost / n_given,
            }
            notes.add("REF-ORPHAN", level, values=values | {"in": name}, count=n_lost)


def _circles(tables: Mapping[str, pd.DataFrame], notes: Notes) -> None:
    """A group that is its own parent further up has no head."""
    customers = tables.get("customers")
    if customers is None or "parent_id" not in customers:
        return
    pairs = customers[["customer_id", "parent_id"]].dropna().drop_duplicates("customer_id")
    parent = dict(zip(pairs["customer_id"], pairs["parent_id"], strict=True))
    settled: set[str] = set()
    for start in parent:
        chain: list[str] = []
        at = start
        while at in parent and at not in settled and at not in chain:
            chain.append(at)
            at = parent[at]
        # Naming oneself is how many systems write "no parent".
        if at in chain and parent[at] != at:
            circle = [*chain[chain.index(at) :], at]
            notes.add("REF-CYCLE", "reject", values={"chain": " → ".join(circle)})
        settled.update(chain)


def lines_of(frame: pd.DataFrame) -> pd.Series:
    """How many lines each row stands for: one, except in sums of a large file."""
    return frame["order_lines"] if "order_lines" in frame else pd.Series(1, index=frame.index)


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
        values = {"value": at[far][0].date().isoformat()}
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
        values = {"value": late.max().date().isoformat(), "date": as_of.isoformat()}
        notes.add("DATE-FUTURE", "warn", header="date", values=values, count=int(lines_of(lines)[late.index].sum()))
