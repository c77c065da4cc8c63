"""Chapter 3 live: weights, classes and the picture side by side, overrides and votes below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from workbook.chapters.segmentation.base import Base
from workbook.finding import setting
from workbook.workshop.live import LiveClasses, answer, html
from workbook.workshop.override_form import OverrideForm
from workbook.workshop.picture import ScorePicture
from workbook.workshop.session import Session
from workbook.workshop.votes_form import VotesForm, comparison, mean_of
from workbook.workshop.weights_form import WeightsForm

Heard = Callable[[tuple[str | int, ...], Any], str]
WEIGHTS = ("segmentation", "weights")


class SegmentationPart:
    """What moves while somebody moves a slider."""

    def __init__(self, session: Session, heard: Heard) -> None:
        self.session, self._heard = session, heard
        words = session.words
        self.live = LiveClasses(session.run.client, session.run._before("segmentation"))
        self.now: Base = self.live.opened
        self.weights = WeightsForm(_weights(session), words, lambda found: heard(WEIGHTS, found))
        since = session.run.client.as_of
        self.override = OverrideForm(self._labels(), since, words, self._set)
        self.votes = VotesForm(words, self._collect, self._adopt)
        self.picture = ScorePicture(self.live.opened, words) if self.live.opened.segmented else None
        self.image = widgets.Image(format="png", layout=widgets.Layout(width="530px", max_width="100%"))
        self.caption = widgets.Label("")
        self.caption.add_class("workbook-status")
        self.tables = widgets.HTML("", layout=widgets.Layout(min_width="320px", flex="1 1 340px"))
        left = widgets.VBox([self.weights.box, self.caption, self.image], layout=widgets.Layout(flex="0 1 540px"))
        left.add_class("workbook-weights")
        more = widgets.Accordion(
            [self.override.box, self.votes.box],
            titles=(words.text("workshop.override"), words.text("workshop.participants")),
        )
        beside = widgets.HBox(
            [left, self.tables], layout=widgets.Layout(flex_flow="row wrap", align_items="flex-start")
        )
        self.box = widgets.VBox([beside, more])

    def refresh(self, coded: bool) -> None:
        """Numbers first, then the picture."""
        words = self.session.words
        self.now = self.live.under(self.session.tried)
        if self.now.score is not None:
            self.weights.tell(self.now.score.dropped)
        self.tables.value = answer(self.now, self.live.opened, words, coded)
        if self.picture is not None and self.now.segmented:
            self.image.value = self.picture.png(self.now)
            self.image.alt = self.picture.alt(self.now)
            edge = setting(self.session.tried.segmentation.key_score).value * 100
            self.caption.value = words.text("workshop.live.chart", points=words.significant(edge))
        self.votes.adopt.disabled = not self.session.tried.segmentation.participants
        shown = comparison(self.now, words) if self.session.tried.segmentation.participants else None
        self.votes.view.value = html(shown, words, True) if shown is not None else ""

    def show(self) -> None:
        """The sliders as they are in force."""
        self.weights.show(_weights(self.session))

    def renamed(self) -> None:
        """The same customers under other names."""
        self.live.call(self.session.cover.customers if self.session.cover is not None else {})
        self.override.call(self._labels())

    def caught_up(self) -> None:
        """Something was decided elsewhere: what is computed rests on it, the sliders show it."""
        run = self.session.run
        self.live.rebase(run.client, run._before("segmentation"))
        self.show()

    def _labels(self) -> dict[str, str]:
        known = self.session.customers()
        return {str(one): known.get(str(one), str(one)) for one in self.live.opened.table.index}

    def _set(self, customer: str, entry: dict[str, Any] | None) -> str:
        return self._heard(("overrides", customer), entry)

    def _collect(self, code: str) -> str:
        return self._heard(("segmentation", "participants", code), self.weights.shares)

    def _adopt(self) -> None:
        found = mean_of(self.now)
        self.weights.show(found)
        self.weights.field.complain(self._heard(WEIGHTS, found))


def _weights(session: Session) -> dict[str, float]:
    return {str(c): w for c, w in session.tried.segmentation.weights.items()}
