"""The facts of chapter 6."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from workbook.chapters import SoFar
from workbook.chapters.summary import growth
from workbook.chapters.summary.actions import Planned, plan
from workbook.chapters.summary.stake import IN_TOTAL, Stake, stake
from workbook.chapters.summary.weight import MATERIAL, weighs
from workbook.client import Client
from workbook.finding import Figure, Finding, Gap

WEIGHTIEST = (
    "value.net_revenue",
    "value.cm3",
    "segmentation.customers",
    "coverage.misallocated_hours",
    "process.conversion",
)
ASKS_NOTHING = {
    "intake.account",
    "intake.account_rows",
    "intake.information",
}  # the last repeats intake.unknown by customer


@dataclass(frozen=True)
class Result:
    """The findings in the order of their money, what all levers bring together, what stays open, growth by class."""

    client: Client
    ranked: tuple[Finding, ...]
    stake: Stake
    so_far: SoFar
    growth: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def at_stake(self) -> tuple[float, float, float] | None:
        """The value at stake: low, central, high per year."""
        return self.stake.total

    @property
    def standing(self) -> tuple[Finding, ...]:
        """The findings whose measure was not dropped."""
        actions = self.client.parameters.actions
        return tuple(f for f in self.ranked if f.id not in actions or actions[f.id].status != "dropped")

    @property
    def levers(self) -> tuple[Finding, ...]:
        """The findings with money at stake: those that enter the total first, each group largest first."""
        priced = [f for f in self.standing if f.impact is not None and f.impact.high > 0]
        return tuple(sorted(priced, key=lambda f: f.impact is not None and f.impact.kind not in IN_TOTAL))

    @property
    def asking(self) -> tuple[Finding, ...]:
        """The findings in the order of the decisions asked for: counted levers, capacity, then what has no price.

        Left out is what nothing depends on: it concerns nobody, or an amount too small to show beside revenue.
        """
        levers = self.levers
        valued = {f.id for f in levers}
        return tuple(f for f in (*levers, *(f for f in self.standing if f.id not in valued)) if self.weighs(f))

    @property
    def revenue_per_year(self) -> float:
        """Net revenue a year of the period; 0 without order lines."""
        found = self.so_far.figures.get("value.net_revenue")
        return max(0.0, float(found.value)) / self.client.years if found is not None else 0.0

    def weighs(self, finding: Finding) -> bool:
        """Whether the finding may ask for a decision."""
        return weighs(finding, self.revenue_per_year)

    @property
    def worth_telling(self) -> tuple[float, float, float] | None:
        """The value at stake where it shows beside revenue; else None."""
        total = self.at_stake
        if total is None or total[1] <= 0 or total[2] < MATERIAL * self.revenue_per_year:
            return None
        return total

    @property
    def plan(self) -> tuple[Planned, ...]:
        """The action plan."""
        p = self.client.parameters
        return plan(self.asking, self.ranked, p.actions, p.summary.findings)

    @property
    def weightiest_gap(self) -> Gap | None:
        """The open question that would open most: costs before classes before hours before phases."""
        weight = {g: i for i, g in enumerate(WEIGHTIEST)}
        gaps = sorted(self.so_far.gaps, key=lambda g: (weight.get(g.id, len(weight)), -len(g.figures)))
        return gaps[0] if gaps else None

    @property
    def readiness(self) -> pd.DataFrame:
        """One row per chapter: figures computed and figures not assessable."""
        made = pd.Series([i.partition(".")[0] for i in self.so_far.figures]).value_counts()
        lost = pd.Series(
            [i.partition(".")[0] for g in self.so_far.gaps for i in g.key_figures], dtype=object
        ).value_counts()
        chapters = ["intake", "value", "segmentation", "coverage", "process"]
        table = pd.DataFrame({"computed": made, "open": lost}).reindex(chapters).fillna(0).astype(int)
        return table.rename_axis("chapter")


def analyse(client: Client, so_far: SoFar) -> Result:
    """What matters most in money."""
    together = stake(client, so_far)
    own = {f.id: f for f in together.levers}
    asking = [own.get(f.id, f) for f in so_far.findings if f.id not in ASKS_NOTHING]
    ranked = sorted(asking, key=lambda f: (-(f.impact.central if f.impact else -1.0), -f.confidence))
    return Result(client, tuple(ranked), together, so_far, growth.growth(client, so_far))


def figures(result: Result) -> tuple[Figure, ...]:
    """`summary.value_at_stake` per year with its range, and growth by class; estimated."""
    grown = growth.figures(result.growth)
    if result.at_stake is None:
        return grown
    low, central, high = result.at_stake
    cash = result.client.parameters.currency
    return (Figure("summary.value_at_stake", central, cash, (low, high), estimated=True), *grown)


def customers(result: Result) -> pd.DataFrame:
    """Nothing of its own."""
    return pd.DataFrame()


def open_gaps(result: Result) -> tuple[Gap, ...]:
    """What the chapters before could not assess."""
    return result.so_far.gaps
