"""The intake alone: what was understood, what is doubtful and what it costs, what is missing and what it would open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from workbook import check_columns, intake
from workbook.brand import read_brand
from workbook.chapters import ORDER
from workbook.check_columns import ColumnLine
from workbook.client import Client, Reading
from workbook.exhibit import Brand
from workbook.finding import Gap, Quantity, count, money
from workbook.intake.effects import amount
from workbook.intake.stopped import Stopped
from workbook.language import Words
from workbook.need import plain_need
from workbook.parameters import Language, Parameters
from workbook.problem import Problem, Refused
from workbook.problem_text import sentence
from workbook.run import Run
from workbook.settings import client_id, read_settings


@dataclass(frozen=True)
class Missing:
    """One `table` or `table.column` that was not delivered: in plain words, the chapters it opens, what it would show."""

    need: str
    meaning: str
    chapters: tuple[str, ...]
    would_show: tuple[str, ...]


@dataclass(frozen=True)
class Doubt:
    """One thing to clear up, and the revenue it concerns; None where that cannot be computed."""

    problem: Problem
    sentence: str
    money: float | None


@dataclass(frozen=True)
class Seen:
    """The client as read, and the run over it (for what each chapter can and cannot say).

    `problems` are all that were found. Where some stop the run, `client` holds only the tables that are sound; `run` is
    None where nothing can be said of the chapters yet. `looked` says whether the data were read at all.
    """

    client: Client
    words: Words
    problems: tuple[Problem, ...]
    run: Run | None
    looked: bool = True

    @cached_property
    def stopping(self) -> tuple[Problem, ...]:
        """What must be solved before there can be a report."""
        return tuple(p for p in self.problems if intake.stops(p, self.client.parameters))

    @property
    def period(self) -> tuple[date, date] | None:
        """The period of the report, where it is known: not while a file that could widen it cannot be read."""
        unread = any(p.code.startswith(("IN-", "DB-")) for p in self.stopping) and not self.client.parameters.period
        return None if unread or self.client.period[0] == date.max else self.client.period

    @cached_property
    def gaps(self) -> Mapping[str, tuple[Gap, ...]]:
        """What each chapter cannot say; the last one only repeats."""
        if self.run is None:
            return {}
        done = {name: self.run.chapter(name) for name in ORDER[:-1]}
        return {name: one.gaps for name, one in done.items()}

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """What was not delivered, tables together, in the order of the chapters that need it."""
        found: dict[str, list[tuple[str, Gap]]] = {}
        for chapter, gaps in self.gaps.items():
            for gap in gaps:
                for need in gap.needs:
                    if need != "people" and self.client.missing(need) and need not in self._delivered:
                        found.setdefault(need, []).append((chapter, gap))
        return tuple(self._missing(need, places) for need, places in found.items())

    @cached_property
    def _delivered(self) -> frozenset[str]:
        """Tables and columns that are there but cannot be used yet: nobody needs to send them again."""
        if not self.stopping:
            return frozenset()
        columns = {f"{use.table}.{use.column}" for use in self.client.reading.columns if use.column}
        tables = self.client.parameters.intake.tables.items()
        columns |= {f"{table}.{column}" for table, source in tables for column in source.compute}
        return frozenset(columns | {use.table for use in self.client.reading.columns})

    def _missing(self, need: str, places: list[tuple[str, Gap]]) -> Missing:
        shows = [self.words.text_from(f"{gap.text}.would_show", gap.numbers) for _, gap in places]
        chapters = dict.fromkeys(chapter for chapter, _ in places)
        return Missing(need, plain_need(need, self.words), tuple(chapters), tuple(dict.fromkeys(shows)))

    @cached_property
    def obstacles(self) -> tuple[Doubt, ...]:
        """What stops the run, file by file as it was met."""
        return tuple(self._doubt(p) for p in self.stopping)

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """Everything else but repairs, what concerns most money first."""
        told = [self._doubt(p) for p in self.problems if p.level != "repair" and p not in self.stopping]
        return tuple(sorted(told, key=lambda d: -abs(d.money) if d.money is not None else 1.0))

    def _doubt(self, problem: Problem) -> Doubt:
        said = sentence(problem, self.words, coded=True)
        if problem.count > 1 and "n" not in problem.values:
            said += " " + self.words.text("check.alike", n=count(problem.count - 1))
        return Doubt(problem, said, amount(problem))

    @property
    def repairs(self) -> tuple[str, ...]:
        """What was put right without asking."""
        return tuple(sentence(p, self.words, coded=True) for p in self.problems if p.level == "repair")

    @cached_property
    def columns(self) -> tuple[ColumnLine, ...]:
        """Every column of every mapped file, in words."""
        return tuple(check_columns.lines(self.client.reading, self.client.parameters, self.words))

    def concerned(self, doubts: Sequence[Doubt]) -> float:
        """The revenue some doubts concern together, at most: one line may be in several of them."""
        whole = abs(self.client.reading.money_read)
        together = sum(abs(doubt.money) for doubt in doubts if doubt.money is not None)
        return min(together, whole) if whole else together

    def effect(self, doubt: Doubt) -> str:
        """The revenue a doubt concerns, and its share of all revenue read."""
        if doubt.money is None:
            return self.words.text("check.no_effect")
        whole = self.client.reading.money_read
        concerned = money(doubt.money)
        if whole <= 0:
            return self.words.write(concerned)
        return self.words.text("check.effect", money=concerned, share=Quantity(doubt.money / whole, "share"))


def check(folder: Path, language: Language | None = None) -> Seen:
    """Read the client, also one that cannot be used as it is; raises Refused where its settings cannot be read."""
    parameters = read_settings(folder)
    spoken = language or parameters.language
    words = Words(spoken, parameters.written(spoken), parameters.currency)
    brand, wrong = _brand(folder)
    try:
        client = replace(intake.enough(intake.read(folder, parameters)), brand=brand)
    except Stopped as stopped:
        able = any(stopped.client.has(table) for table in intake.WORTH) and stopped.client.period[0] != date.max
        client = replace(stopped.client, brand=brand)
        return Seen(client, words, (*wrong, *stopped.problems), Run(client) if able else None)
    return Seen(client, words, (*wrong, *client.reading.problems), Run(client))


def _brand(folder: Path) -> tuple[Brand | None, tuple[Problem, ...]]:
    """The brand where it can be used, else what is wrong with it: the data are looked at all the same."""
    try:
        return read_brand(folder), ()
    except Refused as refused:
        return None, refused.problems


def unread(folder: Path, problems: Sequence[Problem], words: Words) -> Seen:
    """A client whose settings cannot be read: its data were not looked at."""
    parameters = Parameters(name=folder.resolve().name or "client")
    try:
        name = client_id(parameters, folder)
    except Refused:
        name = "client"
    nobody = Client(parameters.model_copy(update={"id": name}), {}, Reading(), (date.max, date.max), date.max)
    return Seen(nobody, words, tuple(problems), None, looked=False)


def as_json(seen: Seen) -> dict[str, Any]:
    """The same for scripts."""
    reading = seen.client.reading
    file = ("file", "sheet", "table", "rows_read", "rows_used", "rows_rejected", "rows_ignored")
    decision = ("file", "sheet", "header", "column", "reading", "agreeing", "total")
    return {
        "client": seen.client.parameters.id,
        "usable": not seen.stopping,
        "period": [d.isoformat() for d in seen.period] if seen.period else None,
        "files": [{name: getattr(f, name) for name in file} for f in reading.files],
        "money": {k: round(getattr(reading, f"money_{k}"), 2) for k in ("read", "used", "rejected")},
        "columns": [check_columns.as_json(use) for use in (*reading.columns, *reading.unread)],
        "decisions": [{name: getattr(d, name) for name in decision} for d in reading.decisions],
        "problems": [_problem(p, seen) for p in seen.problems],
        "unmapped": list(reading.unmapped),
        "missing": [{"need": m.need, "meaning": m.meaning, "opens": list(m.chapters)} for m in seen.missing],
        "chapters": {name: state(seen, name) for name in ORDER if not seen.stopping},
    }


def _problem(problem: Problem, seen: Seen) -> dict[str, Any]:
    names = ("code", "level", "file", "sheet", "row", "column", "header", "key", "count")
    concerned = amount(problem)
    found = {name: getattr(problem, name) for name in names}
    found |= {"stops": problem in seen.stopping, "text": sentence(problem, seen.words)}
    return found if concerned is None else found | {"money": round(concerned, 2)}


def state(seen: Seen, name: str) -> dict[str, Any]:
    """How many figures the chapter yields, and what is missing for the others."""
    if seen.run is None:
        return {"figures": 0, "not_assessable": 0, "missing": []}
    done = seen.run.chapter(name)
    return {
        "figures": len(done.figures),
        "not_assessable": sum(len(g.key_figures) for g in done.gaps),
        "missing": sorted({need for g in done.gaps for need in g.needs}),
    }
