"""The panel of a chapter: its levers, what they change, and the decisions made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from workbook.finding import Term, count
from workbook.journal import Stale
from workbook.language import Words
from workbook.problem import Refused, output_problem
from workbook.problem_text import sentence, sentences
from workbook.report.page import style_of
from workbook.run import Run
from workbook.setting_name import setting_name
from workbook.workshop.changes import settings_table, statements, statements_table
from workbook.workshop.decisions import Elsewhere, Overtaken
from workbook.workshop.fields import Control, fields_of, grouped
from workbook.workshop.live import html
from workbook.workshop.number_field import Field, text_box
from workbook.workshop.one_writer import Held
from workbook.workshop.pins_part import PinsPart, pins_part
from workbook.workshop.presenter import Presenter
from workbook.workshop.segmentation_part import SegmentationPart
from workbook.workshop.session import Session
from workbook.workshop.together_form import groups_of

# The panel each notebook shows; a cell run again takes the place of its old one, whose widgets are closed.
_SHOWN: dict[tuple[Path, str], Panel] = {}


def open_panel(chapter: str, folder: Path, run: Run, words: Words, moved: Callable[[Run, bool], None]) -> Panel:
    """The chapter's panel; `moved` hears which run the notebook's other cells should show, and whether names are hidden."""
    old = _SHOWN.pop((folder, chapter), None)
    if old is not None:
        old.close()
    panel = Panel(chapter, folder, run, words, moved)
    _SHOWN[folder, chapter] = panel
    return panel


class Panel:
    """Everything a chapter lets people decide, in one column: state, levers, decision, what has changed, presenting."""

    def __init__(self, chapter: str, folder: Path, run: Run, words: Words, moved: Callable[[Run, bool], None]) -> None:
        self.chapter, self.words, self._moved = chapter, words, moved
        self.session = Session(folder, run, words, self._follow)
        self._before: dict[str, str] | None = None
        self.coded = False
        self.banner = _label("workbook-banner")
        self.news = _label("workbook-news")
        self.news.layout.display = "none"
        self.stale = _label("workbook-stale")
        self.status = _label("workbook-status")
        self.view = widgets.HTML("")
        self.presenter = Presenter(self.session, self._renamed)
        self.part = SegmentationPart(self.session, self.tried) if chapter == "segmentation" else None
        self.pins: PinsPart | None = pins_part(self.session, self.pinned) if chapter == "coverage" else None
        self.fields = fields_of(chapter, self.session, self.tried)
        self.groups = groups_of(chapter, self.session, self.tried)
        self._decision()
        self.box = widgets.VBox(list(self._parts()))
        self.box.add_class("workbook-panel")
        self._say_stale(self.session.decisions.stale())
        self.refresh()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        return self.box._repr_mimebundle_(include=include, exclude=exclude)

    def close(self) -> None:
        """Take every widget of the panel away from kernel and browser."""
        for widget in {id(w): w for w in every(self.box)}.values():
            widget.close()

    def tried(self, path: tuple[str | int, ...], value: Any) -> str:
        """Try one value; what is wrong is the answer, and the last good result stays, marked as stale."""
        wrong = self.session.attempt(path, value)
        self._say_news()
        if wrong:
            self._mark(wrong)
        else:
            self.refresh()
        return wrong

    def pinned(self, wrong: str) -> None:
        """Somebody was assigned by hand, or could not be: told at once, without working the chapter out."""
        self.view.value = ""
        self._say_news()
        self._mark(wrong)
        self.status.value = self.words.text("workshop.unsaved", n=count(len(self.session.changes)))

    def refresh(self) -> None:
        """Show what is tried now."""
        self._mark("")
        self.status.value = self.words.text("workshop.unsaved", n=count(len(self.session.changes)))
        try:
            if self.part is not None:
                self.part.refresh(self.coded)
            elif self.session.changes:
                self.recalculate()
        except Exception as error:  # whatever a chapter stumbles over: said beside the controls, the old result stays
            self._mark(self.words.text("workshop.failed", cause=f"{type(error).__name__}: {str(error)[:200]}"))

    def recalculate(self) -> None:
        """Work the whole chapter out and show every statement that reads differently."""
        self.status.value = self.words.text("workshop.computing")
        self._catch_up()
        opened = self.session.seen(self.session.opened.client.parameters)
        now = self.session.seen(self.session.tried)
        if self._before is None:
            self._before = statements(self.chapter, opened, self.words)
        after = statements(self.chapter, now, self.words)
        tables = (
            settings_table(opened.client.parameters, now.client.parameters, self.words),
            statements_table(self._before, after, self.words),
        )
        self.view.value = "".join(html(table, self.words, self.coded) for table in tables)
        self.status.value = self.words.text("workshop.unsaved", n=count(len(self.session.changes)))

    def save(self) -> bool:
        """Save what was tried; who and why are asked for first."""
        words, session = self.words, self.session
        reasoned = bool(session.changes) and all(session.reasons.get(path) for path in session.changes)
        asked = self._asked(reasoned)
        if not session.changes:
            self.status.value = words.text("workshop.nothing_to_save")
            return False
        who, why = self.who.control.value.strip(), self.why.control.value.strip()
        if not (asked and self._written(lambda: session.save(who, why))):
            return False
        self.why.control.value = ""
        self._say_stale(session.decisions.stale())
        self._say_news()
        self._show()
        self.status.value = words.text("workshop.saved", time=f"{datetime.now():%H:%M}")
        return True

    def confirm(self) -> bool:
        """Say that what was decided on other data holds for these, too; who and why are asked for first."""
        decisions = self.session.decisions
        who, why = self.who.control.value.strip(), self.why.control.value.strip()
        if not (self._asked() and self._written(lambda: decisions.confirm(who, why))):
            return False
        self.why.control.value = ""
        self._say_stale(decisions.stale())
        self.status.value = self.words.text("workshop.confirmed")
        return True

    def undo(self) -> None:
        """Take the last save back."""
        words, session = self.words, self.session
        taken: list[tuple[str, ...] | None] = []
        if not self._written(lambda: taken.append(session.undo(self.who.control.value.strip()))):
            return
        self._show()
        keys = taken[0]
        if keys is None:
            self.status.value = words.text("workshop.nothing_to_undo")
        else:
            self.status.value = words.text("workshop.undone", name=self._named(keys))

    def _asked(self, reasoned: bool = False) -> bool:
        """Whether it is said who decides and why; else it is asked for beside the field."""
        who, why = self.who.control.value.strip(), self.why.control.value.strip()
        self.who.complain("" if who else self.words.text("workshop.who_missing"))
        self.why.complain("" if why or reasoned else self.words.text("workshop.why_missing"))
        return bool(who and (why or reasoned))

    def _written(self, act: Callable[[], object]) -> bool:
        """Do what writes; where that did not work, say why and leave all as it is."""
        words = self.words
        try:
            act()
            return True
        except Refused as refused:
            wrong = " ".join(sentences(refused.problems, words))
        except Overtaken as overtaken:
            self._catch_up()
            wrong = words.text("workshop.overtaken", names=self._named(overtaken.keys))
        except Held:
            wrong = words.text("workshop.held")
        except OSError as error:
            wrong = sentence(output_problem(error), words)
        except Elsewhere:
            wrong = words.text("workshop.changed_elsewhere")
        self._mark(wrong)
        return False

    def reset(self) -> None:
        """Drop what was tried."""
        self.session.reset()
        self._show()

    def _decision(self) -> None:
        words = self.words
        self.who = Field.of(text_box(words.text("workshop.decided_by"), width="24em"))
        self.why = Field.of(text_box(words.text("workshop.reason"), width="40em"))
        self.buttons = {}
        acts = (("save", self.save), ("undo", self.undo), ("reset", self.reset), ("confirm", self.confirm))
        for name, act in acts:
            self.buttons[name] = _button(words.text(f"workshop.{name}"), act)
        self.buttons["save"].button_style = "primary"
        self.changed = _button(words.text("workshop.show_changes"), lambda: self._safely(self.recalculate))

    def _parts(self) -> Iterator[Any]:
        words = self.words
        yield widgets.HTML(style_of("workshop.css"))
        yield self.banner
        yield self.news
        yield self.stale
        if self.part is not None:
            yield self.part.box
        if self.fields:
            yield grouped(self._controls(), words, self.part is None)
        if self.pins is not None:
            yield self.pins.box
        if self.fields or self.part is not None:
            yield widgets.HBox([self.who.row, self.why.row], layout=widgets.Layout(flex_flow="row wrap"))
            yield widgets.HBox([*self.buttons.values(), self.changed], layout=widgets.Layout(flex_flow="row wrap"))
            yield self.status
            yield self.view
        else:
            yield widgets.Label(words.text("workshop.no_levers"))
        yield self.presenter.box

    def _controls(self) -> Sequence[Control]:
        return (*self.fields, *self.groups)

    def _show(self) -> None:
        """Every control as it is in force."""
        for each in self._controls():
            each.refresh()
        if self.part is not None:
            self.part.show()
        self.view.value = ""
        self.refresh()
        if self.pins is not None:
            self._safely(self.pins.show)

    def _mark(self, cause: str) -> None:
        self.stale.value = self.words.text("workshop.stale", cause=cause) if cause else ""
        self.stale.layout.display = "" if cause else "none"

    def _safely(self, act: Callable[[], None]) -> None:
        """What goes wrong in a button's work would only stand in a log: it is said here."""
        try:
            act()
        except Exception as error:
            self._mark(self.words.text("workshop.failed", cause=f"{type(error).__name__}: {str(error)[:200]}"))

    def _say_stale(self, found: Stale | None) -> None:
        self.banner.layout.display = self.buttons["confirm"].layout.display = "none" if found is None else ""
        if found is None:
            return
        kinds = (("file_new", found.new), ("file_gone", found.gone), ("file_other", found.other))
        files = [self.words.text(f"workshop.{kind}", file=name) for kind, names in kinds for name in names]
        self.banner.value = self.words.write(
            Term("workshop.data_changed", {"day": found.day, "files": self.words.listing(files)})
        )

    def _catch_up(self) -> None:
        """Take over what was saved elsewhere, and say so."""
        self.session.catch_up()
        self._say_news()

    def _say_news(self) -> None:
        """What was decided elsewhere is told and shown by every control; what no longer goes with it is named."""
        session, words = self.session, self.words
        if not (session.news or session.dropped):
            return
        told = [words.text("workshop.news", names=self._named(session.news))] if session.news else []
        told += [words.text("workshop.dropped", names=self._named(session.dropped))] if session.dropped else []
        session.news, session.dropped = (), ()
        self.news.value, self.news.layout.display = " ".join(told), ""
        for each in self._controls():
            each.refresh()
        if self.part is not None:
            self._safely(self.part.caught_up)
        if self.pins is not None:
            self._safely(self.pins.show)

    def _named(self, keys: Sequence[str]) -> str:
        """Settings by name; customers as the screen calls them."""
        return self.words.listing([setting_name(self.session.called(key), self.words) for key in keys])

    def _follow(self, run: Run) -> None:
        self._moved(run, self.presenter.coded.value)

    def _renamed(self, coded: bool) -> None:
        self.coded, self._before = coded, None
        if self.part is not None:
            self.part.renamed()
        if self.pins is not None:
            self.pins.renamed()
        self.view.value = ""
        self.refresh()


def every(root: Any) -> Iterator[Any]:
    """A widget with all that belongs to it: children, layout, style."""
    for child in getattr(root, "children", ()):
        yield from every(child)
    for name in ("layout", "style"):
        if isinstance(getattr(root, name, None), widgets.Widget):
            yield getattr(root, name)
    yield root


def _label(kind: str) -> Any:
    label = widgets.Label("")
    label.add_class(kind)
    return label


def _button(text: str, act: Callable[[], Any]) -> Any:
    made = widgets.Button(description=text, layout=widgets.Layout(width="auto"))
    made.on_click(lambda _: act())
    return made
