"""What the levers of the service scope work on: hours and visits, orders and what small ones are worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from workbook.chapters.coverage.base import Base
from workbook.client import Client
from workbook.methods.channel_shift import channel_shift
from workbook.methods.contribution import event_rates, fill_cost
from workbook.methods.protect import LEAST
from workbook.methods.small_orders import handling_limit, orders_of, small_orders
from workbook.methods.time_driven_cost import care_cost, hours_of, staff_rates
from workbook.methods.windows import within

ELSEWHERE = ("inside", "service", "digital")
HOURS = ("activities.hours", "activities.type")
COST = ("staff.annual_cost", "staff.working_hours")
# What self-service takes over, and under which types of activity that is recorded.
INQUIRIES = {
    "data_sheets": ("quote",),
    "support": ("service", "complaint"),
    "status": ("phone_call", "email"),
}


@dataclass(frozen=True)
class Care:
    """Hours of the customers concerned (index customer_id, per year).

    `table`: visit_hours, visit_cost, floor, room (hours above it), moved, taken, freed, saved and saved_cash (currency) of the
    channel shift, cut (hours of the smaller scope), per_hour (care cost per hour). `rate`: what an hour costs elsewhere.
    `missing`: by lever. `by_element`: hours a year by element of self-service.
    """

    table: pd.DataFrame
    rate: float | None
    missing: Mapping[str, tuple[str, ...]]
    by_element: Mapping[str, float]

    @classmethod
    def nothing(cls) -> Care:
        """Of nobody."""
        return cls(pd.DataFrame(), None, {}, {})


@dataclass(frozen=True)
class Orders:
    """Orders of the customers concerned (index customer_id, per year).

    `table`: orders, by_hand, and of orders below the minimum and below the surcharge's limit: how many, worth, cash, bundled (see
    `small_orders`), both. `per_order`: cost of an order; `minimum`, `below`: the limits, `amount`: the surcharge (currency).
    """

    table: pd.DataFrame
    per_order: float
    minimum: float | None
    below: float | None
    amount: float | None
    missing: Mapping[str, tuple[str, ...]]

    @classmethod
    def nothing(cls) -> Orders:
        """Of nobody."""
        return cls(pd.DataFrame(), 0.0, None, None, None, {})


def care(base: Base, table: pd.DataFrame) -> Care:
    """Hours and visits of the customers in `table` (index customer_id: hours and care_cost per year)."""
    client, p = base.client, base.client.parameters
    columns = ["visit_hours", "visit_cost", "visit_cash"]
    work = pd.DataFrame(0.0, table.index, columns).assign(floor=p.coverage.service_floor_hours)
    work["per_hour"] = (table["care_cost"] / table["hours"]).where(table["hours"] > 0, 0.0).clip(lower=0.0)
    rates, rate, by_element = _rates(client), None, {}
    missing = {"channel": client.missing(*HOURS), "scope": client.missing(HOURS[0])}
    if client.has("activities", "hours", "customer_id"):
        done = _done(client, table.index)
        spent = hours_of(done)
        visits = done[done["type"] == "visit"]
        work[columns] = _visits(client, visits, rates).reindex(table.index).fillna(0.0) / client.years
        rate = _rate_elsewhere(client, rates)
        by_element = {n: float(spent[done["type"].isin(t)].sum() / client.years) for n, t in INQUIRIES.items()}
        missing = {
            "channel": _lacks(client, visits, rates, float(work["visit_cost"].sum()), rate is not None),
            "scope": _lacks(client, done, rates, float(table["care_cost"].sum()), True),
        }
    work["room"] = (table["hours"] - work["floor"]).clip(lower=0.0)
    work["cut"] = p.coverage.scope.scope_cut * work["room"]
    return Care(
        _shifted(work, table, p.coverage.scope, rate), rate, {n: m for n, m in missing.items() if m}, by_element
    )


def _shifted(work: pd.DataFrame, table: pd.DataFrame, scope, rate: float | None) -> pd.DataFrame:  # type: ignore[no-untyped-def]
    shift = channel_shift(work.assign(hours=table["hours"]), scope.visits_moved, scope.contact_time, rate or 0.0)
    if rate is None:
        shift = shift * 0.0
    part = (shift["moved"] / work["visit_hours"].where(work["visit_hours"] > 0)).fillna(0.0)
    return work.join(shift).assign(saved_cash=part * work["visit_cash"])


def _done(client: Client, ids: pd.Index) -> pd.DataFrame:
    """The activities of the period with these customers."""
    done = client.tables["activities"]
    first, last = (pd.Timestamp(d) for d in client.period)
    done = done[within(done["date"], (first, last)) & done["customer_id"].isin(ids)]
    return done if "rep_id" in done else done.assign(rep_id=pd.Series(pd.NA, done.index, dtype="str"))


def _rates(client: Client) -> pd.DataFrame | None:
    """What a person's hour costs, as chapter 2 has it; None without staff costs."""
    if not client.has("staff", *(n.partition(".")[2] for n in COST)) or not client.has("activities", "rep_id"):
        return None
    p = client.parameters.value
    return staff_rates(client.tables["staff"], client.years, p.practical_share, p.full_cost)


