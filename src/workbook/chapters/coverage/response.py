"""Response: what an hour brings at which customer, and what the same hours would bring elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.coverage import response_findings as said
from workbook.chapters.coverage.base import Base
from workbook.chapters.coverage.response_facts import Facts, facts
from workbook.finding import Figure, Finding, Gap
from workbook.topic import Topic, Topics


@dataclass(frozen=True)
class Response(Facts, Topic):
    """What follows from the facts."""

    def figures(self) -> tuple[Figure, ...]:
        """Elasticity, hours moved, gain, and what an hour brings by class."""
        if not self.assessable:
            return ()
        cash = self.base.client.parameters.currency
        low, central, high = self.gain
        ends = self.elasticity[0], self.elasticity[2]
        made = [
            Figure("coverage.response_elasticity", self.elasticity[1], "score", ends, True),
            Figure("coverage.response_hours_moved", self.hours_moved, "hours", None, True),
            Figure("coverage.response_gain", central, cash, (low, high), True),
        ]
        hour = "coverage.marginal_contribution"
        made += [Figure(f"{hour}.{g}", float(v), cash, None, True) for g, v in self.by_group["per_hour_now"].items()]
        wallet = said.wallet(self)
        made += [Figure(f"{hour}.sow_{g}", float(v), cash, None, True) for g, v in wallet["per_hour_now"].items()]
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """Where the same hours would bring more; acquisition against retention."""
        return said.findings(self)

    def gaps(self) -> tuple[Gap, ...]:
        """What cannot be said without hours, margins or potentials."""
        return said.gaps(self)

    def columns(self) -> pd.DataFrame:
        """hours_optimal per customer, and why the hours of some are left alone."""
        if not self.assessable or self.table is None:
            return pd.DataFrame()
        return self.table[["optimal", "reason"]].set_axis(["hours_optimal", "hours_left_alone"], axis=1)


def response(base: Base, topics: Topics) -> Response:
    """What an hour brings at which customer, and where the same hours would bring most."""
    return Response(**vars(facts(base)))
