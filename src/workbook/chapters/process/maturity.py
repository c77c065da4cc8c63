"""Maturity in five dimensions: how far the company has come in its own eyes, and how far the respondents agree."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbook.chapters.process.base import Base
from workbook.client import Client
from workbook.finding import Figure, Finding, Gap, Quantity, Term, Value, count
from workbook.methods.dimension_ratings import dimension_ratings
from workbook.methods.protect import LEAST
from workbook.topic import Topic, Topics

DIMENSIONS = ("strategy", "organisation", "information", "steering", "instruments")


@dataclass(frozen=True)
class Maturity(Topic):
    """`ratings`: one row per dimension enough persons rated, weakest first, as `dimension_ratings` gives them."""

    client: Client
    ratings: pd.DataFrame

    def figures(self) -> tuple[Figure, ...]:
        """The mean of each dimension with its interval over the respondents."""
        return tuple(
            Figure(
                f"process.maturity.{r.dimension}", r.performance, "score", (r.low, r.high) if r.low == r.low else None
            )
            for r in self.ratings.itertuples()
        )

    def findings(self) -> tuple[Finding, ...]:
        """How many dimensions are below the target, and the weakest of them."""
        if self.ratings.empty:
            return ()
        weak, target = self.ratings.iloc[0], self.client.parameters.process.target
        numbers: dict[str, Value] = {
            "n": count(int((self.ratings["performance"] < target).sum())),
            "n_total": count(len(self.ratings)),
            "dimension": Term(f"process.dimension.{weak['dimension']}"),
            "points": Quantity(float(weak["performance"]), "score"),
            "target": Quantity(target, "score"),
            "n_people": count(int(weak["n"])),
            "spread": _spread(weak),
            "weakest": _weakest_question(weak),
            "advice": Term(f"process.maturity_advice.{weak['dimension']}"),
        }
        return (Finding("process.maturity", numbers, 1 if weak["n"] < 10 else 2, ("[002]",)),)

    def gaps(self) -> tuple[Gap, ...]:
        """The dimensions nobody, or fewer than five persons, rated."""
        made = {figure.id for figure in self.figures()}
        unheard = tuple(f for f in (f"process.maturity.{d}" for d in DIMENSIONS) if f not in made)
        if not unheard:
            return ()
        asked = self.client.has("assessment", "dimension", "performance")
        asked = asked and bool(
            self.client.tables["assessment"]["dimension"].str.startswith("maturity:", na=False).any()
        )
        needs = ("people",) if asked else ("assessment",)
        return (Gap("process.maturity", needs, "process.gap_maturity", unheard),)


def maturity(base: Base, _: Topics) -> Maturity:
    """What the people asked think of the five dimensions."""
    found = ratings(base, "maturity")
    known = found[found["dimension"].isin(DIMENSIONS)]
    return Maturity(base.client, known.reset_index(drop=True))


def ratings(base: Base, kind: str) -> pd.DataFrame:
    """Ratings of one kind of dimension by enough persons, weakest first; empty where nobody was asked."""
    p = base.client.parameters
    if not base.client.has("assessment", "dimension", "performance"):
        return dimension_ratings(
            pd.DataFrame({"dimension": pd.Series(dtype=str), "performance": [], "item": []}), kind, 0
        )
    return dimension_ratings(base.client.tables["assessment"], kind, p.seed, LEAST)


def _spread(row: pd.Series) -> Term:
    if row["low"] != row["low"]:
        return Term("process.maturity_no_spread")
    parts = ("quarter", "three_quarters", "low", "high")
    return Term("process.maturity_spread", {name: Quantity(float(row[name]), "score") for name in parts})


def _weakest_question(row: pd.Series) -> Term:
    if not row["item"]:
        return Term("process.maturity_no_question")
    points = Quantity(float(row["item_mean"]), "score")
    return Term("process.maturity_question", {"item": str(row["item"]), "points": points})
