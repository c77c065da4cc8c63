"""The intake alone: what was understood, what is doubtful and what it costs, what is missing and what it would open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from workbook import intake, schema
from workbook.chapters import ORDER
from workbook.client import Client, Decision
from workbook.finding import Gap, Quantity, money
from workbook.language import Words
from workbook.need import plain_need
from workbook.parameters import Language
from workbook.problem import Problem
from workbook.problem_text import sentence
from workbook.run import Run
from workbook.settings import read_settings

READINGS = {
    "decimal comma": "reading.decimal_comma",
    "decimal point": "reading.decimal_point",
    "whole numbers or native": "reading.plain",
    "percent": "reading.percent",
    "date dmy": "reading.date_dmy",
    "date mdy": "reading.date_mdy",
    "date ymd": "reading.date_ymd",
    "date native": "reading.date_native",
}


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

    code: str
    sentence: str
    money: float | None
    count: int


@dataclass(frozen=True)
class Seen:
    """The client as read, and the run over it (for what each chapter can and cannot say)."""

    client: Client
    run: Run
    words: Words

    @cached_property
    def gaps(self) -> Mapping[str, tuple[Gap, ...]]:
        """What each chapter cannot say; the last one only repeats."""
        return {name: self.run.chapter(name).module.gaps(self.run.chapter(name).result) for name in ORDER[:-1]}

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """What was not delivered, tables together, in the order of the chapters that need it."""
        found: dict[str, list[tuple[str, Gap]]] = {}
        for chapter, gaps in self.gaps.items():
            for gap in gaps:
                for need in gap.needs:
                    if need != "people" and self.client.missing(need):
                        found.setdefault(need, []).append((chapter, gap))
        return tuple(self._missing(need, places) for need, places in found.items())

    def _missing(self, need: str, places: list[tuple[str, Gap]]) -> Missing:
        shows = [self.words.text_from(f"{gap.text}.would_show", gap.numbers) for _, gap in places]
        chapters = dict.fromkeys(chapter for chapter, _ in places)
        return Missing(need, plain_need(need, self.words), tuple(chapters), tuple(dict.fromkeys(shows)))

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """Everything but repairs, what concerns most money first."""
        told = [p for p in self.client.reading.problems if p.level != "repair"]
        made = [Doubt(p.code, sentence(p, self.words), _concerned(p), p.count) for p in told]
        return tuple(sorted(made, key=lambda d: -abs(d.money) if d.money is not None else 1.0))

    @property
    def repairs(self) -> tuple[str, ...]:
        """What was put right without asking."""
        return tuple(sentence(p, self.words) for p in self.client.reading.problems if p.level == "repair")

    def effect(self, doubt: Doubt) -> str:
        """The revenue a doubt concerns, and its share of all revenue used."""
        if doubt.money is None:
            return self.words.text("check.no_effect")
        whole = self.client.reading.money_used
        amount = money(doubt.money)
        if whole <= 0:
            return self.words.write(amount)
        return self.words.text("check.effect", money=amount, share=Quantity(doubt.money / whole, "share"))

    def reading(self, decision: Decision) -> str:
        """How a column was read, in words."""
        key = READINGS.get(decision.reading)
        return self.words.text(key) if key else decision.reading

    def meaning(self, decision: Decision) -> str:
        """What a column was taken for, in words."""
        tables = {(f.file, f.sheet): f.table for f in self.client.reading.files}
        table = tables.get((decision.file, decision.sheet), "")
        column = schema.column(table, decision.column) if table in schema.tables() else None
        return column.meaning[self.words.language] if column else decision.column


def _concerned(problem: Problem) -> float | None:
    amount = problem.values.get("money")
    return amount.value if isinstance(amount, Quantity) else None


def check(folder: Path, language: Language | None = None) -> Seen:
    """Read the client; raises Refused with every problem where it cannot be used as it is."""
    client = intake.enough(intake.read(folder, read_settings(folder)))
    p = client.parameters
    spoken = language or p.language
    return Seen(client, Run(client), Words(spoken, p.written(spoken), p.currency))


def as_json(seen: Seen) -> dict[str, Any]:
    """The same for scripts."""
    reading = seen.client.reading
    file = ("file", "sheet", "table", "rows_read", "rows_used", "rows_rejected", "rows_ignored")
    decision = ("file", "sheet", "header", "column", "reading", "agreeing", "total")
    problem = ("code", "level", "file", "sheet", "row", "count")
    return {
        "client": seen.client.parameters.id,
        "period": [d.isoformat() for d in seen.client.period],
        "files": [{name: getattr(f, name) for name in file} for f in reading.files],
        "money": {k: round(getattr(reading, f"money_{k}"), 2) for k in ("read", "used", "rejected")},
        "decisions": [{name: getattr(d, name) for name in decision} for d in reading.decisions],
        "problems": [{name: getattr(p, name) for name in problem} | _effect(p) for p in reading.problems],
        "unmapped": list(reading.unmapped),
        "missing": [{"need": m.need, "meaning": m.meaning, "opens": list(m.chapters)} for m in seen.missing],
        "chapters": {name: state(seen, name) for name in ORDER},
    }


def _effect(problem: Problem) -> dict[str, float]:
    amount = _concerned(problem)
    return {} if amount is None else {"money": round(amount, 2)}


def state(seen: Seen, name: str) -> dict[str, Any]:
    """How many figures the chapter yields, and what is missing for the others."""
    done = seen.run.chapter(name)
    gaps = done.module.gaps(done.result)
    return {
        "figures": len(done.module.figures(done.result)),
        "not_assessable": sum(len(g.figures) for g in gaps),
        "missing": sorted({need for g in gaps for need in g.needs}),
    }