def _visits(client: Client, visits: pd.DataFrame, rates: pd.DataFrame | None) -> pd.DataFrame:
    """Hours, cost, and cost that is cash (travel, expenses) of the visits by customer, over the period."""
    costs = client.tables.get("cost_rates")
    nobody = pd.DataFrame({"rate": pd.Series(dtype=float)})
    only_km = costs[costs["activity_type"] == "km"] if costs is not None else None
    parts = {
        "visit_hours": hours_of(visits),
        "visit_cost": care_cost(visits, rates if rates is not None else nobody, costs),
        "visit_cash": care_cost(visits, nobody, only_km),
    }
    return pd.DataFrame(parts, visits.index).groupby(visits["customer_id"]).sum()


def _rate_elsewhere(client: Client, rates: pd.DataFrame | None) -> float | None:
    """What an hour costs in inside sales, service and digital channels (at least five persons), else the rate of a phone call."""
    if rates is not None and client.has("staff", "role"):
        role = client.tables["staff"].set_index("rep_id")["role"]
        own = rates[role.isin(ELSEWHERE).reindex(rates.index).fillna(False).astype(bool) & rates["rate"].notna()]
        if len(own) >= LEAST:
            return float(own["cost"].sum() / (own["cost"] / own["rate"]).sum()) if own["cost"].sum() > 0 else None
    if not client.has("cost_rates", "cost_per_hour"):
        return None
    hourly = client.tables["cost_rates"].set_index("activity_type")["cost_per_hour"].get("phone_call")
    return float(hourly) if hourly is not None and hourly > 0 else None


def _lacks(
    client: Client, done: pd.DataFrame, rates: pd.DataFrame | None, cost: float, elsewhere: bool
) -> tuple[str, ...]:
    """What is missing to value these hours: the hours, their cost, or five persons behind it."""
    if not hours_of(done).sum() > 0:
        return client.missing(*HOURS) or HOURS[1:]
    if not cost > 0 or not elsewhere:
        return client.missing(*COST) or ("cost_rates.cost_per_hour",)
    behind = done["rep_id"][done["rep_id"].isin(rates.index)].nunique() if rates is not None else LEAST
    return () if behind >= LEAST or behind == 0 else ("people",)


def orders(base: Base, table: pd.DataFrame) -> Orders:
    """Orders of the customers in `table`, and the limits below which one is small."""
    client, scope = base.client, base.client.parameters.coverage.scope
    per_order, per_line = event_rates(client.tables.get("cost_rates"))
    lines = client.tables["transactions"]
    first, last = (pd.Timestamp(d) for d in client.period)
    lines, _ = fill_cost(lines[within(lines["date"], (first, last))])
    placed = orders_of(lines[lines["customer_id"].isin(table.index)], per_order, per_line)
    limit = handling_limit(placed) if per_order > 0 else None
    minimum = scope.minimum_order or (limit / 2 if limit else None)
    below = scope.surcharge_below or limit
    amount = scope.surcharge_amount
    if amount is None and per_order > 0:
        amount = scope.surcharge_part * per_order
    by = placed.groupby("customer_id")
    work = pd.DataFrame({"orders": by.size() / client.years, "by_hand": by["by_hand"].sum() / client.years})
    work = work.reindex(table.index).fillna(0.0)
    for name, edge in (("minimum", minimum), ("surcharge", below)):
        small = small_orders(placed, edge or 0.0, client.years) if edge else pd.DataFrame()
        small = small.reindex(table.index, columns=["orders", "worth", "cash", "bundled"]).fillna(0.0)
        work = work.join(small.rename(columns=lambda c, n=name: n if c == "orders" else f"{n}_{c}"))
    work["both"] = work[["minimum", "surcharge"]].min(axis=1)  # below both limits is below the lower one
    lacks = {
        "minimum": per_order > 0 and minimum is not None,
        "surcharge": below is not None and amount is not None,
        "online": per_order > 0,
    }
    missing = {n: ("cost_rates.cost_per_event",) for n, there in lacks.items() if not there}
    if "online" not in missing and not placed["by_hand"].notna().any():
        missing["online"] = ("transactions.order_channel",)
    return Orders(work, per_order, minimum, below, amount, missing)
