"""What chapter 5 says about effectiveness and efficiency."""

from __future__ import annotations

import math

import numpy as np

from workbook.chapters.process.effectiveness_facts import Facts
from workbook.finding import Claim, Finding, Gap, Quantity, Term, Terms, Value, count, money, share
from workbook.methods.bootstrap import enough, interval
from workbook.methods.claim_verdict import LEAST, verdict
from workbook.methods.goal_quadrant import QUADRANTS

NAMED = 3
LONG = 24  # months outside after which nobody calls it a phase
STATES = ("process.quadrant", "process.effectiveness")
COUNTED = tuple(f"process.quadrant_customers.{name}" for name in QUADRANTS)
BY_ROLE = ("process.quadrant.others", "process.effectiveness.others", "process.efficiency.others")


def ratio(value: float) -> Quantity:
    """A figure without unit."""
    return Quantity(float(value), "ratio")


def state(found: Facts) -> Finding | None:
    """The state the company is in, how sure that is, since when, and what the company itself thinks."""
    own = found.company
    if not isinstance(own["quadrant"], str):
        return None
    numbers: dict[str, Value] = {
        "quadrant": Term(f"quadrant.{own['quadrant']}"),
        "share": share(float(own["effectiveness"])),
        "ratio": ratio(own["efficiency"]),
        "n": count(own["with_goals"]),
        "n_total": count(own["customers"]),
        "target": ratio(found.base.client.parameters.process.efficiency_target),
        "goal": _goal(found),
        "border": Term("process.border.near" if own["on_border"] else "process.border.clear"),
        "since": _since(found),
        "self": _self(found),
        "way": _way(found),
    }
    return Finding("process.quadrant", numbers, 2 if own["on_border"] or own["with_goals"] < 30 else 3, ("[002]",))


def _goal(found: Facts) -> Term:
    """What the goals are held against, what another margin would say, and how many customers have a goal for revenue only."""
    if not found.other:
        return Term("process.goal.revenue")
    level = found.base.client.parameters.process.goal_margin_level
    parts = tuple(
        Term("process.goal.at", {"level": Term(f"margin_level.{name}"), "share": share(value)})
        for name, value in found.other.items()
        if name != level and math.isfinite(value)
    )
    n = int((found.customers["of"] == "revenue").sum())
    told: dict[str, Value] = {"level": Term(f"margin_level.{level}"), "others": Terms(parts)}
    return Term("process.goal.mixed", {**told, "n": count(n)}) if n else Term("process.goal.margin", told)


def _since(found: Facts) -> Term:
    months = found.company["months"]
    if not math.isfinite(months):
        return Term("process.since.unknown")
    if months <= 0:
        return Term("process.since.qualified")
    # As far back as windows reach, nobody knows what was before.
    whole = months >= 12 + 3 * (found.windows - 1)
    return Term("process.since.all" if whole else "process.since.months", {"months": count(months)})


def _self(found: Facts) -> Term:
    said = found.base.client.parameters.process.self_estimate
    if said is None:
        return Term("process.self.none")
    agrees = said == found.company["quadrant"]
    return Term("process.self.agrees" if agrees else "process.self.differs", {"said": Term(f"quadrant.{said}")})


def _way(found: Facts) -> Term:
    """What is missing to the qualified state, in money a year."""
    own, missing = found.company, {}
    if own["quadrant"] in ("waste", "fig_leaf"):
        missing["short"] = money(float(own["short"]))
    if own["quadrant"] in ("waste", "pyrrhic"):
        missing["over"] = money(float(own["over"]))
    return Term(f"process.way.{own['quadrant']}", missing)


