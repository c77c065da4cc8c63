"""Every column of every mapped file: used as what, or not used, with the canonical column its header comes near."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from rapidfuzz import fuzz

from workbook import schema
from workbook.client import ColumnUse
from workbook.intake import wide
from workbook.intake.cells import Typed
from workbook.intake.mapping import ROW_NUMBER
from workbook.intake.tables import Fed
from workbook.parameters import Source
from workbook.problem import Problem

NEAR = 75.0
PART = 80.0  # one header begins or ends with the other
MOST_OF = 0.6  # a short header says little about a long one
SHORTEST = 5
MOST = 2


def uses(fed: Sequence[Fed], problems: Sequence[Problem]) -> tuple[ColumnUse, ...]:
    """One entry per file, sheet and header in the order of the files; a header used twice has one entry per use."""
    found: dict[tuple[str, str], dict[str, list[ColumnUse]]] = {}
    taken: dict[str, set[str]] = {}
    near = [(p, p.values["confidence"]) for p in problems if p.code == "HD-NEAR"]
    sure = {(p.file, p.sheet, p.values["header"], p.values["column"]): confidence.value for p, confidence in near}
    for one in fed:
        taken.setdefault(one.feed.table, set()).update(map(str, one.frame.columns))
    for one in fed:
        for typed in (one.base, *one.lookups):
            headers = found.setdefault(typed.block.place, {})
            for use in _of(typed, one.feed.source, typed is one.base, sure, taken[one.feed.table]):
                headers.setdefault(use.header, []).append(use)
    return tuple(use for headers in found.values() for alike in headers.values() for use in _settled(alike))


def _settled(alike: list[ColumnUse]) -> Iterable[ColumnUse]:
    """Where a file feeds several tables: every use once, or one word that there is none."""
    used = [use for use in alike if use.used]
    return dict.fromkeys(used) if used else alike[:1]


def _of(
    typed: Typed, source: Source | None, is_base: bool, sure: Mapping[tuple[str, str, str, str], float], taken: set[str]
) -> Iterator[ColumnUse]:
    """The uses of one block; headers are those of the file, in its order."""
    block, fit = typed.block, typed.mapping
    columns: dict[str, list[str]] = {}
    for column, header in fit.columns.items():
        columns.setdefault(header, []).append(column)
    side = set(wide.headers(block, source.unpivot)) if source and source.unpivot and is_base else set()
    ignored = set(source.ignore) if source and is_base else set()
    for header in map(str, block.raw.columns):
        if header == ROW_NUMBER:
            continue
        place = (*block.place, header, block.letters.get(header, "") if block.sheet.excel else "", fit.table)
        for column in columns.get(header, ()):
            confidence = sure.get((*block.place, header, column))
            how = "near" if confidence is not None else "told" if column in fit.told else "known"
            yield ColumnUse(*place, column, how, 1.0 if confidence is None else confidence)
        if header not in columns:
            how = _besides(header, typed, side, ignored)
            near = nearest(header, fit.table, taken) if how == "unused" and is_base else ()
            yield ColumnUse(*place, "", how, 0.0, near)


def _besides(header: str, typed: Typed, side: Collection[str], ignored: Collection[str]) -> str:
    """What becomes of a header that is no canonical column."""
    ways = {
        "side": header in side,
        "key": header in typed.mapping.keys,
        "input": header in typed.mapping.figures,
        "ignored": header in ignored,
        "check": bool(schema.check_only(header)),
        "refused": bool(schema.refused(header, typed.mapping.table)),
    }
    return next((how for how, applies in ways.items() if applies), "unused")


def nearest(header: str, table: str, taken: Collection[str]) -> tuple[str, ...]:
    """The columns not yet taken that a header may have meant, at most two; empty where none comes near."""
    scored = {
        name: max(_alike(header, one) for one in (name, *described.all_headers))
        for name, described in schema.table(table).columns.items()
        if name not in taken
    }
    best = max(scored.values(), default=0.0)
    return tuple(name for name, score in scored.items() if score == best)[:MOST] if best >= NEAR else ()


def _alike(given: str, known: str) -> float:
    """How alike two headers are, 0–100; a known one that the client's begins or ends with counts, the reverse if long."""
    mine, ours = schema.normalise(given), schema.normalise(known)
    short, long = sorted((mine, ours), key=len)
    if len(short) < SHORTEST:
        return 0.0
    part = (long.startswith(short) or long.endswith(short)) and (short == ours or len(short) >= MOST_OF * len(long))
    return max(float(fuzz.ratio(mine, ours)), PART if part else 0.0)
