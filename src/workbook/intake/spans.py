"""What the tables cover in time: months without a line, partial months, files that overlap, tables of another period."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from workbook.finding import Term, count, money
from workbook.intake import years
from workbook.intake.notes import Notes
from workbook.intake.rows import line_counts
from workbook.intake.tables import Fed

DATED = {"transactions": "date", "activities": "date", "opportunities": "opened_at", "requests": "received_at"}
MONTHS, LINES = 6, 3  # fewer months, or fewer lines in the typical month, say nothing about gaps
HOLIDAYS = 5  # days at the edge of a month without a line that do not make it partial
SAME = 0.8  # files that cover the same months side by side (regions, companies) do not overlap by mistake
NAMED = 12

Period = tuple[date, date]


def check(tables: Mapping[str, pd.DataFrame], fed: Sequence[Fed], period: Period, told: bool, notes: Notes) -> None:
    """All about time; `told` says that the period stands in client.yaml."""
    lines = tables.get("transactions")
    if lines is not None and "date" in lines:
        _months(lines["date"], line_counts(lines), period, told, notes)
    _outside(tables, period, told, notes)
    years.activities(tables, period, notes)
    for table in sorted({one.feed.table for one in fed} & set(DATED)):
        alike = sorted((one for one in fed if one.feed.table == table), key=lambda one: one.feed.block.place)
        _overlaps(alike, DATED[table], notes)
        years.part_years(alike, DATED[table], notes)


def _months(days: pd.Series, counts: pd.Series, period: Period, told: bool, notes: Notes) -> None:
    """Whole months of the period without any line, and first and last months that are only begun."""
    first, last = (pd.Timestamp(day) for day in period)
    inside = days[(days >= first) & (days < last + pd.Timedelta(days=1))]
    per_month = counts.groupby(inside.dt.to_period("M")).sum()
    if len(per_month) < MONTHS or per_month.median() < LINES:
        return
    whole = pd.period_range(first, last, freq="M")
    empty = [month for month in whole if month not in per_month.index]
    if empty:
        notes.add("DATE-GAP", "warn", header="", values={"n": count(len(empty)), "candidates": _written(empty)})
    begun = first.day - 1 > HOLIDAYS
    cut = (last + pd.offsets.MonthEnd(0) - last).days > HOLIDAYS
    partial = [month for month, is_partial in ((whole[0], begun), (whole[-1], cut)) if is_partial]
    if partial and not told:
        values = {"n": count(len(partial)), "candidates": _written(partial), "first": period[0], "last": period[1]}
        notes.add("DATE-PARTIAL", "warn", key="period", values=values)


def _written(months: Sequence[pd.Period]) -> str:
    shown = ", ".join(f"{month.month:02d}/{month.year}" for month in months[:NAMED])
    return shown + (" …" if len(months) > NAMED else "")


def _outside(tables: Mapping[str, pd.DataFrame], period: Period, told: bool, notes: Notes) -> None:
    """A table that lies wholly outside the period takes no part in the report: asked, or told where the period is set."""
    for table, column in DATED.items():
        frame = tables.get(table)
        days = frame[column].dropna() if frame is not None and column in frame else pd.Series(dtype="datetime64[ns]")
        if not len(days):
            continue
        first, last = days.min().date(), days.max().date()
        if first <= period[1] and last >= period[0]:
            continue
        theirs = Term("span.table", {"table": Term(f"table.{table}"), "first": first, "last": last})
        ours = Term("span.table", {"table": Term("span.period"), "first": period[0], "last": period[1]})
        notes.add(
            "PERIOD", "warn" if told else "ask", key="period", values={"period_a": ours, "period_b": theirs}, count=1
        )


def _overlaps(alike: list[Fed], column: str, notes: Notes) -> None:
    """Two files of one table that share some months but not most: the shared months may be there twice."""
    dated = [one for one in alike if column in one.frame]
    months = [one.lines[column].dropna().dt.to_period("M") for one in dated]
    for at, left in enumerate(dated):
        for other in range(at + 1, len(dated)):
            mine, theirs = set(months[at].unique()), set(months[other].unique())
            both = sorted(mine & theirs)
            if not both or len(both) >= SAME * len(mine | theirs):
                continue
            values = {"n": count(len(both)), "candidates": _written(both), "other": _place(dated[other])}
            amount = min(_money(left, months[at].isin(both)), _money(dated[other], months[other].isin(both)))
            values |= {"money": money(amount)} if amount else {}
            file, sheet = left.feed.block.place
            notes.add("DATE-OVERLAP", "warn", file=file, sheet=sheet, values=values)


def _place(one: Fed) -> str:
    file, sheet = one.feed.block.place
    return f"{file} · {sheet}" if sheet else file


def _money(one: Fed, rows: pd.Series) -> float:
    if "net_revenue" not in one.frame:
        return 0.0
    return math.fsum(one.lines["net_revenue"].reindex(rows.index)[rows].dropna())
