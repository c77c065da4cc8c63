"""Wide tables: months or categories side by side become one row each, where client.yaml says so."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import pandas as pd

from workbook import schema
from workbook.intake.dates import MONTHS
from workbook.intake.header import Block
from workbook.intake.layout import MONTH, YEAR
from workbook.parameters import Unpivot

IN_FRONT = r"(?:[^\d]*[ /._-])?"
MONTHLY = tuple(
    re.compile(IN_FRONT + pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<year>{YEAR})[-/. ]{{1,3}}(?P<month>0?[1-9]|1[0-2])",
        rf"(?P<year>{YEAR})(?P<month>0[1-9]|1[0-2])",
        rf"(?P<month>0?[1-9]|1[0-2])[-/. ]{{1,3}}(?P<year>{YEAR}|\d{{2}})",
        rf"(?P<name>{MONTH})\.?[' ./-]{{0,3}}(?P<year>{YEAR}|\d{{2}})",
        rf"(?P<year>{YEAR})[-/. ]{{0,3}}(?P<name>{MONTH})\.?",
    )
)
SPREAD = frozenset({"money", "number", "count", "hours"})


def month_of(header: str) -> pd.Timestamp | None:
    """The last day of the month a header names (Jan 24, 2024-01, Januar 2024, Umsatz 01/2024), or None without a year."""
    text = " ".join(header.split())
    for pattern in MONTHLY:
        found = pattern.fullmatch(text)
        if found:
            parts = found.groupdict()
            name = (parts.get("name") or "").casefold().replace("ae", "ä")
            month = MONTHS[name[:3]] if name else int(parts["month"])
            year = int(parts["year"])
            return pd.Timestamp(year + (2000 if year < 100 else 0), month, 1) + pd.offsets.MonthEnd(0)
    return None


def headers(block: Block, unpivot: Unpivot) -> list[str]:
    """The headers that become rows, in the order of the file."""
    wanted = [" ".join(pattern.split()).casefold() for pattern in unpivot.columns]
    return [str(h) for h in block.raw.columns if any(fnmatchcase(str(h).casefold(), pattern) for pattern in wanted)]


def label(header: str) -> str:
    """The category a header names: what stands below the common header of merged cells, else all of it."""
    return header.rpartition(" / ")[2]


def folded(frame: pd.DataFrame, unpivot: Unpivot, names: list[str]) -> pd.DataFrame:
    """Still one row per row of the file, for the account: its sum, and any of its periods or categories."""
    values = frame[[f"={name}" for name in names]]
    first = month_of(names[0]) if unpivot.into == "date" else label(names[0])
    return frame.assign(**{unpivot.value: values.sum(axis=1), unpivot.into: first})


def unfolded(good: pd.DataFrame, wide: pd.DataFrame, unpivot: Unpivot, table: str) -> pd.DataFrame:
    """One row per row and period or category that holds an amount; other amounts of the row are shared out with it."""
    whole = good[unpivot.value]
    long = wide.loc[good.index].melt(var_name="header", value_name="value", ignore_index=False)
    long = long[long["value"].fillna(0) != 0]
    place = {name: number for number, name in enumerate(wide.columns)}
    long = long.assign(order=long["header"].map(place)).sort_values("order", kind="stable").sort_index(kind="stable")
    done = good.loc[long.index].copy()
    lines = long.groupby(level=0)["value"].transform("size")
    share = (long["value"] / whole.loc[long.index].where(lambda total: total != 0)).fillna(1 / lines)
    for column in done:
        described = schema.column(table, str(column))
        if described and described.type in SPREAD and column != unpivot.value:
            done[column] = done[column] * share
    done[unpivot.value] = long["value"]
    named = month_of if unpivot.into == "date" else label
    done[unpivot.into] = long["header"].map({name: named(str(name)) for name in wide.columns})
    return done
