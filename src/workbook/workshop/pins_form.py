"""Who looks after whom by hand: one customer, one person, pinned or forbidden, and why; what stands so far can be lifted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ipywidgets as widgets

from workbook.language import Words
from workbook.workshop.number_field import Field, text_box

LISTED = 3_000  # more suggestions make the browser slow; ids can be typed all the same
SHOWN = 6  # lines of the list of assignments
KINDS = ("pinned", "forbidden")
Entry = tuple[str, str, str]  # pinned or forbidden, customer_id, rep_id


class PinsForm:
    """`add` gets an entry and its reason and answers with what is wrong, or nothing; `lift` gets the entry to take out."""

    def __init__(
        self,
        words: Words,
        add: Callable[[Entry, str], str],
        lift: Callable[[Entry], str],
    ) -> None:
        self._words, self._add, self._lift = words, add, lift
        self._ids: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        style, wide = {"description_width": "13em"}, widgets.Layout(width="34em")
        self.customer = _searched(words.text("workshop.customer"))
        self.person = _searched(words.text("workshop.owner"))
        options = [(words.text(f"workshop.pins.{kind}"), kind) for kind in KINDS]
        self.kind = widgets.Dropdown(
            options=options, value=KINDS[0], description=words.text("workshop.pins.kind"), style=style, layout=wide
        )
        self.reason = Field.of(text_box(words.text("workshop.reason"), width="34em"))
        self.reason.control.style.description_width = "13em"
        self.button = _button(words.text("workshop.pins.add"), self.take)
        lines = widgets.Layout(width="60em", max_width="100%")
        self.now = Field.of(
            widgets.Select(
                options=[], rows=SHOWN, description=words.text("workshop.pins.now"), style=style, layout=lines
            )
        )
        self.remove = _button(words.text("workshop.pins.lift"), self.give_up)
        rows = (self.customer.row, self.kind, self.person.row, self.reason.row, self.button, self.now.row, self.remove)
        self.box = widgets.VBox(list(rows), layout=widgets.Layout(align_items="flex-start"))

    def call(self, customers: Mapping[str, str], persons: Mapping[str, str]) -> None:
        """Customers and persons by these labels, by id; who is chosen stays chosen."""
        self._ids = _called(self.customer, self._ids, customers)
        self._owners = _called(self.person, self._owners, persons)

    def show(self, entries: Sequence[tuple[Entry, str, str]]) -> None:
        """What is assigned by hand now, each with the labels of customer and person; a line chosen stays chosen."""
        words, chosen = self._words, self.now.control.value
        lines = [
            (words.text(f"workshop.pins.{entry[0]}_line", customer=customer, person=person), entry)
            for entry, customer, person in entries
        ]
        self.now.control.options = lines
        self.now.control.value = chosen if chosen in [e for _, e in lines] else lines[0][1] if lines else None
        self.now.complain("")
        self.remove.disabled = not lines

    def take(self) -> bool:
        """Add the assignment if everything about it is there; else say at the field what is missing."""
        words = self._words
        which = self._ids.get(self.customer.control.value.strip(), "")
        who, why = self._owners.get(self.person.control.value.strip(), ""), self.reason.control.value.strip()
        self.customer.complain("" if which else words.text("workshop.no_customer"))
        self.person.complain("" if who else words.text("workshop.pins.no_person"))
        self.reason.complain("" if why else words.text("workshop.why_missing"))
        if not (which and who and why):
            return False
        wrong = self._add((self.kind.value, which, who), why)
        self.person.complain(wrong)
        return not wrong

    def give_up(self) -> bool:
        """Take the chosen assignment out."""
        if self.now.control.value is None:
            return False
        wrong = self._lift(self.now.control.value)
        self.now.complain(wrong)
        return not wrong


def _called(field: Field, known: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, str]:
    """Offer these labels; from each label and id to the id."""
    chosen = known.get(field.control.value.strip(), "")
    field.control.options = list(labels.values())[:LISTED]
    field.control.value = labels.get(chosen, "")
    return {label: one for one, label in labels.items()} | {one: one for one in labels}


def _searched(label: str) -> Field:
    """A field that offers what fits while one types, and keeps what was typed."""
    made = widgets.Combobox(
        value="",
        description=label,
        continuous_update=False,
        ensure_option=False,
        style={"description_width": "13em"},
        layout=widgets.Layout(width="34em"),
    )
    return Field.of(made)


def _button(text: str, act: Callable[[], object]) -> widgets.Button:
    made = widgets.Button(description=text, layout=widgets.Layout(width="auto", margin="4px 0 0 13.6em"))
    made.on_click(lambda _: act())
    return made
