"""Evidence: what the dates of the cases say about the phases 1 to 4."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from workbook.chapters.process.base import Base, duration
from workbook.chapters.process.opinion import Opinion
from workbook.client import Client
from workbook.finding import Figure, Finding, Gap, Impact, Quantity, Term, Value, count, share
from workbook.methods.bottleneck import weakest_probability
from workbook.methods.phases import BEFORE_ORDER, days_to_win, entries_of, phase_evidence, win_rate
from workbook.topic import Topic, Topics

SURE = 0.95  # from here on which phase is the weakest counts as settled


@dataclass(frozen=True)
class Evidence(Topic):
    """`evidence`: one row per phase 1–4 as `phase_evidence` makes it, None without entries. `by_group`: the same by class (else
    size) of the customer, column group. `sure`: how sure each phase is the weakest. `won_days`: days from opening to winning,
    one per dated case won. `lost_value`: value of the lost cases per year by the phase they last reached (currency).
    """

    client: Client
    opinion: Opinion
    margin_rate: float | None
    evidence: pd.DataFrame | None = None
    by_group: pd.DataFrame | None = None
    sure: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    wins: tuple[float, int] | None = None
    won_days: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    lost_value: pd.Series | None = None

    def figures(self) -> tuple[Figure, ...]:
        """Conversion and lead time of the phases 1 to 4; without entries the win rate and the days to it only."""
        made: list[Figure] = []
        if self.evidence is not None:
            for row in self.evidence.itertuples():
                for name, value, unit in (
                    ("conversion", row.conversion, "share"),
                    ("lead_time_days", row.median_days, "days"),
                    ("rework", row.rework, "share"),
                    ("skipped", row.skipped_share, "share"),
                ):
                    if value == value:
                        made.append(Figure(f"process.{name}.{row.phase}", float(value), unit))
        elif self.wins is not None and self.wins[1]:
            made.append(Figure("process.conversion.4", self.wins[0], "share"))
        if len(self.won_days):
            made.append(Figure("process.days_to_win", float(self.won_days.median()), "days"))
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """The leak, or the win rate where no history says in which phase cases are lost."""
        return tuple(f for f in (_leak(self), _wins(self)) if f is not None)

    def gaps(self) -> tuple[Gap, ...]:
        """What a history of the phases would show."""
        there = {figure.id for figure in self.figures()}
        ids = [f"process.{k}.{p}" for k in ("lead_time_days", "conversion") for p in BEFORE_ORDER]
        lost = tuple(i for i in ids if i not in there)
        if not lost:
            return ()
        asked = ("opportunities.outcome", "stage_history.entered_at")
        needs = self.client.missing(*asked) or asked[1:]
        return (Gap("process.conversion", needs, "process.gap_evidence", lost),)


def evidence(base: Base, topics: Topics) -> Evidence:
    """What the dates of the cases say."""
    client, people = base.client, topics.of(Opinion)
    if not client.has("opportunities", "outcome"):
        return Evidence(client, people, base.margin_rate)
    chances = client.tables["opportunities"]
    outcome = win_rate(chances), days_to_win(chances)
    entries = _entries(client)
    if entries is None:
        return Evidence(client, people, base.margin_rate, wins=outcome[0], won_days=outcome[1])
    cases = chances.drop_duplicates("opportunity_id").set_index("opportunity_id")
    found = phase_evidence(entries, cases, client.as_of)
    found = found if len(found) else None
    sure = pd.Series(dtype=float)
    if found is not None:
        rates = found.set_index("phase")
        sure = weakest_probability(rates["entered"], rates["went_on"], client.parameters.seed)
    groups = _by_group(base, entries, cases)
    lost = _lost_value(entries, cases, client.years)
    return Evidence(client, people, base.margin_rate, found, groups, sure, *outcome, lost)


def _entries(client: Client) -> pd.DataFrame | None:
    """When cases entered their phases: by their history, else by the phases of the activities for them."""
    if client.has("stage_history", "opportunity_id", "phase", "entered_at"):
        return client.tables["stage_history"]
    if client.has("activities", "opportunity_id", "phase"):
        return entries_of(client.tables["activities"])
    return None


def _by_group(base: Base, entries: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame | None:
    """The evidence by class, else size, of the cases' customers; prospects are in no group."""
    if "customer_id" not in cases:
        return None
    groups = cases["customer_id"].map(base.groups)
    found = [
        phase_evidence(entries, cases[groups == name], base.client.as_of).assign(group=name)
        for name in base.group_names
    ]
    found = [table for table in found if len(table)]
    return pd.concat(found, ignore_index=True) if found else None


