"""Typed numbers: convention, currency, unit, share and range of each numeric column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from workbook import schema
from workbook.intake import dates, numbers
from workbook.intake.gaps import is_gap
from workbook.intake.header import Block
from workbook.intake.notes import Notes, Reason, quoted
from workbook.parameters import Parameters

NUMERIC = frozenset({"number", "money", "share", "rating5", "rating10", "count", "hours"})
BOUNDS = {"rating5": (1.0, 5.0), "rating10": (0.0, 10.0)}
UNITS = {"t": 1e3, "tsd": 1e3, "k": 1e3, "mio": 1e6, "mrd": 1e9}
Told = TypeVar("Told")


@dataclass(frozen=True)
class Place:
    """One column of one block: its table, canonical name, header and type."""

    block: Block
    table: str
    column: str
    header: str
    kind: str

    def at(self, row: Any = None) -> dict[str, Any]:
        """The fields of a Problem that say where it stands."""
        file, sheet = self.block.place
        column = self.block.letters.get(self.header, "") if self.block.sheet.excel else ""
        return {
            "file": file,
            "sheet": sheet,
            "row": None if row is None else int(row),
            "column": column,
            "header": self.header,
        }

    def setting(self, told: Mapping[str, Told]) -> Told | None:
        """What client.yaml says of this column: by table.column, column or header."""
        return next(
            (told[key] for key in (f"{self.table}.{self.column}", self.column, self.header) if key in told), None
        )

    def missing(self, cell: Any) -> bool:
        """Whether a cell says that there is no value."""
        return is_gap(cell, self.kind)


def german(block: Block, headers: list[str], language: str) -> tuple[bool, bool]:
    """Whether anything in the file is German, and whether a column of it proves a decimal point.

    The client's language speaks only where the file does not: a decimal point elsewhere in it contradicts.
    """
    looks = [numbers.survey(block.raw[header].iloc[:5000], _blank) for header in headers]
    comma = any(look.count("comma") and not look.count("point") for look in looks)
    point = any(look.count("point") and not look.count("comma") for look in looks)
    spoken = any(not header.isascii() and set("äöüÄÖÜß") & set(header) for header in block.raw.columns)
    words = {"umsatz", "menge", "datum", "kunde", "kundennr", "betrag", "preis", "rabatt", "kundennummer"}
    spoken = spoken or any(schema.normalise(header) in words for header in block.raw.columns)
    dotted = any(block.raw[header].iloc[:50].map(dates.is_dotted).any() for header in block.raw.columns)
    file_is = comma or spoken or dotted or block.sheet.delimiter == ";"
    return file_is or (language == "de" and not point), point and not comma


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def numeric(
    where: Place, parameters: Parameters, notes: Notes, file_is: tuple[bool, bool]
) -> tuple[pd.Series, dict[int, Reason]]:
    """From one numeric column to floats in the canonical unit, and the rows that hold no such number."""
    cells = where.block.raw[where.header]
    look = numbers.survey(cells, where.missing)
    mark, why = numbers.decimal_mark(look, where.setting(parameters.intake.decimal), *file_is)
    if mark is None:
        _undecided(where, look, why, notes)
        return pd.Series(np.nan, index=cells.index), {}
    _currency(where, look, parameters.currency, notes)
    _units(where, look, notes)
    values = numbers.values(look, mark)
    filled = int((look.distinct["kind"] != "missing")[look.codes].sum())
    reading = {",": "decimal comma", ".": "decimal point"}[mark] if why != "plain" else "whole numbers or native"
    notes.decide(where.block.place, where.header, where.column, reading, (int(values.notna().sum()), filled))
    if where.kind == "share":
        values = _share(where, look, values, notes)
    return values, _wrong(where, look, values)


def _undecided(where: Place, look: numbers.Survey, why: str, notes: Notes) -> None:
    if why == "mixed":
        a, b = look.example("comma", "either_comma"), look.example("point", "power", "either_dot")
        notes.add("NUM-MIXED", "reject", **where.at(), values={"value_a": quoted(a), "value_b": quoted(b)})
        return
    value = look.example("either_dot", "either_comma")
    a, b = numbers.readings(value)
    values = {"value": quoted(value), "reading_a": a, "reading_b": b}
    notes.add("NUM-AMBIGUOUS", "ask", **where.at(), key=f"intake.decimal.{where.column}", values=values)


def _currency(where: Place, look: numbers.Survey, currency: str, notes: Notes) -> None:
    """Amounts in several currencies, or in another than the client's, are never added."""
    found = sorted(set(look.distinct["money"]) - {""})
    foreign = [sign for sign in found if sign != currency and not (sign == "USD" and currency.endswith("D"))]
    if len(found) > 1 or foreign:
        notes.add("CUR-MIX", "reject", **where.at(), key="currency", values={"candidates": found})


