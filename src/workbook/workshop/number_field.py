"""A field for a number as people write it: 1.234,5 in German, 1,234.5 in English. It tells what is wrong and alters nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ipywidgets as widgets

from workbook.language import Words
from workbook.number_format import MINUS, SEPARATORS
from workbook.workshop.levers import Lever

SPACES = "\u00a0\u202f "
LABEL, WIDE = "31em", "42em"
ERROR = "workbook-error"


class Wrong(ValueError):  # noqa: N818 - it names what an entry is
    """What was entered is not allowed; its text says so in the reader's language."""


def parse(text: str, words: Words) -> Decimal | None:
    """The number written in the locale of `words`; None where it is none. Thousands marks only where they belong."""
    marks = SEPARATORS[words.locale]
    plain = "".join(c for c in text if c not in SPACES).replace(MINUS, "-").removesuffix("%")
    group = "['\u2019]" if marks.group == "\u2019" else re.escape(marks.group)
    found = re.fullmatch(rf"([-+]?)(\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{re.escape(marks.decimal)}(\d+))?", plain)
    if not found:
        return None
    return Decimal(found[1] + re.sub(group, "", found[2]) + "." + (found[3] or "0"))


def written(value: float | None, lever: Lever, words: Words) -> str:
    """The value as the field shows it: every digit it has, in groups of three, shares in percent; empty where nothing is set."""
    if value is None:
        return ""
    exact = Decimal(repr(value)) * (100 if lever.kind == "percent" else 1)
    whole, _, part = f"{exact:f}".partition(".")
    part, marks = part.rstrip("0"), SEPARATORS[words.locale]
    grouped = f"{int(whole):,}".replace(",", marks.group)
    sign = "-" if exact < 0 and not grouped.startswith("-") else ""
    return sign + grouped + (marks.decimal + part if part else "")


def entered(text: str, lever: Lever, words: Words) -> float | int | None:
    """What a lever gets from a text; Wrong where it is no number or out of its bounds, which are never bent."""
    allowed = lever.allowed(words)
    if not text.strip():
        if lever.optional:
            return None
        raise Wrong(words.text("workshop.empty", allowed=allowed))
    number = parse(text, words)
    if number is None:
        raise Wrong(words.text("workshop.no_number", given=text.strip()[:40], allowed=allowed))
    if lever.kind == "whole" and number != number.to_integral_value():
        raise Wrong(words.text("workshop.no_whole", given=text.strip()[:40], allowed=allowed))
    value = int(number) if lever.kind == "whole" else float(number / (100 if lever.kind == "percent" else 1))
    low = lever.low is not None and (value <= lever.low if lever.open_low else value < lever.low)
    high = lever.high is not None and (value >= lever.high if lever.open_high else value > lever.high)
    if low or high:
        raise Wrong(words.text("workshop.beyond", given=text.strip()[:40], allowed=allowed))
    return value


@dataclass
class Field:
    """A control with its label and, beside it, the place where it says what is wrong."""

    control: Any
    error: Any

    @classmethod
    def of(cls, control: Any) -> Field:
        """The control with an empty place for its errors."""
        error = widgets.Label("", layout=widgets.Layout(min_width="20em"))
        error.add_class(ERROR)
        return cls(control, error)

    @property
    def row(self) -> Any:
        """Both side by side."""
        return widgets.HBox([self.control, self.error], layout=widgets.Layout(flex_flow="row wrap"))

    def complain(self, text: str) -> None:
        """Say what is wrong; nothing where the text is empty."""
        self.error.value = text


def text_box(label: str, value: str = "", hint: str = "", width: str = WIDE) -> Any:
    """A line of text with its label, heard on Enter and when it is left."""
    return widgets.Text(
        value,
        description=label,
        placeholder=hint,
        tooltip=hint or label,
        continuous_update=False,
        style={"description_width": LABEL if width == WIDE else "initial"},
        layout=widgets.Layout(width=width),
    )


class NumberField(Field):
    """A number of one lever: shown as it is, heard when it is entered, refused where it is not allowed."""

    def __init__(self, lever: Lever, words: Words, value: float | None, heard: Callable[[Any], str]) -> None:
        hint = words.text("workshop.hint", allowed=lever.allowed(words))
        made = Field.of(text_box(lever.label(words), written(value, lever, words), hint))
        super().__init__(made.control, made.error)
        self.lever, self.words, self._heard = lever, words, heard
        self._quiet = False
        self.control.observe(self.changed, "value")

    def show(self, value: float | None) -> None:
        """Another value from outside, without hearing it as an entry."""
        self._quiet = True
        self.control.value = written(value, self.lever, self.words)
        self._quiet = False
        self.complain("")

    def changed(self, change: Any = None) -> None:
        """Take what was entered: `heard` gets the number and answers with what is wrong about it, or nothing."""
        if self._quiet:
            return
        try:
            value = entered(self.control.value, self.lever, self.words)
        except Wrong as wrong:
            self.complain(str(wrong))
            return
        self.complain(self._heard(value))
