"""Which sheet feeds which table: as client.yaml says, else by the name of the sheet or file and its headers."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from workbook import schema
from workbook.intake import beside, container, header, mapping, returned, settled, transposed
from workbook.intake.container import Sheet
from workbook.intake.header import Block
from workbook.intake.notes import Notes, Unusable
from workbook.intake.rows import without_blank
from workbook.parameters import Lookup, Parameters, Source

# An archive of tables was meant to be read; an archive of anything else is none of ours.
TOLD = frozenset({"IN-ARCHIVE", "IN-ENCRYPTED"})
MOST_COLUMNS = 4000


@dataclass(frozen=True)
class Feed:
    """One block that feeds a table, with the lookups its rows need."""

    table: str
    block: Block
    source: Source | None = None
    chain: tuple[tuple[Lookup, Block], ...] = ()


@dataclass
class Received:
    """All sheets by file, read once; files that cannot be used are reported when they are asked for."""

    folder: Path
    notes: Notes
    encoding: Mapping[str, str] = field(default_factory=dict)
    opened: dict[str, list[Sheet]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    filled: dict[str, bool] = field(default_factory=dict)
    used: set[tuple[str, str]] = field(default_factory=set)
    unfilled: list[str] = field(default_factory=list)
    sideways: list[tuple[Sheet, str]] = field(default_factory=list)
    strange: list[Block] = field(default_factory=list)
    each: bool = False

    def adds_up(self, table: str, source: Source | None) -> bool:
        """Whether the lines of a large file may be added up unseen: order lines that need nothing but their own cells."""
        asks = source and (
            source.joins or source.compute or source.unpivot or source.values or source.header_row or source.transposed
            or mapping.ROW_NUMBER in source.columns.values()
        )  # fmt: skip
        return table == "transactions" and not asks and not self.each

    def holds_rows(self, file: str) -> bool:
        """Whether any sheet of an opened file has a header and rows."""
        if file not in self.filled:
            known = mapping.known_headers(None)
            self.filled[file] = any(header.block(sheet, known) is not None for sheet in self.opened[file])
        return self.filled[file]

    def sheets(self, file: str, asked: bool) -> list[Sheet]:
        """The sheets of a file; a file nobody asked for and no program can read as a table is only listed."""
        if file not in self.opened and file not in self.failed:
            try:
                found = container.sheets(self.folder, file, self.encoding.get(file, ""))
                _refuse_wide(found)
                self.opened[file] = found
            except Unusable as wrong:
                self.failed.add(file)
                if asked or container.is_tabular(file) or wrong.problems[0].code in TOLD:
                    self.notes.problems.extend(wrong.problems)
        return self.opened.get(file, [])


def _refuse_wide(sheets: list[Sheet]) -> None:
    """Refuse more filled columns than any table needs: each would be compared with all that is known."""
    for sheet in sheets:
        wide = (row for row in sheet.cells[: header.SEARCHED] if len(row) > MOST_COLUMNS)
        count = max((sum(str(cell).strip() != "" for cell in row) for row in wide), default=0)
        if count > MOST_COLUMNS:
            values = {"count": str(count), "limit": str(MOST_COLUMNS)}
            raise Unusable("IN-COLUMNS", sheet.file, sheet=sheet.name, values=values)


def feeds(folder: Path, parameters: Parameters, notes: Notes) -> tuple[list[Feed], tuple[str, ...], tuple[Block, ...]]:
    """From a client folder to what feeds each table, the files (or sheets) that feed none, and what stands in these."""
    if not (folder / "data").is_dir():
        notes.add("IN-NODATA", "reject")
        return [], (), ()
    received = Received(folder, notes, parameters.intake.encoding, each=_each(parameters))
    names = _readable(container.files(folder), notes)
    given = _returned(received, names)
    named = [_named(received, table, source) for table, source in settled.known(parameters, notes).items()]
    found = [feed for feed in named if feed]
    claimed = {source.file for source in parameters.intake.tables.values()}
    claimed |= {lookup.file for source in parameters.intake.tables.values() for lookup in source.joins}
    if not names and not claimed and not any(problem.stops for problem in notes.problems):
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
    # What another sheet gives already is no transposed table, but a list of its fields.
    transposed.ask([one for one in received.sideways if one[1] not in {feed.table for feed in found}], notes)
    if not found and not any(problem.stops for problem in notes.problems):
        # Sheets that are there and hold no row yet: an intake workbook nobody has filled in.
        for name in dict.fromkeys(received.unfilled):
            notes.add("IN-EMPTY", "reject", file=name)
    if not found and not any(problem.stops for problem in notes.problems):
        notes.add("IN-SHEET", "ask", key="intake.tables", values={"candidates": unmapped})
    return _corrected(found, given, notes), tuple(unmapped), tuple(received.strange)


def _each(parameters: Parameters) -> bool:
    """Whether client.yaml says anything of order lines that has to be looked up line by line."""
    intake = parameters.intake
    named = {name.removeprefix("transactions.") for name in (*intake.units, *intake.scales, *intake.inverse)}
    return bool(
        intake.rates or intake.totals or intake.annual_totals or named & set(schema.table("transactions").columns)
    )


def _readable(names: list[str], notes: Notes) -> list[str]:
    """The files whose names can be written down; one with bytes that are no text, or with control characters, cannot."""
    odd = [name for name in names if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in name)]
    for name in odd:
        notes.add("IN-NAME", "reject", file=name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    for name, often in Counter(names).items():
        if often > 1:
            notes.add("IN-SAMENAME", "reject", file=name)
    return [name for name in dict.fromkeys(names) if name not in odd]


def _returned(received: Received, names: list[str]) -> list[returned.Correction]:
    """The rows of every rejects.csv put back into data/."""
    given: list[returned.Correction] = []
    for name in names:
        if PurePosixPath(name).suffix.lower() not in (".csv", ".xlsx"):
            continue
        for sheet in received.sheets(name, False):
            if returned.is_returned(sheet):
                received.used.add((sheet.file, sheet.name))
                given += returned.corrections(container.whole(sheet))
                received.each = True
    return given


def _corrected(found: list[Feed], given: list[returned.Correction], notes: Notes) -> list[Feed]:
    """The feeds with the rows that were corrected and sent back."""
    if not given:
        return found
    returned.report(given, [block for feed in found for block in (feed.block, *(b for _, b in feed.chain))], notes)
    return [
        replace(
            feed,
            block=returned.corrected(feed.block, given),
            chain=tuple((lookup, returned.corrected(block, given)) for lookup, block in feed.chain),
        )
        for feed in found
    ]


def _named(received: Received, table: str, source: Source) -> Feed | None:
    """What client.yaml names for a table; what is missing or empty is reported."""
    plain = received.adds_up(table, source)
    words = list(source.columns.values())
    base = _block(received, source, table, words, source.header_row, plain)
    if base and mapping.ROW_NUMBER in source.columns.values() and mapping.ROW_NUMBER not in base.raw.columns:
        raw = base.raw.assign(**{mapping.ROW_NUMBER: [str(row) for row in base.raw.index]})
        base = replace(base, raw=raw, letters={**base.letters, mapping.ROW_NUMBER: ""})
    chain = []
    for lookup in source.joins:
        words = [*lookup.columns.values(), lookup.match or lookup.key]
        block = _block(received, lookup, table, words)
        if block:
            chain.append((lookup, block))
    return Feed(table, base, source, tuple(chain)) if base else None


def _block(
    received: Received, of: Source | Lookup, table: str, words: list[str], row: int | None = None, plain: bool = False
) -> Block | None:
    file, name = of.file, of.sheet
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
    sheet = transposed.told(chosen[0], of, table, received.notes)
    if sheet is None:
        return None
    block = header.block(sheet, known, row)
    if block is None:
        said = {(problem.code, problem.file, problem.sheet) for problem in received.notes.problems}
        if ("IN-EMPTY", file, chosen[0].name) not in said:
            received.notes.add("IN-EMPTY", "reject", file=file, sheet=chosen[0].name)
        return None
    return _ready(block, received.notes, known, row, plain)


def _ready(block: Block, notes: Notes, known: Collection[str], row: int | None = None, plain: bool = False) -> Block:
    """The block without blank rows; what stands in it unseen is told. `plain` lines of a large file stay unread for now."""
    if block.sheet.large:
        if plain:
            return block
        block = header.block(container.whole(block.sheet), known, row) or block
    block = without_blank(block, notes)
    beside.tell(block, notes)
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
    sideways = transposed.table_of(sheet, named)
    if sideways and sideways not in parameters.intake.tables:
        received.sideways.append((sheet, sideways))
        unmapped.append(label)
        return
    block = header.block(sheet, mapping.known_headers(named))
    if block is None:
        unmapped.append(label)
        if named:
            received.unfilled.append(sheet.file)
        if not received.holds_rows(sheet.file):
            _empty_once(sheet, received)
        return
    strict = not parameters.intake.tables
    fits = named and not mapping.required(named, frozenset(mapping.of(block, named, None, Notes()).columns))
    table = named if named and (fits or strict) else mapping.by_headers(block)
    if named and not fits:
        table = _better(named, block) or table
    if table is None or table in parameters.intake.tables:
        unmapped.append(label)
        received.strange.append(block)
        return
    if other := _same(sheet, table, found):
        received.notes.add("IN-COPY", "warn", file=sheet.file, sheet=sheet.name, values={"other": other})
        unmapped.append(label)
        return
    received.used.add((sheet.file, sheet.name))
    known = mapping.known_headers(named)
    found.append(Feed(table, _ready(block, received.notes, known, plain=received.adds_up(table, None))))


def _same(sheet: Sheet, table: str, found: list[Feed]) -> str:
    """The file that feeds this table already and is the same byte by byte: sent twice it counts once.

    Not so with questionnaires: two persons may give the same answers, and one with a code is told by it.
    """
    if table == "assessment":
        return ""
    twins = (f.block.sheet for f in found if f.table == table and f.block.sheet.sha256 == sheet.sha256)
    return next((one.file for one in twins if one.file != sheet.file and one.name == sheet.name), "")


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
