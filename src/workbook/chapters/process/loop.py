"""The eight phases as a loop: what each takes and brings on, and opinion against evidence."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.chapters.process.delivered import Delivered
from workbook.chapters.process.evidence import Evidence
from workbook.chapters.process.opinion import Opinion
from workbook.client import Client
from workbook.finding import Figure, Finding, Quantity, Term, Value, count, share
from workbook.methods.delivery import wilson
from workbook.methods.opinion_against_evidence import opinion_against_evidence
from workbook.methods.phase_effort import phase_effort
from workbook.methods.protect import LEAST
from workbook.methods.time_driven_cost import care_cost, hours_of, staff_rates
from workbook.parameters import PHASES
from workbook.topic import Topic, Topics


@dataclass(frozen=True)
class Loop(Topic):
    """`phases` (index 1–8): what `opinion_against_evidence` makes, n (cases), median_days, p90_days, hours, cost and lost_value
    a year (currency), rework, skipped_share; missing where not known. `unphased`: hours a year of activities without a phase.
    `by_group` (index class, else size): rate of each phase (columns 1–8, 6 only where it was measured).
    """

    client: Client
    grouping: str
    phases: pd.DataFrame
    unphased: float
    by_group: pd.DataFrame | None

    @property
    def contradictions(self) -> pd.DataFrame:
        """Phases whose evidence says the opposite of what people think, the clearest first."""
        against = self.phases[self.phases["verdict"].isin(["overrated", "underrated"])]
        return against.sort_values(["verdict", "shortfall"], ascending=[True, False], kind="stable")

    def figures(self) -> tuple[Figure, ...]:
        """Hours, cost and value lost a year by phase."""
        cash = self.client.parameters.currency
        units = {"hours": "hours", "cost": cash, "lost_value": cash}
        return tuple(
            Figure(f"process.{name}.{phase}", float(value), unit)
            for name, unit in units.items()
            for phase, value in self.phases[name].dropna().items()
        )

    def findings(self) -> tuple[Finding, ...]:
        """The phase whose evidence contradicts what people think of it most clearly."""
        found = self.contradictions
        if found.empty:
            return ()
        row, phase = found.iloc[0], int(found.index[0])
        judged = int(self.phases["verdict"].notna().sum())
        said: dict[str, Value] = {
            "phase": Term(f"phase.{phase}"),
            "performance": Quantity(float(row["performance"]), "score"),
            "rate": share(float(row["rate"])),
            "accepted": share(float(row["accepted"])),
        }
        of_rate: dict[str, Value] = {"rate": said["rate"], "low": share(row["low"]), "high": share(row["high"])}
        numbers: dict[str, Value] = {
            **said,
            "low": of_rate["low"],
            "high": of_rate["high"],
            "said": Term(f"process.contradiction.{row['verdict']}", said),
            "advice": Term(f"process.contradiction.advice.{row['verdict']}"),
            "measured": Term("process.contradiction." + ("on_time" if phase == 5 else "goes_on"), of_rate),
            "n_cases": count(int(row["n"])),
            "opinion_rank": count(int(row["opinion_rank"])),
            "evidence_rank": count(int(row["evidence_rank"])),
            "n_judged": count(judged),
            "others": Term("process.contradiction.others", {"n": count(len(found) - 1)}),
        }
        return (Finding("process.contradiction", numbers, 2, ("[002]",)),)


def loop(base: Base, topics: Topics) -> Loop:
    """All eight phases side by side."""
    cases, orders, p = topics.of(Evidence), topics.of(Delivered), base.client.parameters.process
    table = _rates(cases, orders).join(_performance(topics.of(Opinion)))
    accepted = {int(k): float(v) for k, v in p.accepted.items()}
    table = opinion_against_evidence(table, p.target, accepted)
    effort = _effort(base)
    for column in ("hours", "cost"):
        table[column] = effort[column].reindex(table.index) if column in effort else float("nan")
    unphased = float(effort["hours"].get(0, 0.0)) if len(effort) else 0.0
    return Loop(base.client, base.grouping, table, unphased, _by_group(base, cases, orders))


def _performance(people: Opinion) -> pd.Series:
    """Mean performance of each phase over the classes asked about, as in results.json."""
    if people.opinion is None:
        return pd.Series(dtype=float, name="performance").reindex(PHASES)
    return people.opinion.groupby("phase")["performance"].mean().reindex(PHASES)


def _rates(cases: Evidence, orders: Delivered) -> pd.DataFrame:
    """Share of cases each phase brings on (5: delivers on time) with its interval, cases, days, rework, skipping, lost value."""
    columns = ["rate", "low", "high", "n", "median_days", "p90_days", "rework", "skipped_share", "lost_value"]
    table = pd.DataFrame(float("nan"), index=pd.Index(PHASES, name="phase"), columns=columns)
    if cases.evidence is not None:
        for row in cases.evidence.itertuples():
            ends = wilson(int(row.went_on), int(row.entered))
            days = [row.median_days, row.p90_days, row.rework, row.skipped_share]
            table.loc[row.phase, columns[:8]] = [row.conversion, *ends, row.entered, *days]
    elif cases.wins is not None and cases.wins[1]:
        rate, n = cases.wins
        table.loc[4, columns[:4]] = [rate, *wilson(round(rate * n), n), n]
    if cases.lost_value is not None:
        table["lost_value"] = cases.lost_value.reindex(table.index)
    d, again = orders.delivered, orders.again
    if d is not None and d.shipped:
        judged = [d.on_time_share, *d.interval, d.judged] if d.judged else [float("nan")] * 4
        table.loc[5, columns[:6]] = [*judged, d.median_days, d.p90_days]
    for phase, found in ((6, orders.cared), (7, orders.related), (8, again)):
        if found is not None and found.orders:
            days = [found.median_days, found.p90_days]
            table.loc[phase, columns[:6]] = [found.within, *found.interval, found.orders, *days]
    return table


def _effort(base: Base) -> pd.DataFrame:
    """Hours and cost a year by phase (0: none), where activities name their phase."""
    client = base.client
    if not client.has("activities", "phase", "hours"):
        return pd.DataFrame()
    done = base.in_period("activities")
    work = done.assign(hours=hours_of(done))[["phase", "hours", *(c for c in ("rep_id",) if c in done)]]
    rated = client.has("staff", "annual_cost", "working_hours")
    if rated or client.has("cost_rates"):
        p, staff = client.parameters.value, client.tables.get("staff", pd.DataFrame())
        rates = staff_rates(staff, client.years, p.practical_share, p.full_cost) if rated else pd.DataFrame()
        work["cost"] = care_cost(done, rates, client.tables.get("cost_rates"))
    return phase_effort(work, client.years, LEAST)


def _by_group(base: Base, cases: Evidence, orders: Delivered) -> pd.DataFrame | None:
    """Rate of each phase by class, else size, of the customer; missing below ten cases."""
    parts = []
    if cases.by_group is not None:
        enough = cases.by_group[cases.by_group["entered"] >= 10]
        parts.append(enough.pivot(index="group", columns="phase", values="conversion"))
    if orders.by_group is not None:
        names = {"on_time": 5, "cared": 6, "related": 7, "again": 8}
        parts.append(orders.by_group.rename(columns=names))
    if not parts:
        return None
    table = pd.concat(parts, axis=1).reindex(list(base.group_names)).dropna(axis=1, how="all")
    return table if len(table) > 1 and len(table.columns) else None
