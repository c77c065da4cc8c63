"""Effectiveness and efficiency: are goals reached, does care earn its cost, and in which of four states is who."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from workbook.chapters.process import effectiveness_findings as say
from workbook.chapters.process.base import Base
from workbook.chapters.process.effectiveness_facts import Facts
from workbook.chapters.process.effectiveness_sums import AMOUNTS, durations, goals, groups, rolled, yearly
from workbook.finding import Claim, Figure, Finding, Gap
from workbook.methods.bootstrap import enough, interval
from workbook.methods.goal_quadrant import QUADRANTS, goal_quadrant
from workbook.methods.rank_correlation import Correlation, rank_correlation
from workbook.topic import Topic, Topics


class Effectiveness(Facts, Topic):
    """What the facts of effectiveness and efficiency say."""

    def figures(self) -> tuple[Figure, ...]:
        """State, effectiveness and efficiency of company, classes and roles; customers by state; money missing a year."""
        made: list[Figure] = []
        for name, row in self.entities.iterrows():
            tail = "" if name == "company" else "." + str(name).partition(".")[2]
            for figure in ("effectiveness", "efficiency"):
                if math.isfinite(row[figure]):
                    ends = self.ends.get(figure) if not tail else None
                    made.append(Figure(f"process.{figure}{tail}", float(row[figure]), "index", ends))
            if isinstance(row["quadrant"], str):
                made.append(Figure(f"process.quadrant{tail}", row["quadrant"], "code"))
        if len(self.placed):
            cash, counts = self.base.client.parameters.currency, self.placed["quadrant"].value_counts()
            made += [Figure(f"process.quadrant_customers.{q}", int(counts.get(q, 0)), "count") for q in QUADRANTS]
            made.append(Figure("process.goal_shortfall", float(self.outside["short"].sum()), cash))
            made.append(Figure("process.care_not_earned", float(self.outside["over"].sum()), cash))
        if isinstance(self.company["quadrant"], str) and math.isfinite(self.company["months"]):
            made.append(Figure("process.months_outside", float(self.company["months"]), "count"))
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """The state of the company, and who is outside the acceptable one."""
        return tuple(f for f in (say.state(self), say.outside(self)) if f is not None)

    def gaps(self) -> tuple[Gap, ...]:
        """Goals and costs that are missing, and roles of too few persons."""
        return say.gaps(self)

    def claims(self) -> tuple[Claim, ...]:
        """A2-06 and A0-06."""
        return tuple(c for c in (say.unaware(self), say.wrong_priorities(self)) if c is not None)

    def columns(self) -> pd.DataFrame:
        """Effectiveness, efficiency, state, whether on its border, months outside the qualified one."""
        names = {"on_border": "quadrant_on_border", "months": "months_outside"}
        wanted = self.customers[["effectiveness", "efficiency", "quadrant", "on_border", "months"]]
        wanted = wanted.assign(on_border=wanted["on_border"].astype(object).where(wanted["quadrant"].notna()))
        return wanted.rename(columns=names).dropna(axis=1, how="all")


def effectiveness(base: Base, _: Topics) -> Effectiveness:
    """Goals against what was reached, margin against care, for every customer and added up."""
    p, of, set_goals = base.client.parameters.process, groups(base), goals(base)
    table = yearly(base, set_goals, p.goal_margin_level)
    entities = rolled(table, of)
    judged = [part.join(goal_quadrant(part, p.efficiency_target)) for part in (table, entities)]
    months, windows = pd.Series(dtype=float), 0
    if isinstance(judged[1].loc["company", "quadrant"], str):
        months, windows = durations(base, set_goals, of)
    customers, entities = (part.assign(months=months.reindex(part.index)) for part in judged)
    other = {}
    if (set_goals["of"] == "margin").any():
        for level in ("cm1", "cm2", "cm3"):
            whole = rolled(yearly(base, set_goals, level), {}).loc["company"]
            other[level] = float(whole["actual"] / whole["goal"])
    return Effectiveness(
        base, customers.assign(of=set_goals["of"]), entities, windows, other, _ends(base, table), *_small(base)
    )


def _ends(base: Base, table: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Intervals of the company's effectiveness and efficiency, customers drawn again."""
    found = {}
    for name, (above, below) in {"effectiveness": AMOUNTS[:2], "efficiency": AMOUNTS[2:]}.items():
        rows = table[[above, below]].dropna().sort_index().to_numpy(float)
        ends = interval(rows, _ratio, base.client.parameters.seed, enough(len(rows)))
        if all(map(math.isfinite, ends)):
            found[name] = ends
    return found


def _ratio(rows: np.ndarray) -> float:
    below = rows[:, 1].sum()
    return float(rows[:, 0].sum() / below) if below > 0 else math.nan


def _small(base: Base) -> tuple[Correlation | None, float]:
    """Whether hours follow value among the customers small by revenue, and ρ of hours with CM II, which care has not lowered."""
    known = base.known
    if not {"hours", "value", "size"} <= set(known) or not known["hours"].notna().any():
        return None, math.nan
    own = known[known["size"] == "small"]
    hours = own["hours"].fillna(0.0)
    found = rank_correlation(hours, own["value"])
    before = rank_correlation(hours, own["cm2"]).rho if "cm2" in own else math.nan
    return (found if math.isfinite(found.rho) else None), before