def _lost_value(entries: pd.DataFrame, cases: pd.DataFrame, years: float) -> pd.Series | None:
    """Value of the lost cases per year by the phase they last reached (currency)."""
    if "value" not in cases or cases["value"].isna().all():
        return None
    lost = cases.loc[cases["outcome"] == "lost", "value"]
    last = entries.groupby("opportunity_id")["phase"].max()
    return lost.groupby(last.reindex(lost.index)).sum() / years


def _leak(found: Evidence) -> Finding | None:
    """The phase 1–4 in which the largest share of the cases ends without result."""
    if found.evidence is None or not found.evidence["entered"].any():
        return None
    e = found.evidence.set_index("phase")
    phase = int(e["conversion"].idxmin())
    row = e.loc[phase]
    weak, sure = found.opinion.weakest, float(found.sure[phase])
    lost = found.lost_value.get(phase, 0.0) if found.lost_value is not None else 0.0
    agreement = "process.agrees" if weak is not None and int(weak["phase"]) == phase else "process.differs"
    numbers: dict[str, Value] = {
        "n": count(int(row["entered"] - row["went_on"])),
        "n_total": count(int(row["entered"])),
        "phase": Term(f"phase.{phase}"),
        "share": share(1 - float(row["conversion"])),
        "money": Quantity(float(lost), "money"),
        "duration": duration(float(row["median_days"]), float(row["p90_days"]), "conversion"),
        "sure": share(sure),
        "agreement": Term(agreement if weak is not None else "process.nobody_asked"),
    }
    settled = row["entered"] >= 30 and sure >= SURE
    return Finding("process.conversion", numbers, 3 if settled else 2, ("[002]",), _closing(found, phase))


def _wins(found: Evidence) -> Finding | None:
    """The win rate, where no history says in which phase cases are lost."""
    if found.evidence is not None or found.wins is None or not found.wins[1]:
        return None
    rate, n = found.wins
    days, opportunities = found.won_days, found.client.tables["opportunities"]
    took = Term("process.wins.no_days")
    if len(days):
        length = Quantity(float(days.median()), "days")
        took = Term("process.wins.days", {"days": length, "n": count(len(days))})
    numbers: dict[str, Value] = {
        "share": share(rate),
        "n_won": count(round(rate * n)),
        "n_lost": count(n - round(rate * n)),
        "n_total": count(n),
        "n_open": count(len(opportunities) - n),
        "duration": took,
    }
    return Finding("process.wins", numbers, 3 if n >= 30 else 2, ("[002]",))


def _closing(found: Evidence, phase: int) -> Impact | None:
    """Margin if the leak's conversion came up to the mean of the other phases, as far as that is accepted to succeed."""
    if found.evidence is None or found.lost_value is None or found.margin_rate is None:
        return None
    e = found.evidence.set_index("phase")["conversion"].dropna()
    others = e.drop(phase).mean()
    if not others > e[phase] or e[phase] >= 1:
        return None
    saved = (others - e[phase]) / (1 - e[phase])
    later = float(e[[p for p in e.index if p > phase]].prod())
    gain = float(found.lost_value.get(phase, 0.0)) * saved * later * max(found.margin_rate, 0.0)
    low, central, high = found.client.parameters.value.acceptance
    return Impact("margin", gain * low, gain * central, gain * high, True, "sales") if gain > 0 else None
