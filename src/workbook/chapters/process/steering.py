"""Steering: the figures customer care can be steered by, which of them are measured, and target against actual."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.chapters.process.care import costed
from workbook.chapters.process.delivered import Delivered
from workbook.chapters.process.effectiveness import Effectiveness
from workbook.chapters.process.units import may_be_shown
from workbook.finding import Figure, Finding, Gap, Quantity, Term, Value, count, share
from workbook.methods.steering_index import SteeringIndex, steering_index
from workbook.methods.windows import within
from workbook.topic import Topic, Topics

# Every steering figure of [002] with what it measures, its unit, and what it needs.
STEERED: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "customers_worked": ("effectiveness", "share", ("activities.customer_id",)),
    "goal_attainment": ("effectiveness", "share", ("customers.goal_margin",)),
    "satisfaction": ("effectiveness", "score", ("customers.satisfaction",)),
    "further_business": ("effectiveness", "share", ("transactions.date",)),
    "cost_per_customer": ("efficiency", "money", ("activities", "staff", "transactions.cost_of_goods")),
    "cost_per_visit": ("efficiency", "money", ("activities", "staff")),
    "cost_per_call": ("efficiency", "money", ("activities", "staff")),
    "index_times": ("both", "index", ("customers.satisfaction", "staff")),
    "index_divided": ("both", "index", ("customers.satisfaction", "staff")),
}
TARGETS = ("process.targets_met", "process.targets_missed")


@dataclass(frozen=True)
class Steering(Topic):
    """`measured` (index as STEERED): value (missing where it is not measured), n, the cases it rests on.

    `index`: the composite figure. `targets`: unit, metric, target, actual, variance, attainment, lag (how far behind, a share),
    met; None without targets that may be shown. `hidden`: targets of units with too few persons, or of unknown size.
    """

    base: Base
    measured: pd.DataFrame
    index: SteeringIndex | None
    targets: pd.DataFrame | None
    hidden: int

    def figures(self) -> tuple[Figure, ...]:
        """The steering figures measured, and how many targets are met."""
        cash, made = self.base.client.parameters.currency, []
        for name, row in self.measured.iterrows():
            if math.isfinite(row["value"]):
                unit = STEERED[str(name)][1]
                # Further business and cost may lie above 1: an index, no share.
                unit = cash if unit == "money" else "index" if name == "further_business" else unit
                made.append(Figure(f"process.{name}", float(row["value"]), unit))
        if self.targets is not None and self.targets["met"].notna().any():
            met = self.targets["met"].dropna().astype(bool)
            for figure, n in zip(TARGETS, (met.sum(), (~met).sum()), strict=True):
                made.append(Figure(figure, int(n), "count"))
        return tuple(made)

    def findings(self) -> tuple[Finding, ...]:
        """How many of the figures are measured, and the targets missed."""
        return tuple(f for f in (_measured(self), _targets(self)) if f is not None)

    def gaps(self) -> tuple[Gap, ...]:
        """Figures nobody measures, and targets of too few persons."""
        client, made = self.base.client, []
        silent = self.measured[self.measured["value"].isna()].index
        needs = dict.fromkeys(n for name in silent for n in client.missing(*STEERED[name][2]))
        if len(silent):
            ids = tuple(f"process.{name}" for name in silent)
            made.append(Gap("process.steering", tuple(needs), "process.gap_steering", ids))
        if self.targets is None and not self.hidden:
            made.append(Gap("process.targets", ("team_targets",), "process.gap_targets", TARGETS))
        if self.hidden:
            made.append(Gap("process.targets_people", ("people",), "process.gap_targets_people", ()))
        return tuple(made)


def steering(base: Base, topics: Topics) -> Steering:
    """The steering figures from the client's own data."""
    placed, again = topics.of(Effectiveness), topics.of(Delivered).again
    known, years, done = base.known, base.client.years, costed(base.client)
    satisfied = pd.to_numeric(known["satisfaction"]).dropna() if "satisfaction" in known else pd.Series(dtype=float)
    cost = (
        float(known["cost_to_serve"].sum()) if "cost_to_serve" in known and known["care_cost"].sum() > 0 else math.nan
    )
    mood = float(satisfied.mean()) if len(satisfied) else math.nan
    index = steering_index(float(known["net_revenue"].sum()), cost, mood / 10)
    worked = None
    if base.client.has("activities", "customer_id") and len(known):
        worked = known.index.isin(_inside(base, base.client.tables["activities"])["customer_id"].dropna().unique())
    found: dict[str, tuple[float, int]] = {
        "customers_worked": (float(worked.mean()), len(known)) if worked is not None else (math.nan, 0),
        "goal_attainment": (float(placed.company["effectiveness"]), int(placed.company["with_goals"])),
        "satisfaction": (mood, len(satisfied)),
        "further_business": (again.within, again.orders) if again is not None and again.orders else (math.nan, 0),
        "cost_per_customer": (cost / len(known) / years if len(known) else math.nan, len(known)),
        **{f"cost_per_{name}": _per_contact(base, done, kind) for name, kind in _CONTACTS.items()},
        "index_times": (index.times if index else math.nan, len(satisfied)),
        "index_divided": (index.divided if index else math.nan, len(satisfied)),
    }
    measured = pd.DataFrame(found, index=["value", "n"]).T.reindex(list(STEERED))
    return Steering(base, measured, index, *_held(base))


