"""A class set by hand: for whom, which, until when, by whom, why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import ipywidgets as widgets

from workbook.language import Words
from workbook.section import CLASSES
from workbook.workshop.number_field import Field, text_box

LISTED = 3_000  # more suggestions make the browser slow; ids can be typed all the same


class OverrideForm:
    """`heard` gets the customer's id and the entry (None: back to the rule) and answers with what is wrong, or nothing."""

    def __init__(
        self,
        labels: Mapping[str, str],
        since: date,
        words: Words,
        heard: Callable[[str, dict[str, Any] | None], str],
    ) -> None:
        self._words, self._heard, self._since = words, heard, since
        self._ids: dict[str, str] = {}
        style, wide = {"description_width": "13em"}, widgets.Layout(width="34em")
        self.customer = Field.of(
            widgets.Combobox(
                value="",
                description=words.text("workshop.customer"),
                continuous_update=False,
                ensure_option=False,
                style=style,
                layout=wide,
            )
        )
        options = [(words.text("workshop.by_rule"), ""), *((words.text(f"class.{c}"), c) for c in CLASSES)]
        self.to = widgets.Dropdown(
            options=options, value="", description=words.text("workshop.class"), style=style, layout=wide
        )
        self.expires = Field.of(
            widgets.DatePicker(
                value=max(since, date.today()) + timedelta(days=365),
                description=words.text("workshop.expires"),
                style=style,
                layout=wide,
            )
        )
        self.owner = Field.of(text_box(words.text("workshop.owner"), width="34em"))
        self.reason = Field.of(text_box(words.text("workshop.reason"), width="34em"))
        for box in (self.owner, self.reason):
            box.control.style.description_width = "13em"
        self.button = widgets.Button(
            description=words.text("workshop.set_override"),
            layout=widgets.Layout(width="auto", margin="4px 0 0 13.6em"),
        )
        self.button.on_click(lambda _: self.take())
        fields = (self.customer.row, self.to, self.expires.row, self.owner.row, self.reason.row, self.button)
        self.box = widgets.VBox(list(fields), layout=widgets.Layout(align_items="flex-start"))
        self.call(labels)

    def call(self, labels: Mapping[str, str]) -> None:
        """The customers by these labels, by id; who is chosen stays chosen."""
        chosen = self._ids.get(self.customer.control.value.strip(), "")
        self._ids = {label: one for one, label in labels.items()} | {one: one for one in labels}
        self.customer.control.options = list(labels.values())[:LISTED]
        self.customer.control.value = labels.get(chosen, "")

    def take(self) -> bool:
        """Add the override if everything about it is there; else say at the field what is missing."""
        words, to = self._words, self.to.value
        which = self._ids.get(self.customer.control.value.strip(), "")
        owner, reason = self.owner.control.value.strip(), self.reason.control.value.strip()
        until = self.expires.control.value
        day_wrong = bool(to) and (until is None or until < self._since)
        self.customer.complain("" if which else words.text("workshop.no_customer"))
        self.expires.complain(words.text("workshop.no_date", day=self._since) if day_wrong else "")
        self.owner.complain(words.text("workshop.who_missing") if to and not owner else "")
        self.reason.complain(words.text("workshop.why_missing") if to and not reason else "")
        if not which or day_wrong or (to and not (owner and reason)):
            return False
        entry = {"to": to, "reason": reason, "owner": owner, "expires": until.isoformat()} if to else None
        wrong = self._heard(which, entry)
        self.customer.complain(wrong)
        return not wrong
