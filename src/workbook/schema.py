"""The canonical tables as data, read at the first call: columns, types, meanings, and clients' headers and words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

Type = Literal["id", "text", "postcode", "number", "money", "share", "rating5", "rating10", "count", "hours", "date",
               "datetime", "flag", "code"]  # fmt: skip
TABLE_NAMES = ("customers", "transactions", "activities", "staff", "opportunities", "stage_history", "requests",
               "assessment", "cost_rates", "team_targets", "facts")  # fmt: skip
_MONEY = r"(?:T|k|Tsd\.?|M|Mio\.?|Mrd\.?)?\s*(?:€|EUR|CHF|SFr\.?|Fr\.|USD|\$|GBP|£)(?:\s*/\s*\w+|\s*p\.\s?a\.?)?|%"
_SCALE = r"\d{1,3}\s*(?:[-–—]|bis|to)\s*\d{1,3}"
LONGEST = 1000  # signs of a header that are compared with what is known
_UNITS = (
    rf"{_MONEY}|{_SCALE}|h|Std\.?|Stunden|hours?|min\.?|Minuten|minutes?|ms|s|Tage|days|km|miles|[MFH]W|Stk\.?|FTE|°"
)
# A unit stands in brackets, after `in`, or bare at the end where nothing else can be meant; years are no unit.
_UNIT = re.compile(rf"(?i)\s*[\[(]\s*(?:in\s+)?({_UNITS})\s*[\])]|\s+in\s+({_UNITS})$|\s+({_MONEY})$|(?<=\w)(%)$")
_NUMBER = re.compile(r"(?:nummer|number|\bno|\bnr)(?![^\W\d_])|#")
_UMLAUTS = tuple(str.maketrans({"ä": f"a{e}", "ö": f"o{e}", "ü": f"u{e}", "€": "eur"}) for e in ("e", ""))


@dataclass(frozen=True)
class Column:
    """One canonical column: what it means, what it may hold, and what clients call it.

    `meaning` and `headers` go by language (`de`, `en`); the first header is that of our Excel template. `generic`
    headers count only once the table is known otherwise; `inverse` ones say the opposite (1 − x). `words` names
    the list of cell words that stand for codes. `low` and `high` are in the column's own unit. `open`: the column is required,
    its single cells may be empty.
    """

    name: str
    type: Type
    meaning: Mapping[str, str]
    headers: Mapping[str, tuple[str, ...]]
    required: bool = False
    open: bool = False
    unit: str = ""
    low: float | None = None
    high: float | None = None
    codes: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    inverse: tuple[str, ...] = ()
    words: str = ""
    beware: str = ""

    @property
    def all_headers(self) -> tuple[str, ...]:
        """Every header that may mean this column, its own name first."""
        return (self.name, *self.headers["de"], *self.headers["en"], *self.generic, *self.inverse)

    def is_generic(self, header: str) -> bool:
        """Whether the header counts only when the table is known from other columns."""
        return not spellings(header).isdisjoint(_spelled(self.generic))

    def is_inverse(self, header: str) -> bool:
        """Whether the header says the opposite of the column (prospect for existing, churn risk for retention)."""
        return not spellings(header).isdisjoint(_spelled(self.inverse))


@dataclass(frozen=True)
class Table:
    """One canonical table: its sheet names by language, its columns by name, and what may stand in for what.

    `alternatives` names the columns a missing required one is computed from. `provenance` allows `<field>_source` and
    `<field>_as_of` beside every column. `patterns` holds, by prefix, columns the client names (`skill_`).
    """

    name: str
    sheets: Mapping[str, tuple[str, ...]]
    meaning: Mapping[str, str]
    columns: Mapping[str, Column]
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provenance: bool = False
    patterns: Mapping[str, Column] = field(default_factory=dict)


@cache
def tables() -> Mapping[str, Table]:
    """Every canonical table by name, in the order of the Excel template."""
    found = {}
    for name in TABLE_NAMES:
        spec = {**_read(name)}
        for part in ("columns", "patterns"):
            spec[part] = MappingProxyType({key: Column(name=key, **one) for key, one in spec.get(part, {}).items()})
        found[name] = Table(name=name, **spec)
    return MappingProxyType(found)


def table(name: str) -> Table:
    """The canonical table of that name; KeyError if there is none."""
    return tables()[name]


def column(table_name: str, name: str) -> Column | None:
    """The canonical column of that name, or None; knows `<field>_source`, `<field>_as_of` and `skill_<name>` too."""
    of = table(table_name)
    if name in of.columns:
        return of.columns[name]
    for prefix, pattern in of.patterns.items():
        if name.startswith(prefix) and name != prefix:
            return replace(pattern, name=name)
    for kind, words in _read("words")["provenance"].items() if of.provenance else ():
        if base := of.columns.get(name.removesuffix(f"_{kind}")):
            meaning = {language: f"{text}: {words[language][0]}" for language, text in base.meaning.items()}
            headers = {lang: tuple(f"{base.headers[lang][0]} {word}" for word in words[lang]) for lang in words}
            return Column(name, "date" if kind == "as_of" else "text", meaning, headers)
    return None


@lru_cache(maxsize=4096)  # the headers of a file are asked for by every table
def normalise(header: str) -> str:
    """The header as it is compared: folded, ä as ae, numbers as nr, without unit, punctuation and spaces."""
    return _fold(header, _UMLAUTS[0])


@lru_cache(maxsize=4096)
def spellings(header: str) -> frozenset[str]:
    """The normalised header with ä as ae and with ä as a."""
    return frozenset(_fold(header, umlauts) for umlauts in _UMLAUTS)


def unit_of(header: str) -> str:
    """The unit a header carries, as the client wrote it (`T€`, `%`, `EUR`, `1–5`), or empty."""
    text = _tidy(header[:LONGEST])
    if (match := _UNIT.search(text)) and re.search(r"\w", _UNIT.sub("", text)):
        return next(group for group in match.groups() if group).strip()
    return next((unit for unit, names in _read("words")["units"].items() if spellings(header) & _spelled(names)), "")


@cache
def headers_of(table_name: str) -> Mapping[str, tuple[str, ...]]:
    """From every normalised spelling of a header to the names of the columns it may mean, generic headers included."""
    found: dict[str, tuple[str, ...]] = {}
    for name, spec in table(table_name).columns.items():
        for spelling in _spelled(spec.all_headers):
            found[spelling] = (*found.get(spelling, ()), name)
    return MappingProxyType(found)


def candidates(table_name: str, header: str) -> tuple[str, ...]:
    """Names of the columns a client's header may mean, generic matches last; `%` tells rates from amounts."""
    of, spelled, percent = table(table_name), spellings(header), unit_of(header) == "%"
    known = {name: of.columns[name] for s in sorted(spelled) for name in headers_of(table_name).get(s, ())}
    rates = {n: {unit_of(h) == "%" for h in c.all_headers if spelled & spellings(h)} for n, c in known.items()}
    names = [name for name, found in rates.items() if percent in found] or known
    return tuple(sorted(names, key=lambda name: known[name].is_generic(header))) or _named_by_part(of, header)


