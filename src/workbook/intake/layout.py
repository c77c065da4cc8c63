"""How a table lies on its sheet: headers in two rows, several rows that may be the header, two tables on one sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

from workbook import schema

MONTH = (
    r"jan(?:uary?)?|jän(?:ner)?|jaenner|feb(?:ruary?)?|feber|mär(?:z)?|maerz|mrz|mar(?:ch)?|apr(?:il)?|mai|may|jun[ie]?"
    r"|jul[iy]?|aug(?:ust)?|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?"
)
YEAR = r"(?:19|20)\d{2}"
# A year, a month, or both, with or without words in front: 2024, Jan 24, Umsatz 01/2024, Umsatz / 2024.
PERIOD = re.compile(
    rf"(?:[^\d]*[ /._-])?(?:{YEAR}(?:[-/. ]{{0,3}}(?:0?[1-9]|1[0-2]|{MONTH}))?|(?:0?[1-9]|1[0-2])[-/.](?:{YEAR}|\d{{2}})"
    rf"|(?:{MONTH})\.?(?:[' ./-]{{0,3}}(?:{YEAR}|\d{{2}}))?)",
    re.IGNORECASE,
)
VERSIONS = frozenset({"ist", "soll", "plan", "actual", "target", "budget", "netto", "brutto", "net", "gross"})


def said(cell: Any) -> str:
    """A header cell as text: one line, years without decimals, a date as its month."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return f"{cell.year}-{cell.month:02d}"
    return "" if cell is None else " ".join(str(cell).split())


@cache
def every_header() -> frozenset[str]:
    """Normalised headers of all tables."""
    return frozenset(header for table in schema.tables() for header in schema.headers_of(table))


def names_at(rows: Sequence[list[Any]], position: int, known: frozenset[str]) -> tuple[list[str], int, int]:
    """The headers of the row found, joined with the row above or below where both make one; first and last row of them."""
    for upper in (position, position - 1):
        joined = two_rows(rows, upper, known)
        if joined:
            decoration = joined == _texts(rows[upper + 1], len(joined))
            return joined, upper + decoration, upper + 1
    return [said(cell) for cell in rows[position]], position, position


def two_rows(rows: Sequence[list[Any]], upper: int, known: frozenset[str]) -> list[str] | None:
    """Headers of two rows with merged cells as one: `Umsatz` above 2023 and 2024 is `Umsatz / 2023`, `Umsatz / 2024`."""
    if upper < 0 or upper + 1 >= len(rows) or not (_only_words(rows[upper]) and _only_words(rows[upper + 1])):
        return None
    width = max(_width(rows[upper]), _width(rows[upper + 1]))
    up, low = _texts(rows[upper], width), _texts(rows[upper + 1], width)
    starts = [i for i in range(width) if up[i]]
    ends = [*starts[1:], width]
    groups = {i: end for i, end in zip(starts, ends, strict=True) if end - i > 1 and all(low[i:end])}
    inside = {column: up[i] for i, end in groups.items() for column in range(i, end)}
    first = next((i for i in range(width) if low[i]), 0)
    if not groups or (len(starts) == 1 and starts[0] <= first):
        return None
    if not all(_is_label(low[i], low, known) for i in range(width) if low[i] and (i in inside or up[i])):
        return None
    plain = [text for i in range(width) if i not in inside for text in (up[i], low[i]) if text]
    if not any(schema.normalise(text) in known for text in plain):
        return None
    return [_name(inside.get(i, up[i]), low[i], low, known) for i in range(width)]


def _name(up: str, low: str, lower: list[str], known: frozenset[str]) -> str:
    clear = lower.count(low) == 1 and schema.normalise(low) in known and not PERIOD.fullmatch(low)
    return low if clear or not up else f"{up} / {low}" if low else up


def _is_label(text: str, row: list[str], known: frozenset[str]) -> bool:
    folded = schema.normalise(text)
    return bool(PERIOD.fullmatch(text)) or folded in known or folded in VERSIONS or row.count(text) > 1


def _only_words(row: list[Any]) -> bool:
    filled = [cell for cell in row if said(cell)]
    words = (isinstance(cell, (str, date)) or re.fullmatch(YEAR, said(cell)) for cell in filled)
    return bool(filled) and all(words)


def _texts(row: list[Any], width: int) -> list[str]:
    texts = [said(cell) for cell in row[:width]]
    return texts + [""] * (width - len(texts))


def _width(row: list[Any]) -> int:
    return next((n for n in range(len(row), 0, -1) if said(row[n - 1])), 0)


def is_header(row: Iterable[Any], known: frozenset[str]) -> bool:
    """Whether a row reads like headers: words only, at least two of them known and most of them."""
    texts = [said(cell) for cell in row if said(cell)]
    hits = {schema.normalise(text) for text in texts} & known
    odd = [t for t in texts if re.search(r"\d", t) and not PERIOD.fullmatch(t) and schema.normalise(t) not in known]
    return len(hits) >= 2 and len(hits) * 10 >= len(texts) * 6 and not odd


def rivals(rows: Sequence[list[Any]], position: int, known: frozenset[str]) -> list[int]:
    """Rows right below the header that may be it as well: as many known headers, but others."""
    mine = _folded(rows[position])
    for other in range(position + 1, min(position + 4, len(rows))):
        if not _folded(rows[other]):
            continue
        equal = len(_folded(rows[other]) & known) >= len(mine & known) > 1
        return [other] if equal and is_header(rows[other], known) and _folded(rows[other]) != mine else []
    return []


def _folded(row: Iterable[Any]) -> frozenset[str]:
    return frozenset(schema.normalise(said(cell)) for cell in row if said(cell))


def stacked(rows: Sequence[list[Any]], names: list[str]) -> int | None:
    """The row where the headers of a second table stand below the first, or None; a repeated header is none."""
    mine, blank = _folded(names), False
    for position, row in enumerate(rows):
        first = row[0] if row and row[0] else next((cell for cell in row if cell is not None and cell != ""), None)
        # Only rows after a gap are worth a closer look in a long table, and ids have digits.
        near = blank or position < 1000
        blank = first is None
        if not near or not isinstance(first, str) or any("0" <= sign <= "9" for sign in first):
            continue
        if schema.normalise(first) in every_header() and is_header(row, every_header()):
            again = _folded(row)
            if len(again & mine) * 10 < len(mine) * 8:
                return position
    return None


def beside(names: list[str], gaps: list[bool]) -> int | None:
    """The column where a second table begins behind an empty column with the same kind of number, or None."""
    parts: list[list[int]] = [[]]
    for position, gap in enumerate(gaps):
        if gap:
            parts.append([])
        else:
            parts[-1].append(position)
    parts = [part for part in parts if len(part) >= 2]
    for left, right in pairwise(parts):
        if _ids(names, left) & _ids(names, right):
            return right[0]
    return None


def _ids(names: list[str], part: list[int]) -> set[str]:
    found = set()
    for position in part:
        folded = schema.normalise(names[position])
        for table, described in schema.tables().items():
            for column in schema.headers_of(table).get(folded, ()):
                one = described.columns[column]
                if one.type == "id" and one.required and not one.is_generic(names[position]):
                    found.add(column)
    return found
