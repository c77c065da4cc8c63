"""The client as the methods see it: frozen parameters, typed tables, and the account of how they were read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

import pandas as pd

from workbook.exhibit import Brand
from workbook.parameters import Parameters
from workbook.problem import Problem

COVERED = 0.8  # activities of that part of the period carry its effort; below it they understate the effort


@dataclass(frozen=True)
class Decision:
    """How a column was understood, and on what evidence: printed, never silent."""

    file: str
    sheet: str
    header: str
    column: str
    reading: str
    agreeing: int
    total: int


@dataclass(frozen=True)
class ColumnUse:
    """One column of a mapped file: the `table` its file feeds, the canonical `column` it is used as (empty: none), and how.

    `how`: told (client.yaml), known or near (by its header, with the confidence 0–1), key, input, side (of a lookup,
    a computation, a wide table), check (only read to check), ignored, refused, unused, unread (its sheet
    feeds no table). `nearest`: columns it may mean.
    """

    file: str
    sheet: str
    header: str
    letter: str
    table: str
    column: str
    how: str
    confidence: float
    nearest: tuple[str, ...] = ()

    @property
    def used(self) -> bool:
        """Whether its values reach the report."""
        return bool(self.column) or self.how in ("key", "input", "side", "check")


@dataclass(frozen=True)
class SourceFile:
    """One file (or sheet) as received, and what became of its rows. read = used + rejected; ignored rows are no data."""

    file: str
    sheet: str
    table: str
    sha256: str
    rows_read: int
    rows_used: int
    rows_rejected: int
    rows_ignored: int = 0


@dataclass(frozen=True)
class Reading:
    """The account of the intake: files, decisions, problems, columns, rejected rows, money.

    `unread` are the columns of sheets no table was found for, with the table they may be of.
    `rejects` has columns file, sheet, row, code, reason values, then the row's cells as text under their own headers.
    Money is the net revenue of `transactions`; `money_unreadable` counts rejected rows whose amount could not be read.
    """

    files: tuple[SourceFile, ...] = ()
    decisions: tuple[Decision, ...] = ()
    problems: tuple[Problem, ...] = ()
    columns: tuple[ColumnUse, ...] = ()
    rejects: pd.DataFrame = field(default_factory=pd.DataFrame)
    unmapped: tuple[str, ...] = ()
    unread: tuple[ColumnUse, ...] = ()
    money_read: float = 0.0
    money_used: float = 0.0
    money_rejected: float = 0.0
    money_unreadable: int = 0


@dataclass(frozen=True)
class Client:
    """One client: parameters, canonical tables by name (see schema.py), and the reading they came from.

    Tables hold only canonical columns; a table or column that was not delivered is absent. Never modified after reading, so
    what follows from the tables is worked out once.
    `brand` is how the report looks; no figure depends on it. `codes`: whether codes stand in place of names and ids, made with a
    kept key (keyed) or for one report only (numbered); empty where names do.
    """

    parameters: Parameters
    tables: Mapping[str, pd.DataFrame]
    reading: Reading
    period: tuple[date, date]
    as_of: date
    brand: Brand | None = None
    codes: Literal["", "keyed", "numbered"] = ""

    def has(self, table: str, *columns: str) -> bool:
        """Whether the table was delivered with all these columns, each holding at least one value."""
        frame = self.tables.get(table)
        return frame is not None and len(frame) > 0 and all(c in frame and frame[c].notna().any() for c in columns)

    def missing(self, *needs: str) -> tuple[str, ...]:
        """Those of `table.column` or `table` that were not delivered; yearly totals carry no days of their own.

        In place of the client's own classes stands `classes` where they were delivered and only client.yaml does not map them.
        """
        undated = () if self.dated else ("transactions.date",)
        wanted = ("classes" if n == "customers.current_class" and self.classes_unmapped else n for n in needs)
        return tuple(n for n in wanted if n in undated or not self.has(*n.split(".", 1)))

    @cached_property
    def classes_unmapped(self) -> bool:
        """Whether the client has classes of its own of which `current_classes` in client.yaml puts none into one of ours."""
        if not self.has("customers", "current_class"):
            return False
        named = list(self.parameters.segmentation.current_classes)
        return not self.tables["customers"]["current_class"].isin(named).any()

    @property
    def potential_in_points(self) -> bool:
        """Whether the potential is known in points only: enough for a score, not for a share of wallet."""
        return self.has("customers", "potential_points") and not self.has("customers", "potential_revenue")

    def listed(self, column: str, ids: pd.Index) -> pd.Series:
        """What the customer list says of these customers in one column, its first entry of each; missing where it is silent."""
        if not self.has("customers", column):
            return pd.Series(pd.NA, ids, dtype=object)
        return self.tables["customers"].drop_duplicates("customer_id").set_index("customer_id")[column].reindex(ids)

    def existing(self, ids: pd.Index) -> pd.Index:
        """These ids without prospects: whoever has a transaction, whatever the customer list says, and whom it calls existing."""
        bought = ids.isin(self.tables["transactions"]["customer_id"].unique())
        known = self.listed("existing", ids).astype(object)
        return ids[known.where(known.notna(), False).astype(bool).to_numpy() | bought]

    @property
    def dated(self) -> bool:
        """Whether order lines have days of their own: yearly totals have none, so nothing about time follows from them."""
        return self.parameters.intake.annual_totals is None

    @cached_property
    def money_outside(self) -> float:
        """Net revenue of order lines that were read but lie outside the period: no figure holds it."""
        if not self.has("transactions", "date", "net_revenue"):
            return 0.0
        lines = self.tables["transactions"]
        day = lines["date"].dt.normalize()
        inside = (day >= pd.Timestamp(self.period[0])) & (day <= pd.Timestamp(self.period[1]))
        return math.fsum(lines["net_revenue"][~inside & day.notna()].dropna())

    @cached_property
    def effort_span(self) -> tuple[date, date] | None:
        """First and last day of the activities where they were recorded in a part of the period only; else None."""
        if not self.has("activities", "date") or not self.has("transactions", "date"):
            return None
        return span_in_part(self.tables["activities"]["date"], self.period)

    @property
    def years(self) -> float:
        """Length of the period: whole calendar months / 12, else days (both ends counted) / 365.25."""
        return years_between(*self.period)


def span_in_part(days: pd.Series, period: tuple[date, date]) -> tuple[date, date] | None:
    """First and last of these days within the period where they span less than four fifths of it; else None."""
    if not days.notna().any():
        return None
    first, last = max(days.min().date(), period[0]), min(days.max().date(), period[1])
    if first > last or (last - first).days + 1 >= COVERED * ((period[1] - period[0]).days + 1):
        return None
    return first, last


def years_between(first: date, last: date) -> float:
    """Years from `first` to `last`, both counted: whole months / 12 where they are whole, else days / 365.25."""
    after = date.fromordinal(last.toordinal() + 1)
    if first.day == 1 and after.day == 1:
        return ((after.year - first.year) * 12 + after.month - first.month) / 12
    return ((last - first).days + 1) / 365.25
