"""The facts of the topic territories: the problem as the client sets it, today's plan and the plans by disruption budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from workbook.chapters.coverage.base import Base
from workbook.chapters.coverage.team import Team
from workbook.chapters.coverage.territory_people import LEAST_WEIGHT, allowed, customers, reps, settled
from workbook.methods.great_circle import great_circle
from workbook.methods.protect import LEAST
from workbook.methods.territory import Plan, assign
from workbook.methods.territory_conflict import conflict
from workbook.methods.territory_model import Territories
from workbook.methods.territory_profit import territory_profit
from workbook.methods.territory_score import score

BUDGETS = (0.0, 0.10, 0.20, 1.0)
MANY = 300_000  # pairs of customer and rep; beyond, not every budget is worked out
BAND_FIRST = 50.0  # an hour outside the band weighs as much as this many hours of work cost on average
PROVEN = 0.005
MOST_FREE = 5_000  # customers that may move; of more, those with least work stay


@dataclass(frozen=True)
class Costs:
    """Customers × persons, a year: `km` and `hours` of driving, `travel` and `care` (currency); `change`: once, where the owner
    changes; `gain`: margin, where profit is aimed at (else 0)."""

    km: np.ndarray
    hours: np.ndarray
    travel: np.ndarray
    care: np.ndarray
    change: np.ndarray
    gain: np.ndarray


@dataclass(frozen=True)
class Facts:
    """What can be said of territories; `problem` and all after it are None where `missing` names what is needed.

    `table`, `people`: see territory_people. `today`: each customer's owner (position, −1 nobody). `plans`: by disruption budget
    (share); empty where no plan fits, then `conflict` says why. `strange`: codes in the settings that are no customer or person.
    `distances`: whether any distance is known.
    """

    base: Base
    team: Team | None
    missing: tuple[str, ...]
    strange: tuple[str, ...] = ()
    table: pd.DataFrame | None = None
    people: pd.DataFrame | None = None
    costs: Costs | None = None
    problem: Territories | None = None
    today: np.ndarray | None = None
    plans: Mapping[float, Plan] | None = None
    conflict: pd.DataFrame | None = None

    @property
    def distances(self) -> bool:
        """Whether any distance is known."""
        return self.costs is not None and bool(self.costs.km.any())

    @property
    def shown(self) -> bool:
        """Whether figures about all persons together are figures about at least five."""
        return self.people is not None and len(self.people) >= LEAST

    @property
    def chosen(self) -> Plan | None:
        """The plan at the disruption budget set."""
        return (self.plans or {}).get(self.base.client.parameters.coverage.territory.disruption_budget)

    @cached_property
    def now(self) -> pd.Series:
        """Today's territories in figures; see `account`."""
        assert self.today is not None
        return account(self, self.today)

    @cached_property
    def proposed(self) -> pd.Series:
        """The chosen plan in figures; see `account`."""
        assert self.chosen is not None
        return account(self, self.chosen.rep)

    def rescore(self, edits: Mapping[str, str]) -> pd.DataFrame:
        """The proposal (today where there is none) and the same after customers went to other persons by hand: rows `before`,
        `after`; see `account`. Nothing is solved. KeyError for a code that is no customer or person of the assignment."""
        assert self.table is not None and self.people is not None and self.today is not None
        plan = self.today if self.chosen is None else self.chosen.rep
        at = [self.table.index.get_loc(c) for c in edits]
        changed = plan.copy()
        changed[at] = [self.people.index.get_loc(r) for r in edits.values()]
        return pd.DataFrame({"before": account(self, plan), "after": account(self, changed)}).T


