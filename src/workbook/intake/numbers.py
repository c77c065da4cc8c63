"""Numbers as people write them: one convention per column, on the evidence of the whole column."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
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

# Composed, 2² would become 22 and ½ three signs: no digit of a number is raised, lowered, circled or a fraction.
RAISED = re.compile(r"[²³¹¼-¾\u2070-\u2079\u2080-\u2089\u2150-\u215f\u2189\u2460-\u249b\u24ea-\u24ff]")
APOSTROPHES = re.compile(r"[\u2019\u2018\u02bc\u00b4`]")
# Beyond that no amount, count or time is meant, and what is worked out from it could leave the range of numbers.
LARGEST = 1e30

BARE = r"-?[.,]*[0-9][0-9.,]*"
PLAIN = r"-?\d+"
COMMA = r"-?(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|(?:\d*,(?:\d{1,2}|\d{4,})|\d{4,},\d+|0+\d*,\d+|,\d+))"
POINT = r"-?(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|(?:\d*\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d+|0+\d*\.\d+|\.\d+))"
EITHER_DOT = r"-?[1-9]\d{0,2}\.\d{3}"
EITHER_COMMA = r"-?[1-9]\d{0,2},\d{3}"
GROUPED = r"-?\d{1,3}(?:[' ]\d{3})+"
GROUPED_COMMA = GROUPED + r",\d+"
GROUPED_POINT = GROUPED + r"\.\d+"
POWER = r"-?\d+(?:\.\d+)?[eE][-+]?\d+"
# No text is of two kinds; the usual ones are tried first.
KINDS = (
    ("plain", PLAIN),
    ("comma", COMMA),
    ("point", POINT),
    ("either_dot", EITHER_DOT),
    ("either_comma", EITHER_COMMA),
    ("plain", GROUPED),
    ("comma", GROUPED_COMMA),
    ("point", GROUPED_POINT),
    ("power", POWER),
)
NAMES = [*dict.fromkeys(kind for kind, _ in KINDS), "text", "missing", "native"]
OPEN = -1
CURRENCIES = ["", *dict.fromkeys(SIGNS.values())]


@dataclass(frozen=True)
class Survey:
    """The distinct cells of one column: text, core, kind, factor, …; `codes` leads back to the rows."""

    distinct: pd.DataFrame
    codes: np.ndarray
    index: pd.Index

    def of(self, *kinds: str) -> np.ndarray:
        """Which of the distinct cells are of one of these kinds."""
        found: np.ndarray = np.isin(self.distinct["kind"].cat.codes.to_numpy(), [NAMES.index(kind) for kind in kinds])
        return found

    def count(self, kind: str) -> int:
        """How many rows hold a number of this kind."""
        return int(self.distinct["n"].to_numpy()[self.of(kind)].sum())

    def example(self, *kinds: str) -> str:
        """The first text of one of these kinds."""
        fitting = self.distinct["text"][self.of(*kinds)]
        return str(fitting.iloc[0]) if len(fitting) else ""

    def spread(self, values: Any) -> pd.Series:
        """Values of the distinct cells to values of the rows."""
        return pd.Series(np.asarray(values)[self.codes], index=self.index)


def survey(cells: pd.Series, missing: Callable[[Any], bool], met: Distinct | None = None) -> Survey:
    """From raw cells to what each distinct one looks like; nothing is decided yet. `met`: the distinct ones, if known."""
    codes, found, texts = met or distinct(cells)
    written = pd.Series(found if texts else [cell if isinstance(cell, str) else "" for cell in found], dtype="str")
    # Bare numbers are most of a column: they are what they look like.
    bare = written.str.fullmatch(BARE).to_numpy(dtype=bool)
    frame = _frame(written, {n: _look(found[n], missing) for n in np.flatnonzero(~bare).tolist()})
    frame["n"] = np.bincount(codes, minlength=len(frame)) if len(frame) else 0
    return Survey(frame, codes, cells.index)


def _frame(written: pd.Series, looks: Mapping[int, Look]) -> pd.DataFrame:
    """The looks of all distinct cells; those without one of their own are bare numbers."""
    size, where = len(written), list(looks)
    text, core, kind, factor, percent, money, native = zip(*looks.values(), strict=True) if looks else [()] * 7
    cores = _set(written, where, core)
    kinds = _kinds(cores, _set(np.full(size, OPEN), where, [NAMES.index(k) if k else OPEN for k in kind]))
    signs = _set(np.zeros(size, dtype=int), where, [CURRENCIES.index(sign) for sign in money])
    frame = {
        "text": _set(written, where, text),
        "core": cores,
        "kind": pd.Categorical.from_codes(kinds, NAMES),
        "factor": _set(np.full(size, 1.0), where, factor),
        "percent": _set(np.full(size, False), where, percent),
        "money": pd.Categorical.from_codes(signs, CURRENCIES),
        "native": _set(np.full(size, math.nan), where, native),
    }
    return pd.DataFrame(frame)


def _set(usual: Any, where: list[int], parts: Sequence[Any]) -> Any:
    """A column of texts or an array with some of its values replaced."""
    if not where:
        return usual
    if isinstance(usual, pd.Series):
        return pd.Series(_set(usual.to_numpy(dtype=object), where, parts), dtype="str")
    made = usual.copy()
    made[where] = parts
    return made


def _kinds(cores: pd.Series, kinds: np.ndarray) -> np.ndarray:
    """The kind of every core that is open so far: the first whose pattern it fits, else text; all as places in NAMES."""
    left = np.flatnonzero(kinds == OPEN)
    kinds[left] = NAMES.index("text")
    for kind, pattern in KINDS:
        if not len(left):
            break
        fits = cores.iloc[left].str.fullmatch(pattern).to_numpy(dtype=bool)
        kinds[left[fits]] = NAMES.index(kind)
        left = left[~fits]
    return kinds


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
    if RAISED.search(text):
        return text, 1.0, False, ""
    text = unicodedata.normalize("NFKC", APOSTROPHES.sub("'", text))
    text = re.sub(r"[\u2212\u2010-\u2014\ufe63]", "-", text)
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
    power = look.distinct[look.of("power")]
    point += int(power["n"][power["core"].astype("str").str.contains(".", regex=False)].sum()) if len(power) else 0
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
    plain = cores.str.replace("'", "", regex=False).str.replace(" ", "", regex=False)
    plain = plain.where(look.of("power"), plain.str.replace(other, "", regex=False).str.replace(mark, ".", regex=False))
    readable = ~look.of("missing", "text", "native")
    numbers = pd.to_numeric(plain.where(readable), errors="coerce").to_numpy("float64")
    numbers = np.where(np.isfinite(numbers), numbers, math.nan) * distinct["factor"].to_numpy("float64")
    numbers = np.where(look.of("native"), distinct["native"].to_numpy("float64"), numbers)
    return look.spread(np.where(np.abs(numbers) <= LARGEST, numbers, math.nan))


def readings(text: str) -> tuple[str, str]:
    """The two readings of an ambiguous number, as plain digits: decimal comma, decimal point."""
    core = _stripped(text)[0]
    return core.replace(".", "").replace(",", "."), core.replace(",", "")
