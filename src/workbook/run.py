"""One run over one client: the chapters in order, each once, each getting what the earlier ones found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import ModuleType
from typing import Any

import pandas as pd

from workbook.caveats import with_caveats
from workbook.chapters import ORDER, SoFar, chapter
from workbook.client import Client
from workbook.finding import Claim, Figure, Finding, Gap
from workbook.parameters import Parameters

# Sections of client.yaml → the first chapter that asks for them; whatever is not named here, the first of all.
TOUCHED = {name: name for name in ORDER if name != "intake"} | {"overrides": "segmentation", "decisions": "summary"}
# Chapter 2 asks for these two settings of chapter 3.
ASKED_EARLIER = {"least_known", "current_classes"}


@dataclass(frozen=True)
class Done:
    """One chapter's module, its result, and what the chapters before found; what follows is worked out once."""

    module: ModuleType
    result: Any
    before: SoFar
    client: Client

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The chapter's figures."""
        return tuple(self.module.figures(self.result))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the chapter says, with what the client's data leave in doubt."""
        return with_caveats(self.module.findings(self.result), self.client)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """What the chapter cannot say, with what is really missing: nobody is asked for what was delivered."""
        said: Iterable[Gap] = self.module.gaps(self.result)
        return tuple(replace(gap, needs=self.client.missing(*gap.needs)) for gap in said)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of the articles the chapter tests, each by itself."""
        return tuple(self.module.claims(self.result)) if hasattr(self.module, "claims") else ()

    @cached_property
    def after(self) -> SoFar:
        """Everything found up to and including this chapter."""
        rows: pd.DataFrame = self.module.customers(self.result)
        customers = self.before.customers
        if len(rows.columns):
            fresh = rows[[c for c in rows if c not in customers]]
            customers = customers.join(fresh, how="outer") if len(customers.columns) else fresh
        return SoFar(
            customers.sort_index(),
            {**self.before.figures, **{f.id: f for f in self.figures}},
            (*self.before.findings, *self.findings),
            (*self.before.gaps, *self.gaps),
        )


class Lost(Exception):  # noqa: N818 - it names the state of a chapter
    """A chapter that is not computed because it ended an earlier attempt."""


class NotReached(Exception):  # noqa: N818 - it names the state of a chapter
    """A chapter that could not be computed while chapters before it were missing."""

    def __init__(self, missing: Sequence[str], error: Exception) -> None:
        super().__init__(f"without {', '.join(missing)}: {type(error).__name__}: {error}")


class Run:
    """Computes chapters on demand and remembers them; a chapter that fails raises again for those that need it."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._done: dict[str, Done] = {}
        self.failed: dict[str, Exception] = {}

    def lose(self, chapters: Iterable[str]) -> None:
        """Do without these chapters: they ended earlier attempts and are not computed again."""
        self.failed |= {name: Lost(name) for name in chapters}

    def chapter(self, name: str) -> Done:
        """The chapter, computed with all before it that can be computed."""
        if name in self.failed:
            raise self.failed[name]
        if name not in self._done:
            before = self._before(name)
            module = chapter(name)
            try:
                done = Done(module, module.analyse(self.client, before), before, self.client)
                _ = done.after  # what fails in saying it fails here, too
                self._done[name] = done
            except Exception as error:
                missing = [earlier for earlier in ORDER[: ORDER.index(name)] if earlier in self.failed]
                self.failed[name] = NotReached(missing, error) if missing else error
                raise self.failed[name] from error
        return self._done[name]

    def _before(self, name: str) -> SoFar:
        """What the chapters before `name` found; one that failed leaves its part out."""
        so_far = SoFar()
        for earlier in ORDER[: ORDER.index(name)]:
            try:
                so_far = self.chapter(earlier).after
            except Exception:
                continue
        return so_far

    def under(self, parameters: Parameters) -> Run:
        """The same client under other parameters; chapters that do not ask for what changed are not worked out again."""
        changed = Run(replace(self.client, parameters=parameters))
        first = ORDER.index(first_touched(self.client.parameters, parameters))
        changed._done = {name: done for name, done in self._done.items() if ORDER.index(name) < first}
        return changed

    @property
    def done(self) -> Mapping[str, Done]:
        """The chapters computed so far."""
        return dict(self._done)


def first_touched(before: Parameters, after: Parameters) -> str:
    """The first chapter that can come out differently when the parameters change so; the last one where nothing changes."""
    touched = [ORDER[-1]]
    for name in type(before).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if old == new:
            continue
        first = TOUCHED.get(name, ORDER[0])
        if name == "segmentation" and any(getattr(old, n) != getattr(new, n) for n in ASKED_EARLIER):
            first = "value"
        if name == "process" and old.stages != new.stages:
            first = ORDER[0]
        touched.append(first)
    return min(touched, key=ORDER.index)
