"""How many persons stand behind a unit of the targets: no figure about fewer than five."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from workbook import schema
from workbook.client import Client
from workbook.methods.protect import LEAST, safe_sums

# Words for the whole company, beside its own name.
COMPANY = frozenset({"unternehmen", "company", "gesamt", "total", "gesamtunternehmen", "firma"})


def persons_of(units: pd.Series, client: Client) -> pd.Series:
    """Persons of each unit as far as known: the company, a role, a territory, or as `process.unit_persons` says; else missing."""
    told = {_plain(name): n for name, n in client.parameters.process.unit_persons.items()}
    staff = client.tables.get("staff", pd.DataFrame())
    roles = staff["role"].value_counts() if "role" in staff else pd.Series(dtype=int)
    places = staff["territory"].dropna().astype(str).map(_plain).value_counts() if "territory" in staff else roles[:0]
    company = _company(client)

    def persons(unit: str) -> float:
        plain, role = _plain(unit), schema.code_word("staff", "role", unit)
        if plain in told:
            return float(told[plain])
        if plain in company:
            return float("inf")
        if role is not None:
            return float(roles.get(role, 0))
        return float(places.get(plain, float("nan")))

    return units.map({unit: persons(str(unit)) for unit in units.unique()}).astype(float)


def may_be_shown(targets: pd.DataFrame, client: Client) -> pd.Series:
    """Which targets (columns unit, metric) may be shown, in every mode, as the page lists customers: units of enough persons,
    none of which tells, beside the others of the same metric, about fewer."""
    enough = persons_of(targets["unit"], client) >= LEAST
    members = _members(targets.loc[enough, "unit"].unique(), client)
    company = [unit for unit in members.index if _plain(unit) in _company(client)]
    shown = pd.Series(False, targets.index)
    for _, rows in targets[enough].groupby("metric", dropna=False):
        kept = safe_sums(members.loc[rows["unit"].unique()], company)
        shown.loc[rows.index] = rows["unit"].isin(kept)
    return shown


def _members(units: Iterable[str], client: Client) -> pd.DataFrame:
    """One row per unit, one column per person of the staff (1: belongs to it). Whom `process.unit_persons` tells of beyond the
    staff is not known: as many columns of its own, which belong to the company too."""
    staff = client.tables.get("staff", pd.DataFrame()).reset_index(drop=True)
    roles = staff["role"].astype(object) if "role" in staff else pd.Series(None, staff.index, dtype=object)
    places = staff["territory"].astype(object) if "territory" in staff else pd.Series(None, staff.index, dtype=object)
    places = places.map(lambda name: _plain(str(name)), na_action="ignore")
    rows: dict[str, dict[object, int]] = {}
    for unit in units:
        own = (roles == (schema.code_word("staff", "role", unit) or "-")) | (places == _plain(unit))
        whole = _plain(unit) in _company(client)
        number = 0 if whole else max(0, int(persons_of(pd.Series([unit]), client)[0]) - int(own.sum()))
        rows[unit] = {**own.astype(int).to_dict(), **{f"{unit} {n}": 1 for n in range(number)}}
    table = pd.DataFrame.from_dict(rows, orient="index").fillna(0)
    table.loc[[unit for unit in rows if _plain(unit) in _company(client)]] = 1
    return table


def _company(client: Client) -> set[str]:
    return {*COMPANY, _plain(client.parameters.name)}


def _plain(name: str) -> str:
    return name.strip().casefold()
