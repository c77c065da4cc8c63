"""The facts of the topic workload: the hours the norms ask for per customer, and the positions these take."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.coverage.base import STANDS_FOR, Base
from workbook.chapters.coverage.team import Team
from workbook.chapters.coverage.today_facts import complexity_factor
from workbook.methods.concentration import group_of
from workbook.methods.protect import LEAST, merged_groups
from workbook.methods.workload import least_key_fte, required_fte, workload
from workbook.section import ROLES

LEAST_CONTACTS = 10  # from which number on a median length is one


@dataclass(frozen=True)
class Facts:
    """What the norms ask for; `hours` and `roles` are None where classes, staff or working hours are not known.

    `hours`: one row per customer, one column per role, hours a year. `roles` (index role): hours a year, capacity (net hours of
    one position a year), available and required positions, gap = available − required. `lengths` (index channel): duration,
    travel and preparation in hours per contact, and whether the duration is the median of the own log (`logged`). `accounts`:
    key accounts, a group counted once; `limited`: whether the limit of accounts, not the hours, asks for most key positions.
    """

    base: Base
    team: Team | None
    hours: pd.DataFrame | None
    roles: pd.DataFrame | None
    lengths: pd.DataFrame
    accounts: int
    limited: bool
    few: bool

    @property
    def needed(self) -> pd.Series:
        """The hours a year each customer needs of all roles together."""
        assert self.hours is not None
        return self.hours.sum(axis=1)


def facts(base: Base, team: Team | None) -> Facts:
    """The build-up from norms."""
    lengths = _lengths(base, team)
    few = team is not None and team.capacity is not None and team.capacity.notna().sum() < LEAST
    called = base.customers["group"].astype(object)
    group = called if base.grouping == "class" else called.map(STANDS_FOR)
    capacity = _capacity(team) if team is not None else None
    if team is None or capacity is None or not group.notna().any():
        return Facts(base, team, None, None, lengths, 0, False, few)
    hours = _hours(base, group[group.notna()], lengths)
    table = pd.DataFrame({"hours": hours.sum(), "capacity": capacity}).reindex([*ROLES])
    table["hours"] = table["hours"].fillna(0.0)
    table["available"] = team.staff.groupby("role")["fte"].sum().reindex(table.index).fillna(0.0)
    table["required"] = required_fte(table["hours"], table["capacity"])
    key = group.index[group == "key"]
    parents = base.known["parent_id"].reindex(key) if "parent_id" in base.known else None
    accounts = len(key) if parents is None else int(group_of(key, parents).nunique())
    least = least_key_fte(accounts, base.client.parameters.segmentation.accounts_per_kam)
    limited = bool(least > table.loc["kam", "required"])
    if limited:
        table.loc["kam", "required"] = least
    table["gap"] = table["available"] - table["required"]
    table = table[(table["available"] > 0) | (table["required"] > 0)]
    return Facts(base, team, hours, table, lengths, accounts, limited, few)


def _hours(base: Base, group: pd.Series, lengths: pd.DataFrame) -> pd.DataFrame:
    """The hours of every customer of a class, within floor and cap of the class."""
    p = base.client.parameters.coverage
    caps = {str(name): most for name, most in p.service_cap_hours.items()}
    customers = pd.DataFrame(
        {
            "group": group,
            "factor": complexity_factor(base).reindex(group.index),
            "floor": p.service_floor_hours,
            "cap": group.map(caps).astype(float).fillna(float("inf")),
        }
    )
    rows = [
        (str(name), str(role), str(channel), float(n))
        for name, roles in p.norms.contacts.items()
        for role, channels in roles.items()
        for channel, n in channels.items()
    ]
    norms = pd.DataFrame(rows, columns=["group", "role", "channel", "contacts"]).join(lengths, on="channel")
    return workload(customers, norms)


def _lengths(base: Base, team: Team | None) -> pd.DataFrame:
    """Hours per contact by channel: the median of the own log where enough persons wrote enough contacts, else the norm."""
    p = base.client.parameters.coverage.norms
    table = pd.DataFrame(
        {name: {str(k): float(v) for k, v in getattr(p, kind).items()}
         for name, kind in (("duration", "hours"), ("preparation", "preparation"), ("travel", "travel"))}
    ).fillna({"preparation": 0.0, "travel": 0.0})  # fmt: skip
    table = table[table["duration"].notna()].assign(logged=False)
    if team is None or not base.client.has("activities", "hours", "rep_id"):
        return table
    done = team.done[team.done["customer_id"].notna() & (team.done["hours"] > 0)]
    by = done.groupby("type").agg(
        duration=("hours", "median"), contacts=("hours", "size"), persons=("rep_id", "nunique")
    )
    enough = by.index[(by["contacts"] >= LEAST_CONTACTS) & (by["persons"] >= LEAST)].intersection(table.index)
    table.loc[enough, "duration"] = by.loc[enough, "duration"]
    table.loc[enough, "logged"] = True
    own = done.groupby("type")["travel_hours"].median() if "travel_hours" in done else pd.Series(dtype=float)
    # Hours of the log hold the travel unless it was written down apart.
    table.loc[enough, "travel"] = own.reindex(enough).fillna(0.0)
    return table


def _capacity(team: Team) -> pd.Series | None:
    """Net hours of one position a year by role: of the role where it may be shown, else of those it is merged with.

    A role nobody has takes the mean of all. None where fewer persons than allowed have working hours.
    """
    if team.capacity is None or team.capacity.notna().sum() < LEAST:
        return None
    known = team.staff.assign(can=team.capacity).dropna(subset=["can"])
    merged = merged_groups(known["role"].value_counts(), LEAST)
    known = known.assign(merged=known["role"].map(merged), weight=known["fte"].where(known["fte"] > 0, 1e-9))
    by = (known["can"] * known["weight"]).groupby(known["merged"]).sum() / known.groupby("merged")["weight"].sum()
    everyone = float((known["can"] * known["weight"]).sum() / known["weight"].sum())
    return pd.Series({role: by.get(merged.get(role, ""), everyone) for role in ROLES})
