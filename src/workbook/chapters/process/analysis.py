"""The facts of chapter 5."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from workbook.chapters import SoFar
from workbook.chapters.process.audit import audit
from workbook.chapters.process.base import Base, base
from workbook.chapters.process.deals import deals
from workbook.chapters.process.delivered import delivered
from workbook.chapters.process.effectiveness import effectiveness
from workbook.chapters.process.evidence import evidence
from workbook.chapters.process.fields import fields
from workbook.chapters.process.incentives import incentives
from workbook.chapters.process.instruments import instruments
from workbook.chapters.process.loop import loop
from workbook.chapters.process.maturity import maturity
from workbook.chapters.process.opinion import opinion
from workbook.chapters.process.order_cost import order_cost
from workbook.chapters.process.steering import steering
from workbook.client import Client
from workbook.finding import Figure
from workbook.topic import Topic, Topics

# Each builds one topic from the base and the topics before it.
TOPICS: tuple[Callable[[Base, Topics], Topic], ...] = (
    opinion,
    evidence,
    delivered,
    loop,
    deals,
    order_cost,
    effectiveness,
    steering,
    incentives,
    maturity,
    instruments,
    audit,
    fields,
)


@dataclass(frozen=True)
class Result(Base):
    """What follows from the base, topic by topic."""

    topics: Topics


def analyse(client: Client, so_far: SoFar) -> Result:
    """What people think of the phases, what the dates say, and what each topic makes of it."""
    found = base(client, so_far)
    return Result(**vars(found), topics=Topics.built(TOPICS, found))


def figures(result: Result) -> tuple[Figure, ...]:
    """The figures of chapter 5 for results.json."""
    return result.topics.figures()


def customers(result: Result) -> pd.DataFrame:
    """What the topics know of each customer."""
    return result.topics.columns(pd.DataFrame())
