"""Deals by product and by office: conversion and lead time where opportunities name them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.client import Client
from workbook.finding import Figure, Finding, Quantity, Term, Value, count, share
from workbook.methods.deals import deals_by, differ
from workbook.methods.protect import LEAST, merged_groups
from workbook.topic import Topic, Topics

MOST = 12  # groups shown one by one; the rest are one row
FEWEST = 30  # decided deals below which a group is named in no sentence


@dataclass(frozen=True)
class Deals(Topic):
    """`tables`: by product and by office (index group, `others` and `none` among them) as `deals_by` makes them; every table
    holds every deal once. `chance`: how likely chance alone makes their conversions differ as much (0–1)."""

    client: Client
    tables: dict[str, pd.DataFrame]
    chance: dict[str, float]

    def figures(self) -> tuple[Figure, ...]:
        """How many deals were won, lost and are open."""
        for table in self.tables.values():
            return tuple(Figure(f"process.deals.{c}", float(table[c].sum()), "count") for c in ("won", "lost", "open"))
        return ()

    def findings(self) -> tuple[Finding, ...]:
        """Whether conversion depends on product or office: the one chance explains least."""
        known = {by: p for by, p in self.chance.items() if p == p}
        if not known:
            return ()
        by = min(known, key=lambda name: (known[name], name))
        named = named_of(self.tables[by])
        if len(named) < 2:
            return ()
        best, least = named["conversion"].idxmax(), named["conversion"].idxmin()
        numbers: dict[str, Value] = {
            "by": Term(f"process.deals.by.{by}"),
            "best": named_as(by, str(best)),
            "least": named_as(by, str(least)),
            "high": share(float(named.loc[best, "conversion"])),
            "low": share(float(named.loc[least, "conversion"])),
            "n_deals": count(int(self.tables[by]["deals"].sum())),
            "n_won": count(int(self.tables[by]["won"].sum())),
            "n_lost": count(int(self.tables[by]["lost"].sum())),
            "n_open": count(int(self.tables[by]["open"].sum())),
            "chance": share(known[by]),
            "days": _span(named["median_days"]),
        }
        name = "process.deals_differ" if known[by] < 0.05 / len(known) else "process.deals_alike"
        return (Finding(name, numbers, 3, ("[002]",)),)


def named_of(table: pd.DataFrame) -> pd.DataFrame:
    """The groups a sentence may name: those with a name of their own and enough decided deals."""
    own = table.drop(index=["none", "others"], errors="ignore")
    return own[own["won"] + own["lost"] >= FEWEST]


def named_as(by: str, group: str) -> Value:
    """A group as the client wrote it; deals without one and merged groups in our words."""
    return Term(f"process.deals.{group}.{by}") if group in ("none", "others") else group


def _span(days: pd.Series) -> Term:
    known = days.dropna()
    if known.empty:
        return Term("process.deals.no_days")
    ends: dict[str, Value] = {"low": Quantity(float(known.min()), "days"), "high": Quantity(float(known.max()), "days")}
    return Term("process.deals.days", ends)


def deals(base: Base, _: Topics) -> Deals:
    """How deals end by product and by the office of whoever is in charge."""
    client, tables = base.client, {}
    if client.has("opportunities", "outcome"):
        chances = client.tables["opportunities"].reset_index(drop=True)
        for by, groups in (("product", _products(client, chances)), ("office", _offices(client, chances))):
            if groups is not None and groups.dropna().nunique() > 1:
                tables[by] = deals_by(chances, groups)
    return Deals(client, tables, {by: differ(table) for by, table in tables.items()})


def _products(client: Client, chances: pd.DataFrame) -> pd.Series | None:
    """The product of each deal; beyond the most frequent ones `others`."""
    if not client.has("opportunities", "product_id"):
        return None
    names = chances["product_id"]
    often = (
        names.value_counts()
        .rename_axis("name")
        .reset_index(name="n")
        .sort_values(["n", "name"], ascending=[False, True])
    )
    kept = set(often["name"].head(MOST if len(often) <= MOST else MOST - 1))
    return names.where(names.isna() | names.isin(kept), "others")


def _offices(client: Client, chances: pd.DataFrame) -> pd.Series | None:
    """The territory of whoever is in charge of each deal; places of fewer than five persons are merged, in every mode, and with
    them persons without a place. Deals of nobody stay without one."""
    if not client.has("opportunities", "rep_id") or not client.has("staff", "territory"):
        return None
    staff = client.tables["staff"].drop_duplicates("rep_id").set_index("rep_id")["territory"]
    there = chances["rep_id"].map(staff)
    there = there.where(there.notna() | chances["rep_id"].isna(), "others")
    persons = chances["rep_id"].groupby(there).nunique()
    if persons.empty:
        return None
    return there.map(merged_groups(persons, LEAST))
