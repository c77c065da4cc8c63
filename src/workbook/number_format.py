"""Numbers, shares and money as a reader of one locale expects them. Rounding is for display only, half away from zero.

Babel's patterns differ from ours in grouping, minus, currency position and thousands (T€), so all patterns stand here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from workbook.parameters import Language, Locale
from workbook.texts import message

SPACE = "\u00a0"
MINUS = "\u2212"
_EXACT = Context(prec=400)


class Separators(NamedTuple):
    """What stands between thousands and before decimals."""

    group: str
    decimal: str


class Step(NamedTuple):
    """An order of magnitude in which money is written."""

    factor: int
    decimals: int


SEPARATORS: dict[Locale, Separators] = {
    "de_DE": Separators(".", ","),
    "de_AT": Separators(".", ","),
    "de_CH": Separators("\u2019", "."),
    "en_GB": Separators(",", "."),
    "en_US": Separators(",", "."),
}
STEPS = (Step(1, 0), Step(1_000, 0), Step(1_000_000, 1), Step(1_000_000_000, 1))
# From each step on, the next is used: 10,000 units, 1,000 thousand, 1,000 million.
LIMITS = (10_000, 1_000, 1_000)
# One pattern per step: s sign, n number, c currency, ~ no-break space.
PATTERNS: dict[Locale, tuple[str, str, str, str]] = {
    "de_DE": ("{s}{n}~{c}", "{s}{n}~T{c}", "{s}{n}~Mio.~{c}", "{s}{n}~Mrd.~{c}"),
    "de_AT": ("{s}{c}~{n}", "{s}{n}~T{c}", "{s}{n}~Mio.~{c}", "{s}{n}~Mrd.~{c}"),
    "de_CH": ("{c}~{s}{n}", "{s}{n}~T{c}", "{c}~{s}{n}~Mio.", "{c}~{s}{n}~Mrd."),
    "en_GB": ("{s}{c}{n}", "{s}{c}{n}k", "{s}{c}{n}m", "{s}{c}{n}bn"),
    "en_US": ("{s}{c}{n}", "{s}{c}{n}K", "{s}{c}{n}M", "{s}{c}{n}B"),
}
# The unit in a table's head, per step.
HEADS: dict[Locale, tuple[str, str, str]] = {
    "de_DE": ("{c}", "T{c}", "Mio.~{c}"),
    "de_AT": ("{c}", "T{c}", "Mio.~{c}"),
    "de_CH": ("{c}", "T{c}", "Mio.~{c}"),
    "en_GB": ("{c}", "{c}k", "{c}m"),
    "en_US": ("{c}", "{c}K", "{c}M"),
}
# A table stays in thousands up to here, so that small rows do not all become 0.0 million.
TABLE_LIMITS = (10_000, 100_000_000)


def rounded(value: float, decimals: int, factor: float = 1) -> Decimal:
    """`value` ÷ `factor` rounded once, half away from zero, on the digits a reader would see; never −0."""
    exact = _EXACT.divide(Decimal(repr(float(value))), Decimal(repr(factor)))
    result = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _EXACT)
    return result if result else abs(result)


def about(value: float) -> float:
    """An estimated amount below the first step, where the last units would pretend to be known: two significant digits.

    From the first step on amounts are written in thousands or more, so no more than three digits stand there anyway.
    """
    if not math.isfinite(value) or abs(value) < 100 or step_of(value) > 0:
        return value
    unit = 10 ** (math.floor(math.log10(abs(value))) - 1)
    return float(rounded(value, 0, unit)) * unit


def step_of(value: float) -> int:
    """The order of magnitude of `value` after rounding: 0 units, 1 thousand, 2 million, 3 billion."""
    for index, limit in enumerate(LIMITS):
        if abs(rounded(value, STEPS[index].decimals, STEPS[index].factor)) < limit:
            return index
    return len(LIMITS)


class NumberFormat:
    """How numbers are written in `locale`, money in `currency`."""

    language: Language
    locale: Locale
    currency: str

    def unknown(self) -> str:
        """What is printed where a figure is not known, never 0."""
        return message("word.unknown", self.language)

    def number(self, value: float, decimals: int = 0, sign: bool = False) -> str:
        """A number with thousands marks; `sign` writes the plus of a change."""
        if not math.isfinite(value):
            return self.unknown()
        exact = rounded(value, decimals)
        return self._sign(exact, sign) + self._digits(exact, decimals)

    def significant(self, value: float, digits: int = 3) -> str:
        """A number to `digits` significant digits; digits before the decimal mark are never dropped."""
        if not math.isfinite(value):
            return self.unknown()
        decimals = max(0, digits - 1 - math.floor(math.log10(abs(value)))) if value else 0
        shortest = rounded(value, decimals).normalize()
        return self.number(float(shortest), max(0, -int(shortest.as_tuple().exponent)))

    def measure(self, value: float, symbol: str, decimals: int = 0) -> str:
        """A number with the symbol of its unit: 12 h, 40 km."""
        return self.number(value, decimals) + SPACE + symbol

    def percent(self, value: float, decimals: int = 1, sign: bool = False) -> str:
        """A share (0–1) in percent; a true share too small to show is "< 0.1 %"."""
        if not math.isfinite(value):
            return self.unknown()
        tail = "%" if self.language == "en" else f"{SPACE}%"
        exact = rounded(value, decimals, 0.01)
        if value > 0 and not exact:
            return f"<{SPACE}{self._digits(Decimal(1).scaleb(-decimals), decimals)}{tail}"
        return self._sign(exact, sign) + self._digits(exact, decimals) + tail

    def short_percent(self, value: float) -> str:
        """A share in whole percent, for marks in a chart; below one percent with a decimal, so that it is not 0."""
        return self.percent(value, 0 if abs(value) >= 0.01 or value == 0 else 1)

    def money(self, value: float, sign: bool = False, rough: bool = False) -> str:
        """Money in running text: units below 10,000, then thousands, millions and billions; `rough` as estimates are."""
        if not math.isfinite(value):
            return self.unknown()
        value = about(value) if rough else value
        index = step_of(value)
        exact = rounded(value, STEPS[index].decimals, STEPS[index].factor)
        if value > 0 and not exact:
            return f"<{SPACE}{self._amount('', '1', 0)}"
        return self._amount(self._sign(exact, sign), self._digits(exact, STEPS[index].decimals), index)

    def money_full(self, value: float) -> str:
        """Money to the cent, for reconciliations."""
        if not math.isfinite(value):
            return self.unknown()
        exact = rounded(value, 2)
        return self._amount(self._sign(exact, False), self._digits(exact, 2), 0)

    def money_range(self, low: float, high: float, estimated: bool = False) -> str:
        """Two bounds in one unit, of an estimate as rough as it is; with a negative bound in words, both with signs."""
        if estimated:
            low, high = about(low), about(high)
        if not (math.isfinite(low) and math.isfinite(high)):
            return self.unknown()
        index = step_of(max(low, high, key=abs))
        step = STEPS[index]
        bounds = [rounded(value, step.decimals, step.factor) for value in (low, high)]
        first, last = (self._digits(exact, step.decimals) for exact in bounds)
        if bounds[0] == bounds[1]:
            return self._amount(self._sign(bounds[0], False), first, index)
        if min(bounds) < 0:
            return self._range_in_words(bounds, index)
        letter = PATTERNS[self.locale][index].partition("{n}")[2] if self.language == "en" else ""
        return self._amount("", f"{first}{letter}–{last}", index)

    def money_unit(self, values: Iterable[float]) -> tuple[int, str]:
        """The one unit of a table's money: the factor to divide by and the label for its head."""
        largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
        index = sum(rounded(largest, 0) >= limit for limit in TABLE_LIMITS)
        label = HEADS[self.locale][index].replace("{c}", self._currency()).replace("~", SPACE)
        return STEPS[index].factor, label

    def money_cell(self, value: float, unit: tuple[int, str]) -> str:
        """Money as a bare number in the table's unit: millions with one decimal, else none."""
        if not math.isfinite(value):
            return self.unknown()
        decimals = next(step.decimals for step in STEPS if step.factor == unit[0])
        exact = rounded(value, decimals, unit[0])
        return self._sign(exact, False) + self._digits(exact, decimals)

    def _range_in_words(self, bounds: list[Decimal], index: int) -> str:
        decimals = STEPS[index].decimals
        signs = [self._sign(exact, True) for exact in bounds]
        digits = [self._digits(exact, decimals) for exact in bounds]
        if self.language == "en":
            low, high = (self._amount(sign, number, index) for sign, number in zip(signs, digits, strict=True))
        else:
            head, _, tail = PATTERNS[self.locale][index].replace("{s}", "").partition("{n}")
            low, high = self._spell(head) + signs[0] + digits[0], signs[1] + digits[1] + self._spell(tail)
        return message("range.words", self.language).replace("{low}", low).replace("{high}", high)

    def _sign(self, exact: Decimal, plus: bool) -> str:
        if exact < 0:
            return MINUS
        return "+" if plus and exact > 0 else ""

    def _digits(self, exact: Decimal, decimals: int) -> str:
        marks = SEPARATORS[self.locale]
        return f"{abs(exact):,.{decimals}f}".translate({ord(","): marks.group, ord("."): marks.decimal})

    def _amount(self, sign: str, digits: str, index: int) -> str:
        return self._spell(PATTERNS[self.locale][index].replace("{s}", sign)).replace("{n}", digits)

    def _spell(self, pattern: str) -> str:
        code = self._currency()
        # English sets a symbol before the number directly, a currency code with a space.
        if self.language == "en" and len(code) > 1:
            code += "~"
        return pattern.replace("{c}", code).replace("~", SPACE)

    def _currency(self) -> str:
        return "€" if self.currency == "EUR" and self.locale != "de_CH" else self.currency
