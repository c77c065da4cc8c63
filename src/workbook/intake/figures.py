"""Typed numbers: convention, currency, unit, share and range of each numeric column."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from workbook import schema
from workbook.intake import dates, numbers, scale
from workbook.intake.header import Block
from workbook.intake.notes import Notes, Reason, quoted
from workbook.intake.scale import Place
from workbook.parameters import Parameters

NUMERIC = frozenset({"number", "money", "share", "rating5", "rating10", "count", "hours"})

# Targets may be a share of something; an amount of 45 % is none of 45.
MAY_BE_PERCENT = frozenset({"share", "number"})


def german(block: Block, headers: list[str], language: str) -> tuple[bool, bool]:
    """Whether anything in the file is German, and whether a column of it proves a decimal point.

    The client's language speaks only where the file does not: a decimal point elsewhere in it contradicts.
    """
    point = False
    for header in headers:
        look = numbers.survey(block.raw[header].iloc[:5000], _blank)
        comma, dot = look.count("comma"), look.count("point")
        if comma and not dot:
            return True, False  # a column of decimal commas decides, whatever the others hold
        point = point or bool(dot and not comma)
    spoken = any(not header.isascii() and set("äöüÄÖÜß") & set(header) for header in block.raw.columns)
    words = {"umsatz", "menge", "datum", "kunde", "kundennr", "betrag", "preis", "rabatt", "kundennummer"}
    spoken = spoken or any(schema.normalise(header) in words for header in block.raw.columns)
    dotted = any(block.raw[header].iloc[:50].map(dates.is_dotted).any() for header in block.raw.columns)
    file_is = spoken or dotted or (block.sheet.delimiter == ";" and language == "de")
    return file_is or (language == "de" and not point), point and not comma


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def numeric(
    where: Place, parameters: Parameters, notes: Notes, file_is: tuple[bool, bool]
) -> tuple[pd.Series, dict[int, Reason]]:
    """From one numeric column to floats in the canonical unit, and the rows that hold no such number."""
    cells = where.block.raw[where.header]
    look = numbers.survey(cells, where.missing, where.block.distinct(where.header))
    mark, why = numbers.decimal_mark(look, where.setting(parameters.intake.decimal), *file_is)
    if mark is None:
        _undecided(where, look, why, notes)
        return pd.Series(np.nan, index=cells.index), {}
    values, known = numbers.values(look, mark), True
    filled = len(look.codes) - look.count("missing")
    reading = {",": "decimal comma", ".": "decimal point"}[mark] if why != "plain" else "whole numbers or native"
    notes.decide(where.block.place, where.header, where.column, reading, (int(values.notna().sum()), filled))
    values = scale.in_units(where, look, values, parameters.intake, notes)
    values = scale.in_currency(where, look, values, parameters, notes)
    scale.oddities(where, look, values, notes)
    told = where.setting(parameters.intake.scales)
    bounds = where.bounds
    if told and None not in bounds:
        bounds = min(told), max(told)
    elif where.kind == "share":
        values, known = scale.as_share(where, look, values, notes)
    wrong = _wrong(where, look, values, bounds if known else (None, None))
    if told:
        values = scale.from_scale(where, values, told, notes)
    return scale.turned(where, values, parameters.intake, notes), wrong


def _undecided(where: Place, look: numbers.Survey, why: str, notes: Notes) -> None:
    if why == "mixed":
        a, b = look.example("comma", "either_comma"), look.example("point", "power", "either_dot")
        notes.add("NUM-MIXED", "reject", **where.at(), values={"value_a": quoted(a), "value_b": quoted(b)})
        return
    value = look.example("either_dot", "either_comma")
    a, b = numbers.readings(value)
    values = {"value": quoted(value), "reading_a": a, "reading_b": b}
    notes.add("NUM-AMBIGUOUS", "ask", **where.at(), key=f"intake.decimal.{where.column}", values=values)


def _wrong(
    where: Place, look: numbers.Survey, values: pd.Series, bounds: tuple[float | None, float | None]
) -> dict[int, Reason]:
    cells = where.block.raw[where.header]
    no_number, missing = look.of("text"), look.of("missing")
    if where.kind not in MAY_BE_PERCENT:
        no_number |= look.distinct["percent"].to_numpy(bool) & ~missing
    unread = look.spread(no_number).astype(bool) | (values.isna() & ~look.spread(missing).astype(bool))
    wrong = {int(row): Reason("NUM-TEXT", where.header, {"value": quoted(cells[row])}) for row in cells.index[unread]}
    low, high = bounds
    beyond = pd.Series(False, index=values.index)
    beyond |= values < low if low is not None else False
    beyond |= values > high if high is not None else False
    shown = {"low": "−∞" if low is None else low, "high": "∞" if high is None else high}
    if low is not None and high is not None:
        shown |= {"key": f"intake.scales.{where.column}"}
    for row in cells.index[beyond]:
        wrong.setdefault(int(row), Reason("RANGE", where.header, {"value": quoted(cells[row]), **shown}))
    return wrong
