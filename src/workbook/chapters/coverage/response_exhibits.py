"""What chapter 4 shows of the response to hours."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from workbook.chapters import Draw
from workbook.chapters.coverage.analysis import Result
from workbook.chapters.coverage.response import Response
from workbook.chapters.coverage.response_findings import NAMED, gained, hour_cost, label, left
from workbook.chapters.coverage.shared_exhibits import group_column
from workbook.charts import Pair, Sides, dumbbell, two_sided
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value, count, hours, money
from workbook.language import Words
from workbook.number_format import SPACE
from workbook.plate import Behind, plate
from workbook.tabulate import Shown

ORDER = ("key", "core", "smart", "lean", "large", "medium", "small")
VIEWS = ("potential_level", "sow_level", "relation")


def hour_value(result: Result, words: Words) -> Exhibit | None:
    """What one more hour brings, by class, today and after the best allocation of the same hours."""
    found = result.topics.of(Response)
    if not found.assessable or not len(found.moved):
        return None
    table = found.by_group.reindex([g for g in ORDER if g in found.by_group.index])
    best, worst = table["per_hour_now"].idxmax(), table["per_hour_now"].idxmin()
    numbers: dict[str, Value] = {
        "group": Term(f"group.{best}"),
        "group_low": Term(f"group.{worst}"),
        "money": money(table.loc[best, "per_hour_now"]),
        "money_low": money(table.loc[worst, "per_hour_now"]),
        "label": label(found),
        "left": left(found),
        "cost": hour_cost(found),
    }
    pairs = []
    for name, row in table.iterrows():
        mark = str(name) if result.grouping == "class" else None
        detail = words.text("coverage.response_n", n=count(row["customers"]), hours=hours(row["now"]))
        before, after = (words.quantity(money(row[f"per_hour_{when}"])) for when in ("now", "then"))
        title = words.text(f"{result.grouping}.{name}")
        pairs.append(Pair(title, detail, row["per_hour_now"], row["per_hour_then"], before, after, mark or "ink", mark))
    names = (words.text("coverage.response_today"), words.text("coverage.response_best"))
    shown = [
        group_column(result.grouping),
        Shown("customers", "head.customers", "count"),
        Shown("now", "head.hours_now", "hours"),
        Shown("then", "head.hours_best", "hours"),
        Shown("per_hour_now", "head.per_hour_now", "money"),
        Shown("per_hour_then", "head.per_hour_then", "money"),
    ]
    draw = partial(dumbbell, pairs, names, _money_ticks(table, words))
    behind = Behind(table.reset_index(names="group"), shown)
    message = "coverage.hour_value" if len(table) > 1 else "coverage.hour_value_one"
    margin = ("read", "certainty", "source.care")
    return plate(words, "coverage.hour_value", numbers, behind, draw, margin, message=message)


def _money_ticks(table: pd.DataFrame, words: Words) -> list[tuple[float, str]]:
    """Three to five round amounts from zero."""
    most = float(table[["per_hour_now", "per_hour_then"]].max().max())
    if not most > 0:
        return [(0.0, words.quantity(money(0.0)))]
    power = 10.0 ** np.floor(np.log10(most))
    step = next(s for s in (power * k / 10 for k in (1, 2, 5, 10, 20, 50)) if most / s <= 4)
    return [(step * i, words.quantity(money(step * i))) for i in range(int(most / step) + 1)]


def hour_moves(result: Result, words: Words) -> Exhibit | None:
    """Hours taken from and given to customers, by class; behind it the largest moves by name."""
    found = result.topics.of(Response)
    if not found.assessable or not len(found.moved):
        return None
    table = found.by_group.reindex([g for g in ORDER if g in found.by_group.index])
    top, t = found.moved.index[:NAMED], found.moving
    numbers: dict[str, Value] = {
        "n": count(len(top)),
        "hours": hours(found.hours_moved),
        "gain": gained(found),
    }
    named = t.loc[top, ["name", "group", "revenue", "potential", "today", "optimal"]]
    named = named.assign(change=found.moved[top], per_hour=found.per_hour(t["today"])[top])
    shown = [
        Shown("name", "head.customer"),
        group_column(result.grouping),
        Shown("revenue", "head.revenue_year", "money"),
        Shown("potential", "head.potential_year", "money"),
        Shown("per_hour", "head.per_hour_now", "money"),
        Shown("today", "head.hours_now", "hours"),
        Shown("optimal", "head.hours_best", "hours"),
        Shown("change", "head.hours_change", "hours"),
    ]
    draw = partial(draw_moves, table, result.grouping, words)
    behind = Behind(named, shown, sortable=True)
    margin = ("read", "limit", "source.care")
    return plate(words, "coverage.hour_moves", numbers, behind, draw, margin, caption="coverage.hour_moves.caption")


def draw_moves(table: pd.DataFrame, grouping: str, words: Words, narrow: bool) -> Figure:
    """Per class a bar to the left for the hours taken, one to the right for those given, and what is left of both."""
    sides = []
    for name, row in table.iterrows():
        net = words.number(row["given"] - row["taken"], sign=True) + SPACE + "h"
        texts = (words.measure(row["taken"], "h"), words.measure(row["given"], "h"))
        mark = str(name) if grouping == "class" else None
        rest = words.text("coverage.response_net", change=net)
        sides.append(Sides(words.text(f"{grouping}.{name}"), row["taken"], row["given"], *texts, rest, mark))
    return two_sided(sides, (words.text("coverage.response_taken"), words.text("coverage.response_given")), narrow)


def hour_views(result: Result, words: Words) -> Exhibit | None:
    """What one more hour brings by potential, by share of wallet, and at new customers against all others."""
    found = result.topics.of(Response)
    if not found.assessable:
        return None
    own = found.levels.reindex(found.moving.index)
    own["relation"] = np.where(own["new"], "new", "known")
    parts = []
    for view in VIEWS:
        table = found.grouped(own[view].where(own[view] != ""))
        kinds = ("new", "known") if view == "relation" else ("high", "medium", "low")
        table = table.reindex([k for k in kinds if k in table.index])
        parts.append(table.set_axis([f"level_of.{view}.{k}" for k in table.index]))
    table = pd.concat([part for part in parts if len(part) > 1] or [pd.DataFrame()])
    if table.empty:
        return None
    whole = float(found.moving["today"].sum())
    table = table.assign(share_now=table["now"] / whole)
    best = table["per_hour_now"].idxmax()
    numbers: dict[str, Value] = {
        "money": money(table.loc[best, "per_hour_now"]),
        "level": Term(str(best)),
    }
    shown = [
        Shown("level", "head.level", "term"),
        Shown("customers", "head.customers", "count"),
        Shown("share_now", "head.share_hours", "share"),
        Shown("now", "head.hours_now", "hours"),
        Shown("then", "head.hours_best", "hours"),
        Shown("per_hour_now", "head.per_hour_now", "money"),
        Shown("per_hour_then", "head.per_hour_then", "money"),
    ]
    return plate(words, "coverage.hour_views", numbers, Behind(table.reset_index(names="level"), shown))


EXHIBITS: dict[str, Draw] = {"hour_value": hour_value, "hour_moves": hour_moves, "hour_views": hour_views}