def outside(found: Facts) -> Finding | None:
    """The customers outside the qualified state."""
    placed, own = found.placed, found.outside
    if not len(placed):
        return None
    counts, names = placed["quadrant"].value_counts(), tuple(found.base.known["name"].reindex(own.index[:NAMED]))
    numbers: dict[str, Value] = {
        "n": count(len(own)),
        "n_total": count(len(placed)),
        "share": share(len(own) / len(placed)),
        **{f"n_{name}": count(int(counts.get(name, 0))) for name in QUADRANTS},
        "short": money(float(own["short"].sum())),
        "over": money(float(own["over"].sum())),
        "n_border": count(int(placed["on_border"].sum())),
        "long": _long(found),
        "most": Term("process.most_missing", {"customers": Terms(names)}) if names else Term("process.none_missing"),
    }
    return Finding("process.outside", numbers, 2, ("[002]",), None, tuple(own.index))


def _long(found: Facts) -> Term:
    if 12 + 3 * (found.windows - 1) < LONG:
        return Term("process.long.unknown")
    n = int((found.outside["months"] >= LONG).sum())
    return Term("process.long.months", {"n": count(n), "months": count(LONG)})


def gaps(found: Facts) -> tuple[Gap, ...]:
    """What is missing for the four states."""
    client, made = found.base.client, []
    own = found.company
    if not math.isfinite(own["effectiveness"]):
        needs = client.missing("customers.goal_margin", "customers.goal_revenue")
        made.append(Gap("process.effectiveness", needs, "process.gap_goals", (*STATES, *COUNTED)))
    if not math.isfinite(own["efficiency"]):
        needs = client.missing("activities", "staff", "transactions.cost_of_goods")
        ids = ("process.efficiency",) if not math.isfinite(own["effectiveness"]) else ("process.efficiency", STATES[0])
        made.append(Gap("process.efficiency", needs, "process.gap_efficiency", ids))
    owned = client.has("customers", "owner_rep_id") and client.has("staff", "role")
    if isinstance(own["quadrant"], str) and not any(str(name).startswith("role.") for name in found.entities.index):
        needs = ("people",) if owned else client.missing("customers.owner_rep_id", "staff.role")
        made.append(Gap("process.quadrant_roles", needs, "process.gap_roles", BY_ROLE))
    return tuple(made)


def unaware(found: Facts) -> Claim | None:
    """A2-06: more customers are looked after inefficiently than ineffectively."""
    placed, p = found.placed, found.base.client.parameters
    if len(placed) < LEAST:
        return None
    low = np.column_stack(
        [placed.sort_index()["efficiency"] < p.process.efficiency_target, placed.sort_index()["effectiveness"] < 1.0]
    ).astype(float)

    def ahead(rows: np.ndarray) -> float:
        return float(rows[:, 0].mean() - rows[:, 1].mean())

    ends, ineffective = interval(low, ahead, p.seed, enough(len(low))), float(low[:, 1].mean())
    least = p.value.min_effect * ineffective
    numbers: dict[str, Value] = {
        "share_cost": share(float(low[:, 0].mean())),
        "share_goal": share(ineffective),
        "self": _self(found),
        "low": Quantity(ends[0] * 100, "score"),
        "high": Quantity(ends[1] * 100, "score"),
    }
    return Claim("A2-06", verdict(ends, len(low), least), ahead(low), ends, len(low), "points", "[002]", numbers, least)


def wrong_priorities(found: Facts) -> Claim | None:
    """A0-06: inside the small class hours do not follow value."""
    own, least = found.follows, found.base.client.parameters.value.follows_from
    if own is None or own.n < LEAST:
        return None
    ends = least - own.high, least - own.low
    numbers: dict[str, Value] = {
        "ratio": ratio(own.rho),
        "ratio_low": ratio(own.low),
        "ratio_high": ratio(own.high),
        "threshold": ratio(least),
        "before": Term("process.before", {"ratio": ratio(found.before)})
        if math.isfinite(found.before)
        else Term("process.before_unknown"),
    }
    return Claim("A0-06", verdict(ends, own.n), least - own.rho, ends, own.n, "ratio", "[000]", numbers)
