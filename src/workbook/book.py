"""All that a notebook holds: open a chapter, show its opening, findings, exhibits and gaps.

What a cell shows goes to the page as a record (see exhibit.py) under one output kind of our own; everything else a notebook
prints stays in the notebook.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from workbook import exhibit, intake
from workbook.chapters import ORDER
from workbook.chapters.coverage.team import shown_by_person
from workbook.client import Client
from workbook.exhibit import MIME, PERSONS, Block
from workbook.language import Words
from workbook.methods.protect import LEAST, agreed, safe_groups, tells_apart
from workbook.privacy.pseudonymise import pseudonymised
from workbook.privacy.secret import handed
from workbook.report.page import fragment
from workbook.run import Done, Run, first_touched
from workbook.settings import read_settings
from workbook.statement import claims_table, facts, front, opening, page_labels, statement, unknown

KEYS = {"client", "language", "keep", "lost", "workshop", "pseudonymise"}
OWNERS = ("owner_now", "owner_target")
# Who is in charge, the place in its list, and whether a customer changes hands: each tells one person's customers.
OF_ONE_PERSON = ("owner_rep_id", "worklist_rank", "owner_reason", "owner_flip_cost")
FACTS = "application/vnd.workbook.facts+json"


@dataclass(frozen=True)
class Shown:
    """What a cell displays: the blocks for the page `mime` stands for, and the same as HTML for whoever reads the notebook."""

    blocks: tuple[Block, ...]
    labels: Mapping[str, str]
    language: str
    mime: str = MIME
    coded: bool = False

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        if not self.blocks:
            return {"text/plain": ""}
        pictures = "".join(fragment(block, self.labels, self.language, self.coded) for block in self.blocks)
        kinds = ", ".join(block.kind for block in self.blocks)
        return {self.mime: [exhibit.as_json(b) for b in self.blocks], "text/html": pictures, "text/plain": kinds}


@dataclass(frozen=True)
class Kept:
    """What the last cell leaves for results.json: figures, findings, claims, gaps of the chapter."""

    facts: Mapping[str, Any]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {FACTS: self.facts, "text/plain": f"{len(self.facts['figures'])} figures"}


class Chapter:
    """One chapter of one client's report, as its notebook sees it."""

    def __init__(
        self, name: str, run: Run, words: Words, keep: str | None = None, workshop: Path | None = None
    ) -> None:
        self.name, self._run, self.words, self._keep, self._workshop = name, run, words, keep, workshop
        self._coded = False

    @property
    def client(self) -> Client:
        """The client: tables, parameters, reading."""
        return self._run.client

    @property
    def _done(self) -> Done:
        return self._run.chapter(self.name)

    @property
    def result(self) -> Any:
        """The chapter's facts, for whoever wants to look closer."""
        return self._done.result

    def levers(self) -> Any:
        """In a workshop the panel of the chapter's levers; what is saved there, the other cells show when they run again.

        In a report and in tests nothing.
        """
        if self._workshop is None:
            return self._shown()
        from workbook.workshop.forms import open_panel

        return open_panel(self.name, self._workshop, self._run, self.words, self._follow)

    def _follow(self, run: Run, coded: bool) -> None:
        self._run, self._coded = run, coded

    def opening(self) -> Shown:
        """Number, name, the answer to the chapter's question, what it rests on."""
        return self._shown(opening(self.name, self._done, self.words))

    def front(self) -> Shown:
        """The first page of the report (summary only)."""
        return self._shown(front(self._done, self.words))

    def findings(self) -> Shown:
        """Every finding of the chapter."""
        return self._shown(*(statement(f, self.words) for f in self._done.findings))

    def finding(self, name: str, brief: bool = False) -> Shown:
        """One finding by its name, in brief only its headline at first; nothing where it does not apply to this client."""
        found = (f for f in self._done.findings if f.id == f"{self.name}.{name}")
        return self._shown(*(replace(statement(f, self.words), brief=brief) for f in found))

    def exhibit(self, name: str, folded: bool = False) -> Shown:
        """One chart or table by its name, a table folded if asked; nothing where the client's data do not carry it."""
        drawn = self._done.module.EXHIBITS[name](self.result, self.words)
        return self._shown(*([replace(drawn, folded=folded)] if drawn is not None else []))

    def claims(self) -> Shown:
        """What the articles claim about the chapter's question, tested on the client's data."""
        shown = claims_table(self.name, self._done, self.words)
        return self._shown(*([shown] if shown is not None else []))

    def persons(self) -> Shown:
        """What was agreed to be shown of fewer than five persons; it goes to a page without customers and places."""
        module, result = self._done.module, self.result
        drawn = [draw(result, self.words) for draw in module.PERSONS.values()]
        said = [statement(f, self.words) for f in module.persons(result)]
        blocks = (*said, *(d for d in drawn if d is not None)) if said else ()
        return Shown(blocks, page_labels(self.words), self.words.language, PERSONS, self._coded)

    def gaps(self) -> Shown:
        """What the chapter cannot say, and what would make it so."""
        return self._shown(*(unknown(g, self.words) for g in self._done.gaps))

    def keep(self) -> Kept:
        """Leave the chapter's facts for results.json, and the customers table so far where the run asks for it."""
        if self._keep:
            customers = without_persons(self._done.after.customers, self.client)
            write_customers(customers, Path(self._keep) / "customers.parquet")
        return Kept(facts(self.name, self._done, self.words))

    def _shown(self, *blocks: Block) -> Shown:
        return Shown(blocks, page_labels(self.words), self.words.language, coded=self._coded)


