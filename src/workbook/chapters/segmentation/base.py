"""What chapter 3 rests on: the existing customers, their criteria and score, and the class the rule gives them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters import SoFar
from workbook.client import Client
from workbook.methods.concentration import group_of
from workbook.methods.customer_class import classify, key_limit, tie_order
from workbook.methods.guard import Guard, guard
from workbook.methods.score import Score, score

# Criterion → column of the customers table that carries it; earned value and revenue come from chapter 2.
COLUMNS = {
    "potential": "potential_revenue",
    "strategic_importance": "strategic_importance",
    "requirements": "requirements_complexity",
    "competition": "competitive_intensity",
}


@dataclass(frozen=True)
class Base:
    """Score, class and reason of every existing customer (index customer_id), or a revenue ranking where there is no class.

    `table` has name, revenue_per_year, size, and with classes: score, completeness, class, class_reason, current. `criteria`: one
    column per criterion delivered, in its own unit. `known`: every column the chapters before and the customer list have of
    these customers, `everyone`: the same with prospects. `rule`: what the class rule looks at, None without classes.
    """

    client: Client
    known: pd.DataFrame
    rule: pd.DataFrame | None
    table: pd.DataFrame
    score: Score | None
    limit: int
    limit_source: str
    guard: Guard | None
    criteria: pd.DataFrame
    everyone: pd.DataFrame

    @property
    def segmented(self) -> bool:
        """Whether there are classes, not only a revenue ranking."""
        return "class" in self.table


@dataclass(frozen=True)
class Inputs:
    """What no setting of this chapter changes: see Base; `fixed` has group, size, ties and growth of the class rule."""

    known: pd.DataFrame
    everyone: pd.DataFrame
    criteria: pd.DataFrame
    fixed: pd.DataFrame


def inputs(client: Client, so_far: SoFar) -> Inputs:
    """The existing customers, their criteria, and what the class rule asks for beside the score."""
    known = so_far.customers.loc[client.existing(so_far.customers.index)]
    return Inputs(known, so_far.customers, criteria_of(client, known), _fixed(known))


def base(client: Client, so_far: SoFar) -> Base:
    """One class per existing customer where at least two criteria are known, one of them not derived from revenue.

    The rule asks for the size class too: without order lines nobody is classed.
    """
    return classed(client, inputs(client, so_far))


def classed(client: Client, given: Inputs) -> Base:
    """The same where the inputs are there already: another weight or threshold changes only what follows here."""
    known, criteria = given.known, given.criteria
    p = client.parameters.segmentation
    scored = score(criteria, {str(c): w for c, w in p.weights.items()}, p.least_known, p.reversed)
    beyond = set(scored.used) - {"revenue"}
    table = known[[c for c in ("name", "revenue_per_year", "size", "value_earned", "hours") if c in known]].copy()
    if len(scored.used) < 2 or not beyond or not client.has("transactions"):
        return Base(client, known, None, table, None, 0, "", None, criteria, given.everyone)
    limit, source = key_limit(len(known), _kam_fte(client), p.accounts_per_kam)
    table["score"], table["completeness"] = scored.score, scored.completeness
    rule = given.fixed.assign(score=scored.score, lean_cm3=lean_contribution(client, known))
    ruled = classify(rule, limit, p.key_score, p.decline_limit)
    table = table.join(ruled)
    table["rule_class"] = table["class"]
    for override in client.parameters.overrides:
        if override.customer_id in table.index and override.expires >= client.as_of:
            table.loc[override.customer_id, ["class", "class_reason"]] = [override.to, "override"]
    if "current_class" in known and p.current_classes:
        table["current"] = known["current_class"].map(dict(p.current_classes))
    check = guard(table["class"], table["score"], known["revenue_per_year"])
    return Base(client, known, rule, table, scored, limit, source, check, criteria, given.everyone)


def criteria_of(client: Client, known: pd.DataFrame) -> pd.DataFrame:
    """One column per criterion that was delivered; earned value only where costs by line or care hours are known."""
    frame = pd.DataFrame(index=known.index)
    frame["revenue"] = known["revenue_per_year"].fillna(0.0)
    for name, column in COLUMNS.items():
        if column in known:
            frame[name] = pd.to_numeric(known[column])
    if client.potential_in_points and "potential_points" in known:
        frame["potential"] = pd.to_numeric(known["potential_points"])
    if "value_earned" in known:
        frame["earned_value"] = known["value_earned"]
    return frame


def _kam_fte(client: Client) -> float | None:
    if client.has("staff", "role"):
        staff = client.tables["staff"]
        fte = staff["fte"].fillna(1.0) if "fte" in staff else pd.Series(1.0, staff.index)
        total = float(fte[staff["role"] == "kam"].sum())
        if total > 0:
            return total
    return client.parameters.segmentation.kam_fte


def _fixed(known: pd.DataFrame) -> pd.DataFrame:
    """What `classify` needs beside score and lean_cm3, missing where unknown."""
    missing = pd.Series(float("nan"), known.index)

    def column(name: str) -> pd.Series:
        return pd.to_numeric(known[name]) if name in known else missing

    found = pd.DataFrame(
        {
            "size": known["size"].fillna("none") if "size" in known else "none",
            "group": group_of(known.index, known["parent_id"]) if "parent_id" in known else known.index,
            "potential": column("potential_revenue"),
            "cm3": column("cm3"),
            "ratio": column("growth_ratio"),
            "error": column("growth_error"),
        },
        index=known.index,
    )
    return found.assign(tie=tie_order(found))


def lean_contribution(client: Client, known: pd.DataFrame) -> pd.Series:
    """CM III at the lean service level: the hours × lean_hours_factor at the cheapest role's mean rate; missing = unknown."""
    rate = cheapest_rate(client)
    if "cm2" not in known or "hours" not in known or rate is None:
        return pd.Series(float("nan"), known.index)
    return known["cm2"] - known["hours"] * client.parameters.segmentation.lean_hours_factor * rate


def cheapest_rate(client: Client) -> float | None:
    """What one practical hour of the cheapest role costs on average (currency), None where the cost of staff is not known."""
    if not client.has("staff", "annual_cost", "working_hours"):
        return None
    staff = client.tables["staff"]
    share = client.parameters.value.practical_share
    fte = staff["fte"].fillna(1.0) if "fte" in staff else 1.0
    capacity = (staff["working_hours"] * fte * share).groupby(staff["role"]).sum()
    rates = staff["annual_cost"].groupby(staff["role"]).sum() / capacity.where(capacity > 0)
    return float(rates.min())
