"""Opinion: what the people asked think of the eight phases."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.client import Client
from workbook.finding import Figure, Finding, Gap, Quantity, Term, Value, count
from workbook.methods.opinion import phase_opinion
from workbook.parameters import PHASES
from workbook.topic import Topic, Topics


@dataclass(frozen=True)
class Opinion(Topic):
    """`opinion`: class, phase, importance, performance, n, gap. None where nobody (or fewer than five) answered."""

    client: Client
    opinion: pd.DataFrame | None = None

    @property
    def weakest(self) -> pd.Series | None:
        """The class and phase with the largest gap = importance × (target − performance)."""
        if self.opinion is None or self.opinion["gap"].dropna().empty:
            return None
        return self.opinion.loc[self.opinion["gap"].idxmax()]

    def figures(self) -> tuple[Figure, ...]:
        """Mean importance and performance of each phase."""
        made: list[Figure] = []
        if self.opinion is not None:
            means = self.opinion.groupby("phase")[["importance", "performance"]].mean()
            for phase in PHASES:
                if phase in means.index:
                    for name in ("importance", "performance"):
                        if means.loc[phase, name] == means.loc[phase, name]:
                            made.append(Figure(f"process.{name}.{phase}", float(means.loc[phase, name]), "score"))
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """The phase with the largest weighted gap."""
        weak = self.weakest
        if weak is None:
            return ()
        target = self.client.parameters.process.target
        numbers: dict[str, Value] = {
            "points": Quantity(target - float(weak["performance"]), "score"),
            "phase": Term(f"phase.{int(weak['phase'])}"),
            "group": Term(f"opinion_class.{weak['class']}"),
            "importance": Quantity(float(weak["importance"]), "score"),
            "performance": Quantity(float(weak["performance"]), "score"),
            "n_people": count(int(weak["n"])),
            "target": Quantity(target, "score"),
        }
        return (Finding("process.gap", numbers, 1 if weak["n"] < 10 else 2, ("[002]",)),)

    def gaps(self) -> tuple[Gap, ...]:
        """The figures of opinion nobody, or fewer than five (people are protected), gave an answer for."""
        ids = [f"process.{k}.{p}" for k in ("importance", "performance") for p in PHASES]
        made = {figure.id for figure in self.figures()}
        unheard = tuple(i for i in ids if i not in made)
        if unheard and not self.client.has("assessment", "dimension", "performance"):
            return (Gap("process.importance", ("assessment",), "process.gap_opinion", unheard),)
        return (Gap("process.few_answers", ("people",), "process.gap_few", unheard),) if unheard else ()


def opinion(base: Base, _: Topics) -> Opinion:
    """What the people asked think."""
    client = base.client
    if not client.has("assessment", "dimension", "performance"):
        return Opinion(client)
    answers = client.tables["assessment"]
    return Opinion(client, base.protected(phase_opinion(answers, client.parameters.process.target)))
