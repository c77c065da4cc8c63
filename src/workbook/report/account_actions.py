"""What is to be done about an account: what was agreed, what the figures suggest, and every question that is open."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from workbook.finding import Quantity, Terms, count, money
from workbook.language import Words
from workbook.report.account_facts import Account
from workbook.report.account_known import Known, unknown
from workbook.report.account_paths import Step

LATE, LEAVING = 0.10, 0.80  # from which share of late orders, below which retention something is to be done


@dataclass(frozen=True)
class Task:
    """One action in words: what, who, until when, its state; `way` names the open questions it settles."""

    what: str
    who: str
    due: str
    state: str
    way: str = ""


def tasks(account: Account, lines: dict[str, list[Known]], paths: list[Step], words: Words) -> list[Task]:
    """Agreed actions first, then proposals from the figures, then one action per way to settle what is not known."""
    return [*_agreed(account, words), *_proposed(account, words), *_open(account, lines, paths, words)]


def _agreed(account: Account, words: Words) -> list[Task]:
    return [
        Task(
            a.what,
            a.owner or words.text("plans.mark"),
            words.date(a.due) if a.due else words.text("plans.mark"),
            words.text(f"plans.state.{a.status}"),
        )
        for a in account.plan.actions
    ]


def _proposed(account: Account, words: Words) -> list[Task]:
    """What the figures suggest, in a fixed order."""
    found: list[tuple[str, str]] = []
    excess = account.number("excess_discount") / account.span
    if excess > 0:
        found.append((words.text("plans.do.discount", money=money(excess)), "owner"))
    if account.number("cm3") < 0:
        found.append((words.text("plans.do.loss"), "owner"))
    judged, late = account.number("orders_judged"), account.number("orders_late")
    if judged > 0 and late / judged > LATE:
        found.append((words.text("plans.do.late", n=count(late), n_total=count(judged)), "service"))
    if account.demand is None and account.number("potential_revenue") < account.revenue:
        stated = money(account.number("potential_revenue"))
        found.append((words.text("plans.do.potential", money=money(account.revenue), stated=stated), "owner"))
    if account.row.get("growth_step") in ("contracted", "lost"):
        found.append((words.text("plans.do.decline"), "owner"))
    if account.number("retention") < LEAVING:
        found.append((words.text("plans.do.leaving", share=Quantity(account.number("retention"), "share")), "owner"))
    if account.spots:
        spots = Terms(tuple(str(spot["category"]) for spot in account.spots))
        found.append((words.text("plans.do.spots", list=spots), "owner"))
    if account.chances:
        found.append((_chances(account, words), "owner"))
    for name in ("under_served", "over_served"):
        if account.row.get(name) in (True, "True"):
            found.append((words.text(f"plans.do.{name}"), "management"))
    due, state = words.text("plans.to_agree"), words.text("plans.state.proposed")
    return [Task(what, words.text(f"plans.who.{who}"), due, state) for what, who in found]


def _chances(account: Account, words: Words) -> str:
    worth = sum(v for chance in account.chances if not pd.isna(v := chance.get("value", math.nan)))
    n = count(len(account.chances))
    if not worth > 0:
        return words.text("plans.do.chances", n=n)
    return words.text("plans.do.chances_worth", n=n, money=money(worth))


def _open(account: Account, lines: dict[str, list[Known]], paths: list[Step], words: Words) -> list[Task]:
    """Every "?" of the plan, by the way to settle it."""
    missing = unknown(line for section in lines.values() for line in section)
    plan, due, state = account.plan, words.text("plans.to_agree"), words.text("plans.state.question")

    def task(way: str, facts: list[str]) -> Task:
        what = words.text(f"plans.ask.{way}", facts="; ".join(facts))
        return Task(what, words.text(f"plans.who.of_{way}"), due, state, way)

    found = [task(way, facts) for way, facts in missing.items()]
    grows = [words.text(f"plans.path.{s.path}") for s in paths if s.text is None]
    extra = {"grow": grows, "meet": [] if plan.people else [words.text("plans.names")]}
    extra["rivals"] = [] if plan.competitors else [words.text("plans.rivals")]
    extra["aim"] = [] if plan.goals or "goal_revenue" in account.row else [words.text("plans.aims")]
    return [*found, *(task(way, facts) for way, facts in extra.items() if facts)]
