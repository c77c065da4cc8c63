"""One run over one client: the chapters in order, each once, each getting what the earlier ones found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pandas as pd

from workbook.chapters import ORDER, SoFar, chapter
from workbook.client import Client


@dataclass(frozen=True)
class Done:
    """One chapter's module, its result, and everything found up to and including it."""

    module: ModuleType
    result: Any
    after: SoFar


class Run:
    """Computes chapters on demand and remembers them; a chapter that fails raises again for those that need it."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._done: dict[str, Done] = {}
        self.failed: dict[str, Exception] = {}

    def chapter(self, name: str) -> Done:
        """The chapter, computed with all before it that can be computed."""
        if name in self.failed:
            raise self.failed[name]
        if name not in self._done:
            before = self._before(name)
            module = chapter(name)
            try:
                result = module.analyse(self.client, before)
                self._done[name] = Done(module, result, _add(before, module, result))
            except Exception as error:
                self.failed[name] = error
                raise
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

    @property
    def done(self) -> Mapping[str, Done]:
        """The chapters computed so far."""
        return dict(self._done)


def _add(before: SoFar, module: ModuleType, result: Any) -> SoFar:
    """What was known before and what this chapter adds."""
    rows: pd.DataFrame = module.customers(result)
    customers = before.customers
    if len(rows.columns):
        fresh = rows[[c for c in rows if c not in customers]]
        customers = customers.join(fresh, how="outer") if len(customers.columns) else fresh
    figures = {**before.figures, **{f.id: f for f in module.figures(result)}}
    findings = (*before.findings, *module.findings(result))
    return SoFar(customers.sort_index(), figures, findings, (*before.gaps, *module.gaps(result)))