def words_of(table_name: str, column_name: str) -> Mapping[str, tuple[str, ...]]:
    """By code of the column (phases by number), what clients write for it: the German word first."""
    spec = column(table_name, column_name)
    return _read("words")["codes"].get(spec.words, {}) if spec else {}


def code_word(table_name: str, column_name: str, cell: object) -> str | None:
    """The code a cell stands for (Kundenbesuch: visit; a stage: its phase, 1–8, to be confirmed), or None."""
    spec, lists = column(table_name, column_name), words_of(table_name, column_name)
    spelled = spellings(str(cell).removesuffix(".0"))
    found = (code for code, words in lists.items() if spelled & _spelled((code, *words)))
    return next((code for code in found if spec and code in (spec.codes or lists)), None)


def flag(cell: object) -> bool | None:
    """Yes or no, None if unknown; an empty cell is no, so ask `is_missing` first where empty says nothing."""
    text = _tidy(str(cell)).casefold().removesuffix(".0") if isinstance(cell, str) or not is_missing(cell) else ""
    return True if text in _read("words")["yes"] else False if text in ("", *_read("words")["no"]) else None


def is_missing(cell: object, column_type: str = "text") -> bool:
    """Whether a cell holds no value; NA, NULL and - are values in ids, texts, postcodes and codes."""
    if not isinstance(cell, str):
        return cell is None or str(cell) in ("nan", "NaT", "<NA>")
    return _tidy(cell).casefold().replace(" ", "") in _missing_words(column_type)


