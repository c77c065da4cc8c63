"""What chapter 4 says about territories."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.chapters.coverage.territory_facts import MOST_FREE, Facts
from workbook.finding import Claim, Finding, Gap, Quantity, Term, Terms, Value, count, hours, money, setting, share
from workbook.methods import bootstrap
from workbook.methods.claim_verdict import LEAST, verdict
from workbook.methods.protect import LEAST as PERSONS
from workbook.methods.protect import agreed

FIGURES = ("territory_gap", "customers_moved", "territory_moved_share", "territory_outside_before", "territory_outside_after",
           "territory_spread_before", "territory_spread_after")  # fmt: skip
OF_DISTANCE = ("territory_cost_before", "territory_cost_after", "territory_change_cost", "territory_km_before",
               "territory_km_after")  # fmt: skip
FOLLOWS = 0.5  # serving cost follows potential less than half: a tenth more potential, less than a twentieth more cost


def proven(found: Facts) -> float:
    """How much less the plan's cost could be at most, as a share of the cost without what lies outside the bands."""
    assert found.chosen is not None
    plan, then = found.chosen, found.proposed
    cost = abs(float(then["travel"] + then["care"] + then["change"]))
    rest = max(plan.value - plan.bound, 0.0)
    return 0.0 if rest <= 1e-9 * max(abs(plan.value), 1e-12) or cost <= 0 else rest / cost


def gap(found: Facts) -> Term:
    """The proven gap in words."""
    least = proven(found)
    return Term("coverage.gap_tiny") if least < 0.001 else Term("coverage.gap_most", {"share": share(least)})


def _rules(found: Facts) -> Term:
    """How the settings were kept: codes nobody knows, territories dissolved, customers that stay because there are so many."""
    assert found.chosen is not None and found.table is not None
    said = Term("coverage.strange", {"codes": Terms(found.strange)}) if found.strange else Term("coverage.no_strange")
    if found.base.client.parameters.coverage.territory.dissolvable:
        said = Term("coverage.dissolved", {"n": count(int((~found.chosen.open).sum())), "rest": said})
    if len(found.table) > MOST_FREE:
        said = Term("coverage.most_free", {"n": count(MOST_FREE), "rest": said})
    return said


def _most_moved(found: Facts) -> Term:
    """The three customers with most work that change their owner, by name."""
    assert found.chosen is not None and found.table is not None and found.problem is not None
    moved = found.table[found.problem.owned & (found.chosen.rep != found.today)]
    top = moved.sort_values(["load", "value"], ascending=False, kind="stable").head(3)
    names = tuple(str(n) for n in found.base.customers["name"].reindex(top.index).dropna())
    return Term("coverage.most_moved", {"customers": Terms(names)}) if names else Term("coverage.none_moved")


def findings(found: Facts) -> tuple[Finding, ...]:
    """The proposal, potential against cost, or which rule leaves no plan."""
    made = [_proposal(found), _misfit(found), _conflict(found)]
    return tuple(f for f in made if f is not None)


def _proposal(found: Facts) -> Finding | None:
    if found.chosen is None or not found.shown or found.table is None:
        return None
    now, then, p = found.now, found.proposed, found.base.client.parameters.coverage.territory
    before, after = (float(r["travel"] + r["care"]) for r in (now, then))
    numbers: dict[str, Value] = {
        "n": count(then["moved"]),
        "moved_work": share(then["moved_work"]),
        "moved_value": money(then["moved_value"]),
        "before": money(before, True),
        "after": money(after, True),
        "money": money(abs(before - after), True),
        "share": share(abs(before - after) / before if before > 0 else 0.0, True),
        "change": money(then["change"], True),
        "outside_before": hours(now["outside"]),
        "outside_after": hours(then["outside"]),
        "low": setting(p.band[0]),
        "high": setting(p.band[1]),
        "budget": setting(p.disruption_budget),
        "by": Term(f"coverage.budget_by.{p.budget_by}"),
        "gap": gap(found),
        "who": _most_moved(found),
        "new": Term("coverage.newly_owned", {"n": count(int((found.problem.owner < 0).sum()))}),  # type: ignore[union-attr]
        "rules": _rules(found),
    }
    rest = ("[003]", "[000]")
    ids = tuple(found.table.index[found.chosen.rep != found.today])
    if not found.distances:
        return Finding("coverage.territory_balance", numbers, 2, rest, None, ids)
    name = "coverage.territory" if before > after else "coverage.territory_dearer"
    return Finding(name, numbers, 2, rest, None, ids)


def territories(found: Facts) -> pd.DataFrame | None:
    """Today's territories of the role with most persons: potential and cost (travel and care, a year) by rep_id; None where
    they are fewer than five or either is not known."""
    if found.table is None or found.people is None or found.costs is None or found.today is None or not found.distances:
        return None
    if found.table["potential"].isna().all():
        return None
    role = found.people["role"].value_counts().sort_index().sort_values(ascending=False, kind="stable").index[0]
    at = np.flatnonzero(found.today >= 0)
    cost = pd.Series((found.costs.travel + found.costs.care)[at, found.today[at]], found.people.index[found.today[at]])
    potential = pd.Series(found.table["potential"].fillna(0.0).to_numpy()[at], cost.index)
    made = pd.DataFrame({"cost": cost.groupby(level=0).sum(), "potential": potential.groupby(level=0).sum()})
    made = made[(made > 0).all(axis=1) & (found.people["role"].reindex(made.index) == role)]
    return made if len(made) >= PERSONS else None


