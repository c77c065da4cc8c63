"""Numbers as people write them: one convention per column, on the evidence of the whole column."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from workbook.intake.distinct import Distinct, distinct

Mark = Literal[",", "."]
Look = tuple[str, str, str, float, bool, str, float]

FACTORS = {"mrd": 1e9, "mia": 1e9, "bn": 1e9, "mio": 1e6, "m": 1e6, "t": 1e3, "tsd": 1e3, "k": 1e3}
SIGNS = {"€": "EUR", "eur": "EUR", "euro": "EUR", "chf": "CHF", "sfr": "CHF", "fr": "CHF", "usd": "USD", "us$": "USD"}
SIGNS |= {"$": "USD", "£": "GBP", "gbp": "GBP"}
CURRENCY = r"€|EUR|Euro|CHF|SFr\.?|Fr\.?|USD|US\$|\$|£|GBP"
UNIT = re.compile(r"(?P<factor>Mrd|Mia|bn|Mio|Tsd|[TkM](?=$|\s|€|EUR|CHF))\.?\s*$", re.IGNORECASE)
MONEY_BEFORE = re.compile(rf"^(?P<sign>[-+]?)\s*(?P<money>{CURRENCY})\s*", re.IGNORECASE)
MONEY_AFTER = re.compile(rf"\s*(?P<money>{CURRENCY})\s*(?P<sign>-?)$", re.IGNORECASE)
# A price without cents, 500,- and 500.–: its comma is a decimal comma, its point may be a full stop.
FULL = re.compile(r"(?<=\d)(?:\.|(?P<comma>,))-{1,2}$")

BARE = re.compile(r"-?[.,]*[0-9][0-9.,]*").fullmatch
PLAIN = r"-?\d+"
COMMA = r"-?(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|(?:\d*,(?:\d{1,2}|\d{4,})|\d{4,},\d+|0+\d*,\d+|,\d+))"
POINT = r"-?(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|(?:\d*\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d+|0+\d*\.\d+|\.\d+))"
EITHER_DOT = r"-?[1-9]\d{0,2}\.\d{3}"
EITHER_COMMA = r"-?[1-9]\d{0,2},\d{3}"
GROUPED = r"-?\d{1,3}(?:[' ]\d{3})+"
GROUPED_COMMA = GROUPED + r",\d+"
GROUPED_POINT = GROUPED + r"\.\d+"
POWER = r"-?\d+(?:\.\d+)?[eE][-+]?\d+"
KINDS = (
    ("plain", PLAIN),
    ("either_dot", EITHER_DOT),
    ("either_comma", EITHER_COMMA),
    ("comma", COMMA),
    ("point", POINT),
    ("plain", GROUPED),
    ("comma", GROUPED_COMMA),
    ("point", GROUPED_POINT),
    ("power", POWER),
)


@dataclass(frozen=True)
class Survey:
    """The distinct cells of one column: text, core, kind, factor, …; `codes` leads back to the rows."""

    distinct: pd.DataFrame
    codes: np.ndarray
    index: pd.Index

    def count(self, kind: str) -> int:
        """How many rows hold a number of this kind."""
        return int(self.distinct.loc[self.distinct["kind"] == kind, "n"].sum())

    def example(self, *kinds: str) -> str:
        """The first text of one of these kinds."""
        fitting = self.distinct.loc[self.distinct["kind"].isin(kinds), "text"]
        return str(fitting.iloc[0]) if len(fitting) else ""

    def spread(self, values: Any) -> pd.Series:
        """Values of the distinct cells to values of the rows."""
        return pd.Series(np.asarray(values)[self.codes], index=self.index)


def survey(cells: pd.Series, missing: Callable[[Any], bool], met: Distinct | None = None) -> Survey:
    """From raw cells to what each distinct one looks like; nothing is decided yet. `met`: the distinct ones, if known."""
    codes, found, _ = met or distinct(cells)
    # Bare numbers are most of a column: they are what they look like.
    rest = {n: _look(cell, missing) for n, cell in enumerate(found) if not (isinstance(cell, str) and BARE(cell))}
    frame = _bare(found, rest)
    open_ = frame["kind"] == ""
    cores = frame.loc[open_, "core"].astype("str")
    kinds = pd.Series("text", index=cores.index)
    for kind, pattern in reversed(KINDS):
        kinds[cores.str.fullmatch(pattern)] = kind
    frame.loc[open_, "kind"] = kinds
    frame["n"] = np.bincount(codes, minlength=len(frame)) if len(frame) else 0
    return Survey(frame, codes, cells.index)


def _bare(found: list[Any], looks: Mapping[int, Look]) -> pd.DataFrame:
    """The looks of all distinct cells; those without one of their own are bare numbers."""
    texts = pd.Series([looks[n][0] if n in looks else cell for n, cell in enumerate(found)], dtype="str")
    nothing = pd.Series(pd.array([""], dtype="str").take(np.zeros(len(found), dtype=int)))
    ones, no, gaps = np.full(len(found), 1.0), np.full(len(found), False), np.full(len(found), math.nan)
    usual = {
        "text": texts,
        "core": texts,
        "kind": nothing,
        "factor": ones,
        "percent": no,
        "money": nothing,
        "native": gaps,
    }
    frame = pd.DataFrame(usual)
    for column, parts in enumerate(zip(*looks.values(), strict=True)):
        frame.isetitem(column, _set(frame.iloc[:, column], list(looks), parts))
    return frame


def _set(column: pd.Series, where: list[int], parts: tuple[Any, ...]) -> pd.Series:
    made = column.copy()
    made.iloc[where] = list(parts)
    return made


def _look(cell: Any, missing: Callable[[Any], bool]) -> Look:
    if isinstance(cell, (bool, np.bool_)):
        return str(cell), "", "text", 1.0, False, "", math.nan
    if isinstance(cell, (int, float, np.number)):
        kind = "missing" if math.isnan(cell) else "native" if math.isfinite(cell) else "text"
        return str(cell), "", kind, 1.0, False, "", float(cell)
    if missing(cell):
        return str(cell), "", "missing", 1.0, False, "", math.nan
    if not isinstance(cell, str):
        return str(cell), "", "text", 1.0, False, "", math.nan
    core, factor, percent, money = _stripped(cell)
    return cell, core, "", factor, percent, money, math.nan


def _stripped(cell: str) -> tuple[str, float, bool, str]:
    """From a cell to its bare number, factor, percent sign and currency."""
    text = cell.strip()
    if text.isascii() and re.fullmatch(r"-?[\d.,]+", text):
        return text, 1.0, False, ""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\u2212\u2010-\u2014\ufe63]", "-", text)
    text = re.sub(r"[\u2019\u2018\u02bc\u00b4`]", "'", text)
    text = re.sub(r"\s+", " ", text).strip().removeprefix("'")
    negative = False
    if text.startswith("(") and text.endswith(")"):
        text, negative = text[1:-1].strip(), True
    money, percent, factor = "", text.endswith("%"), 1.0
    text = text[:-1].rstrip() if percent else text
    before, after = MONEY_BEFORE.match(text), MONEY_AFTER.search(text)
    if before:
        money, text = before["money"], before["sign"] + text[before.end() :]
    elif after and after.start() > 0:
        money, text = after["money"], text[: after.start()] + after["sign"]
    unit = UNIT.search(text)
    if unit and unit.start() > 0:
        factor, text = FACTORS[unit["factor"].lower()], text[: unit.start()].rstrip()
    text = FULL.sub(lambda end: ",0" if end["comma"] else "", text.strip())
    if text.endswith("-"):
        text, negative = text[:-1].rstrip(), not negative
    if text.startswith(("-", "+")):
        negative, text = negative != text.startswith("-"), text[1:].lstrip()
    return ("-" if negative else "") + text, factor, percent, SIGNS.get(money.lower().rstrip("."), "")


def decimal_mark(look: Survey, told: Mark | None, german: bool, english: bool) -> tuple[Mark | None, str]:
    """The decimal mark of a column, or None and why: "mixed" or "ambiguous".

    `told` comes from client.yaml; `german` says the rest of the file is German, `english` that another of its columns
    has a decimal point: these two only decide a column in which every value could be read both ways.
    """
    comma, point = look.count("comma"), look.count("point")
    # 1e400 has no decimal mark, so it says nothing of the others.
    power = look.distinct["kind"] == "power"
    point += int(
        look.distinct.loc[power & look.distinct["core"].astype("str").str.contains(".", regex=False), "n"].sum()
    )
    dots, commas = look.count("either_dot"), look.count("either_comma")
    if told:
        contrary = point if told == "," else comma
        return (None, "mixed") if contrary else (told, "told")
    if comma and point:
        return None, "mixed"
    if comma or point:
        return ("," if comma else "."), "evidence"
    if not dots and not commas:
        return ".", "plain"
    if german != english:
        return ("," if german else "."), "file"
    return None, "mixed" if dots and commas else "ambiguous"


def values(look: Survey, mark: Mark) -> pd.Series:
    """From the distinct cells to one float per row, NaN where missing or no number."""
    distinct = look.distinct
    cores = distinct["core"].astype("str")
    other = "." if mark == "," else ","
    power = distinct["kind"] == "power"
    plain = cores.str.replace(r"[' ]", "", regex=True)
    plain = plain.where(power, plain.str.replace(other, "", regex=False).str.replace(mark, ".", regex=False))
    readable = ~distinct["kind"].isin(("missing", "text", "native"))
    numbers = pd.to_numeric(plain.where(readable), errors="coerce").astype("float64")
    numbers = numbers.where(np.isfinite(numbers)) * distinct["factor"].astype("float64")
    numbers = numbers.where(distinct["kind"] != "native", distinct["native"].astype("float64"))
    return look.spread(numbers.to_numpy(dtype="float64"))


def readings(text: str) -> tuple[str, str]:
    """The two readings of an ambiguous number, as plain digits: decimal comma, decimal point."""
    core = _stripped(text)[0]
    return core.replace(".", "").replace(",", "."), core.replace(",", "")
