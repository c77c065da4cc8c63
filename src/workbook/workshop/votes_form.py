"""The weights of several participants, each under a code, compared on screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import ipywidgets as widgets
import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.chapters.segmentation.panel import panel
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, count
from workbook.language import Words
from workbook.section import CLASSES
from workbook.tabulate import Shown, tabulate
from workbook.workshop.number_field import Field, text_box
from workbook.workshop.weights import mean
from workbook.workshop.weights_form import CRITERIA

CODE = re.compile(r"[A-Za-z0-9_-]{1,12}")


class VotesForm:
    """`collect` gets a code and answers with what is wrong; `adopt` gets the mean of all votes."""

    def __init__(self, words: Words, collect: Callable[[str], str], adopt: Callable[[], None]) -> None:
        self._words, self._collect = words, collect
        self.code = Field.of(text_box(words.text("workshop.code"), width="20em"))
        self.button = widgets.Button(description=words.text("workshop.collect"), layout=widgets.Layout(width="auto"))
        self.adopt = widgets.Button(description=words.text("workshop.use_group"), layout=widgets.Layout(width="auto"))
        self.view = widgets.HTML("")
        self.button.on_click(lambda _: self.take())
        self.adopt.on_click(lambda _: adopt())
        buttons = widgets.HBox([self.button, self.adopt], layout=widgets.Layout(flex_flow="row wrap"))
        self.box = widgets.VBox([self.code.row, buttons, self.view])

    def take(self) -> bool:
        """The weights of the sliders as the vote of one code."""
        code = self.code.control.value.strip()
        if not CODE.fullmatch(code):
            self.code.complain(self._words.text("workshop.no_code"))
            return False
        wrong = self._collect(code)
        self.code.complain(wrong)
        return not wrong


def votes_of(now: Base) -> dict[str, dict[str, float]]:
    """Every participant's weights by code."""
    given = now.client.parameters.segmentation.participants
    return {code: {str(c): w for c, w in weights.items()} for code, weights in sorted(given.items())}


def mean_of(now: Base) -> dict[str, float]:
    """The mean weights of everybody."""
    return mean(votes_of(now), tuple(map(str, CRITERIA)))


def comparison(now: Base, words: Words) -> Exhibit:
    """Criteria × participants with their mean, Kendall's W, and what classes the mean gives."""
    votes = votes_of(now)
    frame = pd.DataFrame({code: [w.get(c, 0.0) for c in CRITERIA] for code, w in votes.items()}, index=list(CRITERIA))
    shown = [Shown("criterion", "workshop.live.criterion", "term", "criterion.")]
    shown += [Shown(code, "", "share", title=code) for code in votes]
    if votes:
        frame["_mean"] = pd.Series(mean_of(now))
        shown.append(Shown("_mean", "workshop.live.mean", "share"))
    frame["criterion"] = list(CRITERIA)
    found = panel(now)
    return Exhibit(
        "workshop.votes", _said(found, words), "", tabulate(words, frame, shown, words.text("workshop.participants"))
    )


def _said(found: object, words: Words) -> str:
    if found is None:
        return words.text("workshop.live.few_votes")
    numbers: Mapping[str, int] = found.group.value_counts().to_dict()  # type: ignore[attr-defined]
    classes = words.listing([f"{words.text(f'class.{c}')}: {words.number(numbers.get(c, 0))}" for c in CLASSES])
    w = Quantity(found.agreement, "ratio")  # type: ignore[attr-defined]
    agreed = words.text("workshop.live.votes", n_persons=count(found.n), w=w)  # type: ignore[attr-defined]
    return f"{agreed} {words.text('workshop.live.group', classes=classes)}"
