"""Today: who looks after whom, with how many hours, and where nobody does."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.coverage import today_findings as said
from workbook.chapters.coverage.base import Base
from workbook.chapters.coverage.team import labels
from workbook.chapters.coverage.today_facts import Facts, facts
from workbook.finding import Figure, Finding, Gap
from workbook.topic import Topic, Topics

PER_FTE = ("revenue", "value", "potential")


@dataclass(frozen=True)
class Today(Facts, Topic):
    """What follows from the facts."""

    def figures(self) -> tuple[Figure, ...]:
        """Revenue, value and potential per position by role; non-selling time; how hours gather; who gets too little."""
        cash, made = self.base.client.parameters.currency, []
        if self.ratios is not None:
            roles = self.ratios[self.ratios["level"] == "role"].set_index("name")
            for name in [c for c in PER_FTE if f"{c}_per_fte" in roles]:
                own, guess = roles[f"{name}_per_fte"].dropna(), name != "revenue"
                made += [Figure(f"coverage.{name}_per_fte.{r}", float(v), cash, None, guess) for r, v in own.items()]
        if self.freed is not None:
            hours, _ = self.freed.freed(self.base.client.parameters.coverage.norms.freed[1])
            made.append(Figure("coverage.non_selling_hours", self.freed.hours, "hours"))
            made.append(Figure("coverage.freed_hours", hours, "hours", None, True))
        if self.small is not None:
            made.append(Figure("coverage.small_hours_gini", self.small.gini, "index"))
            made.append(Figure("coverage.small_hours_top_share", self.small.top_share, "share"))
        if self.below is not None:
            made.append(Figure("coverage.below_floor", len(self.below), "count"))
        if self.strategic is not None:
            made.append(Figure("coverage.strategic_unassured", len(self.unassured), "count"))
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """Where time goes, who is in charge, who is overlooked."""
        return said.findings(self)

    def gaps(self) -> tuple[Gap, ...]:
        """What cannot be said of today's coverage."""
        return said.gaps(self)

    def columns(self) -> pd.DataFrame:
        """owner_now (a code where only pseudonyms were agreed) and below_floor per customer."""
        client, ids = self.base.client, self.base.customers.index
        table = pd.DataFrame(index=ids)
        if client.has("customers", "owner_rep_id"):
            owner = client.listed("owner_rep_id", ids)
            hidden = client.parameters.people == "pseudonym" and self.team is not None
            table["owner_now"] = owner.map(labels(self.team)) if hidden and self.team is not None else owner
        if self.below is not None:
            table["below_floor"] = ids.isin(self.below.index)
        return table


def today(base: Base, topics: Topics) -> Today:
    """Who looks after whom today."""
    return Today(**vars(facts(base)))
