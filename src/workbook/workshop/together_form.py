"""Controls for values that hold only together: nothing is tried until a row is complete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from workbook.workshop.levers import Lever, Together, together, value_at
from workbook.workshop.number_field import Field, NumberField, text_box
from workbook.workshop.session import Session

Heard = Callable[[tuple[str | int, ...], Any], str]


class TogetherForm:
    """One field per value of a group; `heard` gets the whole group, and answers with what is wrong about it, or nothing."""

    def __init__(self, group: Together, session: Session, heard: Heard) -> None:
        self.group, self._session, self._heard = group, session, heard
        self._quiet = False
        self.fields = {lever.path: self._field(lever) for row in group.rows for lever in row}
        self.values: dict[tuple[str | int, ...], Any] = {}
        self.row = widgets.VBox([field.row for field in self.fields.values()])
        self.refresh()

    @property
    def path(self) -> tuple[str | int, ...]:
        """The place of the group in client.yaml."""
        return self.group.path

    def refresh(self) -> None:
        """Show what is tried now, and no old error."""
        self.values = {path: value_at(self._session.tried, path) for path in self.fields}
        self._quiet = True
        for path, field in self.fields.items():
            if isinstance(field, NumberField):
                field.show(self.values[path])
            else:
                field.control.value = self.values[path] or ""
                field.complain("")
        self._quiet = False

    def entered(self, path: tuple[str | int, ...], value: Any) -> str:
        """One value was entered, or taken out; what is wrong about the group is the answer."""
        self.values[path] = value
        missing = {lever.path for lever in self.group.missing(self.values)}
        for one, field in self.fields.items():
            field.complain(self._session.words.text("workshop.part_missing") if one in missing else "")
        if missing:
            return self._session.words.text("workshop.part_missing") if path in missing else ""
        return self._heard(self.group.path, self.group.made(self.values))

    def _field(self, lever: Lever) -> Field:
        words = self._session.words
        if lever.kind != "text":
            return NumberField(lever, words, None, lambda value: self.entered(lever.path, value))
        made = Field.of(text_box(lever.label(words)))
        made.control.observe(lambda change: self._written(lever, made, change["new"]), "value")
        return made

    def _written(self, lever: Lever, field: Field, text: str) -> None:
        if not self._quiet:
            field.complain(self.entered(lever.path, text.strip() or None))


def groups_of(chapter: str, session: Session, heard: Heard) -> list[TogetherForm]:
    """The controls of a chapter's groups, in the order of the models."""
    return [TogetherForm(group, session, heard) for group in together(chapter, session.saved)]
