"""One workshop over one client: what was in force at opening, what is tried out, what is saved."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from workbook.language import Words
from workbook.parameters import Parameters
from workbook.privacy.named import LEFT_OUT
from workbook.privacy.secret import Secret, handed
from workbook.problem import Refused
from workbook.problem_text import sentences
from workbook.run import Run
from workbook.settings import checked, read_settings
from workbook.workshop.changes import settings_changed
from workbook.workshop.cover import Cover
from workbook.workshop.decisions import Decisions, key_of, plain, put
from workbook.workshop.levers import value_at

Path_ = tuple[str | int, ...]
# What people decide; everything else says how the files are read, and asks for opening them again.
DECIDED = (
    "value",
    "segmentation",
    "coverage",
    "process",
    "summary",
    "overrides",
    "decisions",
    "actions",
    "account_plans",
)
# Settings of single customers.
BY_CUSTOMER = ("overrides.", "coverage.territory.pinned.", "coverage.territory.forbidden.")


class Session:
    """Decisions tried out, on top of those saved. `tried` is what would be in force; it is always valid.

    `run` has names and ids as delivered; `shown` is what people may see of it: the same, or under codes (`cover`). `moved` is
    called with it whenever something is saved, undone, decided elsewhere or shown under other
    names. `news`: the settings decided elsewhere since somebody took note; `dropped`: what of the tried no longer goes with them.
    """

    def __init__(self, folder: Path, run: Run, words: Words, moved: Callable[[Run], None]) -> None:
        self.folder, self.words, self._moved = folder, words, moved
        self.run, self.opened, self.shown = run, run, run
        self.cover: Cover | None = None
        self.decisions = Decisions(folder)
        self.changes: dict[Path_, Any] = {}
        self.reasons: dict[Path_, str] = {}
        self.news: tuple[str, ...] = ()
        self.dropped: tuple[str, ...] = ()
        self.tried = run.client.parameters
        self._stamp: object = None

    @property
    def saved(self) -> Parameters:
        """What client.yaml says."""
        return self.run.client.parameters

    def attempt(self, path: Path_, value: Any) -> str:
        """Try one value; answers with what is wrong about it, or nothing. What is wrong changes nothing."""
        try:
            self.catch_up()
            wanted = {**self.changes, path: value}
            if self._in_force(path, value):
                wanted.pop(path)
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
        """Save what was tried, with who decided and why; a change with a reason of its own keeps it.

        What others saved meanwhile stays; Overtaken where they decided the same.
        """
        parameters = self.decisions.save(self.changes, who, why, self.reasons, self.saved)
        self._hear(self.tried, parameters)
        self._now(parameters)

    def undo(self, who: str) -> tuple[str, ...] | None:
        """Take the last save back; the keys it had set, None where there is none."""
        keys = self.decisions.undo(who)
        if keys is not None:
            self._now(read_settings(self.folder))
        return keys

    def catch_up(self) -> bool:
        """Take over what was saved elsewhere; what is tried here stays on top of it where it is still allowed."""
        stamp = self.decisions.stamp()
        if stamp == self._stamp:
            return False
        now = self._decided(read_settings(self.folder))
        self._stamp = stamp
        if now == self.saved:
            return False
        self._hear(self.saved, now)
        self.run = self.run.under(now)
        tried, self.changes, self.tried = self.changes, {}, now
        for path, value in tried.items():
            self._on_top(path, value)
        self._move()
        return True

    def seen(self, parameters: Parameters) -> Run:
        """What people may see of the run under other parameters."""
        meant = parameters if self.cover is None else self.cover.parameters(parameters)
        for run in (self.shown, self.opened):
            if run.client.parameters == meant and (run.client.codes or self.cover is None):
                return run
        return self.shown.under(meant)

    def names(self, coded: bool) -> None:
        """Show customers, persons and places as they are, or by codes."""
        self.cover = Cover(self.run.client, self._secret) if coded else None
        self.shown = self.run if self.cover is None else Run(self.cover.client)
        self._moved(self.shown)

    def customers(self) -> dict[str, str]:
        """What every customer is called on the screen, by id: name and id, or the code."""
        if self.cover is not None:
            return dict(self.cover.customers)
        listed = self.run.client.tables.get("customers")
        if listed is None:
            return {}
        once = listed.drop_duplicates("customer_id")
        ids = once["customer_id"].astype(str)
        names = once.get("name", ids)
        known = names.notna() & (names.astype(str) != ids)
        return dict(zip(ids, ids.where(~known, names.astype(str) + " (" + ids + ")"), strict=True))

    def called(self, key: str) -> str:
        """A setting's key as it may stand on the screen: the customer it is about as people see it."""
        head = next((one for one in BY_CUSTOMER if key.startswith(one)), "")
        if self.cover is None or not head:
            return key
        return head + self.cover.customers.get(key.removeprefix(head), LEFT_OUT)

    def person(self, rep: str) -> str:
        """What a person is called on the screen: by number, or the code."""
        return rep if self.cover is None else self.cover.persons.get(rep, rep)

    @cached_property
    def _secret(self) -> Secret:
        return handed(str(self.saved.id), self.folder)

    def _in_force(self, path: Path_, value: Any) -> bool:
        """Whether client.yaml says so already."""
        if path[0] == "overrides":
            return value is None and not any(o.customer_id == path[1] for o in self.saved.overrides)
        now = value_at(self.saved, path)
        return plain(now) == plain(value) or (value is None and now in ((), {}))

    def _hear(self, before: Parameters, now: Parameters) -> None:
        found = [key for key, _, _ in settings_changed(before, self._decided(now))]
        self.news = (*self.news, *(key for key in found if key not in self.news))

    def _on_top(self, path: Path_, value: Any) -> None:
        if self._in_force(path, value):
            return
        try:
            self.tried = self._with({**self.changes, path: value})
            self.changes = {**self.changes, path: value}
        except Refused:
            self.dropped = (*self.dropped, key_of(path))

    def _decided(self, parameters: Parameters) -> Parameters:
        """The parameters of the run with what people decide as it is there."""
        return self.saved.model_copy(update={name: getattr(parameters, name) for name in DECIDED})

    def _now(self, parameters: Parameters) -> None:
        self.run = self.run.under(self._decided(parameters))
        self.reset()
        self._move()

    def _move(self) -> None:
        self.shown = self.run if self.cover is None else self.shown.under(self.cover.parameters(self.saved))
        self._moved(self.shown)

    def _with(self, changes: Mapping[Path_, Any]) -> Parameters:
        """The saved parameters with these changes; Refused where they are not allowed."""
        tree = json.loads(self.saved.model_dump_json(by_alias=True))
        for path in sorted(changes, key=key_of):
            put(tree, self.saved, path, changes[path])
        found = checked(json.loads(json.dumps(tree)))
        return found.model_copy(update={"id": self.saved.id})
