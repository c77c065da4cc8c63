"""What chapter 4 shows of territories."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.coverage.analysis import Result
from workbook.chapters.coverage.shared_exhibits import group_column
from workbook.chapters.coverage.team import labels
from workbook.chapters.coverage.territory import TerritoryPlan
from workbook.chapters.coverage.territory_drawings import Site, flat, two_maps
from workbook.chapters.coverage.territory_facts import account
from workbook.chapters.coverage.territory_findings import gap
from workbook.charts import Bar, bar_rows
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count, hours, money, setting, share
from workbook.language import Words
from workbook.methods.protect import LEAST, agreed
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def territory_change(result: Result, words: Words) -> Exhibit | None:
    """Today against the proposal: driving, cost, balance, potential, moves."""
    found = result.topics.of(TerritoryPlan)
    if found.chosen is None or not found.shown:
        return None
    then = found.proposed
    table = sums(found, found.now, then, words)
    shown = [
        Shown("what", "head.territory_what", "term", "coverage.territory_what."),
        Shown("now", "head.territory_now"),
        Shown("then", "head.territory_then"),
    ]
    p = result.client.parameters.coverage.territory
    numbers: dict[str, Value] = {
        "n": count(then["moved"]),
        "share": share(then["moved_work"]),
        "gap": gap(found),
        "speed": _number(p.speed),
        "km": money(p.km_cost * 100),
        "hours": hours(p.change_hours),
        "loss": setting(p.change_loss),
        "places": _places(found),
    }
    return plate(
        words, "coverage.territory_change", numbers, Behind(table, shown), margin=("read", "certainty", "limit")
    )


def sums(found: TerritoryPlan, now: pd.Series, then: pd.Series, words: Words) -> pd.DataFrame:
    """Two accounts of territories side by side in words (columns what, now, then): sums over all persons, never one person's."""
    parts: list[tuple[str, str, Callable[[float], Quantity]]] = []
    if found.distances:
        parts += [
            ("km", "km", _number),
            ("hours", "hours", hours),
            ("travel", "travel", money),
            ("care", "care", money),
        ]
    parts += [("outside", "outside", hours), ("spread", "spread", share)]
    if found.table is not None and found.table["potential"].notna().any():
        parts.append(("potential", "potential_spread", share))
    parts += [("moved", "moved", count), ("moved_work", "moved_work", _part), ("moved_value", "moved_value", money)]
    parts.append(("change", "change", money))
    return pd.DataFrame(
        [
            {"what": what, "now": words.quantity(unit(now[name])), "then": words.quantity(unit(then[name]))}
            for what, name, unit in parts
        ]
    )


def _part(value: float) -> Quantity:
    """A share; none at all is none by definition, not measured."""
    return share(value) if value else setting(0.0)


def _number(value: float) -> Quantity:
    return Quantity(float(value), "count")


def _places(found: TerritoryPlan) -> Term:
    """What distances rest on."""
    table = found.table
    assert table is not None
    unknown, rough = int(table["latitude"].isna().sum()), int(table["by_postcode"].sum())
    if not found.distances:
        return Term("coverage.places_none")
    if rough:
        return Term("coverage.places_postcode", {"n": count(rough)})
    return Term("coverage.places_unknown", {"n": count(unknown)})


def territory_front(result: Result, words: Words) -> Exhibit | None:
    """Travel, balance, work and value in other hands at every disruption budget."""
    found = result.topics.of(TerritoryPlan)
    if not found.plans or not found.shown:
        return None
    rows = pd.DataFrame({share_: account(found, plan.rep) for share_, plan in found.plans.items()}).T
    rows = pd.concat([found.now.to_frame("today").T, rows]).reset_index(names="budget")
    kind = "travel" if found.distances else "outside"
    quantity = money if found.distances else hours
    names = [words.text("coverage.today_plan")]
    names += [_at_budget(float(b), words) for b in rows["budget"][1:]]
    rows["name"] = names
    chosen = result.client.parameters.coverage.territory.disruption_budget
    bars = [
        Bar(
            r.name, getattr(r, kind), words.quantity(quantity(getattr(r, kind))), token="gain" if r.budget == chosen else "dot",
        )
        for r in rows.itertuples(index=False)
    ]  # fmt: skip
    shown = [
        Shown("name", "head.territory_budget"),
        *([Shown("travel", "head.territory_travel", "money")] if found.distances else []),
        Shown("outside", "head.territory_outside", "hours"),
        Shown("moved", "head.territory_moved", "count"),
        Shown("moved_work", "head.territory_moved_work", "share"),
        Shown("moved_value", "head.territory_moved_value", "money"),
    ]
    most = rows.iloc[-1]
    numbers: dict[str, Value] = {
        "budget": setting(chosen),
        "now": quantity(float(found.now[kind])),
        "chosen": quantity(float(rows.loc[rows["budget"] == chosen, kind].iloc[0])),
        "most": quantity(float(most[kind])),
        "n": count(float(most["moved"])),
        "share": share(float(most["moved_work"])),
    }
    end = "cost" if found.distances else "balance"
    message = f"coverage.territory_front_{end}"
    keys = {part: f"coverage.territory_front.{part}_{end}" for part in ("alt", "unit")}
    draw = partial(bar_rows, bars, names=230)
    behind, margin = Behind(rows, shown), ("read", "limit")
    return plate(words, "coverage.territory_front", numbers, behind, draw, margin, message=message, **keys)


