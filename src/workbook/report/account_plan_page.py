"""One key account's plan as a page of its own, in the frame of the report."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from workbook.client import Client
from workbook.exhibit import Block, Cell, Chapter, Exhibit, Head, Opening, Page, Table
from workbook.finding import Quantity, Value, count, money
from workbook.language import Words
from workbook.report.account_actions import Task, tasks
from workbook.report.account_facts import Account, Records
from workbook.report.account_known import Known, known
from workbook.report.account_paths import Step, steps, total
from workbook.report.page import render
from workbook.tabulate import Kind, Shown, tabulate

INDEX = "index.html"
PROGRAMME = "smart-accounts.html"
WAYS = {INDEX: "plans.way.index", PROGRAMME: "plans.way.programme"}


@dataclass(frozen=True)
class Plan:
    """A plan before it is a page: its account, lines by section, growth paths and actions."""

    account: Account
    lines: dict[str, list[Known]]
    paths: list[Step]
    tasks: list[Task]

    @property
    def open(self) -> int:
        """How many questions are open."""
        missing = sum(line.text is None for section in self.lines.values() for line in section)
        return missing + sum(path.text is None for path in self.paths)


def plan_of(account: Account, client: Client, words: Words) -> Plan:
    """What the plan says."""
    lines, paths = known(account, client, words), steps(account, words)
    return Plan(account, lines, paths, tasks(account, lines, paths, words))


def plan_page(frame: Page, plan: Plan, client: Client, words: Words) -> str:
    """The plan as a page; `frame` is the report's."""
    builders = (_profile, _value, _growth, _people, _actions, _history)
    chapters = tuple(build(plan, words, number) for number, build in enumerate(builders, 1))
    title = words.text("plans.title", customer=plan.account.name)
    return sheet(frame, title, chapters, client, words, (INDEX,))


def sheet(
    frame: Page, title: str, chapters: Sequence[Chapter], client: Client, words: Words, ways: Sequence[str]
) -> str:
    """Any page of this folder in the frame of the report; `ways` are the other pages it leads to."""
    labels = {**frame.labels, "chapter": words.text("plans.section")}
    caption = words.text("plans.as_of", day=client.as_of)
    dated = tuple(replace(c, blocks=tuple(_dated(b, caption) for b in c.blocks)) for c in chapters)
    links = tuple((words.text(WAYS[way]), way) for way in ways)
    return render(replace(frame, title=title, chapters=dated, labels=labels, ways=links))


def _dated(block: Block, caption: str) -> Block:
    return replace(block, table=replace(block.table, caption=caption)) if isinstance(block, Exhibit) else block


def section(name: str, number: int, answer: str, lead: str, blocks: Sequence[Block | None], words: Words) -> Chapter:
    """One section: its answer, what it rests on, its tables."""
    short = words.text(f"plans.section.{name}")
    opening = Opening(name, number, short, short, answer, lead, ())
    return Chapter(name, opening, tuple(b for b in blocks if b is not None))


def listed(name: str, heads: Sequence[str], rows: Sequence[Sequence[str | Cell]], words: Words) -> Exhibit | None:
    """Rows of text under heads; None where there is none. The message is the text plans.table.<name>."""
    if not rows:
        return None
    message = words.text(f"plans.table.{name}")
    cells = tuple(tuple(c if isinstance(c, Cell) else Cell(c) for c in row) for row in rows)
    titles = tuple(Head(words.text(f"plans.head.{head}"), "", head == "number") for head in heads)
    return Exhibit(f"plans.{name}", message, "", Table(message, titles, cells))


def _lines(plan: Plan, name: str, words: Words) -> Exhibit | None:
    """The lines of one section: value and how sure, or "?" and which action settles it."""
    at = {task.way: number for number, task in enumerate(plan.tasks, 1) if task.way}
    rows = [
        (
            line.label,
            line.text or words.text("plans.mark"),
            line.sure if line.text else words.text("plans.sure.task", number=count(at[line.way])),
        )
        for line in plan.lines[name]
    ]
    return listed(name, ("line", "state", "sure"), rows, words)


def _profile(plan: Plan, words: Words, number: int) -> Chapter:
    account = plan.account
    reason = next((x.text for x in plan.lines["profile"] if x.name == "class"), None)
    answer = words.text("plans.answer.profile", customer=account.name, n=count(plan.open))
    lead = words.text("plans.lead.profile", id=account.id, reason=reason or words.text("plans.mark"))
    if account.plan.note:
        lead += "\n" + account.plan.note
    family = [
        (
            str(other["name"]),
            _class(other["class"], words),
            words.quantity(money(other["revenue"])),
            _range(other["low"], other["high"], words),
        )
        for other in account.family
    ]
    blocks = [
        _lines(plan, "profile", words),
        listed("family", ("member", "class", "revenue", "elsewhere"), family, words),
    ]
    return section("profile", number, answer, lead, blocks, words)


def _class(value: object, words: Words) -> str:
    return words.text(f"class.{value}") if isinstance(value, str) and value else words.text("plans.mark")


def _range(low: float, high: float, words: Words) -> str:
    if not (math.isfinite(low) and math.isfinite(high)):
        return words.text("plans.mark")
    return words.money_range(low, high)


