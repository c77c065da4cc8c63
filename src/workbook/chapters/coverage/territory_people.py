"""Who takes part in the assignment: persons who look after customers, their places and fair shares; the customers and their
work."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbook.chapters.coverage.base import Base
from workbook.chapters.coverage.team import Team
from workbook.chapters.coverage.territory_places import places
from workbook.client import Client

TRAVELS = ("kam", "field", "service")
LEAST_WEIGHT = 0.01  # of the mean: a customer without work is no change for free


def reps(team: Team, owner: pd.Series) -> pd.DataFrame:
    """One row per person of a role that looks after customers (index rep_id, sorted): role, travels, latitude, longitude,
    capacity (hours a year, positions where working hours are not known) and rate (currency per hour of its role, NaN where
    not known)."""
    client, staff = team.client, team.staff
    listed = client.tables["staff"].drop_duplicates("rep_id")
    listed = listed.set_index(listed["rep_id"].astype(str)).reindex(staff.index)
    table = staff[["role"]].join(places(listed, client.parameters.locale or ""))
    hours = team.capacity if team.capacity is not None else pd.Series(np.nan, staff.index)
    known = hours.notna() & staff["fte"].notna()
    table["capacity"] = (hours.where(known, hours.mean()) if known.any() else 1.0) * staff["fte"]
    table["travels"] = table["role"].isin(TRAVELS)
    table["rate"] = table["role"].map(_role_rates(team))
    roles = set(staff["role"].reindex(owner.dropna().unique()).dropna())
    for named in client.parameters.coverage.territory.eligible.values():
        roles |= set(named)
    return table[table["role"].isin(roles) & (table["capacity"] > 0)].sort_index()


def _role_rates(team: Team) -> pd.Series:
    """What an hour of each role costs on average: never what one person's does."""
    if team.rates is None:
        return pd.Series(dtype=float)
    known = team.rates.dropna(subset=["rate"])
    role = team.staff["role"].reindex(known.index)
    sums = known[["cost", "practical_hours"]].groupby(role).sum()
    return sums["cost"] / sums["practical_hours"]


def customers(base: Base, team: Team, people: pd.DataFrame) -> pd.DataFrame:
    """One row per customer (index customer_id, sorted): owner (rep_id, NaN: nobody of the staff), role (of the owner, else
    the one with most customers), latitude, longitude, remote, visits, driven (hours) and km a year, load (hours a year
    without driving; 1 where no hours are known), margin (CM I a year), value, potential, group."""
    client, ids = base.client, base.customers.index.sort_values()
    known, p = base.known.reindex(ids), client.parameters.coverage.territory
    table = places(known, client.parameters.locale or "")
    owner = client.listed("owner_rep_id", ids).astype(object)
    table["owner"] = owner.where(owner.isin(people.index))
    roles = table["owner"].map(people["role"])
    usual = roles.mode()
    table["role"] = roles.fillna(usual.iloc[0] if len(usual) else people["role"].iloc[0])
    flag = known["remote_ok"].astype(object) if "remote_ok" in known else pd.Series(False, ids)
    table["remote"] = flag.where(flag.notna(), False).astype(bool) | ids.isin(p.remote)
    spent = _spent(team, people, table)
    table["visits"] = spent["visits"].where(spent["logged"], p.visits)
    work = spent["hours"].sum() > 0
    table["load"] = (spent["hours"] - spent["driven"]).clip(lower=0.0) if work else 1.0
    table[["driven", "km"]] = spent[["driven", "km"]]
    margin = known["cm1"] / client.years if "cm1" in known else pd.Series(0.0, ids)
    table["margin"] = margin.fillna(0.0)
    for column, source in (("value", "value_earned"), ("potential", "potential_revenue")):
        table[column] = pd.to_numeric(known[source]).astype(float) if source in known else np.nan
    table["group"] = base.customers["group"].reindex(ids).astype(object)
    return table


def _spent(team: Team, people: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Per customer and year: hours and driven hours of persons in its owner's role, their visits (of all who travel where that
    role does not), and whether visits are logged at all."""
    done, years = team.done, team.client.years
    role = done["rep_id"].map(people["role"]).astype(object)
    own = done[role.notna() & done["customer_id"].isin(table.index)]
    role = role.reindex(own.index)
    theirs = own["customer_id"].map(table["role"])
    same = own[role == theirs]
    driven, at = _driving(same, team.client), same["customer_id"]
    visits = own[(own["type"] == "visit") & role.isin(TRAVELS) & ((role == theirs) | ~theirs.isin(TRAVELS))]
    found = pd.DataFrame(
        {
            "hours": same["spent"].groupby(at).sum(),
            "driven": driven.groupby(at).sum(),
            "km": (same["travel_km"].astype(float) if "travel_km" in same else driven * 0.0).groupby(at).sum(),
            "visits": visits.groupby("customer_id").size(),
        }
    )
    return found.reindex(table.index).fillna(0.0).div(years).assign(logged=len(visits) > 0)


def _driving(done: pd.DataFrame, client: Client) -> pd.Series:
    """Hours of driving among the hours of activities: as written down, else from the kilometres, at most the hours themselves."""
    hours = pd.Series(0.0, done.index)
    if "travel_km" in done:
        hours = done["travel_km"].astype(float).fillna(0.0) / client.parameters.coverage.territory.speed
    if "travel_hours" in done:
        hours = done["travel_hours"].astype(float).fillna(hours)
    return np.minimum(hours, done["spent"].astype(float))


def settled(people: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """The persons with a place where one can be had: who has none works from the middle of its customers (median)."""
    middle = table.groupby("owner")[["latitude", "longitude"]].median().reindex(people.index)
    return people.assign(**{c: people[c].fillna(middle[c]) for c in ("latitude", "longitude")})


def allowed(table: pd.DataFrame, people: pd.DataFrame, base: Base) -> Mapping[str, np.ndarray]:
    """Who may look after whom (customers × persons, bool): `all` rules together, and without the pins, the prohibitions and the
    roles one at a time."""
    p, ids = base.client.parameters.coverage.territory, table.index
    by_role = table["role"].to_numpy()[:, None] == people["role"].to_numpy()[None, :]
    for group, roles in p.eligible.items():
        by_role |= (table["group"] == group).to_numpy()[:, None] & people["role"].isin(roles).to_numpy()[None, :]
    barred = np.zeros_like(by_role)
    for customer, persons in p.forbidden.items():
        if customer in ids:
            barred[ids.get_loc(customer)] = people.index.isin(persons)
    pins = {c: r for c, r in p.pinned.items() if c in ids and r in people.index}
    fixed, at = np.ones_like(by_role), ids.get_indexer(list(pins))
    fixed[at] = False
    fixed[at, people.index.get_indexer(list(pins.values()))] = True
    pinned = np.zeros(len(ids), bool)
    pinned[at] = True
    free = (by_role | pinned[:, None]) & ~barred
    return {
        "all": free & fixed,
        "pinned": by_role & ~barred,
        "forbidden": (by_role | pinned[:, None]) & fixed,
        "eligible": ~barred & fixed,
    }
