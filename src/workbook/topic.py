"""A topic: one part of a large chapter, its facts and all that follows from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd

from workbook.finding import Claim, Figure, Finding, Gap

Kind = TypeVar("Kind", bound="Topic")
Given = TypeVar("Given")


class Topic:
    """The facts of one topic are its fields; what it has nothing to say about stays as it is here."""

    def figures(self) -> tuple[Figure, ...]:
        """Its figures for results.json."""
        return ()

    def findings(self) -> tuple[Finding, ...]:
        """What it says."""
        return ()

    def gaps(self) -> tuple[Gap, ...]:
        """What it cannot say, and what would make it so."""
        return ()

    def claims(self) -> tuple[Claim, ...]:
        """The claims of the articles it tests."""
        return ()

    def columns(self) -> pd.DataFrame:
        """What it adds to the customers: one row per customer (index customer_id), any columns."""
        return pd.DataFrame()


@dataclass(frozen=True)
class Topics:
    """The topics of a chapter in their order, and the claims they test: testing is part of the analysis."""

    all: tuple[Topic, ...] = ()
    tested: tuple[Claim, ...] = ()

    @classmethod
    def built(cls, builders: Sequence[Callable[[Given, Topics], Topic]], base: Given) -> Topics:
        """The topics of a chapter, each built from its base and the topics before it."""
        made = cls()
        for build in builders:
            made = cls((*made.all, build(base, made)))
        return cls(made.all, tuple(claim for topic in made.all for claim in topic.claims()))

    def of(self, kind: type[Kind]) -> Kind:
        """The topic of one kind. KeyError where there is none."""
        for topic in self.all:
            if isinstance(topic, kind):
                return topic
        raise KeyError(kind.__name__)

    def figures(self) -> tuple[Figure, ...]:
        """All their figures."""
        return tuple(f for topic in self.all for f in topic.figures())

    def findings(self) -> tuple[Finding, ...]:
        """All their findings."""
        return tuple(f for topic in self.all for f in topic.findings())

    def gaps(self) -> tuple[Gap, ...]:
        """All their gaps."""
        return tuple(g for topic in self.all for g in topic.gaps())

    def claims(self) -> tuple[Claim, ...]:
        """All their claims."""
        return self.tested

    def columns(self, table: pd.DataFrame) -> pd.DataFrame:
        """The table with every column a topic adds, and with the customers only a topic speaks of (prospects)."""
        for topic in self.all:
            more = topic.columns()
            table = table.join(more, how="outer") if len(more.columns) else table
        return table