def _value(plan: Plan, words: Words, number: int) -> Chapter:
    account = plan.account
    customer: dict[str, Value] = {"customer": account.name}
    result = account.number("cm3") / account.span
    if not account.revenue > 0:
        answer = words.text("plans.answer.value_unknown", **customer)
    elif math.isfinite(result):
        answer = words.text("plans.answer.value", **customer, money=money(account.revenue), result=money(result))
    else:
        answer = words.text("plans.answer.revenue", **customer, money=money(account.revenue))
    blocks = [_lines(plan, "value", words), _lines(plan, "discounts", words)]
    return section("value", number, answer, words.text("plans.lead.value"), blocks, words)


def _growth(plan: Plan, words: Words, number: int) -> Chapter:
    account, worth = plan.account, total(plan.paths)
    if worth is None:
        answer = words.text("plans.answer.growth_unknown", customer=account.name)
    elif worth[1] <= 0:
        answer = words.text("plans.answer.growth_none", customer=account.name)
    else:
        answer = words.text("plans.answer.growth", customer=account.name, range=words.money_range(*worth))
    at = {task.way: n for n, task in enumerate(plan.tasks, 1) if task.way}
    paths = [
        (
            words.text(f"plans.path.{s.path}"),
            s.text or words.text("plans.mark"),
            _range(*s.amount, words) if s.amount else words.text("plans.mark"),
            words.text(f"plans.sure.{s.sure}") if s.text else words.text("plans.sure.task", number=count(at["grow"])),
        )
        for s in plan.paths
    ]
    spots = [
        (
            str(spot["category"]),
            words.text("plans.peers", share=Quantity(spot["peer_share"], "share"), n=count(spot["peers"])),
            _range(spot["low"], spot["high"], words),
        )
        for spot in account.spots or ()
    ]
    blocks = [
        listed("paths", ("path", "state", "yearly", "sure"), paths, words),
        listed("spots", ("category", "peers", "yearly"), spots, words),
        _lines(plan, "wallet", words),
        _chances(account, words),
    ]
    return section("growth", number, answer, words.text("plans.lead.growth"), blocks, words)


def _chances(account: Account, words: Words) -> Exhibit | None:
    """Open opportunities."""
    kinds: dict[str, Kind] = {"opportunity_id": "text", "opened_at": "date", "value": "money", "probability": "share"}
    return _table("chances", account.chances, kinds, words) if account.chances else None


def _table(name: str, records: Records, kinds: Mapping[str, Kind], words: Words) -> Exhibit:
    """The columns of which something is known."""
    columns = {c: [record.get(c) for record in records] for c in kinds}
    shown = [Shown(c, f"plans.head.{c}", k) for c, k in kinds.items() if not all(map(pd.isna, columns[c]))]
    message = words.text(f"plans.table.{name}")
    return Exhibit(f"plans.{name}", message, "", tabulate(words, columns, shown, message))


def _people(plan: Plan, words: Words, number: int) -> Chapter:
    agreed = plan.account.plan
    mark = words.text("plans.mark")
    people = [
        (p.role, p.name or mark, words.text(f"plans.stance.{p.stance}") if p.stance else mark, p.cared_by or mark)
        for p in agreed.people
    ]
    rivals = [
        (c.name, words.percent(c.share, 0) if c.share is not None else mark, c.strength or mark)
        for c in agreed.competitors
    ]
    answer = words.text(
        "plans.answer.people", customer=plan.account.name, n=count(len(people)), rivals=_rivals(len(rivals), words)
    )
    blocks = [
        listed("contacts", ("role", "name", "stance", "cared_by"), people, words),
        _lines(plan, "people", words),
        listed("rivals", ("rival", "share", "strength"), rivals, words),
        _lines(plan, "competition", words),
    ]
    return section("people", number, answer, words.text("plans.lead.people"), blocks, words)


def _rivals(n: int, words: Words) -> str:
    return words.text("plans.answer.rivals", n=count(n))


def _actions(plan: Plan, words: Words, number: int) -> Chapter:
    mark = words.text("plans.mark")
    rows = [(str(n), t.what, t.who, t.due, t.state) for n, t in enumerate(plan.tasks, 1)]
    aims = [(g.what, g.target or mark, words.date(g.due) if g.due else mark) for g in plan.account.plan.goals]
    asked = sum(bool(t.way) for t in plan.tasks)
    answer = words.text("plans.answer.actions", n=count(len(rows)), asked=count(asked))
    blocks = [
        listed("aims", ("aim", "target", "due"), aims, words),
        _lines(plan, "goals", words),
        listed("actions", ("number", "what", "who", "due", "status"), rows, words),
        _lines(plan, "care", words),
    ]
    return section("actions", number, answer, words.text("plans.lead.actions"), blocks, words)


def _history(plan: Plan, words: Words, number: int) -> Chapter:
    years = plan.account.years
    bought = [year for year in years if not math.isnan(year["revenue"])]
    if len(bought) < 2:
        answer = words.text("plans.answer.history_short", customer=plan.account.name)
    else:
        first, last = bought[0], bought[-1]
        answer = words.text(
            "plans.answer.history", customer=plan.account.name, first=str(first["year"]), last=str(last["year"]),
            before=money(first["revenue"]), after=money(last["revenue"]),
        )  # fmt: skip
    row = plan.account.row
    classes = [(words.text(f"plans.line.{c}"), _class(row.get(c), words)) for c in ("class_earlier", "class_later")]
    kinds: dict[str, Kind] = {"year": "text", "revenue": "money", "cm1": "money", "rate": "share", "orders": "count"}
    blocks = [
        _table("years", years, kinds, words) if bought else None,
        listed("classes", ("time", "class"), classes, words),
    ]
    return section("history", number, answer, words.text("plans.lead.history"), blocks, words)
