"""From what feeds a table to its typed rows: cells, totals, lookups, computed columns, required values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pandas as pd

from workbook import schema
from workbook.intake import answers, cells, compute, joins, large, mapping, paste, rows, wide
from workbook.intake.cells import Typed
from workbook.intake.header import Block
from workbook.intake.large import Bulk
from workbook.intake.mapping import Fit
from workbook.intake.notes import SHOWN, Notes, Reason
from workbook.intake.sources import Feed
from workbook.parameters import Lookup, Parameters, Source

STAGED = ("stage_history", "activities")  # tables whose phase may be written in the client's own stages


@dataclass
class Fed:
    """The rows one feed gives its table (index: physical rows), which cannot be used, and the blocks behind them."""

    feed: Feed
    frame: pd.DataFrame
    bad: dict[int, Reason]
    base: Typed
    lookups: list[Typed] = field(default_factory=list)
    repaired: dict[int, Reason] = field(default_factory=dict)
    wide: pd.DataFrame | None = None
    bulk: Bulk | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The block and those of its lookups."""
        return self.feed.block, *(right.block for right in self.lookups)

    @property
    def good(self) -> pd.DataFrame:
        """The rows that are used."""
        gone = [row for row in (*self.bad, *self.repaired) if row in self.frame.index]
        return self.frame.drop(index=gone) if gone else self.frame.copy(deep=False)

    @property
    def lines(self) -> pd.DataFrame:
        """The rows that are used as the table holds them: one per period or category where they stood side by side.

        Of a large file they are sums of lines for the most part.
        """
        if self.bulk:
            return self.bulk.with_lines(self.good)
        unpivot = self.feed.source.unpivot if self.feed.source else None
        if unpivot is None or self.wide is None:
            return self.good
        return wide.unfolded(self.good, self.wide, unpivot, self.feed.table)


def feed(given: Feed, parameters: Parameters, notes: Notes) -> Fed:
    """From one feed to its typed rows; every problem is noted, rows that cannot be used are marked."""
    bulk = None
    if given.block.sheet.large:
        given, bulk = large.reduced(given, parameters, notes)
    source = given.source
    inverse = parameters.intake.inverse
    base_map = _staged(_mapped(given.block, given.table, source, None, notes, inverse), parameters.process.stages)
    chain_maps = [(lookup, block, _mapped(block, given.table, source, lookup, notes)) for lookup, block in given.chain]
    undated = given.table == "transactions" and parameters.intake.annual_totals
    blocks = [(given.block, base_map), *((block, mapped) for _, block, mapped in chain_maps)]
    _check_headers(given, blocks, notes, {"date"} if undated else set())
    base = cells.typed(given.block, base_map, parameters, notes)
    if bulk:
        bulk.count(given.block.place, notes)
    base = answers.answered(base, notes)
    base = rows.without_totals(base, notes, parameters.intake.totals, bulk.above if bulk else None)
    chain = [(lookup, cells.typed(block, mapped, parameters, notes)) for lookup, block, mapped in chain_maps]
    cells.report(base, notes, partial(_named, given, base_map))  # only now: what stands in a total row is no wrong date
    for _, right in chain:
        cells.report(right, notes)
    frame, bad, shares = joins.join(base, chain, notes)
    before = set(base.bad)
    frame = compute.declared(frame, given.table, dict(source.compute) if source else {})
    names = wide.headers(given.block, source.unpivot) if source and source.unpivot else []
    if source and source.unpivot and names:
        frame = wide.folded(frame, source.unpivot, names)
    if undated and "date" not in frame:
        # The last day, so that whatever asks how long ago speaks of the whole year.
        frame["date"] = pd.Timestamp(int(undated), 12, 31)
    if given.table == "transactions":
        frame = compute.amounts(frame)
    _required_values(given, frame, bad, notes)
    latest = parameters.intake.duplicates == "latest"
    side = frame[[f"={name}" for name in names]].rename(columns=lambda name: name[1:]) if names else None
    plain = frame[[column for column in frame if not str(column).startswith(("#", "="))]]
    repaired, clash = rows.without_duplicates(given.table, plain, base.block, bad, latest)
    bad.update(clash)
    plain = joins.spread(plain, shares, repaired)
    done = Fed(given, plain, bad, base, [right for _, right in chain], repaired, side, bulk)
    _tell(done, {row: reason for row, reason in bad.items() if row not in before}, notes)
    return done


def headers(fed: list[Fed]) -> dict[str, list[str]]:
    """The headers of all files read, by the table they feed."""
    found: dict[str, list[str]] = {}
    for one in fed:
        for block in one.blocks:
            found.setdefault(one.feed.table, []).extend(map(str, block.raw.columns))
    return found


