"""One workshop over one client: what was in force at opening, what is tried out, what is saved."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from workbook.language import Words
from workbook.parameters import Parameters
from workbook.problem import Refused
from workbook.problem_text import sentences
from workbook.run import Run
from workbook.settings import checked, read_settings
from workbook.workshop.decisions import Decisions, key_of, put
from workbook.workshop.levers import value_at

Path_ = tuple[str | int, ...]


class Session:
    """Decisions tried out, on top of those saved. `tried` is what would be in force; it is always valid.

    `moved` is called with the run of the notebook whenever something is saved, undone or shown under other names.
    """

    def __init__(self, folder: Path, run: Run, words: Words, moved: Callable[[Run], None]) -> None:
        self.folder, self.words, self._moved = folder, words, moved
        self.run, self.opened = run, run
        self.decisions = Decisions(folder)
        self.changes: dict[Path_, Any] = {}
        self.reasons: dict[Path_, str] = {}
        self.tried = run.client.parameters
        self._names = _names(run)

    @property
    def saved(self) -> Parameters:
        """What client.yaml says."""
        return self.run.client.parameters

    def attempt(self, path: Path_, value: Any) -> str:
        """Try one value; answers with what is wrong about it, or nothing. What is wrong changes nothing."""
        wanted = {**self.changes, path: value}
        if self._in_force(path, value):
            wanted.pop(path)
        try:
            self.tried = self._with(wanted)
        except Refused as refused:
            bare = [replace(p, file="", row=None, key="") for p in refused.problems]
            return " ".join(sentences(bare, self.words))
        self.changes = wanted
        return ""

    def back(self, changes: Mapping[Path_, Any]) -> None:
        """Take the last attempt back: these changes were tried before it."""
        self.changes, self.tried = dict(changes), self._with(changes)

    def reset(self) -> None:
        """Drop what was tried and not saved."""
        self.changes, self.tried, self.reasons = {}, self.saved, {}

    def save(self, who: str, why: str) -> None:
        """Save what was tried, with who decided and why; a change with a reason of its own keeps it."""
        parameters = self.decisions.save(self.changes, who, why, self.reasons)
        self._now(parameters)

    def undo(self, who: str) -> tuple[str, ...] | None:
        """Take the last save back; the keys it had set, None where there is none."""
        keys = self.decisions.undo(who)
        if keys is not None:
            self._now(read_settings(self.folder))
        return keys

    def trial(self) -> Run:
        """The run as it would be with what is tried."""
        return self.run.under(self.tried) if self.changes else self.run

    def names(self, coded: bool) -> None:
        """Show customers by their names, or by codes in the order of their ids."""
        client = self.run.client
        if "customers" not in client.tables or "name" not in client.tables["customers"]:
            return
        table = client.tables["customers"]
        shown = self._codes(table) if coded else self._names
        tables = {**client.tables, "customers": table.assign(name=shown)}
        self.opened = Run(replace(self.opened.client, tables=tables))
        self.run = Run(replace(client, tables=tables))
        self._moved(self.run)

    def _in_force(self, path: Path_, value: Any) -> bool:
        """Whether client.yaml says so already."""
        if path[0] == "overrides":
            return value is None and not any(o.customer_id == path[1] for o in self.saved.overrides)
        return bool(value_at(self.saved, path) == value)

    def _codes(self, table: pd.DataFrame) -> pd.Series:
        ids = table["customer_id"].astype(str)
        place = {one: number for number, one in enumerate(sorted(ids.unique()), 1)}
        return ids.map(lambda one: self.words.text("workshop.pseudonym", number=str(place[one])))

    def _now(self, parameters: Parameters) -> None:
        self.run = self.run.under(parameters)
        self.reset()
        self._moved(self.run)

    def _with(self, changes: Mapping[Path_, Any]) -> Parameters:
        """The saved parameters with these changes; Refused where they are not allowed."""
        tree = json.loads(self.saved.model_dump_json(by_alias=True))
        for path in sorted(changes, key=key_of):
            put(tree, self.saved, path, changes[path])
        found = checked(json.loads(json.dumps(tree)))
        return found.model_copy(update={"id": self.saved.id})


def _names(run: Run) -> pd.Series | None:
    table = run.client.tables.get("customers")
    return table["name"] if table is not None and "name" in table else None
