"""One control per lever: numbers as fields, choices as lists, yes or no as a box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import ipywidgets as widgets

from workbook.language import Words
from workbook.workshop.levers import Lever, levers, value_at
from workbook.workshop.number_field import LABEL, Field, NumberField
from workbook.workshop.session import Session

CHOICE = "52em"  # wide enough for the longest choice
NOTHING = ""  # a list shows no choice at all where None is chosen
_GROUP = {"scope": "scope", "norms": "norms", "checklist": "checklist", "service_catalogue": "catalogue"}
_GROUP |= {"judgements": "judgements", "discount_policy": "discounts"}
Heard = Callable[[tuple[str | int, ...], Any], str]


class LeverField:
    """A lever's control: it shows what is tried, and tells `heard` what is entered."""

    def __init__(self, lever: Lever, session: Session, heard: Heard) -> None:
        self.lever, self._session, self._heard = lever, session, heard
        self._quiet = False
        words = session.words
        if lever.kind in ("number", "percent", "whole"):
            self.field: Field = NumberField(lever, words, self._now(), self._tell)
        else:
            self.field = Field.of(_list(lever, words))
            self.refresh()
            self.field.control.observe(lambda change: self.chosen(change["new"]), "value")

    @property
    def path(self) -> tuple[str | int, ...]:
        """The lever's place in client.yaml."""
        return self.lever.path

    @property
    def row(self) -> Any:
        """The control beside its error."""
        return self.field.row

    def refresh(self) -> None:
        """Show what is tried now, and no old error."""
        if isinstance(self.field, NumberField):
            self.field.show(self._now())
            return
        self._quiet = True
        now = self._now()
        self.field.control.value = NOTHING if now is None else now
        self._quiet = False
        self.field.complain("")

    def chosen(self, value: Any) -> None:
        """Somebody chose from the list."""
        if not self._quiet:
            self.field.complain(self._tell(None if value == NOTHING else value))

    def _tell(self, value: Any) -> str:
        return self._heard(self.lever.path, value)

    def _now(self) -> Any:
        return value_at(self._session.tried, self.lever.path)


def fields_of(chapter: str, session: Session, heard: Heard) -> list[LeverField]:
    """The controls of a chapter, in the order of its levers."""
    return [LeverField(lever, session, heard) for lever in levers(chapter, session.saved)]


class Control(Protocol):
    """What stands in a panel: a place in client.yaml, a row, and a way to show what is tried now."""

    @property
    def path(self) -> tuple[str | int, ...]:
        """The place in client.yaml."""

    @property
    def row(self) -> Any:
        """What is shown."""

    def refresh(self) -> None:
        """Show what is tried now."""


def grouped(fields: Sequence[Control], words: Words, first_open: bool) -> Any:
    """The controls under headings that open one at a time: what is set often first, then scope, norms, points of the audit."""
    found: dict[str, list[Any]] = {"": []}
    for each in fields:
        found.setdefault(_GROUP.get(str(each.path[1]), ""), []).append(each.row)
    filled = {name: rows for name, rows in found.items() if rows}
    titles = tuple(words.text(f"workshop.others.{name}" if name else "workshop.others") for name in filled)
    # Never so high that the decision and its result fall out of sight.
    boxes = [widgets.VBox(rows, layout=widgets.Layout(max_height="420px", overflow="auto")) for rows in filled.values()]
    for row in (row for rows in filled.values() for row in rows):
        row.layout.flex = "0 0 auto"
    made = widgets.Accordion(boxes, titles=titles)
    made.selected_index = 0 if first_open else None
    return made


def _list(lever: Lever, words: Words) -> Any:
    options: list[tuple[str, Any]]
    if lever.kind == "yes_no":
        options = [(words.text("workshop.state.true"), True), (words.text("workshop.state.false"), False)]
    else:
        options = [(lever.choice(c, words), c) for c in lever.choices]
        options = [(words.text("workshop.state.none"), NOTHING), *options] if lever.optional else options
    return widgets.Dropdown(
        options=options,
        value=options[0][1],
        description=lever.label(words),
        style={"description_width": LABEL},
        layout=widgets.Layout(width=CHOICE),
    )
