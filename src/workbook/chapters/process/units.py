"""How many persons stand behind a unit of the targets: no figure about fewer than five."""

from __future__ import annotations

import pandas as pd

from workbook import schema
from workbook.client import Client
from workbook.methods.protect import LEAST

# Words for the whole company, beside its own name.
COMPANY = frozenset({"unternehmen", "company", "gesamt", "total", "gesamtunternehmen", "firma"})


def persons_of(units: pd.Series, client: Client) -> pd.Series:
    """Persons of each unit as far as known: the company, a role, a territory, or as `process.unit_persons` says; else missing."""
    told = {_plain(name): n for name, n in client.parameters.process.unit_persons.items()}
    staff = client.tables.get("staff", pd.DataFrame())
    roles = staff["role"].value_counts() if "role" in staff else pd.Series(dtype=int)
    places = staff["territory"].dropna().astype(str).map(_plain).value_counts() if "territory" in staff else roles[:0]
    company = {*COMPANY, _plain(client.parameters.name)}

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


def may_be_shown(units: pd.Series, client: Client) -> pd.Series:
    """Which units hold enough persons to be shown, in every mode: the page lists customers."""
    return persons_of(units, client) >= LEAST


def _plain(name: str) -> str:
    return name.strip().casefold()
