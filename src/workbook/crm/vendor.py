"""What each CRM takes: columns, types, lengths, choices.

The rules are the vendor's own, each with title, address and year in assets/crm/<vendor>.toml; what the vendor's published pages
do not tell stands there as open.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

from workbook.report.download import FORMULA
from workbook.section import CLASSES, ROLES

VENDORS = ("salesforce", "hubspot", "dynamics", "generic")
PRIORITIES = ("1", "2", "3", "4")
# What a choice may hold: the family of texts its words stand in, and its codes.
CHOICES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "class": ("class.", tuple(CLASSES)),
    "priority": ("priority_name.", PRIORITIES),
    "channel": ("role.", (*ROLES, "others")),
}


@dataclass(frozen=True)
class Field:
    """One column of the file: `of` which of our columns, its name there, type, longest text, digits of a number."""

    of: str
    name: str
    type: Literal["text", "picklist", "number", "url"]
    length: int = 0
    digits: int = 0
    decimals: int = 0
    required: bool = False


@dataclass(frozen=True)
class Rule:
    """What the vendor says of a type or of the file, and where (title, address, year); `open`: what it does not tell."""

    says: str = ""
    title: str = ""
    address: str = ""
    year: int = 0
    open: str = ""


@dataclass(frozen=True)
class Layout:
    """One CRM's file: object, how it is written, its columns in order; `empty` stands where a value is to be emptied.

    `rules`: by type of column, and for the file, its key and its empty cells, what the vendor says of it.
    """

    vendor: str
    object: str
    delimiter: str
    line_end: str
    bom: bool
    decimal: str
    empty: str
    fields: tuple[Field, ...] = field(default_factory=tuple)
    most_bytes: int | None = None
    most_rows: int | None = None
    rules: Mapping[str, Rule] = field(default_factory=dict)


@cache
def layout(vendor: str) -> Layout:
    """The layout of one of VENDORS; FileNotFoundError for another."""
    told = tomllib.loads(files("workbook").joinpath(f"assets/crm/{vendor}.toml").read_text("utf-8"))
    columns = tuple(Field(**one) for one in told.pop("fields"))
    rules = {of: Rule(**one) for of, one in told.pop("rules", {}).items()}
    return Layout(vendor=vendor, fields=columns, rules=rules, **told)


def violations(
    header: Sequence[str], rows: Sequence[Sequence[str]], given: Layout, choices: Mapping[str, Sequence[str]]
) -> list[str]:
    """What in a file read back breaks the layout's rules, as `row/column: rule`; empty where nothing does.

    `rows` hold cells as text, `choices` by column of ours the values a choice may have.
    """
    wrong = [] if list(header) == [f.name for f in given.fields] else ["0/*: header"]
    if given.most_rows is not None and len(rows) > given.most_rows:
        wrong.append("*/*: rows")
    keys = [row[0] for row in rows]
    if len(set(keys)) < len(keys):
        wrong.append("*/0: unique")
    for number, row in enumerate(rows, 1):
        if len(row) != len(given.fields):
            wrong.append(f"{number}/*: cells")
            continue
        for one, cell in zip(given.fields, row, strict=True):
            rule = broken(one, cell, given, choices.get(one.of, ()))
            if rule:
                wrong.append(f"{number}/{one.name}: {rule}")
    return wrong


def broken(one: Field, cell: str, given: Layout, choices: Sequence[str]) -> str:
    """The rule a cell breaks, empty where it breaks none."""
    if cell in ("", given.empty):
        return "required" if one.required else ""
    if cell != cell.strip() or any(ord(sign) < 32 for sign in cell):
        return "signs"
    if one.type == "number":
        pattern = rf"-?\d{{1,{one.digits}}}(?:{re.escape(given.decimal)}\d{{1,{one.decimals}}})?"
        return "" if re.fullmatch(pattern, cell) else "number"
    if cell.startswith(FORMULA):
        return "formula"
    if len(cell) > one.length:
        return "length"
    if one.type == "picklist" and cell not in choices:
        return "choice"
    return "url" if one.type == "url" and " " in cell else ""