def _at_budget(budget: float, words: Words) -> str:
    """How a disruption budget is named; the whole of the work is no limit."""
    return words.text("coverage.at_budget", share=setting(budget)) if budget < 1 else words.text("coverage.at_no_limit")


def territory_map(result: Result, words: Words) -> Exhibit | None:
    """Where the territories of the largest role are, today and as proposed: no names, no figures about anybody."""
    found = result.topics.of(TerritoryPlan)
    if found.chosen is None or not found.shown or not found.distances:
        return None
    table, people, today = found.table, found.people, found.today
    assert table is not None and people is not None and today is not None
    roles = people["role"][people["travels"]].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    if roles.empty or roles.iloc[0] < LEAST:
        return None
    ours = (people["role"] == roles.index[0]).to_numpy()
    at = np.flatnonzero(table["latitude"].notna().to_numpy() & ours[found.chosen.rep])
    if len(at) < 2:
        return None
    x, y = flat(table["latitude"].to_numpy()[at], table["longitude"].to_numpy()[at])
    numbered = np.append(np.where(ours, np.cumsum(ours) - 1, -1), -1)
    moved = (found.chosen.rep != today)[at]
    sites = [Site(x, y, numbered[rep[at]], moved) for rep in (today, found.chosen.rep)]
    own = table.iloc[at].assign(moved=moved)
    groups = own.groupby("group").agg(customers=("load", "size"), hours=("load", "sum"), moved=("moved", "sum"))
    numbers: dict[str, Value] = {
        "n": count(int(own["moved"].sum())),
        "n_all": count(len(at)),
        "role": Term(f"role_in.{roles.index[0]}"),
        "n_territories": count(int(ours.sum())),
        "elsewhere": Term(
            "coverage.territory_elsewhere", {"n": count(int((found.chosen.rep != today).sum() - moved.sum()))}
        ),
    }
    shown = [
        group_column(result.grouping),
        Shown("customers", "head.customers", "count"),
        Shown("hours", "head.hours_year", "hours"),
        Shown("moved", "head.territory_moved", "count"),
    ]
    names = (words.text("coverage.map_today"), words.text("coverage.map_proposal"))
    behind, draw = Behind(groups.reset_index(names="group"), shown), partial(two_maps, sites, names)
    return plate(words, "coverage.territory_map", numbers, behind, draw, ("read", "people"))


def each_territory(result: Result, words: Words) -> Exhibit | None:
    """Work and driving of every person before and after, where that was agreed: no customers, no places."""
    found = result.topics.of(TerritoryPlan)
    if found.chosen is None or not agreed(result.client.parameters.people) or found.costs is None or found.team is None:
        return None
    people, problem = found.people, found.problem
    assert people is not None and problem is not None and found.today is not None
    table = pd.DataFrame({"label": labels(found.team).reindex(people.index), "role": people["role"]})
    for when, rep in (("before", found.today), ("after", found.chosen.rep)):
        at = np.flatnonzero(rep >= 0)
        for name, part in (("load", problem.load), ("hours", found.costs.hours)):
            table[f"{name}_{when}"] = np.bincount(rep[at], part[at, rep[at]], len(people))
    shown = [
        Shown("label", "head.person"),
        Shown("role", "head.role", "term", "role."),
        *(Shown(f"load_{w}", f"head.territory_load_{w}", "hours") for w in ("before", "after")),
        *(Shown(f"hours_{w}", f"head.territory_driving_{w}", "hours") for w in ("before", "after")),
    ]
    numbers: dict[str, Value] = {"n": count(len(table))}
    behind = Behind(table, shown, sortable=True)
    return plate(words, "coverage.each_territory", numbers, behind, margin=("limit",))


EXHIBITS: dict[str, Draw] = {
    "territory_change": territory_change,
    "territory_front": territory_front,
    "territory_map": territory_map,
}
PERSONS: dict[str, Draw] = {"each_territory": each_territory}
