"""A client under codes: everything after the intake sees only these, so no file of the report can hold a name.

Kept are amounts, days, yes and no, our own codes, categories (industry, region, product group, channel), and the company's own
name. Whoever knows a customer's exact revenue can still tell it: this is pseudonymised, not anonymous.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from workbook import schema
from workbook.chapters.coverage.territory_places import places
from workbook.chapters.process.units import COMPANY
from workbook.client import Client, Reading, SourceFile
from workbook.privacy.codes import codes
from workbook.privacy.named import mentioned, renamed
from workbook.privacy.personal import LETTERS, kind_of
from workbook.privacy.secret import Secret

NAMELESS = {"CFG-STALE"}  # messages that hold a day and nothing else
GRID = 0.25  # degrees: some 28 km from north to south
SHORT = 4  # letters from which on a name is looked for inside other texts
SORTED = {"customers": "customer_id", "staff": "rep_id"}  # their order would tell the place in the client's own list
WHERE = ("latitude", "longitude")


def pseudonymised(client: Client, secret: Secret) -> Client:
    """The client with codes in place of whatever names a customer or a person, and without what was told of its files."""
    return Naming(client, secret).client


@dataclass(frozen=True)
class Naming:
    """One client's names and ids, and their codes by kind."""

    original: Client
    secret: Secret

    @cached_property
    def by_kind(self) -> Mapping[str, Mapping[str, str]]:
        """By kind: from what was written to its code."""
        written: dict[str, set[str]] = {kind: set() for kind in LETTERS}
        for table, frame in self.original.tables.items():
            for column in frame:
                for kind, values in self._kinds(table, str(column), frame):
                    written[kind].update(values.dropna().astype(str).unique())
        for kind, value in mentioned(self.original.parameters):
            if kind != "category":
                written[kind].add(value)
            elif self._names(value):
                written["text"].add(value)
        return {kind: self._codes(kind, values) for kind, values in written.items()}

    @cached_property
    def client(self) -> Client:
        """The client under codes."""
        client = self.original
        tables = {name: self._table(name, frame) for name, frame in client.tables.items()}
        parameters = renamed(client.parameters, self._code)
        how: Literal["keyed", "numbered"] = "keyed" if self.secret.kept else "numbered"
        return replace(client, parameters=parameters, tables=tables, reading=_reading(client.reading), codes=how)

    @property
    def mapping(self) -> pd.DataFrame:
        """One row per code of an id or person: kind, code, id, name (empty where none was delivered)."""
        named = self._named("customers", "customer_id") | self._named("staff", "rep_id")
        rows = [
            (kind, code, value, named.get((LETTERS[kind], value), ""))
            for kind, made in self.by_kind.items()
            if kind != "text"
            for value, code in sorted(made.items())
        ]
        return pd.DataFrame(rows, columns=["kind", "code", "id", "name"])

    def _code(self, kind: str, value: str) -> str:
        """What stands in the settings for a customer, person, unit or category; categories stay where they name nobody."""
        if kind == "category":
            return self.by_kind["text"][value] if self._names(value) else value
        return self.by_kind[kind][value]

    def _codes(self, kind: str, values: Iterable[str]) -> dict[str, str]:
        plain = {value: self._plain(kind, value) for value in values}
        made = codes(kind, (p for v, p in plain.items() if not self._open(kind, v)), self._id, self.secret)
        return {value: value if self._open(kind, value) else made[p] for value, p in plain.items()}

    @property
    def _id(self) -> str:
        return str(self.original.parameters.id)

    def _plain(self, kind: str, value: str) -> str:
        """What is one and the same: a person by number or by name, a unit however it is written."""
        if kind == "person":
            return self._numbers.get(value.strip().casefold(), value.strip())
        return value.strip().casefold() if kind == "unit" else value

    def _open(self, kind: str, value: str) -> bool:
        """Units that are no place and no team: the company and the roles."""
        company = {*COMPANY, self.original.parameters.name.strip().casefold()}
        return kind == "unit" and (
            value.strip().casefold() in company or schema.code_word("staff", "role", value) is not None
        )

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        """The number of everybody on the staff list whose name stands there once."""
        staff = self.original.tables.get("staff", pd.DataFrame())
        if "name" not in staff or "rep_id" not in staff:
            return {}
        known = staff.dropna(subset=["name", "rep_id"]).drop_duplicates("rep_id")
        names = known["name"].astype(str).str.strip().str.casefold()
        often = Counter(names)
        ids = known["rep_id"].astype(str)
        return {name: number for name, number in zip(names, ids, strict=True) if often[name] == 1}

    def _named(self, table: str, column: str) -> dict[tuple[str, str], str]:
        frame = self.original.tables.get(table, pd.DataFrame())
        if "name" not in frame or column not in frame:
            return {}
        letter = LETTERS[kind_of(table, column)]
        rows = frame.dropna(subset=[column, "name"])
        return {(letter, str(one)): str(name) for one, name in zip(rows[column], rows["name"], strict=True)}

    def _kinds(self, table: str, column: str, frame: pd.DataFrame) -> list[tuple[str, pd.Series]]:
        """What of a column gets codes of which kind."""
        kind, values = kind_of(table, column), frame[column]
        if kind in LETTERS:
            return [(kind, values)]
        if kind == "category":
            return [("text", values[self._naming(values)])]
        if kind == "fact":
            of = frame["field"].map(_kind_of_fact) if "field" in frame else pd.Series("text", frame.index)
            parts = [(str(k), values[of == k]) for k in of.unique() if k in LETTERS]
            rest = values[of == "category"]
            return [*parts, ("text", rest[self._naming(rest)])]
        return []

    def _table(self, name: str, frame: pd.DataFrame) -> pd.DataFrame:
        made = frame.copy()
        for column in frame:
            for kind, values in self._kinds(name, str(column), frame):
                coded = values.astype(object).map(self.by_kind[kind], na_action="ignore")
                apart = made.index.isin(coded.index)
                made[column] = made[column].astype(object).where(~apart, coded.reindex(made.index))
        if "name" in made and kind_of(name, "name") == "name":
            made["name"] = made[SORTED[name]].astype(object).where(frame["name"].notna(), None)
        made = _coarse(made, frame, self.original.parameters.locale or "de_DE")
        if name in SORTED and SORTED[name] in made:
            made = made.sort_values(SORTED[name], kind="stable").reset_index(drop=True)
        return made.astype({c: frame[c].dtype for c in made if c in frame and c not in WHERE})

    @cached_property
    def _told(self) -> tuple[frozenset[str], frozenset[str]]:
        """Names and postcodes, as they might stand inside another text."""
        names, postcodes = set[str](), set[str]()
        for table in SORTED:
            frame = self.original.tables.get(table, pd.DataFrame())
            for column, found in (("name", names), ("postcode", postcodes)):
                if column in frame:
                    found.update(frame[column].dropna().astype(str).str.strip().str.casefold().unique())
        return frozenset(n for n in names if len(n) >= SHORT), frozenset(postcodes)

    def _names(self, text: str) -> bool:
        names, postcodes = self._told
        plain = text.casefold()
        return any(n in plain for n in names) or not postcodes.isdisjoint(re.findall(r"[\w-]+", plain))

    def _naming(self, values: pd.Series) -> np.ndarray:
        """Which texts hold a customer's or a person's name, or a postcode of theirs."""
        told = {text: self._names(str(text)) for text in values.dropna().unique()}
        return values.astype(object).map(told).fillna(False).astype(bool).to_numpy()


