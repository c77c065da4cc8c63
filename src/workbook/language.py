"""What is found, put into words: texts with their values, in one language and locale. No language is ever current."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from workbook.date_format import DateFormat
from workbook.finding import Quantity, Term, Terms, Value
from workbook.number_format import SPACE, NumberFormat, rounded
from workbook.parameters import Language, Locale
from workbook.texts import PLACEHOLDER, forms, inflected, known, message, places

DATIVE = "_dat"
STOP = re.compile(r"\.(?!\w)")
GROUP = re.compile(r"(^|\.)group\.")  # names of groups, with a capital where a label or a sentence begins with them
BEGIN = re.compile(r"(^|[.?] |[“‘])$")
QUOTES: dict[Locale, tuple[str, str]] = {
    "de_DE": ("„", "“"),
    "de_AT": ("„", "“"),
    "de_CH": ("«", "»"),
    "en_GB": ("“", "”"),
    "en_US": ("“", "”"),
}
SWISS = str.maketrans({"ß": "ss", "ẞ": "SS", "„": "«", "“": "»", "‚": "‹", "‘": "›"})


@dataclass(frozen=True)
class Words(NumberFormat, DateFormat):
    """All that is written in one report: our texts in `language`, figures as in `locale`, money in `currency`."""

    language: Language
    locale: Locale
    currency: str

    def __post_init__(self) -> None:
        if not self.locale.startswith(self.language):
            raise ValueError(f"{self.locale} is not a locale of the language {self.language}")

    def has(self, name: str, /) -> bool:
        """Whether there is a text of this key."""
        return known(name)

    def label(self, name: str, /) -> str:
        """The text of the key `name` as it stands, its placeholders not filled."""
        return self._spelled(message(name, self.language))

    def own(self, both: Mapping[str, str], /) -> str:
        """A text of ours that stands elsewhere in both languages, `de` and `en`."""
        return self._spelled(both[self.language])

    def text(self, name: str, /, **values: Value) -> str:
        """The text of the key `name` with exactly these values; KeyError names a missing or surplus one."""
        if surplus := set(values) - _taken(name):
            raise KeyError(f"{name} has no place for {', '.join(sorted(surplus))}")
        return self.text_from(name, values)

    def text_from(self, name: str, numbers: Mapping[str, Value], /) -> str:
        """The same from numbers that several texts share: each takes what it needs. KeyError names a missing one."""
        template = self._form(name, numbers)
        # One pass over our own text: braces in what the client wrote are never read as placeholders.
        return PLACEHOLDER.sub(lambda found: self._filling(name, found, numbers), self._spelled(template))

    def write(self, value: Value, dative: bool = False) -> str:
        """One value as it stands in running text; TypeError for a bare number."""
        if isinstance(value, str):
            return value
        if isinstance(value, Quantity):
            return self.quantity(value, dative)
        if isinstance(value, date):
            return self.date(value)
        if isinstance(value, Term):
            return self.text(value.key, **value.numbers)
        if isinstance(value, Terms):
            return self.listing([self.write(item) for item in value.items])
        raise TypeError(f"{value!r} has no unit: give a Quantity, a date, a Term, Terms or a text")

    def quantity(self, quantity: Quantity, dative: bool = False) -> str:
        """A number with its unit in running text; an estimate is marked ≈, in money as exact as estimates are."""
        if not math.isfinite(quantity.value):
            return self.unknown()
        said = self._measured(quantity, dative)
        return f"≈{SPACE}{said}" if quantity.estimated and not said.startswith("<") else said

    def listing(self, items: Sequence[str]) -> str:
        """a, b and c."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {message('word.and', self.language)} {items[-1]}"

    def quotes(self, text: str) -> str:
        """The text between the quotation marks of the locale, itself unchanged."""
        opening, closing = QUOTES[self.locale]
        return f"{opening}{text}{closing}"

    def _measured(self, quantity: Quantity, dative: bool) -> str:
        value = quantity.value
        match quantity.unit:
            case "money":
                return self.money(value, rough=quantity.estimated or quantity.rough)
            case "share":
                return self.percent(value)
            case "setting":
                return self.percent(value, 0 if abs(value * 100 - round(value * 100)) < 1e-9 else 1)
            case "count":
                return self.number(value)
            case "hours" | "days" | "years":
                return self._duration(value, quantity.unit, dative)
            case "points":
                return self._with_noun(self.number(value * 100, 1), "points", False, dative)
            case "fte":
                return self._with_noun(self.number(value, 1), "fte", False, dative)
            case "ratio" | "index":
                return self.number(value, 2)
            case "score":
                return self.number(value, 1)
            case "number":
                return self.significant(value)
        raise TypeError(f"unknown unit {quantity.unit}")

    def _duration(self, value: float, unit: str, dative: bool) -> str:
        # A tenth matters below ten: 2.5 days, but 12 hours and 3 days.
        tenth = rounded(value, 1)
        exact = tenth if abs(tenth) < 10 and tenth % 1 else rounded(value, 0)
        digits = self.number(float(exact), 0 if exact == exact.to_integral_value() else 1)
        return self._with_noun(digits, unit, abs(exact) == 1, dative)

    def _with_noun(self, digits: str, unit: str, one: bool, dative: bool) -> str:
        nouns = forms(message(f"unit.{unit}{DATIVE if dative else ''}", self.language))
        return digits + SPACE + self._spelled(nouns.one if one else nouns.many)

    def _form(self, name: str, numbers: Mapping[str, Value]) -> str:
        template = message(name, self.language)
        if not inflected(template):
            return template
        if "n" not in numbers:
            raise KeyError(f"{name} needs n")
        n = numbers["n"]
        if not isinstance(n, Quantity):
            raise TypeError(f"{name}: n is {n!r}, not a Quantity")
        shown = rounded(n.value, 0) if n.unit == "count" else n.value
        told, total = forms(template), numbers.get("n_total")
        if shown in (0, 1):
            return told.one if shown else told.none
        return told.all if isinstance(total, Quantity) and total.value == n.value else told.many

    def _filling(self, name: str, found: re.Match[str], numbers: Mapping[str, Value]) -> str:
        """The value of one place; an abbreviation's full stop (Ges.m.b.H., k. A.) is the sentence's as well."""
        value = self._place(name, found[1], numbers)
        if self.language == "en" and not BEGIN.search(found.string[: found.start()]):
            value = self._small(numbers.get(found[1])) or value
        return value[:-1] if value.endswith(".") and STOP.match(found.string, found.end()) else value

    def _small(self, value: Value | None) -> str:
        """The name of one group or of several as it stands within an English sentence; empty for anything else."""
        if isinstance(value, Terms):
            items = [self._small(item) for item in value.items]
            return self.listing(items) if all(items) else ""
        if not isinstance(value, Term) or not GROUP.search(value.key):
            return ""
        name = self.write(value)
        return name[:1].lower() + name[1:]

    def _place(self, name: str, place: str, numbers: Mapping[str, Value]) -> str:
        dative = place.endswith(DATIVE)
        source = place if place in numbers or not dative else place.removesuffix(DATIVE)
        if source not in numbers:
            raise KeyError(f"{name} needs {place}")
        return self.write(numbers[source], dative)

    def _spelled(self, ours: str) -> str:
        return ours.translate(SWISS) if self.locale == "de_CH" else ours


@cache
def _taken(name: str) -> frozenset[str]:
    """The values a text takes, in both languages: German may need a form that English does not (im Außendienst, field sales)."""
    used = places(message(name, "de") + message(name, "en"))
    return used | {place.removesuffix(DATIVE) for place in used if place.endswith(DATIVE)}
