"""Which table a sheet is, and which of its headers is which canonical column."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from rapidfuzz import fuzz, process

from workbook import schema
from workbook.finding import Term, share
from workbook.intake.header import Block
from workbook.intake.layout import PERIOD
from workbook.intake.notes import Notes, quoted
from workbook.intake.propose import proposals
from workbook.parameters import Source

ROW_NUMBER = "row_number"


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
    found: Block, table: str, told: Mapping[str, str] | None = None, inverse: Collection[str] = ()
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Canonical column → header by synonym, and the columns several headers fit (for a question).

    A header means the one column it may mean that is not taken; a generic header gives way to a specific one. Headers that
    say the opposite count for the columns named in `inverse` only.
    """
    told = told or {}
    taken = set(told.values())
    headers = [str(h) for h in found.raw.columns if h not in taken and not schema.refused(h, table)]
    specific: dict[str, list[str]] = {}
    generic: dict[str, list[str]] = {}
    for header in headers:
        names = [name for name in schema.candidates(table, header) if name not in told]
        strong = [name for name in names if not _generic(table, name, header)]
        usable = [n for n in strong or names if n in inverse or not _inverse(table, n, header)]
        if usable and strong:
            specific.setdefault(usable[0], []).append(header)
        elif usable:
            generic[header] = usable
    for header, names in generic.items():
        left = [name for name in names if name not in specific or generic.keys() & set(specific[name])]
        if len(left) == 1:
            specific.setdefault(left[0], []).append(header)
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


def of(found: Block, table: str, source: Source | None, notes: Notes, inverse: Collection[str] = ()) -> Fit:
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
    columns, several = guessed(found, table, told, inverse)
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
    free = [str(header) for header in found.raw.columns if header not in {*columns.values(), *ignored}]
    asked = {header for headers in several.values() for header in headers}
    free = [header for header in free if header not in asked and header not in found.twice]
    _twofold(found, table, free, columns, notes)
    columns |= _proposed(found, table, free, columns, notes)
    _refused(found, table, free, columns, notes)
    for column, header in told.items():
        if _inverse(table, column, header) and not {column, f"{table}.{column}", header} & set(inverse):
            values = {"header": header, "column": column}
            notes.add("HD-INVERSE", "ask", **_place(found, header), key="intake.inverse", values=values)
    for header in found.twice:
        if header in columns.values():
            place = {"file": file, "sheet": sheet, "column": found.letters[header], "header": header}
            notes.add("HD-DUPLICATE", "reject", **place, values={"header": header})
    return Fit(table, columns, (), frozenset(told))


def _place(found: Block, header: str) -> dict[str, str]:
    file, sheet = found.place
    letter = found.letters.get(header, "") if found.sheet.excel else ""
    return {"file": file, "sheet": sheet, "column": letter, "header": header}


def _twofold(found: Block, table: str, free: list[str], columns: dict[str, str], notes: Notes) -> None:
    """One header that fits two columns: a question where one of them is required, else told and not used."""
    needed = set(required(table, frozenset(columns)))
    for header in free:
        names = _free_names(header, table, columns)
        if len(names) > 1:
            level = "ask" if needed & set(names) else "warn"
            key = f"intake.tables.{table}.columns"
            notes.add("HD-TWOFOLD", level, **_place(found, header), key=key, values={"candidates": names})


def _free_names(header: str, table: str, columns: Mapping[str, str]) -> list[str]:
    """The columns not yet taken that a header may mean; a specific meaning beats generic ones."""
    if schema.refused(header, table):
        return []
    names = [name for name in schema.candidates(table, header) if name not in columns]
    names = [name for name in names if not _inverse(table, name, header)]
    strong = [name for name in schema.candidates(table, header) if not _generic(table, name, header)]
    return [] if strong else names


def _proposed(found: Block, table: str, free: list[str], columns: dict[str, str], notes: Notes) -> dict[str, str]:
    """Headers spelled nearly like one we know: used, and told with their confidence."""
    open_ = [column for column in schema.table(table).columns if column not in columns]
    used = {}
    for column, (header, score) in proposals(free, table, open_).items():
        used[column] = header
        values = {"column": column, "header": header, "confidence": share(round(score) / 100)}
        key = f"intake.tables.{table}.columns.{column}"
        notes.add("HD-NEAR", "warn", **_place(found, header), key=key, values=values)
    return used


def _refused(found: Block, table: str, free: list[str], columns: dict[str, str], notes: Notes) -> None:
    """Headers never mapped by themselves, and those that say the opposite, are told with the reason."""
    missing = required(table, frozenset(columns))
    for header in free:
        cause = schema.refused(header, table)
        if cause and missing:
            key = f"intake.tables.{table}.columns.{missing[0]}"
            values = {"header": header, "cause": Term(f"refused.{cause}")}
            notes.add("HD-REFUSED", "reject", **_place(found, header), key=key, values=values)
        opposite = [n for n in schema.candidates(table, header) if n not in columns and _inverse(table, n, header)]
        if opposite and not cause:
            values = {"header": header, "column": opposite[0]}
            notes.add("HD-INVERSE", "warn", **_place(found, header), key="intake.inverse", values=values)


def side_by_side(headers: list[str]) -> list[str]:
    """Headers that are months or years, where at least two stand beside each other: a wide table."""
    found = [header for header in headers if PERIOD.fullmatch(header.strip())]
    return found if len(found) >= 2 else []


def nearest(column: str, table: str, headers: list[str]) -> str:
    """The header most like a missing column, for the message."""
    words = [column, *(spelling for spelling, cs in schema.headers_of(table).items() if column in cs)]
    scored = []
    for word in words:
        hit = process.extractOne(schema.normalise(word), headers, scorer=fuzz.WRatio, processor=schema.normalise)
        if hit:
            scored.append((hit[1], hit[0]))
    return max(scored)[1] if scored else ""
