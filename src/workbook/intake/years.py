"""Spans that do not go together: one file of part of a year beside whole years, activities of part of the period."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from workbook.client import span_in_part
from workbook.finding import Term, money
from workbook.intake.notes import Notes
from workbook.intake.tables import Fed


def part_years(alike: Sequence[Fed], column: str, notes: Notes) -> None:
    """Files of one table that lie in one calendar year of which months are missing, where other years are whole."""
    dated = [(one, one.lines[column].dropna()) for one in alike if column in one.frame]
    days = [given for _, given in dated if len(given)]
    if len(days) < 2:
        return
    months = pd.concat(days).dt.to_period("M").drop_duplicates()
    per_year = months.groupby(months.dt.year).size()
    whole = sorted(int(year) for year in per_year.index[per_year == 12])
    for one, given in dated:
        years = given.dt.year.unique()
        if not whole or len(years) != 1 or int(years[0]) in whole:
            continue
        file, sheet = one.feed.block.place
        span = {"first": given.min().date(), "last": given.max().date()}
        values: dict[str, Any] = {**span, "candidates": ", ".join(map(str, whole))}
        if "net_revenue" in one.frame:
            values["money"] = money(math.fsum(one.lines["net_revenue"].dropna()))
        notes.add("DATE-YEAR", "warn", file=file, sheet=sheet, key="period", values=values)


def activities(tables: Mapping[str, pd.DataFrame], period: tuple[date, date], notes: Notes) -> None:
    """Activities recorded in a part of the period only: the revenue of the rest stands without its effort."""
    done, lines = tables.get("activities"), tables.get("transactions")
    if done is None or lines is None or "date" not in done or "date" not in lines:
        return
    span = span_in_part(done["date"], period)
    if span is None:
        return
    first, last = span
    days = lines["date"].dt.normalize()
    inside = (days >= pd.Timestamp(period[0])) & (days <= pd.Timestamp(period[1]))
    bare = inside & ((days < pd.Timestamp(first)) | (days > pd.Timestamp(last)))
    theirs = Term("span.table", {"table": Term("table.activities"), "first": first, "last": last})
    ours = Term("span.table", {"table": Term("span.period"), "first": period[0], "last": period[1]})
    values = {"period_a": ours, "period_b": theirs, "money": money(math.fsum(lines["net_revenue"][bare].dropna()))}
    notes.add("DATE-SPAN", "warn", key="period", values=values)
