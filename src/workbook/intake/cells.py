"""From raw cells to typed columns, each by the type its canonical column has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from workbook import schema
from workbook.intake import dates, scale
from workbook.intake.distinct import Distinct
from workbook.intake.figures import NUMERIC, german, numeric
from workbook.intake.gaps import ERRORS, is_gap
from workbook.intake.header import Block
from workbook.intake.mapping import Fit
from workbook.intake.notes import SHOWN, Notes, Reason, quoted
from workbook.intake.scale import Place
from workbook.intake.values import valued
from workbook.parameters import Parameters

INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
MARKS = frozenset({"x", "✓", "✔"})
SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
POSTCODE = re.compile(r"(?:[A-Z]{1,3}-)?(\d{4,5})(?:\s+\D.*)?")


@dataclass
class Typed:
    """A block with typed columns: canonical names, and `#header` for the keys of lookups and computations."""

    block: Block
    mapping: Fit
    frame: pd.DataFrame
    bad: dict[int, Reason] = field(default_factory=dict)


def typed(block: Block, mapping: Fit, parameters: Parameters, notes: Notes) -> Typed:
    """From a block to its typed columns; rows with a cell that cannot be read are marked, columns are reported."""
    spoken = {column: schema.column(mapping.table, column) for column in mapping.columns}
    kinds: dict[str, str] = {column: described.type if described else "text" for column, described in spoken.items()}
    numbers = [mapping.columns[column] for column, kind in kinds.items() if kind in NUMERIC]
    numbers += [header for header, kind in mapping.figures.items() if kind in NUMERIC]
    file_is = german(block, numbers, parameters.language)
    done = Typed(block, mapping, pd.DataFrame(index=block.raw.index), dict(block.bad))
    for column, header in mapping.columns.items():
        stands = valued(block, header, mapping.values.get(column, {}))
        where = Place(stands, mapping.table, column, header, kinds[column])
        done.frame[column] = _column(where, done, parameters, notes, file_is)
        if column == "discount" and column not in mapping.told:
            _doubt_rate(where, done.frame[column], notes)
    for header in mapping.keys:
        done.frame[f"#{header}"] = texts(block.distinct(header), block.raw.index, "id")
    for header, kind in mapping.figures.items():
        where = Place(block, mapping.table, header, header, kind)
        done.frame[f"={header}"] = _column(where, done, parameters, notes, file_is)
    _uncalculated(done)
    _errors(done, notes)
    return done


def _column(where: Place, done: Typed, parameters: Parameters, notes: Notes, file_is: tuple[bool, bool]) -> pd.Series:
    cells = where.block.raw[where.header]
    if where.kind in NUMERIC:
        values, wrong = numeric(where, parameters, notes, file_is)
    elif where.kind in ("date", "datetime"):
        values, wrong = _dates(where, parameters, notes)
    elif where.kind == "flag":
        values, wrong = _flags(where.block.distinct(where.header), cells.index)
        values = scale.turned(where, values, parameters.intake, notes)
    elif where.kind == "code":
        values, wrong = _codes(where, cells)
    else:
        if where.kind == "id":
            _refuse_shortened(where, notes)
        return texts(where.block.distinct(where.header), cells.index, where.kind)
    for row, reason in wrong.items():
        done.bad.setdefault(row, reason)
    return values


def _doubt_rate(where: Place, values: pd.Series, notes: Notes) -> None:
    """Discounts that all lie within 0–1 are rates more likely than amounts of cents."""
    given = values[values.notna() & (values != 0)]
    if len(given) and (given.abs() <= 1).all() and (given % 1 != 0).any():
        values_ = {"candidates": ["discount", "discount_rate"]}
        notes.add("HD-TWOFOLD", "ask", **where.at(), key=f"intake.tables.{where.table}.columns", values=values_)


def _dates(where: Place, parameters: Parameters, notes: Notes) -> tuple[pd.Series, dict[int, Reason]]:
    cells = where.block.raw[where.header]
    told = where.setting(parameters.intake.dates)
    sheet = where.block.sheet
    epoch, met = dates.epoch(sheet.date1904), where.block.distinct(where.header)
    found = dates.read(cells, where.missing, told, sheet.excel, epoch, met)
    if found.undecided:
        key = f"intake.dates.{where.column}"
        notes.add("DATE-ORDER", "ask", **where.at(), key=key, values={"value": quoted(found.undecided)})
    if found.clash:
        values = {"value_a": quoted(found.clash[0]), "value_b": quoted(found.clash[1])}
        notes.add("DATE-MIXED", "ask", **where.at(), key=f"intake.dates.{where.column}", values=values)
    notes.decide(
        where.block.place,
        where.header,
        where.column,
        f"date {found.reading}",
        (found.agreeing, found.agreeing + int(found.invalid.sum())),
    )
    wrong = {
        int(row): Reason("DATE-INVALID", where.header, {"value": quoted(cells[row])})
        for row in cells.index[found.invalid]
    }
    return found.values, wrong


def _flags(met: Distinct, index: pd.Index) -> tuple[pd.Series, dict[int, Reason]]:
    """Yes and no; where only yes is ever marked (x), an empty cell is no, else it is unknown: beside a written yes too."""
    said = pd.Series([_said(cell) for cell in met.cells], dtype=object)
    words = {_worded(cell) for cell, yes in zip(met.cells, said, strict=True) if yes is not None}
    marked = bool(words) and words <= MARKS
    flags = said.where(said.notna(), False if marked else pd.NA).astype("boolean")
    return pd.Series(flags.array.take(met.codes), index=index), {}


def _worded(cell: Any) -> str:
    """A cell as a word to compare; what is no text is no mark."""
    return cell.strip().casefold() if isinstance(cell, str) else repr(cell)


def _said(cell: Any) -> bool | None:
    text = _plain(cell)
    return cell if isinstance(cell, bool) else None if text is None or is_gap(text, "flag") else schema.flag(text)


def _codes(where: Place, cells: pd.Series) -> tuple[pd.Series, dict[int, Reason]]:
    words: dict[Any, Any] = {}
    unknown: set[Any] = set()
    described = schema.column(where.table, where.column)
    codes = described.codes if described else ()
    for cell in cells.unique():
        text = _plain(cell)
        if text is None or is_gap(text, where.kind):
            words[cell] = None
            continue
        # The stages of a pipeline are the client's own words: their phase is a decision in client.yaml.
        code = None if where.column == "stage" else schema.code_word(where.table, where.column, text)
        words[cell] = code if code is not None else text
        if code is None and codes:
            unknown.add(cell)
    values = cells.map(words).astype("str")
    written = schema.words_of(where.table, where.column)
    # the word a German client would write, and the code itself for everybody else
    allowed = ", ".join(f"{written[code][0]} ({code})" if written.get(code) else str(code) for code in codes)
    wrong = {
        int(row): Reason("CODE-UNKNOWN", where.header, {"value": quoted(cells[row]), "allowed": allowed})
        for row in cells.index[cells.isin(unknown)]
    } if unknown else {}  # fmt: skip
    return values, wrong


def texts(met: Distinct, index: pd.Index, kind: str) -> pd.Series:
    """Texts without invisible differences; numbers of a workbook without the decimals Excel adds."""

    def read(cell: Any) -> str | None:
        text = _plain(cell)
        if text is not None and kind == "postcode":
            found = POSTCODE.fullmatch(text)
            text = found.group(1) if found else text
        if text is not None and kind == "id" and text[:1] == "'" and text[1:].isdigit():
            text = text[1:]  # what Excel writes before a number kept as text
        return None if text is None or is_gap(text, kind) else text

    return met.told(read, "str", index)


def _plain(cell: Any) -> str | None:
    """A cell as text: composed, visible signs only, single blanks, no decimals of whole numbers."""
    if cell is None or (isinstance(cell, float) and np.isnan(cell)):
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = cell if isinstance(cell, str) else str(cell)
    if not text.isascii():
        text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = (
        " ".join(text.split())
        if text != text.strip() or "  " in text or not text.isprintable() or "\u00a0" in text
        else text
    )
    return text or None


def _refuse_shortened(where: Place, notes: Notes) -> None:
    """Ids that Excel has shortened cannot be restored: the column is refused, not the row."""
    met = where.block.distinct(where.header)
    for number, cell in enumerate(met.cells):
        lost = isinstance(cell, str) and cell[:1].isdigit() and SCIENTIFIC.fullmatch(cell.strip())
        # a whole number of a typed file is exact; only a float has lost digits
        if lost or (isinstance(cell, float) and abs(cell) >= 1e15):
            row = where.block.raw.index[int((met.codes == number).argmax())]
            notes.add("ID-SCIENTIFIC", "reject", **where.at(row), values={"value": quoted(cell)})
            return


def _uncalculated(done: Typed) -> None:
    """Formulas without a stored value look empty: rows with one in a used column are rejected."""
    used = {done.block.letters[header]: header for header in (*done.mapping.columns.values(), *done.mapping.keys)}
    for column, row in sorted(done.block.sheet.uncalculated, key=lambda cell: (cell[1], cell[0])):
        if column in used and row in done.frame.index:
            done.bad.setdefault(row, Reason("NUM-FORMULA", used[column]))


def _errors(done: Typed, notes: Notes) -> None:
    """Excel's own errors are missing values, counted: an error is a flaw of the file, a blank need not be one."""
    used = dict.fromkeys([*done.mapping.columns.values(), *done.mapping.keys, *done.mapping.figures])
    for header in used:
        met = done.block.distinct(header)
        if ERRORS.isdisjoint(met.cells):
            continue
        errors = [number for number, cell in enumerate(met.cells) if cell in ERRORS]
        wrong = done.block.raw[header][np.isin(met.codes, errors)]
        where = Place(done.block, done.mapping.table, header, header, "text")
        values = {"n": len(wrong), "value": wrong.iloc[0]}
        notes.add("NUM-ERROR", "warn", **where.at(wrong.index[0]), values=values)


def _plain_values(_: str, reason: Reason) -> Mapping[str, Any]:
    return reason.values


def report(done: Typed, notes: Notes, values: Callable[[str, Reason], Mapping[str, Any]] = _plain_values) -> None:
    """The first ten rows of each kind one by one, the rest in one count; `values` says what each message names."""
    alike: dict[tuple[str, str], list[int]] = {}
    for row, reason in done.bad.items():
        alike.setdefault((reason.code, reason.header), []).append(row)
    file, sheet = done.block.place
    for (code, header), rows in alike.items():
        rows.sort()
        column = done.block.letters.get(header, "") if done.block.sheet.excel else ""
        place = {"file": file, "sheet": sheet, "column": column, "header": header}
        for row in rows[:SHOWN]:
            notes.add(code, "reject", **place, row=row, values=values(header, done.bad[row]))
        if len(rows) > SHOWN:
            row, named = rows[SHOWN], values(header, done.bad[rows[SHOWN]])
            notes.add(code, "reject", **place, values=named, row=row, count=len(rows) - SHOWN)


def cells_as_text(row: Mapping[str, Any]) -> dict[str, str]:
    """A rejected row's cells as text, under their own headers."""
    return {str(header): _plain(cell) or "" for header, cell in row.items()}