def _kind_of_fact(field: str) -> str:
    """What the value of a fact is, by the customers' column it speaks of; of other fields it is free text."""
    column = next(iter(schema.candidates("customers", str(field))), None)
    if column is None:
        return "text"
    kind = kind_of("customers", column) or "category"
    return "text" if kind in ("name", "place") else kind


def _coarse(made: pd.DataFrame, frame: pd.DataFrame, locale: str) -> pd.DataFrame:
    """Places on the grid, found by coordinates or postcode, and no postcode."""
    if not {"postcode", *WHERE} & set(frame):
        return made
    found = places(frame, locale)
    made = made.drop(columns="postcode", errors="ignore")
    return made.assign(**{c: (found[c] / GRID).round() * GRID for c in WHERE})


def _reading(reading: Reading) -> Reading:
    """What was read, by table in place of file; nothing of what stood in it."""
    tables = [f.table or "lookup" for f in reading.files]
    often, seen, files = Counter(tables), Counter[str](), list[SourceFile]()
    for name, file in zip(tables, reading.files, strict=True):
        seen[name] += 1
        files.append(replace(file, file=f"{name}-{seen[name]}" if often[name] > 1 else name, sheet=""))
    nothing = reading.rejects.iloc[:0, :0]
    told = tuple(problem for problem in reading.problems if problem.code in NAMELESS)
    return replace(
        reading, files=tuple(files), decisions=(), problems=told, columns=(), unmapped=(), unread=(), rejects=nothing
    )