def account(found: Facts, rep: np.ndarray) -> pd.Series:
    """A plan in figures, over customers that have an owner today: km, hours, travel and care (a year), change (once), outside
    (hours outside the bands), spread of work and potential (coefficient of variation of work per fair share, of potential per
    capacity), moved (customers), moved_work (share), moved_value (currency a year), refused (customers at a person they may
    not go to)."""
    t, costs, people, table = found.problem, found.costs, found.people, found.table
    assert t is not None and costs is not None and people is not None and table is not None
    told = score(t, rep)
    at = np.flatnonzero(t.owned & (rep >= 0))
    sums = {k: float(getattr(costs, k)[at, rep[at]].sum()) for k in ("km", "hours", "travel", "care", "change")}
    fair = (t.low + t.high) / 2
    whole = float(t.weight[t.owned].sum())
    worth = table["value"].fillna(0.0).clip(lower=0.0).to_numpy()
    potential = _by_rep(table["potential"].fillna(0.0).to_numpy(), rep, len(people))
    return pd.Series(
        {
            **sums,
            "outside": float(np.abs(told.outside).sum()),
            "spread": _spread(told.load[fair > 0] / fair[fair > 0]),
            "potential_spread": _spread(potential / people["capacity"].to_numpy()),
            "moved": float(told.movers.sum()),
            "moved_work": told.moved / whole if whole > 0 else 0.0,
            "moved_value": float(worth[told.movers].sum()),
            "refused": float(len(told.refused)),
        }
    )


def _by_rep(amount: np.ndarray, rep: np.ndarray, m: int) -> np.ndarray:
    return np.bincount(rep[rep >= 0], amount[rep >= 0], m)


def _spread(values: np.ndarray) -> float:
    """Coefficient of variation; 0 where there is nothing."""
    return float(values.std() / values.mean()) if len(values) and values.mean() > 0 else 0.0


def facts(base: Base, team: Team | None) -> Facts:
    """Today's territories and the plans at every disruption budget."""
    needs = base.client.missing("staff.role", "customers.owner_rep_id")
    if team is None or needs or base.customers.empty:
        return Facts(base, team, needs or ("customers.owner_rep_id",))
    owner = base.client.listed("owner_rep_id", base.customers.index)
    people = reps(team, owner)
    owned = owner.isin(people.index)
    if len(people) < 2 or not owned.any():
        return Facts(base, team, ("staff.role",) if len(people) < 2 else ("customers.owner_rep_id",))
    table = customers(base, team, people)
    people = settled(people, table)
    today = people.index.get_indexer(table["owner"])
    costs, may = _costs(base, table, people, today), allowed(table, people, base)
    may = {name: _fewer(rule, table, today) for name, rule in may.items()}
    problem = _problem(base, table, people, costs, may["all"], today)
    strange = _strange(base, people)
    facts_now = Facts(base, team, (), strange, table, people, costs, problem, today)
    plans = _plans(problem, base) if may["all"].any(axis=1).all() else {}
    if plans:
        return replace(facts_now, plans=plans)
    budget = base.client.parameters.coverage.territory.disruption_budget
    found = conflict(_with(problem, budget), {k: v for k, v in may.items() if k != "all"})
    return replace(facts_now, plans={}, conflict=found)


def _fewer(may: np.ndarray, table: pd.DataFrame, today: np.ndarray) -> np.ndarray:
    """Who may look after whom where only the `MOST_FREE` customers with most work may leave an owner they may keep."""
    if len(table) <= MOST_FREE:
        return may
    rank = (-table["load"]).rank(method="first").to_numpy()
    own = (today[:, None] == np.arange(may.shape[1])) & may
    stays = (rank > MOST_FREE) & own.any(axis=1)
    return np.where(stays[:, None], own, may)


def _strange(base: Base, people: pd.DataFrame) -> tuple[str, ...]:
    """Codes in the settings that are no customer or no person of the assignment."""
    p, ids = base.client.parameters.coverage.territory, base.customers.index
    named = [*p.pinned, *p.forbidden, *p.remote]
    persons = [*p.pinned.values(), *(r for rs in p.forbidden.values() for r in rs), *p.dissolvable]
    return tuple(sorted({c for c in named if c not in ids} | {r for r in persons if r not in people.index}))


