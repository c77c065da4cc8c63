"""Lines of client.yaml that are ready to be pasted."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from rapidfuzz import fuzz

from workbook import schema
from workbook.parameters import Source

PLAIN = re.compile(r"[^\W\d_][\w .-]*[\w.]|\w")


def quoted(text: str) -> str:
    """A name as YAML takes it inside braces: quoted wherever it is more than plain words."""
    return text if PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def columns(table: str, place: tuple[str, str], named: Mapping[str, str], source: Source | None) -> str:
    """Which header is which column of a table: column → header."""
    return of_table(table, place, "columns", {column: quoted(header) for column, header in named.items()}, source)


def meant(table: str, place: tuple[str, str], column: str, value: str, source: Source | None) -> str:
    """Which of the allowed codes a value of the column stands for: the one whose words are most like it."""
    words = schema.words_of(table, column)
    codes = schema.table(table).columns[column].codes
    alike = {code: max(_alike(value, str(one)) for one in (code, *words.get(code, ()))) for code in codes}
    found = max(alike, key=lambda code: alike[code])
    return of_table(table, place, "values", {column: f"{{{quoted(value)}: {found}}}"}, source)


def of_table(table: str, place: tuple[str, str], part: str, told: Mapping[str, str], source: Source | None) -> str:
    """A part of what is said of a table; where client.yaml does not name its file yet, the file too."""
    inside = f"{part}: {{" + ", ".join(f"{name}: {value}" for name, value in told.items()) + "}"
    if source and source.file == place[0]:
        return f"intake.tables.{table}.{inside}"
    sheet = f", sheet: {quoted(place[1])}" if place[1] else ""
    return f"intake: {{tables: {{{table}: {{file: {quoted(place[0])}{sheet}, {inside}}}}}}}"


def _alike(value: str, known: str) -> float:
    return float(fuzz.token_set_ratio(schema.normalise(value), schema.normalise(known)))
