"""Territories: who should look after whom, what that saves, and how much changes hands for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.chapters.coverage import territory_findings as said
from workbook.chapters.coverage.base import Base
from workbook.chapters.coverage.team import labels
from workbook.chapters.coverage.territory_facts import Facts, facts
from workbook.chapters.coverage.today import Today
from workbook.finding import Claim, Figure, Finding, Gap
from workbook.methods.protect import agreed
from workbook.topic import Topic, Topics

PARTS = {"outside": "hours", "spread": "index", "km": "count"}


@dataclass(frozen=True)
class TerritoryPlan(Facts, Topic):
    """What follows from the facts."""

    def figures(self) -> tuple[Figure, ...]:
        """Cost of the territories today and as proposed, who moves, balance, and how good the plan is proven to be."""
        if self.chosen is None or not (self.shown or agreed(self.base.client.parameters.people)):
            return ()
        cash, now, then = self.base.client.parameters.currency, self.now, self.proposed
        made = [
            Figure("coverage.territory_gap", said.proven(self), "share"),
            Figure("coverage.customers_moved", then["moved"], "count"),
            Figure("coverage.territory_moved_share", then["moved_work"], "share"),
        ]
        for name, unit in PARTS.items():
            if name != "km" or self.distances:
                made.append(Figure(f"coverage.territory_{name}_before", now[name], unit, None, True))
                made.append(Figure(f"coverage.territory_{name}_after", then[name], unit, None, True))
        if self.distances:
            for name, row in (("before", now), ("after", then)):
                made.append(Figure(f"coverage.territory_cost_{name}", row["travel"] + row["care"], cash, None, True))
            made.append(Figure("coverage.territory_change_cost", then["change"], cash, None, True))
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """The proposal, potential against cost, or which rule leaves no plan."""
        return said.findings(self)

    def gaps(self) -> tuple[Gap, ...]:
        """What is needed for territories."""
        return said.gaps(self)

    def claims(self) -> tuple[Claim, ...]:
        """Whether serving cost follows potential, and whether another assignment cuts it."""
        return said.claims(self)

    def columns(self) -> pd.DataFrame:
        """Per customer: owner_target, owner_reason (pinned, only, kept, new, nearer, balance), owner_flip_cost (what the cost of
        all territories would rise by at least with the next best owner, a year) and worklist_rank (place in its owner's list)."""
        if self.chosen is None or self.table is None or self.people is None:
            return pd.DataFrame()
        who = pd.Series(self.people.index[self.chosen.rep], self.table.index, dtype=object)
        hidden = self.base.client.parameters.people == "pseudonym" and self.team is not None
        table = pd.DataFrame({"owner_target": who.map(labels(self.team)) if hidden and self.team is not None else who})
        table["owner_reason"] = reasons(self)
        beyond = self.chosen.beyond
        if beyond is not None:
            others = beyond.copy()
            others[np.arange(len(others)), self.chosen.rep] = np.inf
            table["owner_flip_cost"] = pd.Series(others.min(axis=1), table.index).replace(np.inf, np.nan)
        table["worklist_rank"] = worklist(self, who)
        return table


def reasons(found: Facts) -> np.ndarray:
    """Why each customer goes to its owner, as a code."""
    assert (
        found.chosen is not None and found.table is not None and found.costs is not None and found.problem is not None
    )
    rep, today, rows = found.chosen.rep, found.problem.owner, np.arange(len(found.table))
    before = np.where(today >= 0, found.costs.travel[rows, today], np.inf)
    nearer = found.costs.travel[rows, rep] < before - 1e-9
    pinned = found.table.index.isin(list(found.base.client.parameters.coverage.territory.pinned))
    only = found.problem.allowed.sum(axis=1) == 1
    cases = [pinned, only, rep == today, today < 0, nearer]
    return np.select(cases, ["pinned", "only", "kept", "new", "nearer"], "balance")


def worklist(found: Facts, who: pd.Series) -> pd.Series:
    """The place of each customer in its owner's list: by priority, then value, then number."""
    assert found.table is not None
    known = found.base.known.reindex(who.index)
    order = pd.DataFrame({"who": who, "value": -found.table["value"].fillna(0.0), "id": who.index}, who.index)
    order["priority"] = pd.to_numeric(known["priority"], errors="coerce").fillna(9) if "priority" in known else 9
    order = order.sort_values(["who", "priority", "value", "id"], kind="stable")
    return (order.groupby("who").cumcount() + 1).reindex(who.index)


def territory(base: Base, topics: Topics) -> TerritoryPlan:
    """Who should look after whom."""
    return TerritoryPlan(**vars(facts(base, topics.of(Today).team)))
