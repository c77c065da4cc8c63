"""The staff of a client as chapter 4 may look at it: roles with at least five persons, what they did, what they can do."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.client import Client
from workbook.methods.protect import LEAST, merged_groups, safe_groups
from workbook.methods.time_driven_cost import hours_of, staff_rates


@dataclass(frozen=True)
class Team:
    """One row per person with a role, and what was done in the period.

    `staff` (index rep_id): role, shown (the role it is shown under; empty where nothing may be shown), fte, and where delivered
    territory. `rates`: see staff_rates, None without cost and working hours. `capacity`: hours a year one position of that person
    has for customers, None without working hours. `done`: activities of the period with their hours in `spent` and the person's
    `shown` role (`unknown` where no listed person did it).
    """

    client: Client
    staff: pd.DataFrame
    rates: pd.DataFrame | None
    capacity: pd.Series | None
    done: pd.DataFrame

    @property
    def work(self) -> pd.DataFrame:
        """One row per person of the staff and customer: rep_id, customer_id, hours a year."""
        own = self.done[self.done["rep_id"].isin(self.staff.index) & self.done["customer_id"].notna()]
        by = own.groupby(["rep_id", "customer_id"], as_index=False)["spent"].sum()
        return by.rename(columns={"spent": "hours"}).assign(hours=lambda t: t["hours"] / self.client.years)

    @property
    def time(self) -> pd.DataFrame:
        """Hours of the period by shown role and `unknown`: customer_hours, internal_hours; together all hours of the period."""
        at = self.done["customer_id"].notna()
        table = pd.DataFrame(
            {"customer_hours": self.done["spent"].where(at, 0.0), "internal_hours": self.done["spent"].where(~at, 0.0)}
        )
        return table.groupby(self.done["shown"]).sum()

    def by_person(self, customers: bool) -> pd.Series:
        """Hours of the period per person (index rep_id), at customers or internal."""
        own = self.done[self.done["customer_id"].notna() == customers]
        return own.groupby("rep_id")["spent"].sum()

    def merged(self, column: str) -> pd.Series:
        """A column of places, those of fewer than five persons merged."""
        sizes = self.staff[column].value_counts()
        return self.staff[column].map(merged_groups(sizes, LEAST))


def team(client: Client) -> Team | None:
    """The staff and its activities; None where no role is known."""
    if not client.has("staff", "role"):
        return None
    rows, staff = _listed(client), _staff(client)
    p = client.parameters.value
    rates = capacity = None
    if client.has("staff", "annual_cost", "working_hours"):
        rates = staff_rates(rows, client.years, p.practical_share)
    if client.has("staff", "working_hours"):
        selling = rows["selling_share"].astype(float).fillna(1.0) if "selling_share" in rows else 1.0
        capacity = (rows["working_hours"].astype(float) * p.practical_share * selling).set_axis(staff.index)
    return Team(client, staff, rates, capacity, _done(client, staff))


def shown_by_person(client: Client) -> pd.Series:
    """The role every person of the staff is shown under (index rep_id); none where no role is known."""
    return _staff(client)["shown"] if client.has("staff", "role") else pd.Series(dtype=object)


def _listed(client: Client) -> pd.DataFrame:
    """The rows of the staff with a role, one per person."""
    rows = client.tables["staff"]
    return rows[rows["role"].notna()].drop_duplicates("rep_id")


def _staff(client: Client) -> pd.DataFrame:
    """Team.staff."""
    rows = _listed(client)
    shown = shown_roles(client)
    staff = pd.DataFrame(
        {
            "role": rows["role"].astype(str),
            "shown": rows["role"].map(shown).astype(object).fillna(""),
            "fte": rows["fte"].fillna(1.0).astype(float) if "fte" in rows else 1.0,
        }
    ).set_index(rows["rep_id"].astype(str))
    for column in ("territory", "name"):
        if client.has("staff", column):
            staff[column] = rows[column].to_numpy()
    return staff


def shown_roles(client: Client) -> dict[str, str]:
    """By role what it is shown under, small ones merged.

    A role is missing where it may not be shown: where fewer than five persons without a role on the list took part, their work
    would be what is left of the total, so the smallest roles go with them.
    """
    staff = client.tables["staff"].drop_duplicates("rep_id")
    role = staff.set_index(staff["rep_id"].astype(str))["role"].dropna().astype(str)
    merged = merged_groups(role.value_counts())
    active = _active(client)
    everyone = role.index.append(active[~active.isin(role.index)])
    groups = role.map(merged).reindex(everyone).astype(object).fillna("")
    pairs = pd.DataFrame({"person": everyone, "group": groups.to_numpy()})
    kept = safe_groups(pairs, dict.fromkeys(merged.values()))
    return {name: shown for name, shown in merged.items() if shown in kept}


def _active(client: Client) -> pd.Index:
    """Whoever wrote activities of the period."""
    if not client.has("activities", "rep_id"):
        return pd.Index([], dtype=object)
    rows = client.tables["activities"]
    first, last = (pd.Timestamp(d) for d in client.period)
    rows = rows[(rows["date"] >= first) & (rows["date"] < last + pd.Timedelta(days=1))]
    return pd.Index(rows["rep_id"].dropna().astype(str).unique(), dtype=object)


def _done(client: Client, staff: pd.DataFrame) -> pd.DataFrame:
    """What was done in the period; no row where no activities were delivered."""
    if not client.has("activities"):
        empty = pd.DataFrame(columns=["date", "type", "customer_id", "rep_id", "shown"], dtype=object)
        return empty.assign(spent=pd.Series(dtype=float))
    rows = client.tables["activities"]
    first, last = (pd.Timestamp(d) for d in client.period)
    rows = rows[(rows["date"] >= first) & (rows["date"] < last + pd.Timedelta(days=1))]
    for column in ("customer_id", "rep_id"):
        if column not in rows:
            rows = rows.assign(**{column: pd.Series(pd.NA, rows.index, dtype=object)})
    return rows.assign(spent=hours_of(rows), shown=rows["rep_id"].map(staff["shown"]).astype(object).fillna("unknown"))


def labels(found: Team) -> pd.Series:
    """What each person is called: by name or number, or by a code of this run where only pseudonyms were agreed."""
    staff, p = found.staff, found.client.parameters
    if p.people == "pseudonym":
        mixed = staff.sort_index().sample(frac=1.0, random_state=p.seed).index
        codes = pd.Series([f"P{n:02d}" for n in range(1, len(mixed) + 1)], mixed)
        return codes.reindex(staff.index)
    number = pd.Series(staff.index.astype(str), staff.index)
    return staff["name"].fillna(number).astype(str) if "name" in staff else number