def _as_logged(km: np.ndarray, table: pd.DataFrame, today: np.ndarray, drives: np.ndarray) -> float:
    """By how much the kilometres logged differ from those of single trips: tours join visits. 1 where none are logged."""
    at = np.flatnonzero(today >= 0)
    at = at[drives[at, today[at]]]
    alone, logged = float(km[at, today[at]].sum()), float(table["km"].to_numpy()[at].sum())
    return logged / alone if alone > 0 and logged > 0 else 1.0


def _costs(base: Base, table: pd.DataFrame, people: pd.DataFrame, today: np.ndarray) -> Costs:
    p = base.client.parameters.coverage.territory
    here = ["latitude", "longitude"]
    far = np.nan_to_num(great_circle(table[here].to_numpy(float), people[here].to_numpy(float)))
    drives = (~table["remote"]).to_numpy()[:, None] & people["travels"].to_numpy()[None, :]
    km = 2 * p.detour * far * table["visits"].to_numpy()[:, None] * drives
    km *= _as_logged(km, table, today, drives)
    rate = people["rate"].fillna(p.hour_cost).to_numpy()[None, :]
    hours = km / p.speed
    other = people.index.to_numpy()[None, :] != table["owner"].to_numpy()[:, None]
    other &= table["owner"].notna().to_numpy()[:, None]
    lost = p.change_loss * table["margin"].clip(lower=0.0).to_numpy()[:, None]
    has_hours = table["load"].to_numpy()[:, None] if base.has_hours else np.zeros((len(table), 1))
    gain = np.zeros_like(km)
    if p.objective == "profit":
        own = np.where(other, 0.0, hours).sum(axis=1)
        response = base.client.parameters.coverage.elasticity[1]
        margin, contact = table["margin"].to_numpy(), has_hours[:, 0]
        gain = territory_profit(margin, contact, hours, own, response)
    return Costs(
        km, hours, km * p.km_cost + hours * rate, has_hours * rate, other * (p.change_hours * rate + lost), gain
    )


def _problem(
    base: Base, table: pd.DataFrame, people: pd.DataFrame, costs: Costs, may: np.ndarray, today: np.ndarray
) -> Territories:
    p = base.client.parameters.coverage.territory
    load = table["load"].to_numpy()
    work = table["load"].groupby(table["role"]).sum()
    capacity = people["capacity"].groupby(people["role"]).sum()
    fair = (people["role"].map(work / capacity).fillna(0.0) * people["capacity"]).to_numpy()
    weight = load if p.budget_by == "workload" else table["value"].fillna(0.0).clip(lower=0.0).to_numpy()
    weight = np.maximum(weight, LEAST_WEIGHT * weight.mean()) if weight.mean() > 0 else np.ones(len(weight))
    cost = costs.travel + costs.care + costs.change - costs.gain
    hour = np.abs(cost).mean() / max(float(load.mean()), 1e-12) or 1.0
    return Territories.plain(
        cost, load, p.band[0] * fair, p.band[1] * fair, allowed=may, owner=today, weight=weight,
        closable=people.index.isin(p.dissolvable), outside=None if p.strict else BAND_FIRST * hour,
    )  # fmt: skip


def _with(problem: Territories, share: float) -> Territories:
    """The problem with a disruption budget; without one, whoever may keep its owner is left with nobody else."""
    if share > 0:
        return replace(problem, budget=share * float(problem.weight[problem.owned].sum()))
    own = problem.owner[:, None] == np.arange(problem.cost.shape[1])
    keeps = (own & problem.allowed).any(axis=1)
    return replace(problem, budget=0.0, allowed=np.where(keeps[:, None], own, problem.allowed))


def _plans(problem: Territories, base: Base) -> dict[float, Plan]:
    """A plan for every budget that has one; of very large problems only today's owners and the budget asked for."""
    chosen = base.client.parameters.coverage.territory.disruption_budget
    asked = sorted({*(BUDGETS if problem.allowed.sum() <= MANY else (0.0,)), chosen})
    made = {share: assign(_with(problem, share), PROVEN) for share in asked}
    found = {share: plan for share, plan in made.items() if plan is not None}
    return found if chosen in found else {}
