"""The columns of the files in words: used as what and how surely, how their values were read, or what they may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbook import schema
from workbook.client import ColumnUse, Decision, Reading
from workbook.finding import Quantity, Value, count, share
from workbook.intake import paste
from workbook.language import Words
from workbook.parameters import Parameters

READINGS = {
    "decimal comma": "reading.decimal_comma",
    "decimal point": "reading.decimal_point",
    "whole numbers or native": "reading.plain",
    "percent": "reading.percent",
    "date dmy": "reading.date_dmy",
    "date mdy": "reading.date_mdy",
    "date ymd": "reading.date_ymd",
    "date native": "reading.date_native",
    "inverse": "reading.inverse",
}
SCALED = {
    "reading.times": re.compile(r"times (?P<factor>\S+)"),
    "reading.currency": re.compile(r"(?P<currency>\w+) times (?P<factor>\S+)"),
    "reading.scale": re.compile(r"scale (?P<low>\S+)–(?P<high>\S+) to (?P<low_ours>\S+)–(?P<high_ours>\S+)"),
}
OF_KIND = {"flag": "reading.flag", "code": "reading.code"}


@dataclass(frozen=True)
class ColumnLine:
    """One column of a file: header, what it is taken for, how it was recognised, how its values were read, how many agree."""

    file: str
    sheet: str
    header: str
    used: bool
    meaning: str
    how: str
    reading: str
    agreeing: str
    proposal: str = ""


def lines(reading: Reading, parameters: Parameters, words: Words) -> Iterator[ColumnLine]:
    """One line per column of every mapped file, in the order of the files."""
    decided: dict[tuple[str, str, str, str], list[Decision]] = {}
    for d in reading.decisions:
        decided.setdefault((d.file, d.sheet, d.header, d.column), []).append(d)
    for use in (*reading.columns, *reading.unread):
        found = decided.get((use.file, use.sheet, use.header, use.column or use.header), [])
        yield ColumnLine(
            use.file,
            use.sheet,
            use.header,
            use.used,
            _meaning(use, words),
            words.text(f"column.{use.how}", confidence=share(use.confidence))
            if use.how == "near"
            else words.text(f"column.{use.how}"),
            _reading(use, found, words),
            _agreeing(found, words),
            _unread(use, reading, parameters, words) if use.how == "unread" else _proposal(use, parameters, words),
        )


def _meaning(use: ColumnUse, words: Words) -> str:
    """The column in the schema's words, or that it is none."""
    if not use.column:
        return words.text("column.used_besides" if use.used else "column.not_used")
    described = schema.column(use.table, use.column)
    meaning = described.meaning[words.language] if described else use.column
    return words.text("column.meaning", meaning=meaning, code=f"{use.table}.{use.column}")


def _reading(use: ColumnUse, found: Sequence[Decision], words: Words) -> str:
    if found:
        return "; ".join(dict.fromkeys(told(d, words) for d in found))
    if not use.column:
        return ""
    described = schema.column(use.table, use.column)
    return words.text(OF_KIND.get(described.type if described else "", "reading.text"))


def _agreeing(found: Sequence[Decision], words: Words) -> str:
    """The values that agree with the first reading, which is that of the cells as they stand."""
    if not found:
        return ""
    return words.text("check.page.agreeing", n_agreeing=count(found[0].agreeing), n_total=count(found[0].total))


def told(decision: Decision, words: Words) -> str:
    """How a column was read, in words."""
    key = READINGS.get(decision.reading)
    if key:
        return words.text(key)
    for name, pattern in SCALED.items():
        match = pattern.fullmatch(decision.reading)
        if match:
            return words.text_from(name, {part: _figure(text) for part, text in match.groupdict().items()})
    return decision.reading


def _figure(text: str) -> Value:
    try:
        return Quantity(float(text), "number")
    except ValueError:
        return text


def _proposal(use: ColumnUse, parameters: Parameters, words: Words) -> str:
    """Which columns an unused header may mean, and the line of client.yaml that says so."""
    if not use.nearest:
        return ""
    meant = [schema.table(use.table).columns[name].headers[words.language][0] for name in use.nearest]
    choice = words.text("column.either", first=meant[0], second=meant[-1]) if len(meant) > 1 else meant[0]
    return words.text("column.proposal", meant=choice, setting=setting(use, parameters))


def _unread(use: ColumnUse, reading: Reading, parameters: Parameters, words: Words) -> str:
    """What a column of an unread sheet may be; with the first one the line that says so of the whole sheet."""
    if not use.nearest:
        return ""
    meant = schema.table(use.table).columns[use.nearest[0]].headers[words.language][0]
    alike = [one for one in reading.unread if (one.file, one.sheet) == (use.file, use.sheet) and one.nearest]
    if use != alike[0]:
        return words.text("column.meant", meant=meant)
    named = {one.nearest[0]: one.header for one in alike}
    line = paste.columns(use.table, (use.file, use.sheet), named, parameters.intake.tables.get(use.table))
    return words.text("column.sheet", meant=meant, table=words.text(f"table.{use.table}"), setting=line)


def setting(use: ColumnUse, parameters: Parameters) -> str:
    """The mapping as it is written into client.yaml."""
    source = parameters.intake.tables.get(use.table)
    return paste.columns(use.table, (use.file, use.sheet), {use.nearest[0]: use.header}, source)


def as_json(use: ColumnUse) -> Mapping[str, object]:
    """The same for scripts."""
    names = ("file", "sheet", "header", "letter", "table", "column", "how", "used", "confidence")
    return {name: getattr(use, name) for name in names} | {"nearest": list(use.nearest)}