def across(fed: list[Fed], latest: bool, notes: Notes) -> None:
    """The same id in two files of one table: equal rows are dropped, differing ones are a question, as within a file."""
    for table, key in rows.KEYS.items():
        alike = sorted((one for one in fed if one.feed.table == table), key=lambda one: one.feed.block.place)
        if len(alike) < 2 or any(key not in one.frame for one in alike):
            continue
        whole = pd.concat({number: one.good for number, one in enumerate(alike)})
        named = whole[key].notna()
        again = named & whole.duplicated()
        left = whole[~again]
        clash = left[left[key].notna() & left.duplicated(subset=[key], keep="last" if latest else False)]
        for number, one in enumerate(alike):
            same = {row: Reason("DUP-ROW") for n, row in whole.index[again] if n == number}
            differ = {
                row: Reason("ID-DUPLICATE", key, {"value": str(clash.at[(n, row), key])})
                for n, row in clash.index
                if n == number
            }
            repaired, bad = ({**same, **differ}, {}) if latest else (same, differ)
            _tell(replace(one, repaired=repaired), bad, notes)
            one.repaired.update(repaired)
            one.bad.update(bad)


def _mapped(
    block: Block, table: str, source: Source | None, lookup: Lookup | None, notes: Notes, inverse: tuple[str, ...] = ()
) -> Fit:
    """Columns, keys and inputs of computations that this block holds."""
    _doubts(block, table, source, notes)
    if lookup is None:
        found = mapping.of(block, table, source, notes, inverse)
    else:
        # A lookup brings only what client.yaml names: a price of the product is not the price of the line.
        told = {column: header for column, header in lookup.columns.items() if header in block.raw.columns}
        found = Fit(table, told, (), frozenset(told))
    if source is None:
        return found
    keys = [other.key for other in source.joins] + ([lookup.match or lookup.key] if lookup else [])
    side = wide.headers(block, source.unpivot) if source.unpivot and lookup is None else []
    found = replace(found, columns={column: header for column, header in found.columns.items() if header not in side})
    wanted = {name: kind for how in source.compute.values() for name, kind in compute.inputs(how).items()}
    wanted |= dict.fromkeys(side, _kind(table, source.unpivot.value) if source.unpivot else "number")
    figures = {name: kind for name, kind in wanted.items() if name in block.raw.columns and name not in found.columns}
    there = tuple(dict.fromkeys(key for key in keys if key in block.raw.columns))
    return replace(found, keys=there, figures=figures, values=source.values)


def _staged(found: Fit, stages: Mapping[str, int]) -> Fit:
    """The fit with the client's own stages read as the phases they stand for, unless the table says otherwise."""
    if not stages or found.table not in STAGED:
        return found
    phases = dict(stages) | dict(found.values.get("phase", {}))
    return replace(found, values={**found.values, "phase": phases})


def _kind(table: str, column: str) -> str:
    described = schema.column(table, column)
    return described.type if described else "number"


def _doubts(block: Block, table: str, source: Source | None, notes: Notes) -> None:
    """What is odd about the shape of a block, unless client.yaml says that the column is not meant."""
    settled = {*source.ignore, *source.columns.values()} if source else set()
    for doubt in block.doubts:
        if not doubt.header or doubt.header not in settled:
            key = f"intake.tables.{table}.header_row" if doubt.code == "HD-ROW" else ""
            notes.problems.append(replace(doubt, key=key))


def _check_headers(given: Feed, blocks: list[tuple[Block, Fit]], notes: Notes, given_otherwise: set[str]) -> None:
    """Every header client.yaml names must be there, and every required column must be mapped or computable."""
    source, table = given.source, given.table
    headers = [str(header) for block, _ in blocks for header in block.raw.columns]
    present = frozenset(column for _, mapped in blocks for column in mapped.columns) | given_otherwise
    key = f"intake.tables.{table}"
    file, sheet = given.block.place

    def missing(name: str, path: str) -> None:
        values = {"column": name, "nearest": mapping.nearest(name, table, headers)}
        notes.add("HD-MISSING", "reject", file=file, sheet=sheet, key=path, values=values)

    there = [lookup for lookup, _ in given.chain]
    absent = [lookup for lookup in source.joins if lookup not in there] if source else []
    if source:
        # A lookup that could not be read is reported; what it would have brought is not missing besides.
        present |= frozenset(source.compute) | {column for lookup in absent for column in lookup.columns}
        told = dict(source.columns) | {c: h for lookup in there for c, h in lookup.columns.items()}
        for column, header in told.items():
            if column not in present:
                missing(header, f"{key}.columns.{column}")
        for number, (lookup, block) in enumerate(given.chain):
            before = [h for other, _ in blocks[: number + 1] for h in other.raw.columns]
            if (lookup.key not in before and not absent) or (lookup.match or lookup.key) not in block.raw.columns:
                missing(lookup.key, f"{key}.joins.{number}.key")
        for column, how in source.compute.items():
            for name in compute.inputs(how):
                if name not in headers and name not in present and not absent:
                    missing(name, f"{key}.compute.{column}")
    if source and source.unpivot:
        present |= _unpivoted(given, notes, missing)
    periods = mapping.side_by_side(headers)
    if table == "transactions" and "date" not in present and periods:
        values = {"candidates": periods[:5]}
        notes.add("HD-WIDE", "ask", file=file, sheet=sheet, header=periods[0], key=f"{key}.unpivot", values=values)
        return
    # Where several columns fit, the question is told; the column is not missing besides.
    asked = {problem.key for problem in notes.problems if problem.code == "HD-AMBIGUOUS"}
    for column in mapping.required(table, present):
        if (not source or column not in source.columns) and f"{key}.columns.{column}" not in asked:
            missing(column, f"{key}.columns.{column}")


