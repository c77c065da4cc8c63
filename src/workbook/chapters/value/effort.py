"""Effort: what serving takes of each customer's own margin, and whether the key customers carry key-account management."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from workbook.chapters.value.base import Base
from workbook.chapters.value.groups import Groups, groups
from workbook.chapters.value.history import History
from workbook.chapters.value.risk import worth
from workbook.finding import Figure, Finding, Gap, Quantity, Term, Terms, Value, count, money, setting, share
from workbook.methods.effort_ratio import effort_ratio
from workbook.methods.key_account_gate import Gate, key_account_gate
from workbook.methods.protect import LEAST as PERSONS

SERVED = ("value.effort_customers", "value.effort_of_margin", "value.effort_beyond")
GATE = ("value.key_set_value", "value.kam_cost", "value.kam_break_even")
FIGURES = (*SERVED, *GATE)


@dataclass(frozen=True)
class Effort:
    """What serving takes, and the gate of key-account management; None where the data do not carry it.

    `ratios`: per customer the columns of `effort_ratio` over the period, and `above`: whether serving takes more of CM I than
    the limit. `gate`: value of the key customers against the cost of the role; `persons` in it. `reach`: P90 ÷ P10 of revenue,
    `inequality`: its Gini coefficient, `concentration`: its HHI by group.
    """

    base: Base
    groups: Groups
    ratios: pd.DataFrame | None
    gate: Gate | None
    yearly_cost: float
    persons: int
    reach: float
    inequality: float
    concentration: float

    @property
    def above(self) -> pd.DataFrame:
        """The customers above the limit, those with most beyond it first: the base's table with the ratios."""
        assert self.ratios is not None
        table = self.base.table.join(self.ratios)[self.ratios["above"]]
        return table.sort_index().sort_values("effort_beyond", ascending=False, kind="stable")

    @property
    def open_cost(self) -> bool:
        """Whether the role's cost may be shown: it has at least five persons."""
        return self.persons >= PERSONS

    @property
    def measure(self) -> Literal["expected", "earned"]:
        """Which value the gate speaks of."""
        t = self.base.table
        return "expected" if "value" in t and t["value"].equals(t["value_expected"]) else "earned"


def effort(base: Base, past: History, concentration: float) -> Effort:
    """Effort of one client, with how unequal its customers are: `past`, and the HHI of revenue by group."""
    limit, of = base.client.parameters.value.effort_limit, groups(base)
    ratios = None
    if base.has_margin and base.table["cost_to_serve"].sum() > 0:
        ratios = effort_ratio(base.table, limit)
        ratios["above"] = ratios["effort_beyond"] > 0
    cost, persons = _role(base)
    found = Effort(base, of, ratios, None, cost, persons, past.reach, past.inequality, concentration)
    return Effort(**{**vars(found), "gate": _gate(found)})


def _role(base: Base) -> tuple[float, int]:
    """What key-account management costs a year (missing where a cost is), and how many persons work in it."""
    client = base.client
    if not client.has("staff", "role"):
        return math.nan, 0
    own = client.tables["staff"].query("role == 'kam'")
    cost = own["annual_cost"].sum(skipna=False) if "annual_cost" in own and len(own) else math.nan
    return float(cost), int(own["rep_id"].nunique())


def _gate(found: Effort) -> Gate | None:
    base, p = found.base, found.base.client.parameters.value
    if not (base.has_margin and found.groups.key.any() and found.yearly_cost > 0):
        return None
    value = float(worth(base.table)[found.groups.key].sum())
    ahead = (p.horizon_years, p.interest_rate) if found.measure == "expected" else (1, 0.0)
    return key_account_gate(value, found.yearly_cost, *ahead)


def columns(found: Effort) -> pd.DataFrame:
    """Per customer: cost to serve against revenue, CM I and CM III."""
    wanted = ["effort_of_revenue", "effort_of_margin", "effort_of_result"]
    return pd.DataFrame() if found.ratios is None else found.ratios[wanted]


def figures(found: Effort) -> Iterator[Figure]:
    """The figures of this topic; what may lie above 1 is an index, no share. No cost of a role of fewer than five persons."""
    cash, guessed = found.base.client.parameters.currency, found.base.estimated_cost > 0
    if found.ratios is not None:
        t = found.base.table
        margin = float(t["cm1"].sum())
        yield Figure("value.effort_customers", int(found.ratios["above"].sum()), "count")
        yield Figure("value.effort_beyond", float(found.ratios["effort_beyond"].sum()), cash, None, guessed)
        if margin > 0:
            part = float(t["cost_to_serve"].sum()) / margin
            yield Figure("value.effort_of_margin", part, "index", None, guessed)
    if found.gate is not None:
        foreseen = found.measure == "expected"
        yield Figure("value.key_set_value", found.gate.value, cash, None, foreseen or guessed)
        if found.open_cost:
            yield Figure("value.kam_cost", found.yearly_cost, cash)
            yield Figure("value.kam_break_even", found.gate.break_even, "index", None, foreseen or guessed)


def findings(found: Effort) -> Iterator[Finding]:
    """Who takes too much of the own margin, and whether key-account management is carried."""
    if found.ratios is not None:
        yield _served(found)
    if found.gate is not None:
        yield _carried(found)


