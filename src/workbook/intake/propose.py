"""Headers nearly spelled like one we know: a proposal with its confidence, used only where nothing else may be meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache

from rapidfuzz import fuzz

from workbook import schema
from workbook.intake.layout import every_header

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
SURE = 90.0
# Below that, one letter is another word: Wert and Werk.
SHORTEST = 6


def proposals(headers: Collection[str], table: str, columns: Collection[str]) -> dict[str, tuple[str, float]]:
    """Free column → (header, confidence 0–100): at least 90, the only column for the header and its only header."""
    found: dict[str, list[tuple[str, float]]] = {}
    for header in headers:
        alike = {column: score for column, score in scores(header, table).items() if score >= SURE}
        if len(alike) == 1:
            column, score = next(iter(alike.items()))
            found.setdefault(column, []).append((header, score))
    return {column: fits[0] for column, fits in found.items() if len(fits) == 1 and column in columns}


def scores(header: str, table: str) -> Mapping[str, float]:
    """How alike a header is to each column of the table; empty where it has a meaning of its own or must not be mapped."""
    if (
        len(_plain(header)) < SHORTEST
        or schema.normalise(header) in every_header()
        or schema.refused(header)
        or schema.check_only(header)
    ):
        return {}
    if any(_alike(header, other) >= SURE for other in _never(table)):
        return {}
    return {column: max(_alike(header, one) for one in known) for column, known in _spelled(table).items()}


def _alike(one: str, other: str) -> float:
    # A number in a header is its meaning: DB 1 is not DB 2.
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return 0.0
    # Abbreviated as well as in full: nr for number hides how alike two long words are.
    return float(max(fuzz.ratio(fold(one), fold(other)) for fold in (schema.normalise, _plain)))


@cache
def _plain(header: str) -> str:
    text = unicodedata.normalize("NFKC", header).casefold().translate(UMLAUTS)
    return re.sub(r"[\W_]+", "", text)


@cache
def _spelled(table: str) -> Mapping[str, tuple[str, ...]]:
    columns = schema.table(table).columns
    return {name: (name, *one.headers["de"], *one.headers["en"]) for name, one in columns.items()}


@cache
def _never(table: str) -> tuple[str, ...]:
    """Headers that count only with care: generic ones, those that say the opposite, those never mapped by themselves."""
    columns = schema.table(table).columns.values()
    careful = [header for one in columns for header in (*one.generic, *one.inverse)]
    return (*careful, *(header for header in schema.refused_headers() if "*" not in header))
