"""Rows that are no data (blank, repeated headers, totals) and rows that say the same twice."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from workbook import schema
from workbook.intake.cells import Typed
from workbook.intake.header import Block
from workbook.intake.mapping import ROW_NUMBER
from workbook.intake.notes import Notes, Reason, quoted

KEYS = {"customers": "customer_id", "staff": "rep_id", "opportunities": "opportunity_id", "requests": "request_id"}
SUMMED = frozenset({"money", "number", "count", "hours"})
TOLERANCE = 0.005
# Of a large file: how many amounts of a column stand between two rows besides those at hand, and their sum.
Above = Callable[[str, int, int], tuple[int, float]]


def without_blank(block: Block, notes: Notes) -> Block:
    """Drop blank rows and rows that repeat the header; they are listed, and in no sum."""
    raw = block.raw
    empty = _blank_rows(raw)
    blank = [row for row in raw.index[empty] if row not in block.bad]
    rest = raw[~empty]
    names = [str(name) for name in raw.columns]
    first = [
        isinstance(cell, str) and names[0] in cell and cell.strip() == names[0] for cell in rest.iloc[:, 0].to_numpy()
    ]
    again = [row for row in rest.index[first] if _repeats(list(rest.loc[row]), names)]
    file, sheet = block.place
    for code, rows in (("BLANK-ROW", blank), ("HEADER-ROW", again)):
        if rows:
            notes.add(
                code, "repair", file=file, sheet=sheet, row=int(rows[0]), values={"n": len(rows)}, count=len(rows)
            )
    return block.without([*blank, *again])


def _blank_rows(raw: pd.DataFrame) -> np.ndarray:
    """Which rows hold nothing; of every column only those are looked at that held nothing so far."""
    left = np.arange(len(raw))
    for header in raw.columns:
        cells = raw[header].to_numpy()[left]
        left = left[[cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells]]
        if not len(left):
            break
    return np.isin(np.arange(len(raw)), left)


def _repeats(cells: list[object], names: list[str]) -> bool:
    same = sum(" ".join(str(cell).split()) == name for cell, name in zip(cells, names, strict=True))
    return same * 10 >= len(names) * 8


def without_totals(
    done: Typed, notes: Notes, told: Mapping[str, str] | None = None, others: Above | None = None
) -> Typed:
    """Drop total rows: label and value agree. Only one of the two is a question, which `told` answers by file."""
    amounts = [c for c in done.mapping.columns if schema.column(done.mapping.table, c).type in SUMMED]  # type: ignore[union-attr]
    amounts += [f"={header}" for header, kind in done.mapping.figures.items() if kind in SUMMED]
    answer = (told or {}).get(done.block.sheet.file)
    labelled = _labelled(done)
    unnamed = _unnamed(done) if amounts else set()
    gone: list[int] = []
    file, sheet = done.block.place
    for row in sorted(labelled | unnamed):
        agrees = any(_is_sum(done.frame[column], row, gone, others) for column in amounts)
        shown = " ".join(str(cell) for cell in done.block.raw.loc[row] if str(cell).strip())
        if not (agrees or row in labelled) or answer == "keep":
            continue
        if (row in labelled and agrees) or answer == "exclude":
            gone.append(row)
            notes.add("TOTAL-ROW", "repair", file=file, sheet=sheet, row=row, values={"value": quoted(shown)})
        else:
            key = f"intake.totals.{file}"
            notes.add("HD-TOTAL", "ask", file=file, sheet=sheet, row=row, key=key, values={"value": quoted(shown)})
    if not gone:
        return done
    bad = {row: reason for row, reason in done.bad.items() if row not in gone}
    return Typed(done.block.without(gone), done.mapping, done.frame.drop(index=gone), bad)


def _labelled(done: Typed) -> set[int]:
    """Rows with a total word where an id, a name or the first cell stands."""
    table = done.mapping.table
    ids = [h for c, h in done.mapping.columns.items() if c == "name" or schema.column(table, c).type in ("id", "date")]  # type: ignore[union-attr]
    found: set[int] = set()
    for header in dict.fromkeys([done.block.raw.columns[0], *ids]):
        met = done.block.distinct(header)
        words = [number for number, cell in enumerate(met.cells) if schema.is_total_word(cell)]
        if words:
            found.update(int(row) for row in done.block.raw.index[np.isin(met.codes, words)])
    return found


def _unnamed(done: Typed) -> set[int]:
    """Rows without any required value that is no amount: what else could they be?"""
    table = done.mapping.table
    named = [
        c
        for c, one in schema.table(table).columns.items()
        if one.required and c in done.frame and one.type not in SUMMED and done.mapping.columns.get(c) != ROW_NUMBER
    ]
    # Every row has a number: without an id of its own, a row is named by any text it has.
    if ROW_NUMBER in done.mapping.columns.values():
        amounts = {c for c, one in schema.table(table).columns.items() if one.type in SUMMED}
        named = [c for c, h in done.mapping.columns.items() if h != ROW_NUMBER and c not in amounts]
    named += [column for column in done.frame.columns if str(column).startswith("#")]
    if not named:
        return set()
    blank = done.frame[named].isna().all(axis=1)
    return {int(row) for row in done.frame.index[blank]}


def _is_sum(amounts: pd.Series, row: int, totals: list[int], others: Above | None = None) -> bool:
    """Whether the amount is the sum of the rows above, or of those since the last total, within 0.5 %."""
    value = amounts.get(row)
    above = amounts[(amounts.index < row) & ~amounts.index.isin(totals)].dropna()
    since = above[above.index > totals[-1]] if totals else above
    if value is None or not math.isfinite(value) or value == 0:
        return False
    parts = [(len(part), math.fsum(part)) for part in (above, since)]
    if others:
        more = (others(str(amounts.name), row, 0), others(str(amounts.name), row, totals[-1] if totals else 0))
        parts = [(n + m, part + rest) for (n, part), (m, rest) in zip(parts, more, strict=True)]
    return parts[0][0] > 1 and any(n and abs(part - value) <= TOLERANCE * abs(value) for n, part in parts)


def without_duplicates(
    table: str, frame: pd.DataFrame, sent: Block, bad: Mapping[int, Reason], latest: bool
) -> tuple[dict[int, Reason], dict[int, Reason]]:
    """From the rows of a table to (repaired, conflicting): identical rows to drop, and rows of one id that differ.

    Lines of `transactions` must be equal in every cell as `sent`, not only in the columns that were understood.
    """
    key = KEYS.get(table) or ("line_id" if table == "transactions" and "line_id" in frame else None)
    if key is None or key not in frame:
        return {}, {}
    good = frame.drop(index=[row for row in bad if row in frame.index])
    again = _alike(sent).loc[good.index].duplicated() if table == "transactions" else good.duplicated()
    same = good.index[again & good[key].notna()]
    repaired = {int(row): Reason("DUP-ROW", "", {"value": good[key][row]}) for row in same}
    if table == "transactions":
        return repaired, {}
    left = good.drop(index=same)
    keep = "last" if latest else False
    clash = left[left[key].notna() & left.duplicated(subset=[key], keep=keep)]
    conflicting = {int(row): Reason("ID-DUPLICATE", key, {"value": str(clash[key][row])}) for row in clash.index}
    return ({**repaired, **conflicting}, {}) if latest else (repaired, conflicting)


def _alike(sent: Block) -> pd.DataFrame:
    """A number for every cell, the same for cells of the same text."""
    met = {header: sent.distinct(header) for header in sent.raw.columns}
    codes = {h: m.codes if m.texts else pd.factorize(sent.raw[h].astype("str"))[0] for h, m in met.items()}
    return pd.DataFrame(codes, index=sent.raw.index)


def equal_lines(frame: pd.DataFrame) -> tuple[int, float]:
    """Lines equal in every column without a line number: how many are repeated, and their money. They are kept."""
    if "line_id" in frame and frame["line_id"].notna().any():
        return 0, 0.0
    again = frame.duplicated(keep="first").to_numpy(dtype=bool)
    money = frame["net_revenue"].to_numpy(dtype="float64")[again] if "net_revenue" in frame else np.array([])
    return int(again.sum()), math.fsum(money[np.isfinite(money)])


def line_counts(frame: pd.DataFrame) -> pd.Series:
    """How many lines each row stands for: one, except where a large file's lines are sums already."""
    return frame["order_lines"] if "order_lines" in frame else pd.Series(1, index=frame.index)