def _unpivoted(given: Feed, notes: Notes, missing: Callable[[str, str], None]) -> frozenset[str]:
    """The columns that headers side by side give, and what is wrong with these headers."""
    unpivot = given.source.unpivot if given.source else None
    if unpivot is None:
        return frozenset()
    key = f"intake.tables.{given.table}.unpivot.columns"
    names = wide.headers(given.block, unpivot)
    if not names:
        missing(", ".join(unpivot.columns), key)
    file, sheet = given.block.place
    for name in names:
        if unpivot.into == "date" and wide.month_of(name) is None:
            notes.add("HD-MONTH", "reject", file=file, sheet=sheet, header=name, key=key, values={"header": name})
    return frozenset({unpivot.value, unpivot.into})


def _required_values(given: Feed, frame: pd.DataFrame, bad: dict[int, Reason], notes: Notes) -> None:
    """A row without a required value cannot be used; a whole column refused, or a row that may be a total, is told already."""
    totals = {p.row for p in notes.problems if p.code == "HD-TOTAL" and (p.file, p.sheet) == given.block.place}
    refused = any(problem.code in ("NUM-MIXED", "NUM-AMBIGUOUS") for problem in notes.problems)
    for column, described in schema.table(given.table).columns.items():
        if (
            described.required
            and not described.open
            and column in frame
            and not (refused and frame[column].isna().all())
        ):
            for row in frame.index[frame[column].isna() & ~frame.index.isin(totals)]:
                bad.setdefault(int(row), Reason("REQUIRED", column, {"column": column}))


def _tell(done: Fed, reasons: dict[int, Reason], notes: Notes) -> None:
    """The first ten rows of each kind one by one, the rest in one count; repairs in one count."""
    file, sheet = done.feed.block.place
    alike: dict[tuple[str, str], list[int]] = {}
    for row, reason in reasons.items():
        alike.setdefault((reason.code, reason.header), []).append(row)
    for (code, header), found in alike.items():
        found.sort()
        level = "ask" if code == "ID-DUPLICATE" else "reject"
        # A canonical name is shown as the client wrote it, with its letter where the file has letters.
        header = done.base.mapping.columns.get(header, header)
        letter = done.base.block.letters.get(header, "") if done.base.block.sheet.excel else ""
        place = {"file": file, "sheet": sheet, "column": letter, "header": header}
        place |= {"key": "intake.duplicates"} if code == "ID-DUPLICATE" else {}
        for row in found[:SHOWN]:
            notes.add(code, level, **place, row=row, values=reasons[row].values)
        if len(found) > SHOWN:
            row = found[SHOWN]
            notes.add(code, level, **place, row=row, values=reasons[row].values, count=len(found) - SHOWN)
    for code in sorted({reason.code for reason in done.repaired.values()}):
        found = sorted(row for row, reason in done.repaired.items() if reason.code == code)
        # What is a question elsewhere is settled here: the last row of an id counts.
        told = "LATEST-ROW" if code == "ID-DUPLICATE" else code
        notes.add(told, "repair", file=file, sheet=sheet, row=found[0], values={"n": len(found)}, count=len(found))


def _named(given: Feed, fit: Fit, header: str, reason: Reason) -> Mapping[str, Any]:
    """What a message names: of a word that is no code also the line that says which code it stands for."""
    if reason.code != "CODE-UNKNOWN":
        return reason.values
    described = {name: schema.column(fit.table, name) for name, one in fit.columns.items() if one == header}
    column = next(name for name, one in described.items() if one and one.codes)
    line = paste.meant(given.table, given.block.place, column, str(reason.values["value"]), given.source)
    return {**reason.values, "setting": line}
