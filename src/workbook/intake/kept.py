"""Rows that are kept although something is missing in them: counted and said so, never dropped silently."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbook.finding import count
from workbook.intake.notes import Notes

# Code of the message, table, the columns of which at least one must be there.
KEPT = (
    ("KEPT-UNDATED", "opportunities", "opened_at"),
    ("KEPT-UNASSIGNED", "opportunities", "customer_id"),
)


def kept(tables: Mapping[str, pd.DataFrame], files: Mapping[str, str], notes: Notes) -> None:
    """Opportunities without a date of opening or without a customer; `files` names the files each table came from."""
    for code, table, column in KEPT:
        frame = tables.get(table)
        lacking = int(frame[column].isna().sum()) if frame is not None and column in frame else 0
        if lacking:
            values = {"n": count(lacking), "n_total": count(len(frame) if frame is not None else 0)}
            notes.add(code, "warn", file=files.get(table, ""), values=values, count=lacking)