def _misfit(found: Facts) -> Finding | None:
    """How much of the cost stands where the potential is not."""
    table = territories(found)
    if table is None:
        return None
    fair = table["potential"] / table["potential"].sum() * table["cost"].sum()
    numbers: dict[str, Value] = {
        "n": count(len(table)),
        "money": money(float((table["cost"] - fair).clip(lower=0.0).sum()), True),
        "total": money(float(table["cost"].sum()), True),
        "share": share(float((table["cost"] - fair).clip(lower=0.0).sum() / table["cost"].sum()), True),
    }
    return Finding("coverage.territory_misfit", numbers, 2, ("[003]",))


def _conflict(found: Facts) -> Finding | None:
    """Which rule leaves no plan, and by how much it would have to give."""
    if found.conflict is None:
        return None
    rows = found.conflict["by"]
    giving = [_gives(found, str(name), float(by)) for name, by in rows.items() if by > 0]
    numbers: dict[str, Value] = {
        "n": count(len(giving)),
        "rules": Terms(tuple(giving)) if giving else Term("coverage.rule_none"),
    }
    return Finding("coverage.territory_conflict", numbers, 3, ("[003]",))


def _gives(found: Facts, name: str, by: float) -> Term:
    if name == "budget" and found.base.client.parameters.coverage.territory.budget_by == "value":
        return Term("coverage.rule.budget_value", {"money": money(by)})
    unit = {"band": hours, "budget": hours}.get(name, count)
    return Term(f"coverage.rule.{name}", {"n": unit(by)})


def gaps(found: Facts) -> tuple[Gap, ...]:
    """What is needed for territories, for distances, and for figures about fewer than five persons."""
    ids = tuple(f"coverage.{f}" for f in FIGURES)
    far = tuple(f"coverage.{f}" for f in OF_DISTANCE)
    tested = ("claims.A3-24", "claims.A3-30")
    if found.missing:
        return (Gap("coverage.territory_gap", found.missing, "coverage.gap_territory", (*ids, *far, *tested)),)
    if not found.shown and not agreed(found.base.client.parameters.people):
        return (Gap("coverage.territory_people", ("people",), "coverage.gap_territory_people", (*ids, *far, *tested)),)
    made = []
    if found.chosen is None:
        made.append(Gap("coverage.territory_rules", ("rules",), "coverage.gap_rules", (*ids, *far, "claims.A3-30")))
    if not found.distances:
        client = found.base.client
        needs = client.missing("customers.latitude", "staff.latitude") or ("customers.latitude",)
        made.append(Gap("coverage.territory_cost", needs, "coverage.gap_distance", (*far, *tested)))
    elif (table := territories(found)) is None or len(table) < LEAST:
        unknown = found.table is None or found.table["potential"].isna().all()
        needs = ("customers.potential_revenue",) if unknown else ("staff.territory",)
        made.append(Gap("coverage.territory_misfit", needs, "coverage.gap_misfit", ("claims.A3-24",)))
    return tuple(made)


def claims(found: Facts) -> tuple[Claim, ...]:
    """Whether serving cost follows potential (A3-24), and whether another assignment cuts it (A3-30)."""
    made = [_same_cost(found), _cuts(found)]
    return tuple(c for c in made if c is not None)


def _same_cost(found: Facts) -> Claim | None:
    """1 − the elasticity of a territory's cost to its potential: 1 where it costs the same whatever it holds."""
    table = territories(found)
    if table is None or len(table) < LEAST:
        return None

    def loose(some: np.ndarray) -> float:
        x = some[:, 0] - some[:, 0].mean()
        spread = float((x**2).sum())
        return 1.0 - float((x * some[:, 1]).sum()) / spread if spread > 1e-12 else float("nan")

    rows = np.log(table[["potential", "cost"]].to_numpy())
    effect, seed = loose(rows), found.base.client.parameters.seed
    ends = bootstrap.interval(rows, loose, seed)
    if not np.isfinite([effect, *ends]).all():
        return None
    made = verdict(ends, len(table), FOLLOWS)
    numbers: dict[str, Value] = {"slope": Quantity(1.0 - effect, "ratio")}
    return Claim("A3-24", made, effect, ends, len(table), "index", "[003]", numbers, FOLLOWS)


def _cuts(found: Facts) -> Claim | None:
    """The share of today's cost another assignment saves within the disruption budget, over the customers."""
    if found.chosen is None or not found.shown or not found.distances or found.costs is None or found.problem is None:
        return None
    at = np.flatnonzero(found.problem.owned)
    cost = found.costs.travel + found.costs.care
    rows = np.column_stack([cost[at, found.problem.owner[at]], cost[at, found.chosen.rep[at]]])
    if len(rows) < LEAST or not rows[:, 0].sum() > 0:
        return None

    def saved(some: np.ndarray) -> float:
        before = float(some[:, 0].sum())
        return 1.0 - float(some[:, 1].sum()) / before if before > 0 else float("nan")

    p = found.base.client.parameters
    ends, least = bootstrap.interval(rows, saved, p.seed), p.value.min_effect
    made = verdict(ends, len(rows), least)
    numbers: dict[str, Value] = {"budget": setting(p.coverage.territory.disruption_budget), "least": setting(least)}
    return Claim("A3-30", made, saved(rows), ends, len(rows), "share", "[003]", numbers, least)