_CONTACTS = {"visit": "visit", "call": "phone_call"}


def _inside(base: Base, done: pd.DataFrame) -> pd.DataFrame:
    """The activities of the period."""
    first, last = (pd.Timestamp(d) for d in base.client.period)
    return done[within(done["date"], (first, last))]


def _per_contact(base: Base, done: pd.DataFrame | None, kind: str) -> tuple[float, int]:
    """What a contact of one kind cost on average in the period, and how many there were."""
    if done is None:
        return math.nan, 0
    own = _inside(base, done[done["type"] == kind])
    spent = float(own["spent"].sum())
    return (spent / len(own), len(own)) if len(own) and spent > 0 else (math.nan, 0)


def _held(base: Base) -> tuple[pd.DataFrame | None, int]:
    """Target against actual, as far as units may be shown, and how many targets are not."""
    client = base.client
    if not client.has("team_targets", "unit", "metric", "target"):
        return None, 0
    rows = client.tables["team_targets"]
    rows = rows[rows["target"].notna()]
    shown = may_be_shown(rows, client)
    own = rows[shown].sort_values(["unit", "metric", "target"], kind="stable").reset_index(drop=True)
    own = own.assign(actual=own["actual"].astype(float) if "actual" in own else math.nan)
    target = own["target"].astype(float)
    lower = own["metric"].isin(client.parameters.process.lower_is_better)
    own["variance"] = own["actual"] - target
    own["attainment"] = own["actual"] / target.where(target > 0)
    met = (own["variance"] >= 0).where(~lower, own["variance"] <= 0)
    own["lag"] = (1 - own["attainment"]).where(~lower, own["attainment"] - 1)
    own["met"] = met.astype(object).where(own["variance"].notna())
    return (own if len(own) else None), int((~shown).sum())


def _measured(found: Steering) -> Finding | None:
    known = found.measured["value"].notna()
    if not len(found.base.known):
        return None
    kinds = pd.Series({name: kind for name, (kind, *_) in STEERED.items()})
    numbers: dict[str, Value] = {"n": count(int(known.sum())), "n_total": count(len(known))}
    for kind in ("effectiveness", "efficiency"):
        numbers[f"n_{kind}"] = count(int(known[kinds == kind].sum()))
        numbers[f"all_{kind}"] = count(int((kinds == kind).sum()))
    if found.index is None:
        numbers["index"] = Term("process.index.none")
    else:
        ends = {"times": found.index.times, "divided": found.index.divided}
        numbers["index"] = Term("process.index.both", {k: Quantity(v, "ratio") for k, v in ends.items()})
    return Finding("process.measured", numbers, 3, ("[002]",))


def _targets(found: Steering) -> Finding | None:
    t = found.targets
    if t is None or t["met"].isna().all():
        return None
    judged = t[t["met"].notna()]
    missed = judged[~judged["met"].astype(bool)]
    worst = judged.loc[judged["lag"].idxmax()] if judged["lag"].notna().any() else judged.iloc[0]
    numbers: dict[str, Value] = {
        "n": count(len(missed)),
        "n_total": count(len(judged)),
        "unit": str(worst["unit"]),
        "metric": str(worst["metric"]),
        "share": share(float(worst["attainment"])),
        "n_open": count(len(t) - len(judged)),
    }
    return Finding("process.targets", numbers, 3, ("[002]",)) if math.isfinite(worst["attainment"]) else None
