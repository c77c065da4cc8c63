"""Workload: the hours the norms ask for, and the positions these take against those there are."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.coverage import workload_findings as said
from workbook.chapters.coverage.base import Base
from workbook.chapters.coverage.today import Today
from workbook.chapters.coverage.workload_facts import Facts, facts
from workbook.finding import Figure, Finding, Gap
from workbook.topic import Topic, Topics


@dataclass(frozen=True)
class Workload(Facts, Topic):
    """What follows from the facts."""

    def figures(self) -> tuple[Figure, ...]:
        """Required positions by role and the hours of the norms, all of them assumptions."""
        if self.roles is None:
            return ()
        required = self.roles["required"].dropna()
        made = [Figure(f"coverage.required_fte.{role}", float(v), "count", None, True) for role, v in required.items()]
        return (*made, Figure("coverage.target_hours", float(self.needed.sum()), "hours", None, True))

    def findings(self) -> tuple[Finding, ...]:
        """Whether there are enough positions, and how many accounts one key-account manager has."""
        return said.findings(self)

    def gaps(self) -> tuple[Gap, ...]:
        """What cannot be said without staff or working hours."""
        return said.gaps(self)

    def columns(self) -> pd.DataFrame:
        """hours_target per customer: what the norms of its class ask for."""
        return pd.DataFrame() if self.hours is None else self.needed.rename("hours_target").to_frame()


def workload(base: Base, topics: Topics) -> Workload:
    """What the norms ask for."""
    return Workload(**vars(facts(base, topics.of(Today).team)))
