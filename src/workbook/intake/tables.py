"""From what feeds a table to its typed rows: cells, totals, lookups, computed columns, required values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from workbook import schema
from workbook.intake import cells, compute, joins, large, mapping, rows
from workbook.intake.cells import Typed
from workbook.intake.header import Block
from workbook.intake.large import Bulk
from workbook.intake.mapping import Fit
from workbook.intake.notes import SHOWN, Notes, Reason
from workbook.intake.sources import Feed
from workbook.parameters import Lookup, Parameters, Source


@dataclass
class Fed:
    """The rows one feed gives its table (index: physical rows), which cannot be used, and the blocks behind them."""

    feed: Feed
    frame: pd.DataFrame
    bad: dict[int, Reason]
    base: Typed
    lookups: list[Typed] = field(default_factory=list)
    repaired: dict[int, Reason] = field(default_factory=dict)
    bulk: Bulk | None = None

    @property
    def good(self) -> pd.DataFrame:
        """The rows that are used."""
        return self.frame.drop(index=[row for row in (*self.bad, *self.repaired) if row in self.frame.index])

    @property
    def table(self) -> pd.DataFrame:
        """The rows that are used, of a large file mostly sums of lines."""
        return self.bulk.with_lines(self.good) if self.bulk else self.good


def feed(given: Feed, parameters: Parameters, notes: Notes) -> Fed:
    """From one feed to its typed rows; every problem is noted, rows that cannot be used are marked."""
    source, bulk = given.source, None
    if given.block.sheet.large:
        given, bulk = large.reduced(given, parameters, notes)
    base_map = _mapped(given.block, given.table, source, None, notes)
    chain_maps = [(lookup, block, _mapped(block, given.table, source, lookup, notes)) for lookup, block in given.chain]
    _check_headers(given, [(given.block, base_map), *((block, mapped) for _, block, mapped in chain_maps)], notes)
    base = cells.typed(given.block, base_map, parameters, notes)
    if bulk:
        bulk.count(given.block.place, notes)
    base = rows.without_totals(base, notes, bulk.above if bulk else None)
    chain = [(lookup, cells.typed(block, mapped, parameters, notes)) for lookup, block, mapped in chain_maps]
    # Only now: what stands in a total row is no wrong date.
    for one in (base, *(right for _, right in chain)):
        cells.report(one, notes)
    frame, bad, shares = joins.join(base, chain, notes)
    before = set(base.bad)
    frame = compute.declared(frame, given.table, dict(source.compute) if source else {})
    if given.table == "transactions":
        frame = compute.amounts(frame)
    _required_values(given, frame, bad, notes)
    latest = parameters.intake.duplicates == "latest"
    plain = frame[[column for column in frame if not str(column).startswith(("#", "="))]]
    repaired, clash = rows.without_duplicates(given.table, plain, base.block.raw, bad, latest)
    bad.update(clash)
    plain = joins.spread(plain, shares, repaired)
    done = Fed(given, plain, bad, base, [right for _, right in chain], repaired, bulk)
    _tell(done, {row: reason for row, reason in bad.items() if row not in before}, notes)
    return done


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


def _mapped(block: Block, table: str, source: Source | None, lookup: Lookup | None, notes: Notes) -> Fit:
    """Columns, keys and inputs of computations that this block holds."""
    if lookup is None:
        found = mapping.of(block, table, source, notes)
    else:
        # A lookup brings only what client.yaml names: a price of the product is not the price of the line.
        told = {column: header for column, header in lookup.columns.items() if header in block.raw.columns}
        found = Fit(table, told, (), frozenset(told))
    if source is None:
        return found
    keys = [other.key for other in source.joins] + ([lookup.match or lookup.key] if lookup else [])
    wanted = {name: kind for how in source.compute.values() for name, kind in compute.inputs(how).items()}
    figures = {name: kind for name, kind in wanted.items() if name in block.raw.columns and name not in found.columns}
    return replace(found, keys=tuple(dict.fromkeys(key for key in keys if key in block.raw.columns)), figures=figures)


def _check_headers(given: Feed, blocks: list[tuple[Block, Fit]], notes: Notes) -> None:
    """Every header client.yaml names must be there, and every required column must be mapped or computable."""
    source, table = given.source, given.table
    headers = [str(header) for block, _ in blocks for header in block.raw.columns]
    present = frozenset(column for _, mapped in blocks for column in mapped.columns)
    key = f"intake.tables.{table}"
    file, sheet = given.block.place

    def missing(name: str, path: str) -> None:
        values = {"column": name, "nearest": mapping.nearest(name, table, headers)}
        notes.add("HD-MISSING", "reject", file=file, sheet=sheet, key=path, values=values)

    if source:
        present |= frozenset(source.compute)
        told = dict(source.columns) | {c: h for lookup in source.joins for c, h in lookup.columns.items()}
        for column, header in told.items():
            if column not in present:
                missing(header, f"{key}.columns.{column}")
        for number, (lookup, block) in enumerate(given.chain):
            before = [h for other, _ in blocks[: number + 1] for h in other.raw.columns]
            if lookup.key not in before or (lookup.match or lookup.key) not in block.raw.columns:
                missing(lookup.key, f"{key}.joins.{number}.key")
        for column, how in source.compute.items():
            for name in compute.inputs(how):
                if name not in headers and name not in present:
                    missing(name, f"{key}.compute.{column}")
    wide = mapping.side_by_side(headers)
    if table == "transactions" and "date" not in present and wide:
        values = {"candidates": wide[:5]}
        notes.add("HD-WIDE", "ask", file=file, sheet=sheet, header=wide[0], key=f"{key}.unpivot", values=values)
        return
    for column in mapping.required(table, present):
        if not source or column not in source.columns:
            missing(column, f"{key}.columns.{column}")


def _required_values(given: Feed, frame: pd.DataFrame, bad: dict[int, Reason], notes: Notes) -> None:
    """A row without a required value cannot be used; where the whole column was refused, that is said already."""
    refused = any(problem.code in ("NUM-MIXED", "NUM-AMBIGUOUS") for problem in notes.problems)
    for column, described in schema.table(given.table).columns.items():
        if described.required and column in frame and not (refused and frame[column].isna().all()):
            for row in frame.index[frame[column].isna()]:
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
        notes.add(code, "repair", file=file, sheet=sheet, row=found[0], values={"n": len(found)}, count=len(found))
