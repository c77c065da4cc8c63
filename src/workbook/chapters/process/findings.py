"""What chapter 5 says."""

from __future__ import annotations

import pandas as pd

from workbook.chapters.process.analysis import Result
from workbook.chapters.process.delivered import Delivered
from workbook.chapters.process.evidence import Evidence
from workbook.chapters.process.opinion import Opinion
from workbook.finding import Claim, Finding, Gap, Quantity, Term, Value, count, share


def findings(result: Result) -> tuple[Finding, ...]:
    """What the topics say."""
    return result.topics.findings()


def gaps(result: Result) -> tuple[Gap, ...]:
    """What the topics cannot say."""
    return result.topics.gaps()


def claims(result: Result) -> tuple[Claim, ...]:
    """The claims of the articles the topics test."""
    return result.topics.claims()


def answer(result: Result) -> Term:
    """The sentence that answers the chapter's question."""
    weak = result.topics.of(Opinion).weakest
    cases, orders = result.topics.of(Evidence), result.topics.of(Delivered)
    if weak is not None:
        points = Quantity(result.client.parameters.process.target - float(weak["performance"]), "score")
        names: dict[str, Value] = {"phase": Term(f"phase.{int(weak['phase'])}"), "points": points}
        return Term("process.answer_gap", names)
    if orders.delivered is not None and orders.delivered.judged:
        return Term("process.answer_delivery", {"share": share(orders.delivered.on_time_share)})
    if cases.evidence is None and cases.wins is not None and cases.wins[1]:
        return Term("process.answer_wins", {"share": share(cases.wins[0])})
    if orders.again is not None and orders.again.orders >= 10 and orders.again.median_days == orders.again.median_days:
        return Term("process.answer_repurchase", {"days_dat": Quantity(orders.again.median_days, "days")})
    return Term("process.answer_nothing")


def basis(result: Result) -> tuple[Value, ...]:
    """What the chapter rests on."""
    items: list[Value] = []
    if result.client.has("assessment"):
        answers = result.client.tables["assessment"]
        people = answers["respondent"].nunique() if "respondent" in answers else len(answers)
        items.append(Term("basis.respondents", {"n": count(people)}))
    if result.client.has("opportunities"):
        items += _opportunities(result.client.tables["opportunities"])
    done = result.topics.of(Delivered).delivered
    if done is not None:
        items.append(Term("basis.orders", {"n": count(done.orders)}))
    return tuple(items)


def _opportunities(table: pd.DataFrame) -> list[Value]:
    """How many opportunities, and how many of them lack their opening date or their customer: kept, and said so."""
    said: list[Value] = [Term("basis.opportunities", {"n": count(len(table))})]
    for text, column in (("basis.undated", "opened_at"), ("basis.unassigned", "customer_id")):
        lacking = int(table[column].isna().sum()) if column in table else 0
        if lacking:
            said.append(Term(text, {"n": count(lacking)}))
    return said
