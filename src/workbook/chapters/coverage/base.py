"""What chapter 4 rests on: customers with hours, value and budget; coverage by role and by class; hands per customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from workbook.chapters import SoFar
from workbook.chapters.coverage.team import shown_roles
from workbook.client import Client
from workbook.methods.coverage_ratio import by_class, by_role, work_by_person
from workbook.methods.cumulated import cumulated_class
from workbook.methods.effort import hours_budget, over_served, unallocated_hours, under_served
from workbook.methods.hands import hands_per_customer
from workbook.methods.protect import agreed
from workbook.methods.time_driven_cost import staff_rates
from workbook.methods.windows import within


@dataclass(frozen=True)
class Base:
    """Coverage by role and by class, hours against value per customer, and how many hands a customer passes through.

    `known`: every column the chapters before have of the customers with orders or care. `customers` (index customer_id):
    name, hours and revenue per year, value (the `measure` of chapter 2: expected, a present value, or earned per year;
    currency), group (class, else size), budget (hours per year, in proportion to value), over and, where potentials are
    known, under (bool). `roles`: one row per shown role (small ones merged into `others`). `each_role`: one row per role, only
    where figures about persons were agreed. `hands`: customers by number of persons they dealt with.
    """

    client: Client
    known: pd.DataFrame
    customers: pd.DataFrame
    grouping: str
    roles: pd.DataFrame | None
    each_role: pd.DataFrame | None
    classes: pd.DataFrame | None
    hands: pd.DataFrame | None
    hour_cost: float | None
    measure: Literal["expected", "earned"]

    @property
    def unallocated(self) -> float:
        """The hours per year that no cap leaves room for."""
        return unallocated_hours(float(self.customers["hours"].sum()), self.customers["budget"])

    @property
    def has_hours(self) -> bool:
        """Whether hours per customer are known."""
        return "hours" in self.customers and bool(self.customers["hours"].sum() > 0)

    def part_of(
        self, table: pd.DataFrame
    ) -> tuple[Literal["value", "revenue"], Literal["expected", "earned", "revenue"]] | None:
        """Of what a table's rows have a share, its column and its name: of value, else of revenue; None where both are a loss."""
        if "value_share" in table and table["value_share"].notna().all():
            return "value", self.measure
        if "revenue_share" in table and table["revenue_share"].notna().all():
            return "revenue", "revenue"
        return None


def base(client: Client, so_far: SoFar) -> Base:
    """Who looks after whom, and whether the value justifies the hours."""
    grouping = "class" if "class" in so_far.customers else "size"
    known = so_far.customers[so_far.customers["orders"].notna()]
    table = known[["name"]].copy()
    table["group"] = known[grouping]
    table["revenue"] = known["revenue_per_year"]
    if "value" in known:
        table["value"] = known["value"]
    roles = each_role = hour_cost = None
    if client.has("activities", "hours") and "hours" in known:
        table["hours"] = known["hours"].fillna(0.0) / client.years
    if "value" in table and "hours" in table:
        table = _budgeted(client, table, known)
    if client.has("staff", "role") and client.has("activities", "hours", "rep_id"):
        roles, each_role, hour_cost = _roles(client)
    lines = client.tables["transactions"]
    lines = lines[within(lines["date"], (pd.Timestamp(client.period[0]), pd.Timestamp(client.period[1])))]
    hands = hands_per_customer(lines) if client.has("transactions", "rep_id") else None
    classes = by_class(table, table["group"]) if "hours" in table and table["hours"].sum() > 0 else None
    # The whole base's expected value is a figure only where chapter 2 ranks by it.
    measure: Literal["expected", "earned"] = "expected" if "value.value_expected" in so_far.figures else "earned"
    return Base(client, known, table, grouping, roles, each_role, classes, hands, hour_cost, measure)


# Which class a size stands for where no classes are known.
STANDS_FOR = {"large": "key", "medium": "core", "small": "smart"}


def _budgeted(client: Client, table: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """The table with the hours each customer's value justifies, and who gets far more, or far less despite a high potential."""
    p = client.parameters.coverage
    caps = {str(name): hours for name, hours in p.service_cap_hours.items()}
    cap = table["group"].replace(STANDS_FOR).map(caps).astype(float).fillna(float("inf"))
    table["budget"] = hours_budget(float(table["hours"].sum()), table["value"], p.service_floor_hours, cap)
    table["over"] = over_served(table["hours"], table["budget"], p.over_served)
    if "potential_revenue" in known and known["potential_revenue"].notna().any():
        table["potential"] = pd.to_numeric(known["potential_revenue"])
        level = cumulated_class(
            table["potential"], client.parameters.value.size_edges, ("high", "medium", "low"), "none"
        )
        table["under"] = under_served(table["hours"], table["budget"], p.under_served) & (level == "high")
    return table


def _roles(client: Client) -> tuple[pd.DataFrame, pd.DataFrame | None, float | None]:
    """Coverage by role with small roles merged, that of each role where agreed, and what a customer hour costs on average."""
    staff, done = client.tables["staff"], client.tables["activities"]
    first, last = (pd.Timestamp(d) for d in client.period)
    done = done[(done["date"] >= first) & (done["date"] < last + pd.Timedelta(days=1))]
    staff = staff[staff["role"].notna()]
    merged = staff.assign(role=staff["role"].map(shown_roles(client)))
    work = work_by_person(done)
    if client.has("staff", "annual_cost", "working_hours"):
        rates = staff_rates(staff, client.years, client.parameters.value.practical_share)
    else:
        rates = pd.DataFrame({"selling_hours": pd.Series(dtype=float)})
    table = by_role(merged, rates, work, client.years)
    each = by_role(staff, rates, work, client.years) if agreed(client.parameters.people) else None
    if "rate" not in rates:
        return table, each, None
    timed = work.assign(rate=work["rep_id"].map(rates["rate"])).dropna(subset=["rate"])
    hours = timed["hours"].sum()
    return table, each, float((timed["hours"] * timed["rate"]).sum() / hours) if hours > 0 else None
