"""Chapter 4 live: what assignments by hand do to the territories, at once and without solving them anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import ipywidgets as widgets
import numpy as np

from workbook.chapters.coverage.territory import TerritoryPlan
from workbook.chapters.coverage.territory_exhibits import sums
from workbook.chapters.coverage.territory_people import allowed
from workbook.exhibit import Exhibit
from workbook.language import Words
from workbook.parameters import Parameters
from workbook.tabulate import Shown, tabulate
from workbook.workshop.live import html
from workbook.workshop.pins_form import Entry, PinsForm
from workbook.workshop.session import Session

PLACE = ("coverage", "territory")
NEEDS = ("staff.role", "customers.owner_rep_id")


class PinsPart:
    """The form, the assignments tried so far, and the sums over all persons before and after them.

    `told` hears after every assignment what was wrong with it, or nothing.
    """

    def __init__(self, session: Session, plan: TerritoryPlan, told: Callable[[str], None]) -> None:
        self.session, self.plan, self._told = session, plan, told
        words = session.words
        self.form = PinsForm(words, self.add, self.lift)
        # Sums over fewer than five persons would be figures about persons.
        self.note = widgets.Label(words.text("workshop.pins.note" if plan.shown else "workshop.pins.few"))
        self.note.add_class("workbook-note")
        self.view = widgets.HTML("")
        inside = widgets.VBox([self.form.box, self.note, self.view])
        self.box = widgets.Accordion([inside], titles=(words.text("workshop.pins"),))
        self.box.selected_index = None
        self.renamed()

    def add(self, entry: Entry, why: str) -> str:
        """Try an assignment; one that leaves its customer to nobody is refused."""
        kind, customer, rep = entry
        found = getattr(self.session.tried.coverage.territory, kind).get(customer)
        return self._try((*PLACE, kind, customer), rep if kind == "pinned" else _with(found, rep), why)

    def lift(self, entry: Entry) -> str:
        """Try without an assignment."""
        kind, customer, rep = entry
        found = self.session.tried.coverage.territory.forbidden.get(customer, ()) if kind == "forbidden" else ()
        return self._try((*PLACE, kind, customer), tuple(r for r in found if r != rep) or None, "")

    def show(self) -> None:
        """The assignments and the sums as they are in force; after a save from the plan worked out with it."""
        if self.plan.base.client.parameters != self.session.saved:
            self.plan = self.session.run.chapter("coverage").result.topics.of(TerritoryPlan)
        self._draw()

    def renamed(self) -> None:
        """The same customers under other names."""
        self.form.call(self._customers(), self._persons())
        self._draw()

    def _try(self, path: tuple[str | int, ...], value: Any, why: str) -> str:
        session = self.session
        before, reasons = session.changes, session.reasons
        left = alone(self.plan, session.tried)
        wrong = session.attempt(path, value)
        if not wrong and str(path[-1]) in alone(self.plan, session.tried) - left:
            wrong = session.words.text("workshop.pins.nobody")
            session.back(before)
        if wrong:
            self.view.add_class("stale-view")
        else:
            session.reasons = {**reasons, path: why}
            self._draw()
        self._told(wrong)
        return wrong

    def _draw(self) -> None:
        names, person = self.session.customers(), self.session.person
        self.form.show([(e, names.get(e[1], e[1]), person(e[2])) for e in entries(self.session.tried)])
        self.view.value = answer(self.plan, self.session.tried, self.session.words)
        self.view.remove_class("stale-view")

    def _customers(self) -> dict[str, str]:
        names = self.session.customers()
        assert self.plan.table is not None
        return {str(one): names.get(str(one), str(one)) for one in self.plan.table.index}

    def _persons(self) -> dict[str, str]:
        words, person = self.session.words, self.session.person
        assert self.plan.people is not None
        roles = {str(rep): words.text(f"role.{role}") for rep, role in self.plan.people["role"].items()}
        return {rep: f"{person(rep)} ({role})" for rep, role in roles.items()}


def pins_part(session: Session, told: Callable[[str], None]) -> PinsPart | None:
    """The part where the chapter has territories to assign; None where it has none or could not be worked out."""
    if session.run.client.missing(*NEEDS):
        return None
    try:
        plan = session.run.chapter("coverage").result.topics.of(TerritoryPlan)
    except Exception:  # the chapter's own cells say why
        return None
    return PinsPart(session, plan, told) if plan.problem is not None else None


def entries(parameters: Parameters) -> list[Entry]:
    """Every assignment by hand, in the order of the customers."""
    p = parameters.coverage.territory
    found = [("pinned", c, r) for c, r in p.pinned.items()]
    found += [("forbidden", c, r) for c, persons in p.forbidden.items() for r in persons]
    return sorted(found, key=lambda entry: (entry[1], entry[0] != "pinned", entry[2]))


def alone(plan: TerritoryPlan, parameters: Parameters) -> set[str]:
    """The customers whom these assignments leave to nobody."""
    assert plan.table is not None
    may = _may(plan, parameters)
    return set(plan.table.index[~may.any(axis=1)].astype(str))


def edits(plan: TerritoryPlan, parameters: Parameters) -> dict[str, str]:
    """Who goes to whom under assignments the plan does not know yet: a customer whose owner may not keep it goes to the
    cheapest person who may have it. Customers whom no assignment names stay where they are."""
    assert plan.table is not None and plan.people is not None and plan.problem is not None and plan.today is not None
    p, ids = parameters.coverage.territory, plan.table.index
    at = ids.get_indexer(sorted({*p.pinned, *p.forbidden} & set(ids)))
    rep = (plan.today if plan.chosen is None else plan.chosen.rep)[at]
    may, cost = _may(plan, parameters)[at], plan.problem.cost[at]
    kept = (rep >= 0) & may[np.arange(len(at)), rep]
    best = np.where(may, cost, np.inf).argmin(axis=1)
    goes = ~kept & may.any(axis=1)
    return dict(zip(ids[at[goes]], plan.people.index[best[goes]], strict=True))


def answer(plan: TerritoryPlan, parameters: Parameters, words: Words) -> str:
    """The sums over all persons before and after the assignments as HTML; nothing where too few persons take part."""
    if not plan.shown:
        return ""
    shown = [
        Shown("what", "head.territory_what", "term", "coverage.territory_what."),
        Shown("now", "workshop.live.from"),
        Shown("then", "workshop.live.to"),
    ]
    rows = plan.rescore(edits(plan, parameters))
    frame = sums(plan, rows.loc["before"], rows.loc["after"], words)
    table = tabulate(words, frame, shown, words.text("workshop.pins.caption"))
    return html(Exhibit("workshop.pins", "", "", table), words, True)  # nobody is named


def _may(plan: TerritoryPlan, parameters: Parameters) -> np.ndarray:
    base = replace(plan.base, client=replace(plan.base.client, parameters=parameters))
    assert plan.table is not None and plan.people is not None
    return allowed(plan.table, plan.people, base)["all"]


def _with(found: tuple[str, ...] | None, rep: str) -> tuple[str, ...]:
    return tuple(sorted({*(found or ()), rep}))
