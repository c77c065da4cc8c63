"""The weights of the criteria as sliders in points, their shares beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import ipywidgets as widgets

from workbook.finding import setting
from workbook.language import Words
from workbook.parameters_segmentation import DEFAULT_WEIGHTS
from workbook.workshop.number_field import Field
from workbook.workshop.weights import points, shares

CRITERIA = tuple(DEFAULT_WEIGHTS)


class WeightsForm:
    """One slider per criterion, heard at every step. `heard` gets the shares and answers with what is wrong, or nothing.

    The shares shown are those that count: of criteria without data there is none, it goes to the others.
    """

    def __init__(self, weights: Mapping[str, float], words: Words, heard: Callable[[dict[str, float]], str]) -> None:
        self._words, self._heard, self._quiet = words, heard, False
        self.points: dict[str, float] = {}
        self.dropped: dict[str, str] = {}
        self.note = widgets.Label("")
        self.note.add_class("workbook-note")
        self.sliders = {name: _slider(_head(words.text(f"criterion.{name}"))) for name in CRITERIA}
        self.beside = {name: widgets.Label("", layout=widgets.Layout(width="7.5em")) for name in CRITERIA}
        self.field = Field.of(widgets.Label(words.text("workshop.weights")))
        self.field.control.add_class("workbook-head")
        rows = [widgets.HBox([self.sliders[name], self.beside[name]]) for name in CRITERIA]
        self.box = widgets.VBox([self.field.row, *rows, self.note])
        for name, slider in self.sliders.items():
            slider.observe(lambda change, name=name: self.moved(name, change["new"]), "value")
        self.show(weights)

    def show(self, weights: Mapping[str, float]) -> None:
        """These shares as points, 100 in all, without hearing them as an entry."""
        self.points = {name: points(weights).get(name, 0.0) for name in CRITERIA}
        self._quiet = True
        for name, slider in self.sliders.items():
            slider.value = round(self.points[name])
        self._quiet = False
        self._say()
        self.field.complain("")

    def moved(self, name: str, value: int) -> None:
        """One criterion got other points; those of the others stay as they are, exactly."""
        if self._quiet:
            return
        self.points[name] = float(value)
        if not sum(self.points.values()):
            self.field.complain(self._words.text("workshop.no_points"))
            return
        self._say()
        self.field.complain(self._heard(self.shares))

    @property
    def shares(self) -> dict[str, float]:
        """What would be saved."""
        return shares(self.points)

    def tell(self, dropped: Mapping[str, str]) -> None:
        """Mark the criteria that count for nothing: unknown (too few customers have a value) or constant (all the same one)."""
        self.dropped = {name: dropped[name] for name in CRITERIA if name in dropped}
        for name, slider in self.sliders.items():
            (slider.add_class if name in self.dropped else slider.remove_class)("workbook-idle")
        self._say()

    def _say(self) -> None:
        words = self._words
        counted = {name: 0.0 if name in self.dropped else value for name, value in self.points.items()}
        found = shares(counted) if sum(counted.values()) else counted
        for name, label in self.beside.items():
            share = words.text("workshop.share", share=setting(found[name]))
            label.value = words.text("workshop.no_share") if name in self.dropped else share
        self.note.value = " ".join(self._notes())

    def _notes(self) -> Iterator[str]:
        for why in ("unknown", "constant"):
            named = [self._words.text(f"criterion.{name}") for name, one in self.dropped.items() if one == why]
            if named:
                yield self._words.text(f"workshop.idle.{why}", criteria=self._words.listing(named))
        if self.dropped:
            yield self._words.text("workshop.idle")


def _head(text: str) -> str:
    return text[:1].upper() + text[1:]


def _slider(label: str) -> Any:
    return widgets.IntSlider(
        0,
        0,
        100,
        description=label,
        style={"description_width": "13em"},
        layout=widgets.Layout(width="33em"),
    )
