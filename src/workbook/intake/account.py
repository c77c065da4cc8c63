"""The account of the reading: read = used + rejected in rows and money, per file; rejected rows with their reason."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from workbook.client import ColumnUse, Reading, SourceFile
from workbook.intake import columns, returned, transposed
from workbook.intake.cells import Typed
from workbook.intake.notes import Notes, Reason
from workbook.intake.tables import Fed


def reading(fed: list[Fed], unmapped: tuple[str, ...], unread: tuple[ColumnUse, ...], notes: Notes) -> Reading:
    """From what was fed to the account; a file that serves several tables is counted once, under the first."""
    files: dict[tuple[str, str], SourceFile] = {}
    rejects: list[dict[str, object]] = []
    for one in fed:
        out = {**one.repaired, **one.bad}
        _count(one.base, one.feed.table, out, files, rejects, one.bulk.rows if one.bulk else 0)
        for lookup in one.lookups:
            _count(lookup, one.feed.table, lookup.bad, files, rejects)
    return Reading(
        files=tuple(files.values()),
        decisions=tuple(notes.decisions),
        problems=tuple(notes.problems),
        columns=columns.uses(fed, notes.problems),
        rejects=pd.DataFrame(rejects, columns=_columns(rejects)),
        unmapped=unmapped,
        unread=unread,
        **_money([one for one in fed if one.feed.table == "transactions"]),  # type: ignore[arg-type]
    )


def _count(
    of: Typed,
    table: str,
    out: Mapping[int, Reason],
    files: dict[tuple[str, str], SourceFile],
    rejects: list[dict[str, object]],
    others: int = 0,
) -> None:
    if of.block.place in files:
        return
    read, file, sheet = len(of.block.raw) + others, *of.block.place
    lost = {row: reason for row, reason in out.items() if row in of.block.raw.index}
    files[of.block.place] = SourceFile(
        file, sheet, table, of.block.sheet.sha256, read, read - len(lost), len(lost), of.block.ignored
    )
    for row in sorted(lost):
        reason = lost[row]
        why = "; ".join(f"{name}={value}" for name, value in reason.values.items())
        place = {
            "file": file,
            "sheet": sheet,
            "row": transposed.record(of.block, row),
            "code": reason.code,
            "reason": why,
        }
        sent = returned.sent(of.block, row)
        rejects.append({**place, **{returned.own(name): text for name, text in sent.items()}})


def _columns(rejects: list[dict[str, object]]) -> list[str]:
    return list(dict.fromkeys([*returned.HEAD, *(name for row in rejects for name in row)]))


def _money(fed: list[Fed]) -> dict[str, float | int]:
    """Net revenue per line after the joins, lines not rounded; money read is the sum of the two others."""
    used, lost, unreadable = [], [], 0
    for one in fed:
        if "net_revenue" not in one.frame:
            continue
        used += [one.bulk.money] if one.bulk else []
        out = one.frame.index.isin([*one.bad, *one.repaired])
        net = one.frame["net_revenue"]
        used += net[~out].dropna().tolist()
        lost += net[out].dropna().tolist()
        unreadable += int(net[out].isna().sum())
    return {
        "money_read": math.fsum([*used, *lost]),
        "money_used": math.fsum(used),
        "money_rejected": math.fsum(lost),
        "money_unreadable": unreadable,
    }


def no_lines() -> pd.DataFrame:
    """Order lines of a client that delivered none: their required columns, typed, without a row."""
    return pd.DataFrame(
        {
            "customer_id": pd.Series(dtype="str"),
            "date": pd.Series(dtype="datetime64[us]"),
            "net_revenue": pd.Series(dtype="float64"),
        }
    )


def tables(fed: list[Fed]) -> dict[str, pd.DataFrame]:
    """Canonical tables from their used rows; sheets of one table one below the other."""
    found: dict[str, list[pd.DataFrame]] = {}
    for one in sorted(fed, key=lambda one: one.feed.block.place):
        found.setdefault(one.feed.table, []).append(one.lines)
    return {name: _below(frames) for name, frames in found.items()}


def _below(frames: list[pd.DataFrame]) -> pd.DataFrame:
    whole = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0].reset_index(drop=True)
    if "order_lines" in whole and len(frames) > 1:
        whole["order_lines"] = whole["order_lines"].fillna(1).astype("int64")
    return whole
