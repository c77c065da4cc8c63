"""The facts of chapter 3."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from workbook.chapters import SoFar
from workbook.chapters.segmentation.acquisition import acquisition
from workbook.chapters.segmentation.base import Base, base
from workbook.chapters.segmentation.certainty import certainty
from workbook.chapters.segmentation.differentiation import index
from workbook.chapters.segmentation.dispute import dispute
from workbook.chapters.segmentation.grid import grid
from workbook.chapters.segmentation.misjudged import misjudged
from workbook.chapters.segmentation.myths import myths
from workbook.chapters.segmentation.needs import needs
from workbook.chapters.segmentation.priorities import priorities
from workbook.chapters.segmentation.quality import quality
from workbook.chapters.segmentation.small import small
from workbook.chapters.segmentation.transitions import transitions
from workbook.chapters.segmentation.traps import traps
from workbook.chapters.segmentation.treatment import treatment
from workbook.chapters.segmentation.wallet import wallet
from workbook.client import Client
from workbook.finding import Figure
from workbook.section import CLASSES
from workbook.topic import Topic, Topics

# Each builds one topic from the base and the topics before it.
TOPICS: tuple[Callable[[Base, Topics], Topic], ...] = (
    certainty,
    dispute,
    wallet,
    grid,
    priorities,
    acquisition,
    misjudged,
    small,
    quality,
    needs,
    transitions,
    myths,  # after the topic that finds segmentation.clusters
    index,
    treatment,
    traps,
)


@dataclass(frozen=True)
class Result(Base):
    """What follows from the base, topic by topic."""

    topics: Topics


def analyse(client: Client, so_far: SoFar) -> Result:
    """The classes by the rule, and what each topic makes of them."""
    found = base(client, so_far)
    return Result(**vars(found), topics=Topics.built(TOPICS, found))


def figures(result: Result) -> tuple[Figure, ...]:
    """The figures of chapter 3 for results.json; revenue and value per year."""
    return _of_classes(result) + result.topics.figures()


def _of_classes(result: Result) -> tuple[Figure, ...]:
    """Customers, revenue and value by class, and the guard."""
    if not result.segmented:
        return ()
    t, cash = result.table, result.client.parameters.currency
    made = []
    for name in CLASSES:
        rows = t[t["class"] == name]
        made.append(Figure(f"segmentation.customers.{name}", len(rows), "count"))
        made.append(Figure(f"segmentation.revenue.{name}", float(rows["revenue_per_year"].sum()), cash))
        if "value_earned" in t:
            made.append(Figure(f"segmentation.value.{name}", float(rows["value_earned"].sum()), cash))
    if result.guard is not None and result.guard.jaccard == result.guard.jaccard:
        made.append(Figure("segmentation.guard_jaccard", result.guard.jaccard, "index"))
    if result.guard is not None and result.guard.spearman == result.guard.spearman:
        made.append(Figure("segmentation.guard_spearman", result.guard.spearman, "index"))
    return tuple(made)


def customers(result: Result) -> pd.DataFrame:
    """Score, completeness, class and reason per existing customer, and what the topics add."""
    own = result.table[[c for c in ("score", "completeness", "class", "class_reason") if c in result.table]]
    return result.topics.columns(own)
