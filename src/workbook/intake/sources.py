"""Which sheet feeds which table: as client.yaml says, else by the name of the sheet or file and its headers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from workbook.intake import container, header, mapping, settled
from workbook.intake.container import Sheet
from workbook.intake.header import Block
from workbook.intake.notes import Notes, Unusable
from workbook.intake.rows import without_blank
from workbook.parameters import Lookup, Parameters, Source


@dataclass(frozen=True)
class Feed:
    """One block that feeds a table, with the lookups its rows need."""

    table: str
    block: Block
    source: Source | None = None
    chain: tuple[tuple[Lookup, Block], ...] = ()


def _whole(block: Block, table: str, source: Source | None, notes: Notes) -> Block:
    """The block without blank rows; of a large file only order lines without lookups stay unread for now."""
    if block.sheet.large is None:
        return without_blank(block, notes)
    if table == "transactions" and not (source and (source.joins or source.compute)):
        return block
    known = {mapping.schema.normalise(str(name)) for name in block.raw.columns}
    return without_blank(header.block(container.whole(block.sheet), known) or block, notes)


@dataclass
class Received:
    """All sheets by file, read once; files that cannot be used are reported when they are asked for."""

    folder: Path
    notes: Notes
    opened: dict[str, list[Sheet]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    used: set[tuple[str, str]] = field(default_factory=set)

    def sheets(self, file: str, asked: bool) -> list[Sheet]:
        """The sheets of a file; a file nobody asked for and no program can read as a table is only listed."""
        if file not in self.opened and file not in self.failed:
            try:
                self.opened[file] = container.sheets(self.folder, file)
            except Unusable as wrong:
                self.failed.add(file)
                if asked or Path(file).suffix.lower() in container.TABULAR:
                    self.notes.problems.extend(wrong.problems)
        return self.opened.get(file, [])


def feeds(folder: Path, parameters: Parameters, notes: Notes) -> tuple[list[Feed], tuple[str, ...]]:
    """From a client folder to what feeds each table, and the files (or sheets) that feed none."""
    received = Received(folder, notes)
    named = [_named(received, table, source) for table, source in settled.known(parameters, notes).items()]
    found = [feed for feed in named if feed]
    claimed = {source.file for source in parameters.intake.tables.values()}
    claimed |= {lookup.file for source in parameters.intake.tables.values() for lookup in source.joins}
    names = container.files(folder)
    if not names and not claimed:
        notes.add("IN-NOFILE", "reject")
    unmapped: list[str] = []
    for name in names:
        for sheet in (
            [] if name in claimed and len(received.sheets(name, True)) < 2 else received.sheets(name, name in claimed)
        ):
            if (sheet.file, sheet.name) not in received.used:
                _detected(sheet, parameters, received, found, unmapped)
        if name in received.failed:
            unmapped.append(name)
    if not found and not any(problem.stops for problem in notes.problems):
        notes.add("IN-SHEET", "ask", key="intake.tables", values={"candidates": unmapped})
    return found, tuple(unmapped)


def _named(received: Received, table: str, source: Source) -> Feed | None:
    """What client.yaml names for a table; what is missing or empty is reported."""
    base = _block(received, source.file, source.sheet, table, list(source.columns.values()))
    base = _whole(base, table, source, received.notes) if base else None
    chain = []
    for lookup in source.joins:
        words = [*lookup.columns.values(), lookup.match or lookup.key]
        block = _block(received, lookup.file, lookup.sheet, table, words)
        if block:
            block = _whole(block, "", None, received.notes)
            chain.append((lookup, block))
    return Feed(table, base, source, tuple(chain)) if base else None


def _block(received: Received, file: str, name: str | None, table: str, words: list[str]) -> Block | None:
    sheets = received.sheets(file, True)
    if not sheets:
        return None
    chosen = [sheet for sheet in sheets if sheet.name == name] if name else _visible(sheets)
    known = mapping.known_headers(table) | {mapping.schema.normalise(word) for word in words}
    if not name and len(chosen) > 1:
        fitting = [sheet for sheet in chosen if mapping.table_of_name(sheet.name) == table]
        chosen = fitting or chosen
    if len(chosen) != 1:
        candidates = [sheet.name for sheet in sheets]
        received.notes.add(
            "IN-SHEET", "ask", file=file, key=f"intake.tables.{table}.sheet", values={"candidates": candidates}
        )
        return None
    received.used.add((file, chosen[0].name))
    block = header.block(chosen[0], known)
    if block is None:
        received.notes.add("IN-EMPTY", "reject", file=file, sheet=chosen[0].name)
        return None
    return block


def _visible(sheets: list[Sheet]) -> list[Sheet]:
    return [sheet for sheet in sheets if sheet.cells and not sheet.hidden]


def _detected(sheet: Sheet, parameters: Parameters, received: Received, found: list[Feed], unmapped: list[str]) -> None:
    """Add what a sheet feeds by its name and headers; else list it."""
    label = f"{sheet.file}: {sheet.name}" if sheet.name else sheet.file
    alone = len(received.opened[sheet.file]) == 1
    if sheet.hidden:
        values = {"sheet": sheet.name}
        received.notes.add("IN-HIDDEN", "warn", file=sheet.file, sheet=sheet.name, key="intake.tables", values=values)
        unmapped.append(label)
        return
    named = (mapping.table_of_name(sheet.name) if sheet.name else None) or (
        mapping.table_of_name(sheet.file) if alone else None
    )
    block = header.block(sheet, mapping.known_headers(named))
    if block is None:
        unmapped.append(label)
        if all(header.block(other, mapping.known_headers(None)) is None for other in received.opened[sheet.file]):
            _empty_once(sheet, received)
        return
    strict = not parameters.intake.tables
    fits = named and not mapping.required(named, frozenset(mapping.of(block, named, None, Notes()).columns))
    table = named if named and (fits or strict) else mapping.by_headers(block)
    if named and not fits:
        table = _better(named, block) or table
    if table is None or table in parameters.intake.tables:
        unmapped.append(label)
        return
    received.used.add((sheet.file, sheet.name))
    found.append(Feed(table, _whole(block, table, None, received.notes)))


def _better(named: str, block: Block) -> str | None:
    """Another table the headers speak of, only where it knows more of them than the one the name speaks of.

    Else order lines without their amounts would pass for a list of customers.
    """
    other = mapping.by_headers(block)
    known = {table: len(mapping.guessed(block, table)[0]) for table in (named, other) if table}
    return other if other and known[other] > known[named] else None


def _empty_once(sheet: Sheet, received: Received) -> None:
    if sheet.file not in received.failed:
        received.failed.add(sheet.file)
        received.notes.add("IN-EMPTY", "reject", file=sheet.file, sheet=sheet.name)
