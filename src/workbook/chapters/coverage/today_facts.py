"""The facts of the topic today: who looks after whom, with how many hours, and where nobody does."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.coverage.base import Base
from workbook.chapters.coverage.team import Team, team
from workbook.methods.freed_time import NonSelling, non_selling
from workbook.methods.per_position import per_position, with_ratios
from workbook.methods.protect import LEAST, safe_groups
from workbook.methods.time_concentration import Concentration, time_concentration
from workbook.methods.time_driven_cost import three_pools
from workbook.methods.windows import within

STRATEGIC = 5  # the highest strategic importance
SHARED = 0.20  # from which share of its hours on a role is in charge of a customer


@dataclass(frozen=True)
class Facts:
    """Who looks after whom today; None where the data do not carry it.

    `ratios`: one row per role, class and place (columns level, name, persons, fte, customers, weighted, hours, revenue, value,
    potential, each per position). `small`: how hours gather inside the small class named `small_group`. `strategic` (index
    customer_id): name, hours, owned (bool or missing), below (bool). `below`: the customers with business in the last twelve
    months that get less than the floor. `charge`: share of each class's hours by shown role. `shared`: customers two outside
    roles are in charge of. `skills`: per shown role and skill the mean and the requirement (both 1–5).
    """

    base: Base
    team: Team | None
    ratios: pd.DataFrame | None
    freed: NonSelling | None
    small: Concentration | None
    small_group: str
    strategic: pd.DataFrame | None
    below: pd.DataFrame | None
    charge: pd.DataFrame | None
    shared: pd.Index
    skills: pd.DataFrame | None

    @property
    def unassured(self) -> pd.DataFrame:
        """The strategic customers below the floor or without an owner."""
        assert self.strategic is not None
        return self.strategic[self.strategic["below"] | self.strategic["owned"].eq(False)]


def facts(base: Base) -> Facts:
    """All of it."""
    found, group = team(base.client), "smart" if base.grouping == "class" else "small"
    own = base.customers[base.customers["group"] == group]
    columns = [c for c in ("hours", "value", "revenue") if c in own]
    small = time_concentration(own[columns].astype(float).clip(lower=0)) if base.has_hours else None
    worked = found is not None and base.has_hours and len(found.work) > 0
    return Facts(
        base,
        found,
        _ratios(base, found) if worked and found else None,
        _freed(base, found) if found else None,
        small,
        group,
        _strategic(base, found),
        _below(base),
        _charge(base, found) if worked and found else None,
        _shared(base, found) if worked and found else pd.Index([]),
        _skills(base, found) if worked and found else None,
    )


def complexity_factor(base: Base) -> pd.Series:
    """How much longer a contact with each customer is than with one of medium complexity; 1 where that is not known."""
    told = pd.to_numeric(base.client.listed("requirements_complexity", base.customers.index)).astype(float)
    steps = dict(enumerate(base.client.parameters.coverage.norms.complexity, 1))
    return told.round().map(steps).fillna(1.0)


def _amounts(base: Base) -> pd.DataFrame:
    """What is added up per customer."""
    table = base.customers[[c for c in ("revenue", "value") if c in base.customers]].astype(float).fillna(0.0)
    table["weighted"] = complexity_factor(base)
    if "potential_revenue" in base.known and base.known["potential_revenue"].notna().any():
        table["potential"] = pd.to_numeric(base.known["potential_revenue"]).astype(float).fillna(0.0)
    return table


def _ratios(base: Base, found: Team) -> pd.DataFrame:
    amounts, work, fte = _amounts(base), found.work, found.staff["fte"]
    parts = [_of_roles(found, amounts).assign(level="role")]
    groups = base.customers["group"].astype(object)
    classes = per_position(work, fte, amounts, groups)
    parts.append(_many(classes, work, groups).assign(level=base.grouping))
    level, places = _places(base, found)
    there = _many(per_position(work, fte, amounts, places), work, places)
    parts.append(there.sort_values("hours", ascending=False).assign(level=level))
    return pd.concat([part.rename_axis("name").reset_index() for part in parts], ignore_index=True)


def _many(table: pd.DataFrame, work: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """The rows behind which at least five persons stand, and whose difference from all tells nothing about fewer."""
    pairs = pd.DataFrame({"person": work["rep_id"], "group": work["customer_id"].map(groups)}).dropna()
    return table.loc[safe_groups(pairs, table.index[table["persons"] >= LEAST])]


def _of_roles(found: Team, amounts: pd.DataFrame) -> pd.DataFrame:
    """One row per shown role; a customer counts in every role that worked for it."""
    staff = found.staff[found.staff["shown"] != ""]
    work = found.work.assign(role=lambda w: w["rep_id"].map(staff["shown"])).dropna(subset=["role"])
    table = staff.groupby("shown").agg(persons=("fte", "size"), fte=("fte", "sum"))
    table["hours"] = work.groupby("role")["hours"].sum()
    pairs = work.drop_duplicates(["role", "customer_id"]).join(amounts, on="customer_id")
    pairs = pairs.fillna({"weighted": 1.0, **dict.fromkeys(amounts.columns.drop("weighted"), 0.0)})
    sums = pairs.assign(customers=1.0).groupby("role")[["customers", *amounts]].sum()
    return with_ratios(table.join(sums).fillna(0.0).sort_values("fte", ascending=False))


def _places(base: Base, found: Team) -> tuple[str, pd.Series]:
    """The territory of each customer's owner where at least two may be shown, else the customer's region."""
    ids, client = base.customers.index, base.client
    if "territory" in found.staff and client.has("customers", "owner_rep_id"):
        territory = client.listed("owner_rep_id", ids).map(found.merged("territory"))
        if territory.nunique() > 1:
            return "territory", territory.astype(object)
    region = client.listed("region", ids).astype(object)
    return "region", region.where(region.notna(), None)


def _freed(base: Base, found: Team) -> NonSelling | None:
    """Non-selling time of at least five persons."""
    client, inside = base.client, found.by_person(False)
    known = client.has("staff", "selling_share") or inside.sum() > 0
    if found.rates is None or found.rates["practical_hours"].notna().sum() < LEAST or not known:
        return None
    pools = three_pools(found.rates, found.by_person(True), inside)
    return non_selling(found.rates, inside, pools, client.years)


def _strategic(base: Base, found: Team | None) -> pd.DataFrame | None:
    """Customers of the highest strategic importance or with a class set by hand; None where neither, or no care, is known."""
    client, ids = base.client, base.customers.index[base.customers["group"].notna()]
    told = pd.to_numeric(client.listed("strategic_importance", ids)).astype(float) >= STRATEGIC
    chosen = told | ids.isin([o.customer_id for o in client.parameters.overrides if o.expires >= client.as_of])
    owners = client.has("customers", "owner_rep_id")
    if not chosen.any() or not (owners or base.has_hours):
        return None
    table = base.customers.loc[ids[chosen], ["name", "revenue"]].copy()
    table["hours"] = base.customers["hours"] if base.has_hours else float("nan")
    table["below"] = table["hours"] < client.parameters.coverage.service_floor_hours
    table["owned"] = pd.Series(pd.NA, table.index, dtype=object)
    if owners:
        owner = client.listed("owner_rep_id", table.index)
        listed = owner.isin(client.tables["staff"]["rep_id"]) if client.has("staff") else True
        table["owned"] = (owner.notna() & listed).astype(object)
    return table


def _below(base: Base) -> pd.DataFrame | None:
    """Customers who bought in the last twelve months and get less than the minimum of hours, the largest first."""
    if not base.has_hours:
        return None
    client, t = base.client, base.customers
    lines = client.tables["transactions"]
    if client.dated:
        last = pd.Timestamp(client.period[1])
        since = last + pd.Timedelta(days=1) - pd.DateOffset(months=12)
        lines = lines[within(lines["date"], (since, last))]
    buying = t.index.isin(lines["customer_id"]) & t["group"].notna()
    few = t[buying & (t["hours"] < client.parameters.coverage.service_floor_hours)]
    return few.sort_index().sort_values("revenue", ascending=False, kind="stable")


def _charge(base: Base, found: Team) -> pd.DataFrame:
    """Share of each shown role in the hours of a class; without classes where fewer than five persons of a role did them."""
    work = found.work.assign(
        group=lambda w: w["customer_id"].map(base.customers["group"]),
        role=lambda w: w["rep_id"].map(found.staff["shown"]),
    )
    work = work[work["role"] != ""]
    persons = work[work["hours"] > 0].groupby(["group", "role"])["rep_id"].nunique()
    few = persons.index[persons < LEAST].get_level_values("group")
    table = work[~work["group"].isin(few)].groupby(["group", "role"])["hours"].sum().unstack("role").fillna(0.0)
    return table.div(table.sum(axis=1), axis=0).dropna(how="all")


def _shared(base: Base, found: Team) -> pd.Index:
    """Customers of whose hours key-account management and field sales both take a fifth or more, where they are five persons."""
    outside = found.staff["role"].isin(["kam", "field"])
    if outside.sum() < LEAST:
        return pd.Index([])
    work = found.work.assign(role=lambda w: w["rep_id"].map(found.staff["role"]))
    table = work.groupby(["customer_id", "role"])["hours"].sum().unstack("role").fillna(0.0)
    part = table.div(table.sum(axis=1), axis=0).reindex(columns=["kam", "field"], fill_value=0.0)
    both = part.index[(part >= SHARED).all(axis=1)]
    return both[both.isin(base.customers.index)]


def _skills(base: Base, found: Team) -> pd.DataFrame | None:
    """Mean skill by shown role of at least five persons, beside the complexity of the customers its hours go to."""
    rows = base.client.tables["staff"].drop_duplicates("rep_id").set_index("rep_id")
    names = [c for c in rows if c.startswith("skill_") and rows[c].notna().any()]
    asked = pd.to_numeric(base.client.listed("requirements_complexity", base.customers.index)).astype(float)
    if not names or not asked.notna().any():
        return None
    work = found.work.assign(
        asked=lambda w: w["customer_id"].map(asked), role=lambda w: w["rep_id"].map(found.staff["shown"])
    ).dropna(subset=["asked"])
    weighted = (work["asked"] * work["hours"]).groupby(work["role"]).sum()
    required = weighted / work.groupby("role")["hours"].sum()
    long = rows[names].astype(float).stack().rename("skill").rename_axis(["rep_id", "name"]).reset_index()
    by = long.assign(role=long["rep_id"].map(found.staff["shown"])).groupby(["role", "name"])["skill"]
    table = by.agg(mean="mean", persons="size").reset_index()
    table["required"] = table["role"].map(required)
    return table[(table["persons"] >= LEAST) & (table["role"] != "")].dropna()
