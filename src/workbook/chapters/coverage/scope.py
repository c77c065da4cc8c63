"""Service scope: other channels, less scope, small orders and the online shop at customers of low potential."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.coverage import scope_findings as said
from workbook.chapters.coverage.base import Base
from workbook.chapters.coverage.scope_facts import Facts, facts
from workbook.finding import Figure, Finding, Gap
from workbook.topic import Topic, Topics


@dataclass(frozen=True)
class ServiceScope(Facts, Topic):
    """What follows from the facts."""

    def figures(self) -> tuple[Figure, ...]:
        """Effect, break-even and profit at risk by lever, all of them together, hours freed; the two levers by class."""
        cash, made = self.base.client.parameters.currency, []
        for name in self.levers:
            (low, effect, high), (least, risk, most) = self.single(name), self.risk(name)
            made.append(Figure(f"coverage.scope_effect.{name}", effect, cash, (low, high), True))
            made.append(Figure(f"coverage.profit_at_risk.{name}", risk, cash, (least, most), True))
            enough = self.break_even(name)
            if enough is not None:
                made.append(Figure(f"coverage.break_even.{name}", enough, "share", None, True))
        if self.levers:
            for part, (low, central, high) in (("effect", self.together), ("cash", self.together_cash)):
                made.append(Figure(f"coverage.scope_{part}.joint", central, cash, (low, high), True))
        if {"channel", "scope"} & set(self.levers):
            made.append(Figure("coverage.hours_freed", self.hours()["free"], "hours", None, True))
        if self.classes is not None:
            for group, row in self.classes.iterrows():
                made.append(Figure(f"coverage.price_point.{group}", float(row["price"]), cash))
                made.append(Figure(f"coverage.process_saving.{group}", float(row["process"]), cash))
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """Channel shift, all levers together, the surcharge, price against process cost."""
        return said.findings(self)

    def gaps(self) -> tuple[Gap, ...]:
        """Which levers cannot be assessed."""
        return said.gaps(self)

    def columns(self) -> pd.DataFrame:
        """Per customer concerned, a year: visit hours that could move, and orders below the surcharge's limit."""
        if self.table is None:
            return pd.DataFrame()
        names = {"channel": ("moved", "visit_hours_movable"), "surcharge": ("surcharge", "small_orders")}
        own = dict(names[n] for n in self.levers if n in names)
        return self.table[list(own)].rename(columns=own)


def scope(base: Base, topics: Topics) -> ServiceScope:
    """What five levers on the scope of service would bring, single and together."""
    return ServiceScope(**vars(facts(base)))
