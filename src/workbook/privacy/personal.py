"""What each column of the canonical tables says about customers and persons (assets/privacy.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

# What gets a code, and the letter the code begins with.
LETTERS = {
    "customer": "K", "person": "P", "order": "O", "line": "L", "product": "A", "opportunity": "C", "request": "R",
    "unit": "U", "text": "X",
}  # fmt: skip


@cache
def personal() -> Mapping[str, Mapping[str, str]]:
    """By table: column → what stands in it (customer, person, …, name, unit, text, fact, place, category)."""
    text = files("workbook").joinpath("assets", "privacy.toml").read_text(encoding="utf-8")
    return MappingProxyType({table: MappingProxyType(columns) for table, columns in tomllib.loads(text).items()})


def kind_of(table: str, column: str) -> str:
    """What stands in a column, empty where it names nobody; where a value is from (`<field>_source`) is free text."""
    known = personal().get(table, {}).get(column)
    if known is not None:
        return known
    return "text" if table == "customers" and column.endswith("_source") else ""
