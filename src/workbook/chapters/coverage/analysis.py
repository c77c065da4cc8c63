"""The facts of chapter 4."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from workbook.chapters import SoFar
from workbook.chapters.coverage.base import Base, base
from workbook.chapters.coverage.leak import leak
from workbook.chapters.coverage.persons import persons
from workbook.chapters.coverage.requests import requests
from workbook.chapters.coverage.response import response
from workbook.chapters.coverage.scope import scope
from workbook.chapters.coverage.territory import territory
from workbook.chapters.coverage.today import today
from workbook.chapters.coverage.workload import workload
from workbook.client import Client
from workbook.finding import Figure
from workbook.methods.effort import misallocated_hours
from workbook.topic import Topic, Topics

# Each builds one topic from the base and the topics before it.
TOPICS: tuple[Callable[[Base, Topics], Topic], ...] = (
    today,
    persons,
    workload,
    response,
    scope,
    leak,
    requests,
    territory,
)


@dataclass(frozen=True)
class Result(Base):
    """What follows from the base, topic by topic."""

    topics: Topics


def analyse(client: Client, so_far: SoFar) -> Result:
    """Who looks after whom, whether the value justifies the hours, and what each topic makes of it."""
    found = base(client, so_far)
    return Result(**vars(found), topics=Topics.built(TOPICS, found))


def figures(result: Result) -> tuple[Figure, ...]:
    """The figures of chapter 4 for results.json; roles below five persons are in `others`, but for their positions."""
    made = []
    if result.roles is not None:
        made += [Figure(f"coverage.fte.{role}", fte, "count") for role, fte in _positions(result).items()]
        for role, row in result.roles.iterrows():
            if row["customers_per_fte"] == row["customers_per_fte"]:
                made.append(Figure(f"coverage.customers_per_fte.{role}", float(row["customers_per_fte"]), "count"))
            if row["utilisation"] == row["utilisation"]:
                made.append(Figure(f"coverage.utilisation.{role}", float(row["utilisation"]), "share"))
    if "budget" in result.customers:
        moved = misallocated_hours(result.customers["hours"], result.customers["budget"])
        made.append(Figure("coverage.misallocated_hours", moved, "hours"))
        made.append(Figure("coverage.unallocated_hours", result.unallocated, "hours"))
    return (*made, *result.topics.figures())


def _positions(result: Result) -> dict[str, float]:
    """Full-time positions by role as delivered, and of `others`: how many work where is no figure about a person."""
    staff = result.client.tables["staff"]
    fte = staff["fte"].fillna(1.0) if "fte" in staff else pd.Series(1.0, staff.index)
    by = {str(role): float(own) for role, own in fte.groupby(staff["role"]).sum().items()}
    if result.roles is not None and "others" in result.roles.index:
        by["others"] = float(result.roles.loc["others", "fte"])
    return by


def customers(result: Result) -> pd.DataFrame:
    """Hours today, the hours the value justifies, and whether that is over- or under-served, per customer and year; the topics
    add hours_target, what the norms of the class ask for."""
    names = {"hours": "hours_now", "budget": "hours_budget", "over": "over_served", "under": "under_served"}
    own = result.customers[[c for c in names if c in result.customers]].rename(columns=names)
    return result.topics.columns(own)
