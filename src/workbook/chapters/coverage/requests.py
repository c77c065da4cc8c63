"""Requests: how long customers wait, in which order they should be worked on, and whether the order is kept."""

from __future__ import annotations

import math
from dataclasses import dataclass

from workbook.chapters.coverage import requests_findings
from workbook.chapters.coverage.base import Base
from workbook.chapters.coverage.requests_facts import Facts
from workbook.chapters.coverage.requests_log import request_log
from workbook.chapters.coverage.requests_order import exceptions, triage, turns
from workbook.chapters.coverage.requests_waits import actual_waits, overload, replayed, simulated
from workbook.finding import Claim, Figure, Finding, Gap
from workbook.section import CLASSES
from workbook.topic import Topic, Topics


@dataclass(frozen=True)
class Requests(Facts, Topic):
    """The request desk; every fact is None where the log does not carry it."""

    def figures(self) -> tuple[Figure, ...]:
        """Waits by class as they were and under each order, load, open requests, order kept, exceptions, tonight's offers."""
        if self.log is None:
            return ()
        made = [Figure("coverage.open_requests", len(self.log.open), "count")]
        if math.isfinite(self.log.load):
            made.append(
                Figure("coverage.offered_load", self.log.load, "index", None, not self.log.rows["effort_known"].all())
            )
        return (*made, *self._waits(), *self._kept())

    def _waits(self) -> list[Figure]:
        made = []
        classes = CLASSES if self.base.grouping == "class" else ()
        if self.actual is not None:
            for name, row in self.actual[self.actual.index.isin(classes)].iterrows():
                ends = (float(row["low"]), float(row["high"])) if row["n"] > 1 else None
                made.append(Figure(f"coverage.wait_actual.{name}", float(row["wait"]), "hours", ends))
        if self.simulated is not None:
            for (policy, name), row in self.simulated.waits.iterrows():
                if name in classes and row["n"]:
                    ends = (float(row["low"]), float(row["high"])) if math.isfinite(row["low"]) else None
                    made.append(Figure(f"coverage.wait_hours.{policy}.{name}", float(row["mean"]), "hours", ends, True))
        if self.overload is not None:
            made.append(Figure("coverage.backlog_per_week", self.overload.per_week, "hours", None, True))
        return made

    def _kept(self) -> list[Figure]:
        made = []
        if self.turns is not None:
            made.append(Figure("coverage.out_of_turn", float(self.turns.rows["out_of_turn"].mean()), "share"))
            if self.persons_shown:
                made.append(Figure("coverage.favoured", int(self.turns.persons["favoured"].sum()), "count"))
        if self.exceptions is not None:
            e = self.exceptions
            made.append(Figure("coverage.exceptions", e.n, "count"))
            made.append(Figure("coverage.exceptions_unapproved", e.n - e.approved, "count"))
            if e.outcome.n >= 10 and math.isfinite(e.outcome.ratio):
                made.append(Figure("coverage.exceptions_kept", e.outcome.ratio, "index", e.outcome.interval))
        if self.triage is not None:
            chosen = self.triage.offers.loc[self.triage.offers["chosen"], "worth"]
            cash = self.base.client.parameters.currency
            made.append(Figure("coverage.offers_worth", float(chosen.sum()), cash, None, True))
        return made

    def findings(self) -> tuple[Finding, ...]:
        """What is said about requests."""
        return requests_findings.findings(self)

    def gaps(self) -> tuple[Gap, ...]:
        """What is missing, and what it would show."""
        return requests_findings.gaps(self, {f.id for f in self.figures()})

    def claims(self) -> tuple[Claim, ...]:
        """A3-03: persons distort the order."""
        found = self.turns.claim(self.log) if self.turns is not None and self.log is not None else None
        return (found,) if found is not None else ()

    def apart(self) -> tuple[Finding, ...]:
        """Who is favoured, where figures about persons were agreed; on a page of its own, and nowhere else."""
        return requests_findings.apart(self)


def requests(base: Base, topics: Topics) -> Requests:
    """Everything the request log of a client carries."""
    log = request_log(base)
    if log is None:
        return Requests(base, None, None, None, None, None, None, None, None)
    actual = actual_waits(log) if log.timed and len(log.begun) else None
    marked = exceptions(log)
    return Requests(base, log, actual, replayed(log), simulated(log), overload(log), turns(log), marked, triage(log))
