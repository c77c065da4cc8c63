"""The facts of the topic scope: which customers could be served otherwise, and what five levers would bring there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from workbook.chapters.coverage.base import Base
from workbook.chapters.coverage.scope_work import Care, Orders, care, orders
from workbook.finding import Impact
from workbook.methods.scope_overlap import hours_left, remaining
from workbook.methods.service_scope import Change, at_risk, break_even, brought, effect, joint
from workbook.methods.two_levers import two_levers
from workbook.parameters_scope import LEVERS, Scope

SMALL = {"class": ("smart", "lean"), "size": ("small",)}
CENTRAL = 1  # of the scenarios low, central, high acceptance
MARGIN = ("transactions.cost_of_goods", "activities.hours", "customers.potential_revenue")


@dataclass(frozen=True)
class Facts:
    """What the levers would bring; `table` is None where margins are not known or nobody is concerned.

    `table`, one row per customer concerned (per year, currency): name, group, revenue, cm1, cm3, freight, care_cost, hours, and
    the columns of `Care` and `Orders`. `by_potential`: whether potentials are known, so that only low ones are concerned;
    `unknown`: customers of these classes without one. `missing`: what a lever lacks, by lever. `classes`: the two levers of
    A4-09 by class.
    """

    base: Base
    table: pd.DataFrame | None
    by_potential: bool
    unknown: int
    care: Care
    orders: Orders
    missing: Mapping[str, tuple[str, ...]]
    classes: pd.DataFrame | None

    @property
    def set(self) -> Scope:
        """What is assumed."""
        return self.base.client.parameters.coverage.scope

    @property
    def levers(self) -> tuple[str, ...]:
        """The levers that can be assessed, in their order."""
        return tuple(name for name in LEVERS if name not in self.missing) if self.table is not None else ()

    @cached_property
    def changes(self) -> dict[str, Change]:
        """What each lever does to contribution margin III."""
        return {name: self._change(name, cash=False) for name in self.levers}

    @cached_property
    def cash(self) -> dict[str, Change]:
        """What each lever does to cash: surcharges, travel, margin lost; hours and handling are capacity."""
        return {name: self._change(name, cash=True) for name in self.levers}

    def _change(self, name: str, cash: bool) -> Change:
        assert self.table is not None
        t, none = self.table, pd.Series(0.0, self.table.index)
        customer = ((t["cm1"] - t["freight"]) if cash else t["cm3"]).clip(lower=0.0)
        handled = 0.0 if cash else self.orders.per_order
        # Only a customer something changes for can be lost by it.
        if name == "channel":
            return Change(t["saved_cash"] if cash else t["saved"], none, customer.where(t["moved"] > 0, 0.0))
        if name == "scope":
            return Change(none if cash else t["cut"] * t["per_hour"], none, customer.where(t["cut"] > 0, 0.0))
        if name == "online":
            saved = t["by_hand"] * handled * (1 - self.set.online_cost)
            return Change(saved, none, customer.where(t["by_hand"] > 0, 0.0))
        loss, bundled = t[f"{name}_{'cash' if cash else 'worth'}"], t[f"{name}_bundled"] * handled
        if name == "minimum":
            return Change(bundled, none, loss)
        return Change(t["surcharge"] * (self.orders.amount or 0.0), bundled, loss)

    def answers(self, scenario: int) -> dict[str, tuple[float, float]]:
        """Acceptance and lost share by lever in one scenario (0 low, 1 central, 2 high acceptance)."""
        return {name: getattr(self.set, name).scenarios[scenario] for name in self.levers}

    def single(self, name: str) -> tuple[float, float, float]:
        """Effect of one lever on contribution margin III: least, central, most of the scenarios (currency per year)."""
        return _span([self._sum(effect, self.changes, name, s) for s in range(3)])

    def brought(self, name: str) -> float:
        """What one lever brings before losses, central."""
        return self._sum(brought, self.changes, name, CENTRAL)

    def risk(self, name: str) -> tuple[float, float, float]:
        """Contribution margin III of those who may be lost, times how likely: least, central, most."""
        return _span([self._sum(at_risk, self.changes, name, s) for s in range(3)])

    def _sum(self, method, changes: Mapping[str, Change], name: str, scenario: int) -> float:  # type: ignore[no-untyped-def]
        return float(method(changes[name], *self.answers(scenario)[name]).sum())

    def break_even(self, name: str, scenario: int = CENTRAL) -> float | None:
        """The acceptance at which a lever brings nothing; None where no acceptance is enough."""
        return break_even(self.changes[name], self.answers(scenario)[name][1])

    @cached_property
    def together(self) -> tuple[float, float, float]:
        """Effect of all levers at once on contribution margin III: least, central, most."""
        return _span([self._joint(self.changes, s) for s in range(3)])

    @cached_property
    def together_cash(self) -> tuple[float, float, float]:
        """The part of it that is cash."""
        return _span([self._joint(self.cash, s) for s in range(3)])

    def _joint(self, changes: Mapping[str, Change], scenario: int) -> float:
        assert self.table is not None
        answers = self.answers(scenario)
        return float(joint(changes, answers, remaining(self.table, answers)).sum())

    def hours(self, scenario: int = CENTRAL) -> dict[str, float]:
        """Hours a year with all levers at once: visits (leaving them), taken (elsewhere), cut (of the scope), free (net)."""
        assert self.table is not None
        t, answers = self.table, self.answers(scenario)
        left, found = remaining(t, answers), {"visits": 0.0, "taken": 0.0, "cut": 0.0}
        if "channel" in answers:
            shifted = answers["channel"][0] * left["channel"]
            found |= {"visits": float((shifted * t["moved"]).sum()), "taken": float((shifted * t["taken"]).sum())}
        if "scope" in answers:
            there = 1 - sum((1 - a) * gone for n, (a, gone) in answers.items() if n in ("channel", "online"))
            rest = hours_left(t, answers["channel"][0]) if "channel" in answers else 1.0
            found["cut"] = float((answers["scope"][0] * there * rest * t["cut"]).sum())
        return found | {"free": found["visits"] - found["taken"] + found["cut"]}

    @property
    def capacity(self) -> Impact | None:
        """What the hours freed by the channel shift cost today, without travel; None where it frees none."""
        if "channel" not in self.levers:
            return None
        assert self.table is not None
        saved = float((self.table["saved"] - self.table["saved_cash"]).sum())
        low, central, high = (saved * a for a in self.set.channel.acceptance)
        return Impact("capacity", low, central, high, estimated=True) if saved > 0 else None

    @cached_property
    def free_of_others(self) -> pd.Series:
        """Whether a customer is asked for no other money: no loss maker, no excess discount (True per customer)."""
        assert self.table is not None
        known = self.base.known.reindex(self.table.index)
        asked = self.table["cm3"] < 0
        if "excess_discount" in known:
            asked |= known["excess_discount"].fillna(0.0) > 0
        return ~asked

    @cached_property
    def surcharge(self) -> Impact | None:
        """Cash of the surcharge alone, at customers nobody else asks for money; None where it brings none at low acceptance."""
        if "surcharge" not in self.levers:
            return None
        change, own = self.cash["surcharge"], self.free_of_others
        part = Change(change.gain[own], change.avoided[own], change.loss[own])
        ways = pd.concat([effect(part, *self.answers(s)["surcharge"]) for s in range(3)], axis=1)
        low, central, high = _span([float(v) for v in ways.sum()])
        claims = {i: (a, b, c) for i, (a, b, c) in zip(ways.index, ways.to_numpy().tolist(), strict=True)}
        return Impact("cash", low, central, high, True, "orders", claims) if low > 0 else None


def _span(scenarios: list[float]) -> tuple[float, float, float]:
    return min(scenarios), scenarios[CENTRAL], max(scenarios)


def facts(base: Base) -> Facts:
    """Whom the levers concern, and what they work on."""
    known, years = base.known, base.client.years
    members, by_potential, unknown = _members(base)
    margin = "cm3" in known
    lacks = base.client.missing(*MARGIN[:1]) or MARGIN[:1]
    classes = None
    if margin and known["net_revenue"].sum() > 0:
        yearly = known[["net_revenue", "cost_to_serve", "cm3"]] / years
        classes = two_levers(yearly, base.customers["group"])
    if not margin or not len(members):
        lacks = lacks if not margin else base.client.missing(*MARGIN[2:]) or MARGIN[2:]
        everything: tuple[str, ...] = LEVERS
        missing = dict.fromkeys(everything, lacks)
        return Facts(base, None, by_potential, unknown, Care.nothing(), Orders.nothing(), missing, classes)
    own = known.loc[members]
    table = base.customers.loc[members, ["name", "group", "revenue"]]
    for column in ("cm1", "cm3", "freight", "care_cost", "hours"):
        table[column] = own[column].astype(float).fillna(0.0) / years if column in own else 0.0
    found, bought = care(base, table), orders(base, table)
    table = pd.concat([table, found.table, bought.table], axis=1)
    return Facts(base, table, by_potential, unknown, found, bought, {**found.missing, **bought.missing}, classes)


def _members(base: Base) -> tuple[pd.Index, bool, int]:
    """Customers with sales in the small classes, of low potential where that is known; how many have no known potential."""
    own = base.customers["group"].isin(SMALL[base.grouping]) & (base.customers["revenue"] > 0)
    level = base.known.get("potential_level", pd.Series("", base.known.index)).astype(object).fillna("")
    told = level.isin(("high", "medium", "low"))
    if not told.any():
        return base.customers.index[own], False, 0
    return base.customers.index[own & (level == "low")], True, int((own & ~told).sum())
