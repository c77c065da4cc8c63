"""Order lines delivered twice: a whole file that repeats another, or a block of rows that comes again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.finding import count, money
from workbook.intake.notes import Notes
from workbook.intake.tables import Fed

BLOCK = 20  # rows from which a repetition is no chance
DIFFERENT = 10  # rows that differ among them: twenty equal lines are no block
CHEAP = ("net_revenue", "date", "customer_id", "quantity")


@dataclass(frozen=True)
class Repeat:
    """Rows (positions `start` to `stop`, without it) that say what those from `like` on have said already."""

    start: int
    stop: int
    like: int


def repeats(frame: pd.DataFrame) -> list[Repeat]:
    """Blocks of at least 20 consecutive rows equal, in every column, to as many rows before them, in the same order."""
    if len(frame) < 2 * BLOCK:
        return []
    quick = _hashed(frame[[column for column in CHEAP if column in frame]])
    if not _runs(quick):
        return []
    return _runs(_hashed(frame))


def _hashed(frame: pd.DataFrame) -> np.ndarray:
    return pd.util.hash_pandas_object(frame, index=False).to_numpy(dtype="uint64")


def _runs(rows: np.ndarray) -> list[Repeat]:
    """Where a window of rows was seen before, the windows joined to the longest blocks."""
    powers = np.cumprod(np.full(BLOCK, 0x9E3779B97F4A7C15, dtype="uint64"))
    windows = np.zeros(len(rows) - BLOCK + 1, dtype="uint64")
    for offset, power in enumerate(powers):
        windows += rows[offset : offset + len(windows)] * power
    _, first, inverse = np.unique(windows, return_index=True, return_inverse=True)
    like = first[inverse]
    again = np.flatnonzero(np.arange(len(windows)) - like >= BLOCK)
    found: list[Repeat] = []
    for at in again:
        last = found[-1] if found else None
        if last and at <= last.stop and at - like[at] == last.start - last.like:
            found[-1] = Repeat(last.start, int(at) + BLOCK, last.like)
        elif (not last or at >= last.stop) and len(np.unique(rows[at : at + BLOCK])) >= DIFFERENT:
            found.append(Repeat(int(at), int(at) + BLOCK, int(like[at])))
    return found


def check(fed: Sequence[Fed], notes: Notes) -> int:
    """Tell every file and block of order lines that repeats another with its money; the number of rows concerned."""
    lines = sorted((one for one in fed if one.feed.table == "transactions"), key=lambda one: one.feed.block.place)
    whole = [one for number, one in enumerate(lines) if any(_same(one, before) for before in lines[:number])]
    rows = sum(_tell(one, len(one.good), 0, one.good, notes) for one in whole)
    rest = [one for one in lines if one not in whole]
    if not rest:
        return rows
    frame = pd.concat([one.good for one in rest], ignore_index=True)
    ends = np.cumsum([len(one.good) for one in rest])
    for found in repeats(frame):
        number = int(np.searchsorted(ends, found.start, side="right"))
        start = int(rest[number].good.index[found.start - (ends[number - 1] if number else 0)])
        rows += _tell(rest[number], found.stop - found.start, start, frame.iloc[found.start : found.stop], notes)
    return rows


def _same(one: Fed, before: Fed) -> bool:
    """Whether a file holds the very rows of another, in whatever order."""
    mine, theirs = one.good, before.good
    if len(mine) != len(theirs) or len(mine) < 2 or set(mine.columns) != set(theirs.columns):
        return False
    return bool((np.sort(_hashed(mine)) == np.sort(_hashed(theirs[list(mine.columns)]))).all())


def _tell(one: Fed, n: int, row: int, part: pd.DataFrame, notes: Notes) -> int:
    file, sheet = one.feed.block.place
    amount = math.fsum(part["net_revenue"].dropna()) if "net_revenue" in part else 0.0
    values = {"n": count(n), "money": money(amount)}
    notes.add("DUP-BLOCK", "warn", file=file, sheet=sheet, row=row or None, values=values)
    return n
