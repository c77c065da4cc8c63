"""Which table a sheet is, and which of its headers is which canonical column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from rapidfuzz import fuzz, process

from workbook import schema
from workbook.intake.header import Block
from workbook.intake.notes import Notes, quoted
from workbook.parameters import Source

PERIOD = re.compile(
    r"(?:\w+ )?(?:19|20)\d{2}(?:[-/. ]?(?:0?[1-9]|1[0-2]))?|(?:0?[1-9]|1[0-2])[-/.](?:19|20)?\d{2}"
    r"|(?:jan|feb|mär|mar|mrz|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)[a-zä]*[. -]*(?:(?:19|20)?\d{2})?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fit:
    """Canonical column → header for one block; `keys` are headers needed besides (lookups, computations)."""

    table: str
    columns: Mapping[str, str]
    keys: tuple[str, ...] = ()
    told: frozenset[str] = field(default_factory=frozenset)
    figures: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str | float | bool]] = field(default_factory=dict)


def table_of_name(name: str) -> str | None:
    """The table a sheet or file name speaks of, if exactly one."""
    stem = schema.normalise(PurePosixPath(name).stem if "." in name else name)
    words = {schema.normalise(word) for word in PurePosixPath(name).stem.replace("-", "_").split("_")} | {stem}
    exact, partly = set(), set()
    for table, described in schema.tables().items():
        spoken = {schema.normalise(known) for names in described.sheets.values() for known in names} | {
            schema.normalise(table)
        }
        if stem in spoken:
            exact.add(table)
        elif words & spoken:
            partly.add(table)
    found = exact or partly
    return next(iter(found)) if len(found) == 1 else None


def known_headers(table: str | None) -> frozenset[str]:
    """Normalised headers of one table, or of all."""
    names = [table] if table else list(schema.tables())
    return frozenset(header for name in names for header in schema.headers_of(name))


def required(table: str, present: frozenset[str]) -> list[str]:
    """Required columns of the table that are neither present nor computable."""
    described = schema.table(table)
    return [
        column
        for column, one in described.columns.items()
        if one.required and column not in present and not _computable(table, column, present)
    ]


def _computable(table: str, column: str, present: frozenset[str]) -> bool:
    if table == "transactions" and column == "net_revenue":
        return {"quantity", "unit_price"} <= present or {"list_revenue", "discount"} <= present
    ways = schema.table(table).alternatives.get(column, ())
    return bool(ways) and frozenset(ways) <= present


def by_headers(found: Block) -> str | None:
    """The one table whose required columns are all there, preferring the one that knows most headers."""
    fitting = []
    for table in schema.tables():
        columns = guessed(found, table)[0]
        if columns and not required(table, frozenset(columns)):
            fitting.append((len(columns), table))
    fitting.sort(reverse=True)
    if not fitting or (len(fitting) > 1 and fitting[0][0] == fitting[1][0]):
        return None
    return fitting[0][1] if fitting[0][0] >= 2 else None


def guessed(
    found: Block, table: str, told: Mapping[str, str] | None = None
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Canonical column → header by synonym, and the columns several headers fit (for a question).

    A header means the first column it may mean that is not taken; a generic header gives way to a specific one.
    """
    told = told or {}
    taken = set(told.values())
    headers = [str(h) for h in found.raw.columns if h not in taken and not schema.refused(h, table)]
    specific: dict[str, list[str]] = {}
    generic: dict[str, list[str]] = {}
    for header in headers:
        names = [name for name in schema.candidates(table, header) if name not in told]
        strong = [name for name in names if not _generic(table, name, header)]
        if strong and not _inverse(table, strong[0], header):
            specific.setdefault(strong[0], []).append(header)
        elif names and not strong and not _inverse(table, names[0], header):
            generic.setdefault(names[0], []).append(header)
    for name, weak in generic.items():
        specific.setdefault(name, weak)
    for name, fitting in specific.items():
        # A header that says exactly the column's own name is no question.
        exact = [header for header in fitting if schema.normalise(header) == schema.normalise(name)]
        specific[name] = exact if len(exact) == 1 else fitting
    single = {name: fitting[0] for name, fitting in specific.items() if len(fitting) == 1}
    return {**told, **single}, {name: fitting for name, fitting in specific.items() if len(fitting) > 1}


def _generic(table: str, column: str, header: str) -> bool:
    described = schema.column(table, column)
    return bool(described and described.is_generic(header))


def _inverse(table: str, column: str, header: str) -> bool:
    """A header that says the opposite is never mapped by itself."""
    described = schema.column(table, column)
    return bool(described and described.is_inverse(header))


def of(found: Block, table: str, source: Source | None, notes: Notes) -> Fit:
    """The mapping of a block: client.yaml wins, then synonyms; what fits several is asked."""
    file, sheet = found.place
    told = dict(source.columns) if source else {}
    at = {header.casefold(): header for header in found.raw.columns}
    for column, header in list(told.items()):
        if header not in found.raw.columns:
            exact = at.get(" ".join(header.split()).casefold())
            told.pop(column)
            if exact:
                told[column] = exact
    columns, several = guessed(found, table, told)
    ignored = set(source.ignore) if source else set()
    for column, headers in several.items():
        headers = [header for header in headers if header not in ignored]
        if len(headers) > 1:
            key = f"intake.tables.{table}.columns.{column}"
            values = {"column": column, "candidates": [quoted(header) for header in headers]}
            notes.add("HD-AMBIGUOUS", "ask", file=file, sheet=sheet, header=headers[0], key=key, values=values)
        elif headers:
            columns[column] = headers[0]
    columns = {column: header for column, header in columns.items() if header not in ignored}
    for header in found.twice:
        if header in columns.values():
            place = {"file": file, "sheet": sheet, "column": found.letters[header], "header": header}
            notes.add("HD-DUPLICATE", "reject", **place, values={"header": header})
    return Fit(table, columns, (), frozenset(told))


def side_by_side(headers: list[str]) -> list[str]:
    """Headers that are months or years, where at least three stand beside each other: a wide table."""
    found = [header for header in headers if PERIOD.fullmatch(header.strip())]
    return found if len(found) >= 3 else []


def nearest(column: str, table: str, headers: list[str]) -> str:
    """The header most like a missing column, for the message."""
    words = [column, *(spelling for spelling, cs in schema.headers_of(table).items() if column in cs)]
    scored = []
    for word in words:
        hit = process.extractOne(schema.normalise(word), headers, scorer=fuzz.WRatio, processor=schema.normalise)
        if hit:
            scored.append((hit[1], hit[0]))
    return max(scored)[1] if scored else ""