def open_chapter(name: str, run: Mapping[str, Any]) -> Chapter:
    """A chapter of the client named in `run`.

    `run` is one mapping: `client` (the client's folder), `language` (de or en; default the client's own), `keep` (a folder for
    tables), `lost` (chapters that must not be computed again) and `pseudonymise` (codes in place of names, ids), all set by the
    automated run; `workshop` (true where people decide: the levers appear). Anything else in it is an error, so that a misspelt
    name never runs with a default.
    """
    wrong = set(run) - KEYS
    if wrong or "client" not in run:
        raise ValueError(f"run takes the keys {sorted(KEYS)}, not {sorted(run)}")
    folder = Path(os.path.expandvars(str(run["client"]))).resolve()
    workshop = bool(run.get("workshop"))
    opened = reopened(folder) if workshop else open_run(folder, bool(run.get("pseudonymise")))
    opened.lose(run.get("lost", ()))
    p = opened.client.parameters
    language = run.get("language") or p.language
    words = Words(language, p.written(language), p.currency)
    return Chapter(name, opened, words, run.get("keep"), folder if workshop else None)


def without_persons(customers: pd.DataFrame, client: Client) -> pd.DataFrame:
    """The table as it may leave the run: where no figures about persons were agreed, owners by their role (five persons).

    With a person in charge beside hours, costs and quadrants of each customer, anybody could add up that person's; the place in
    its list would tell them apart, and so would the reason of a change (who is the only one near, who is not on the list).
    """
    if agreed(client.parameters.people):
        return customers
    left = customers.drop(columns=list(OF_ONE_PERSON), errors="ignore")
    return left.assign(**_by_role({c: left[c].astype(object) for c in OWNERS if c in left}, shown_by_person(client)))


def _by_role(owners: Mapping[str, pd.Series], shown: pd.Series) -> dict[str, pd.Series]:
    """Owners as the roles they are shown under, where at least five own customers of the table; what is left empty belongs to
    nobody or to five, and neither column, nor both together, tell fewer apart."""
    roles = {}
    for column, who in owners.items():
        role = who.map(shown).replace("", None)
        pairs = pd.DataFrame({"person": who, "group": role.fillna("")})[who.notna()].drop_duplicates()
        sizes = pairs.groupby("group")["person"].nunique()
        kept = safe_groups(pairs, [str(g) for g in sizes.index if g and sizes[g] >= LEAST])
        roles[column] = role.where(role.isin(kept), None)
    for column in reversed(list(roles)):
        beside = pd.Series(list(zip(*(role.fillna("") for role in roles.values()), strict=True)), roles[column].index)
        pairs = [
            pd.DataFrame({"person": who, "group": beside})[who.notna()].drop_duplicates() for who in owners.values()
        ]
        if any(map(tells_apart, pairs)):
            roles[column] = pd.Series(None, roles[column].index, dtype=object)
    return roles


def write_customers(customers: pd.DataFrame, path: Path) -> None:
    """The customers table as parquet: one row per customer, texts as texts, days as days."""
    table = customers.copy()
    for name in [column for column in table if table[column].dtype == object]:
        table[name] = table[name].infer_objects()
        if table[name].dtype == object:
            table[name] = table[name].map(lambda v: v if pd.isna(v) or isinstance(v, bool) else str(v))
    table.to_parquet(path)


@lru_cache(maxsize=1)
def open_run(folder: Path, pseudonymise: bool = False) -> Run:
    """The run over one client folder; six notebooks sharing one kernel read the files once."""
    client = intake.enough(intake.read(folder, read_settings(folder)))
    if pseudonymise:
        client = pseudonymised(client, handed(str(client.parameters.id), folder))
    return Run(client)


def reopened(folder: Path) -> Run:
    """The run over one client folder as client.yaml is now; its files are read again only where settings ask for that."""
    opened, now = open_run(folder), read_settings(folder)
    first = first_touched(opened.client.parameters, now)
    if first != ORDER[0]:
        return opened.under(now)
    if opened.client.parameters != now:
        open_run.cache_clear()
    return open_run(folder)