def _served(found: Effort) -> Finding:
    base, above = found.base, found.above
    t, years = base.table, base.client.years
    orders, cost = float(above["order_cost"].sum()), float(above["cost_to_serve"].sum())
    numbers: dict[str, Value] = {
        "n": count(len(above)),
        "n_total": count(len(t)),
        "limit": setting(base.client.parameters.value.effort_limit),
        "beyond": _beyond(found),
        "whole": _whole(t),
        "care": Term("value.effort_with_care" if base.client.has("activities") else "value.effort_no_care"),
        "advice": Term(
            "value.effort_kept" if above.empty else f"value.effort_{'order' if orders > cost / 2 else 'care'}"
        ),
        "customers": Terms(tuple(above["name"].head(3))),
        "money": money(float(above["effort_beyond"].sum()) / years),
        "share_orders": share(orders / cost if cost > 0 else 0.0),
    }
    sure = base.estimated_cost == 0 and base.client.has("activities")
    return Finding("value.effort_of_margin", numbers, 3 if sure else 2, ("[001]",), None, tuple(above.index))


def _beyond(found: Effort) -> Term:
    """What those above the limit cost beyond it, and how many earn nothing before the care has even been paid."""
    above = found.above
    if above.empty:
        return Term("value.effort_nobody")
    numbers: dict[str, Value] = {
        "money": money(float(above["effort_beyond"].sum()) / found.base.client.years),
        "customers": Terms(tuple(above["name"].head(3))),
        "all": Term("value.effort_all", {"n": count(int((above["cost_to_serve"] > above["cm1"]).sum()))}),
    }
    return Term("value.effort_above", numbers)


def _whole(table: pd.DataFrame) -> Term:
    """What serving takes of the margin and the revenue of all customers."""
    cost, margin, revenue = (float(table[c].sum()) for c in ("cost_to_serve", "cm1", "net_revenue"))
    if not (margin > 0 and revenue > 0):
        return Term("value.effort_whole_none")
    return Term("value.effort_whole", {"share": share(cost / margin), "share_revenue": share(cost / revenue)})


def _carried(found: Effort) -> Finding:
    assert found.gate is not None
    numbers: dict[str, Value] = {
        **spread(found),
        "verdict": _verdict(found),
        "cost": _cost(found),
        "over": over(found),
        "groups": Term(f"value.gate_groups.{found.groups.why}"),
        "advice": Term("value.gate_advice.met" if found.gate.met else "value.gate_advice.not_met"),
        "sure": Term(f"value.gate_sure.{found.measure}"),
    }
    return Finding("value.kam_gate", numbers, 1 if found.measure == "expected" else 2, ("[001]",))


def spread(found: Effort) -> dict[str, Value]:
    """How far customers lie apart, and what the key ones bring."""
    key, revenue = found.groups.key, found.base.table["net_revenue"].clip(lower=0)
    value = worth(found.base.table)
    of_value = share(float(value[key].sum() / value.sum()), found.measure == "expected") if value.sum() > 0 else None
    return {
        **({"share_value": of_value} if of_value else {}),
        "ratio": Quantity(found.reach, "number"),
        "gini": Quantity(found.inequality, "ratio"),
        "whose": Term(f"value.gate_key.{found.groups.kind}", {"n": count(int(key.sum()))}),
        "share": share(float(revenue[key].sum() / revenue.sum()) if revenue.sum() > 0 else math.nan),
    }


def _verdict(found: Effort) -> Term:
    """Whether the value of the key customers covers the cost, in one sentence."""
    assert found.gate is not None
    numbers: dict[str, Value] = {
        "measure": Term(f"value.gate_value.{found.measure}"),
        "whose": Term(f"value.gate_whose.{found.groups.kind}", {"n": count(int(found.groups.key.sum()))}),
        "money": money(found.gate.value, found.measure == "expected"),
    }
    return Term("value.gate.met" if found.gate.met else "value.gate.not_met", numbers)


def _cost(found: Effort) -> Term:
    """What the role costs and which part of the value must depend on it; neither where fewer than five persons share it."""
    assert found.gate is not None
    if not found.open_cost:
        return Term("value.gate_cost.hidden")
    numbers: dict[str, Value] = {"n": count(found.persons), "money": money(found.yearly_cost)}
    if found.gate.met:
        return Term("value.gate_cost.met", {**numbers, "share": share(found.gate.break_even)})
    return Term("value.gate_cost.not_met", numbers)


def over(found: Effort) -> Term:
    """The years over which value and cost are compared."""
    p = found.base.client.parameters.value
    if found.measure == "earned":
        return Term("value.gate_over.earned")
    return Term("value.gate_over.expected", {"n": count(p.horizon_years), "interest": setting(p.interest_rate)})


def gaps(found: Effort) -> Iterator[Gap]:
    """What of this topic cannot be said."""
    client = found.base.client
    if found.ratios is None:
        wanted = ("transactions.cost_of_goods", "activities.hours", "cost_rates.cost_per_event")
        yield Gap("value.effort_of_margin", client.missing(*wanted) or wanted[1:], "value.gap_effort", SERVED)
    if found.gate is None:
        wanted = ("transactions.cost_of_goods", "staff.role", "staff.annual_cost")
        yield Gap("value.kam_gate", client.missing(*wanted) or wanted[1:], "value.gap_gate", GATE)
    elif not found.open_cost:
        yield Gap("value.kam_cost", ("people",), "value.gap_gate_people", GATE[1:])
    no_base = found.ratios is not None and not found.base.table["cm1"].sum() > 0
    no_value = found.gate is not None and found.open_cost and not found.gate.value > 0
    named = [name for name, open_ in ((SERVED[1], no_base), (GATE[2], no_value)) if open_]
    if named:
        yield Gap(named[0], (), "value.gap_no_base", tuple(named))
