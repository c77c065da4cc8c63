"""The page of all key accounts: where to find each plan, and the grid of white spots by growth path."""

from __future__ import annotations

import math
from collections.abc import Sequence

from workbook.client import Client
from workbook.exhibit import Block, Cell, Exhibit, Head, Page, Table
from workbook.finding import count, money
from workbook.language import Words
from workbook.parameters_plans import PATHS
from workbook.report.account_paths import grid, total
from workbook.report.account_plan_page import PROGRAMME, Plan, section, sheet
from workbook.report.plan_file import plan_file


def index_page(frame: Page, plans: Sequence[Plan], lost: Sequence[str], client: Client, words: Words) -> str:
    """The page; `lost` are the ids of client.yaml that no customer has."""
    worth = [t for p in plans if (t := total(p.paths)) is not None]
    span = words.money_range(sum(t[0] for t in worth), sum(t[1] for t in worth)) if worth else words.unknown()
    answer = words.text("plans.answer.index", n=count(len(plans)), range=span, known=count(len(worth)))
    lead = words.text("plans.lead.index", n=count(sum(p.open for p in plans)))
    if lost:
        lead += "\n" + words.text("plans.lost", n=count(len(lost)), list=words.listing(list(lost)))
    first = section("index", 1, answer, lead, [_table(plans, words)], words)
    second = section(
        "grid", 2, words.text("plans.answer.grid"), words.text("plans.lead.grid"), [_grid(plans, words)], words
    )
    title = words.text("plans.index_title", client=client.parameters.name)
    return sheet(frame, title, (first, second) if plans else (first,), client, words, (PROGRAMME,))


def _table(plans: Sequence[Plan], words: Words) -> Block | None:
    """One row per account with the way to its plan; no owner, so that nobody's customers can be added up."""
    if not plans:
        return None
    names = ("customer", "id", "class", "revenue", "growth", "tasks", "open")
    heads = tuple(Head(words.text(f"plans.head.{n}"), numeric=n in ("revenue", "tasks", "open")) for n in names)
    rows = []
    for p in plans:
        a, worth = p.account, total(p.paths)
        revenue = a.revenue if math.isfinite(a.revenue) else None
        rows.append(
            (
                Cell(a.name, link=plan_file(a.id)),
                Cell(a.id),
                Cell(next((x.text for x in p.lines["profile"] if x.name == "class" and x.text), "?")),
                Cell(words.quantity(money(revenue)) if revenue is not None else "?", revenue),
                Cell(words.money_range(*worth) if worth else "?", sum(worth) / 2 if worth else None),
                Cell(words.number(len(p.tasks)), float(len(p.tasks))),
                Cell(words.number(p.open), float(p.open)),
            )
        )
    message = words.text("plans.table.index")
    return Exhibit("plans.index", message, "", Table(message, heads, tuple(rows), sortable=len(rows) > 8))


def _grid(plans: Sequence[Plan], words: Words) -> Block | None:
    """Account × path, the middle of the range; the deeper the ground the more."""
    if not plans:
        return None
    table = grid({p.account.id: p.paths for p in plans})
    factor, unit = words.money_unit([float(v) for v in table.to_numpy().ravel() if math.isfinite(v)])
    most = float(table.max().max()) if table.notna().any(axis=None) else 0.0
    rows = []
    for p, values in zip(plans, table.to_numpy(), strict=True):
        cells = [
            Cell(
                words.number(v / factor, 0 if factor == 1 else 1) if math.isfinite(v) else "?",
                float(v) if math.isfinite(v) else None,
                tint=min(4, 1 + int(4 * v / most)) if most > 0 and v > 0 else 0,
            )
            for v in values
        ]
        rows.append((Cell(p.account.name, link=plan_file(p.account.id)), *cells))
    heads = (
        Head(words.text("plans.head.customer")),
        *(Head(words.text(f"plans.path.{n}"), unit, True, factor) for n in PATHS),
    )
    message = words.text("plans.table.grid")
    return Exhibit("plans.grid", message, "", Table(message, heads, tuple(rows), sortable=len(rows) > 8))