def is_total_word(cell: object) -> bool:
    """Whether a cell marks a total row (Summe, Gesamt 2024, Grand total:); a command of a spreadsheet (@SUM) is none."""
    if not isinstance(cell, str) or cell.lstrip().startswith("@"):
        return False
    words = _spelled(_read("words")["total"])
    # Most cells are told by their first letter.
    first = next((letter for letter in cell if letter.isalpha()), "")
    return _initial(first) in _initials(words) and normalise(cell).rstrip("0123456789") in words


def total_words() -> tuple[str, ...]:
    """The words that mark a total row."""
    return tuple(_read("words")["total"])


def refused(header: str, table_name: str = "") -> str | None:
    """Why a header must never be mapped silently (vat, supplier, …), or None; without a table every reason counts."""
    spelled = {_fold(header, umlauts, cut) for umlauts in _UMLAUTS for cut in (True, False)}
    for reason, rule in _read("words")["refused"].items():
        applies = not (table_name and rule["tables"]) or table_name in rule["tables"]
        if applies and any(_pattern(one).fullmatch(s) for s in spelled for one in rule["headers"]):
            return str(reason)
    return None


def refused_headers() -> tuple[str, ...]:
    """The headers never mapped silently, `*` for any text."""
    return tuple(header for rule in _read("words")["refused"].values() for header in rule["headers"])


def check_only(header: str) -> str | None:
    """What a header is read to check (currency, unit_of_measure, price_unit, sign, blocked), or None."""
    return next((what for what, names in _read("words")["checks"].items() if spellings(header) & _spelled(names)), None)


def _named_by_part(of: Table, header: str) -> tuple[str, ...]:
    """Columns named by a known header and a word beside it: `Kompetenz Englisch`, `Potenzial Quelle`."""
    spelled = normalise(header)
    for prefix, pattern in of.patterns.items():
        for start in sorted(_spelled(pattern.all_headers), key=len, reverse=True):
            if spelled.startswith(start) and spelled != start:
                return (prefix + spelled[len(start) :],)
    for kind, words in _read("words")["provenance"].items() if of.provenance else ():
        for end in sorted(_spelled((kind, *words["de"], *words["en"])), key=len, reverse=True):
            if spelled.endswith(end) and (names := headers_of(of.name).get(spelled.removesuffix(end))):
                return tuple(f"{name}_{kind}" for name in names)
    return ()


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("_", " ").split())


def _fold(header: str, umlauts: dict[int, str], cut: bool = True) -> str:
    if len(header) > LONGEST:  # no header known is that long: the rest only tells one from another
        return _fold(header[:LONGEST], umlauts, cut) + header[LONGEST:]
    text = _tidy(header)
    if cut and re.search(r"\w", rest := _UNIT.sub("", text)):
        text = rest
    text = re.sub(r"(?<=[a-zäöüß])(?=[A-Z])", " ", text).casefold().translate(umlauts)
    return re.sub(r"[\W_]+", "", _NUMBER.sub(" nr ", text))


@cache
def _spelled(headers: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*map(spellings, headers))


@cache
def _initial(letter: str) -> str:
    return _fold(letter, _UMLAUTS[1])[:1]


@cache
def _initials(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word[:1] for word in words)


@cache
def _missing_words(column_type: str) -> frozenset[str]:
    lists = _read("words")["missing"]
    words = ["", *lists["always"], *([] if column_type == "code" else lists["unless_code"])]
    words += [] if column_type in ("id", "text", "postcode", "code") else lists["unless_written"]
    return frozenset(word.casefold().replace(" ", "") for word in words)


@cache
def _pattern(header: str) -> re.Pattern[str]:
    either = (".*".join(_fold(part, umlauts, cut=False) for part in header.split("*")) for umlauts in _UMLAUTS)
    return re.compile("|".join(either))


@cache
def _read(name: str) -> Mapping[str, Any]:
    text = files("workbook").joinpath("assets", "schema", f"{name}.toml").read_text(encoding="utf-8")
    return {key: _frozen(one) for key, one in tomllib.loads(text).items()}


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return MappingProxyType({k: _frozen(v) for k, v in value.items()}) if isinstance(value, dict) else value
