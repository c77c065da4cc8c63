"""Evidence: what the dates of the cases say about the phases 1 to 4."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.chapters.process.opinion import Opinion
from workbook.client import Client
from workbook.finding import Figure, Finding, Gap, Impact, Quantity, Term, Value, count, share
from workbook.methods.phases import days_to_win, phase_evidence, win_rate
from workbook.topic import Topic, Topics


@dataclass(frozen=True)
class Evidence(Topic):
    """`evidence`: phase, entered, went_on, conversion, days. `won_days`: days from opening to winning, one per dated case won.
    `lost_value`: value of the lost cases per year by the phase they last reached (currency)."""

    client: Client
    opinion: Opinion
    margin_rate: float | None
    evidence: pd.DataFrame | None = None
    wins: tuple[float, int] | None = None
    won_days: pd.Series = field(default_factory=lambda: pd.Series(dtype=float))
    lost_value: pd.Series | None = None

    def figures(self) -> tuple[Figure, ...]:
        """Conversion and lead time of the phases 1 to 4; without a history the win rate only."""
        made: list[Figure] = []
        if self.evidence is not None:
            for row in self.evidence.itertuples():
                made.append(Figure(f"process.conversion.{row.phase}", float(row.conversion), "share"))
                if row.median_days == row.median_days:
                    made.append(Figure(f"process.lead_time_days.{row.phase}", float(row.median_days), "days"))
        elif self.wins is not None and self.wins[1]:
            made.append(Figure("process.conversion.4", self.wins[0], "share"))
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """The leak, or the win rate where no history says in which phase cases are lost."""
        return tuple(f for f in (_leak(self), _wins(self)) if f is not None)

    def gaps(self) -> tuple[Gap, ...]:
        """What a history of the phases would show."""
        if self.evidence is not None:
            return ()
        needs = self.client.missing("opportunities.outcome", "stage_history.entered_at")
        ids = tuple(f"process.{k}.{p}" for k in ("lead_time_days", "conversion") for p in (1, 2, 3, 4))
        if self.wins is not None and self.wins[1]:
            ids = tuple(i for i in ids if i != "process.conversion.4")
        return (Gap("process.conversion", needs, "process.gap_evidence", ids),)


def evidence(base: Base, topics: Topics) -> Evidence:
    """What the dates of the cases say."""
    client, people = base.client, topics.of(Opinion)
    if not client.has("opportunities", "outcome"):
        return Evidence(client, people, base.margin_rate)
    chances = client.tables["opportunities"]
    found = lost = None
    if client.has("stage_history"):
        outcomes = chances.drop_duplicates("opportunity_id").set_index("opportunity_id")["outcome"]
        found = phase_evidence(client.tables["stage_history"], outcomes)
        lost = _lost_value(client)
    return Evidence(client, people, base.margin_rate, found, win_rate(chances), days_to_win(chances), lost)


def _lost_value(client: Client) -> pd.Series | None:
    """Value of the lost cases per year by the phase they last reached (currency)."""
    if not client.has("opportunities", "value"):
        return None
    chances = client.tables["opportunities"]
    lost = chances[chances["outcome"] == "lost"].set_index("opportunity_id")["value"]
    last = client.tables["stage_history"].groupby("opportunity_id")["phase"].max()
    return lost.groupby(last.reindex(lost.index)).sum() / client.years


def _leak(found: Evidence) -> Finding | None:
    """The phase 1–4 in which the largest share of the cases ends without found."""
    if found.evidence is None or found.evidence.empty:
        return None
    e = found.evidence.set_index("phase")
    phase = int(e["conversion"].idxmin())
    row = e.loc[phase]
    weak = found.opinion.weakest
    lost = found.lost_value.get(phase, 0.0) if found.lost_value is not None else 0.0
    numbers: dict[str, Value] = {
        "n": count(int(row["entered"] - row["went_on"])),
        "n_total": count(int(row["entered"])),
        "phase": Term(f"phase.{phase}"),
        "share": share(1 - float(row["conversion"])),
        "money": Quantity(float(lost), "money"),
        "days": Quantity(float(row["median_days"]), "days"),
        "days_p90": Quantity(float(row["p90_days"]), "days"),
        "agreement": Term("process.agrees" if weak is not None and int(weak["phase"]) == phase else "process.differs"),
    }
    if row["median_days"] != row["median_days"]:
        return None
    return Finding("process.conversion", numbers, 3 if row["entered"] >= 30 else 2, ("[002]",), _closing(found, phase))


def _wins(found: Evidence) -> Finding | None:
    """The win rate, where no history says in which phase cases are lost."""
    if found.evidence is not None or found.wins is None or not found.wins[1]:
        return None
    rate, n = found.wins
    days, opportunities = found.won_days, found.client.tables["opportunities"]
    duration = Term("process.wins.no_days")
    if len(days):
        length = Quantity(float(days.median()), "days")
        duration = Term("process.wins.days", {"days": length, "n": count(len(days))})
    numbers: dict[str, Value] = {
        "share": share(rate),
        "n_won": count(round(rate * n)),
        "n_lost": count(n - round(rate * n)),
        "n_total": count(n),
        "n_open": count(len(opportunities) - n),
        "duration": duration,
    }
    return Finding("process.wins", numbers, 3 if n >= 30 else 2, ("[002]",))


def _closing(found: Evidence, phase: int) -> Impact | None:
    """Margin if the leak's conversion came up to the mean of the other phases, as far as that is accepted to succeed."""
    if found.evidence is None or found.lost_value is None or found.margin_rate is None:
        return None
    e = found.evidence.set_index("phase")["conversion"]
    others = e.drop(phase).mean()
    if not others > e[phase] or e[phase] >= 1:
        return None
    saved = (others - e[phase]) / (1 - e[phase])
    later = float(e[[p for p in e.index if p > phase]].prod())
    gain = float(found.lost_value.get(phase, 0.0)) * saved * later * max(found.margin_rate, 0.0)
    low, central, high = found.client.parameters.value.acceptance
    return Impact("margin", gain * low, gain * central, gain * high, estimated=True) if gain > 0 else None
