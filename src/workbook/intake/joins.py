"""Chains of checked many-to-one lookups: no row is multiplied, none is lost silently."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbook.finding import count
from workbook.intake.cells import Typed
from workbook.intake.notes import Notes, Reason, quoted
from workbook.parameters import Lookup

# Tables whose rows stay although a lookup has nothing on them: a deal with a misspelt product was still won or lost.
KEPT = frozenset({"opportunities"})


@dataclass(frozen=True)
class Share:
    """An amount of the "one" side still to be spread: per line its amount and the row of the lookup it comes from."""

    column: str
    way: str
    amounts: pd.Series
    one: np.ndarray


def join(
    base: Typed, chain: list[tuple[Lookup, Typed]], notes: Notes
) -> tuple[pd.DataFrame, dict[int, Reason], list[Share]]:
    """From lines and their lookups to one frame with a row per line, rows without a match, and amounts to spread."""
    frame, bad, shares = base.frame.copy(), dict(base.bad), []
    for lookup, right in chain:
        key, match = f"#{lookup.key}", f"#{lookup.match or lookup.key}"
        if key not in frame or match not in right.frame:
            continue  # the missing header is already reported
        _repeated(right, notes)
        usable = right.frame.drop(index=[row for row in right.bad if row in right.frame.index])
        usable = usable[~usable.duplicated() & usable[match].notna()]
        if not _unique(lookup, right, usable[match], notes):
            continue
        found = pd.Index(usable[match]).get_indexer(pd.Index(frame[key]))
        if base.mapping.table in KEPT:
            _kept(base, lookup, frame.loc[found < 0, key], usable[match], notes)
        else:
            for row in frame.index[found < 0]:
                value = str(frame.at[row, key])
                values = {"value": quoted(value), "key": lookup.key, "file": lookup.file}
                bad.setdefault(int(row), Reason("JOIN-UNMATCHED", lookup.key, values))
        for column in usable.columns:
            if column in frame:
                continue
            taken = usable[column].reset_index(drop=True).reindex(found)
            taken.index = frame.index
            if column in lookup.spread:
                shares.append(Share(column, lookup.spread[column], taken, found))
            frame[column] = taken
    return frame, bad, shares


def _kept(base: Typed, lookup: Lookup, without: pd.Series, there: pd.Series, notes: Notes) -> None:
    """Rows the lookup knows nothing of, kept: one warning for each value of their key, with the nearest the lookup has."""
    file, sheet = base.block.place
    names = sorted({str(name) for name in there})
    for value, rows in without.groupby(without.astype("str")):
        near = difflib.get_close_matches(str(value), names, 1, 0.6)
        values: dict[str, Any] = {"value": quoted(str(value)), "key": lookup.key, "lookup": lookup.file}
        values |= {"n": count(len(rows)), "n_total": count(len(base.frame))}
        nearest = {"nearest": quoted(near[0])} if near else {}
        place = {"file": file, "sheet": sheet, "row": int(rows.index[0]), "header": lookup.key}
        notes.add("KEPT-UNMATCHED", "warn", **place, values=values | nearest, count=len(rows))


def _repeated(right: Typed, notes: Notes) -> None:
    """Rows of a lookup equal to another in every cell are set aside and listed, as in any table."""
    cells = right.block.raw.drop(index=[row for row in right.bad if row in right.block.raw.index])
    again = [int(row) for row in cells.index[cells.astype("str").duplicated()]]
    if again:
        right.bad.update({row: Reason("DUP-ROW") for row in again})
        file, sheet = right.block.place
        values = {"n": len(again)}
        notes.add("DUP-ROW", "repair", file=file, sheet=sheet, row=again[0], values=values, count=len(again))


def _unique(lookup: Lookup, right: Typed, keys: pd.Series, notes: Notes) -> bool:
    twice = keys[keys.duplicated()]
    if len(twice):
        file, sheet = right.block.place
        header = lookup.match or lookup.key
        place = {"file": file, "sheet": sheet, "row": int(twice.index[0]), "header": header}
        notes.add("JOIN-DUPLICATE", "reject", **place, values={"value": quoted(twice.iloc[0])}, count=len(twice))
    return not len(twice)


def spread(frame: pd.DataFrame, shares: list[Share], dropped: Iterable[int]) -> pd.DataFrame:
    """Amounts of the "one" side over its lines: by net revenue (equally where that is 0) or all on the first line.

    `dropped` are the rows that say the same twice: they take no part, or it would be lost with them.
    """
    done = frame.copy()
    for share in shares:
        one = pd.Series(share.one, index=frame.index).where(~frame.index.isin(list(dropped)), -1)
        if share.way == "first_line":
            done[share.column] = share.amounts.where(~one.duplicated(), 0.0).where(one >= 0)
            continue
        net = frame["net_revenue"].fillna(0.0) if "net_revenue" in frame else pd.Series(0.0, index=frame.index)
        total, lines = net.groupby(one).transform("sum"), one.groupby(one).transform("size")
        # Lines that cancel out to almost nothing would give shares without bounds.
        flat = total.abs() <= 1e-9 * net.abs().groupby(one).transform("sum").clip(lower=1e-300)
        part = (net / total.where(~flat)).where(~flat, 1.0 / lines)
        done[share.column] = (share.amounts * part).where(one >= 0)
    return done
