"""Days in the wrong order: left before entered, finished before received, closed before opened, shipped before ordered."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from workbook.finding import Term, Terms, count, money
from workbook.intake.notes import Notes
from workbook.intake.rows import line_counts
from workbook.intake.tables import Fed

# Table, the earlier and the later day.
ORDERS = (
    ("transactions", "ordered_at", "shipped_at"),
    ("opportunities", "opened_at", "closed_at"),
    ("stage_history", "entered_at", "left_at"),
    ("requests", "received_at", "started_at"),
    ("requests", "started_at", "finished_at"),
    ("requests", "received_at", "finished_at"),
)
NAMED = 3


def check(fed: Sequence[Fed], notes: Notes) -> None:
    """Tell per file the rows whose later day lies before the earlier one, with examples and their money; they are kept."""
    for table, first, then in ORDERS:
        for one in fed:
            if one.feed.table == table:
                _turned(one, first, then, notes)


def _turned(one: Fed, first: str, then: str, notes: Notes) -> None:
    frame = one.lines
    if first not in frame or then not in frame:
        return
    # A day without a time is its whole day.
    turned = frame[frame[then].dt.normalize() < frame[first].dt.normalize()]
    if (first, then) == ("received_at", "finished_at") and "started_at" in turned:
        # With a start in between, one of the two other comparisons tells it.
        turned = turned[turned["started_at"].isna()]
    if turned.empty:
        return
    headers, n = one.base.mapping.columns, int(line_counts(turned).sum())
    # Lines of a large file that are sums already have no rows of their own.
    shown = [
        Term(
            "sequence.row",
            {
                "row": "…" if one.bulk else str(row),
                "first": turned.at[row, first].date(),
                "last": turned.at[row, then].date(),
            },
        )
        for row in turned.index[:NAMED]
    ]
    values: dict[str, Any] = {
        "n": count(n),
        "first": headers.get(first, first),
        "last": headers.get(then, then),
    }
    values |= {"candidates": Terms(tuple(shown)), **_amount(turned)}
    file, sheet = one.feed.block.place
    place = {"file": file, "sheet": sheet, "header": headers.get(then, then)}
    notes.add("DATE-SEQUENCE", "warn", **place, values=values, count=n)


def _amount(rows: pd.DataFrame) -> dict[str, Any]:
    """The revenue of the rows, where they are order lines."""
    return {"money": money(math.fsum(rows["net_revenue"].dropna()))} if "net_revenue" in rows else {}