def _units(where: Place, look: numbers.Survey, notes: Notes) -> None:
    """A unit word counts when each number has one; in some cells only, or in the header only, it is asked."""
    filled = look.distinct[~look.distinct["kind"].isin(("missing", "text"))]
    scaled = filled["factor"] != 1
    unit = str(schema.unit_of(where.header) or "").casefold().strip("[]() .€").replace("eur", "").strip(" .")
    factor = UNITS.get(unit)
    if scaled.any() and not scaled[filled["core"].str.strip("0-") != ""].all():
        values = {"value": quoted(filled["text"][scaled].iloc[0]), "factor": f"{filled['factor'][scaled].iloc[0]:,.0f}"}
        notes.add("NUM-UNIT", "ask", **where.at(), key=f"intake.units.{where.column}", values=values)
    elif factor and not scaled.any() and len(filled):
        values = {"value": quoted(where.header), "factor": f"{factor:,.0f}"}
        notes.add("NUM-UNIT", "ask", **where.at(), key=f"intake.units.{where.column}", values=values)


def _share(where: Place, look: numbers.Survey, values: pd.Series, notes: Notes) -> pd.Series:
    """Shares 0–1: percent signs in every cell or in the header, else all above 1; a mixture is asked."""
    percent = look.spread(look.distinct["percent"].to_numpy(dtype=bool)).astype(bool)
    filled = values.notna() & (values != 0)
    if not filled.any():
        return values
    in_header = "%" in where.header or "%" in str(schema.unit_of(where.header) or "")
    if percent[filled].all() or (in_header and not percent.any()):
        notes.decide(where.block.place, where.header, where.column, "percent", (int(filled.sum()), int(filled.sum())))
        return values / 100
    small = filled & (values.abs() <= 1)
    large = filled & (values.abs() > 1)
    if percent.any() or (small.any() and large.any()):
        raw = where.block.raw[where.header]
        a, b = raw[filled & ~percent & (small if small.any() else filled)], raw[percent if percent.any() else large]
        shown = {"value_a": quoted(next(iter(a), "")), "value_b": quoted(next(iter(b), ""))}
        notes.add("PCT-SCALE", "ask", **where.at(), values=shown)
        return values
    if large.any():
        notes.decide(where.block.place, where.header, where.column, "percent", (int(filled.sum()), int(filled.sum())))
        return values / 100
    return values


def _wrong(where: Place, look: numbers.Survey, values: pd.Series) -> dict[int, Reason]:
    cells = where.block.raw[where.header]
    text = look.spread((look.distinct["kind"] == "text").to_numpy()).astype(bool)
    unread = text | (values.isna() & ~look.spread((look.distinct["kind"] == "missing").to_numpy()).astype(bool))
    wrong = {int(row): Reason("NUM-TEXT", where.header, {"value": quoted(cells[row])}) for row in cells.index[unread]}
    described = schema.column(where.table, where.column)
    low, high = BOUNDS.get(where.kind, (described.low, described.high) if described else (None, None))
    beyond = (values < low if low is not None else values.isna() & False) | (
        values > high if high is not None else values.isna() & False
    )
    shown = {"low": "−∞" if low is None else low, "high": "∞" if high is None else high}
    for row in cells.index[beyond]:
        wrong.setdefault(int(row), Reason("RANGE", where.header, {"value": quoted(cells[row]), **shown}))
    return wrong
