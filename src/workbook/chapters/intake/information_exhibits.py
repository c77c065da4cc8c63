"""What chapter 1 shows of the information about the customers."""

from __future__ import annotations

import math
from functools import partial

import pandas as pd

from workbook.chapters.intake.analysis import Result
from workbook.chapters.intake.information import STALE_MONTHS, Information
from workbook.charts import Pair, dumbbell
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count, share
from workbook.language import Words
from workbook.methods.information_profile import ITEMS
from workbook.plate import Behind, plate
from workbook.tabulate import Shown

TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def information(result: Result, words: Words) -> Exhibit | None:
    """Completeness of each item by customers and by revenue; behind it age, sources and contradictions."""
    found = result.information
    if found is None:
        return None
    table = found.items.sort_values(["by_value", "item"], ascending=[False, True])
    least = table.iloc[-1]
    numbers: dict[str, Value] = {
        "item": Term(f"item.{least['item']}"),
        "share": share(least["by_value"]),
        "n": count(int((table["known"] == 0).sum())),
        "n_total": count(len(table)),
    }
    pairs = [_pair(words, row) for row in table.itertuples()]
    names = (words.text("intake.by_customer"), words.text("intake.by_revenue"))
    ticks = [(tick, words.percent(tick, 0)) for tick in TICKS]
    numbers["n_customers"] = count(found.n_customers)
    draw = partial(dumbbell, pairs, names, ticks)
    return plate(words, "intake.information_items", numbers, _behind(table), draw, ("read", "source"))


def _pair(words: Words, row) -> Pair:  # type: ignore[no-untyped-def]
    """One item; where both shares are the same, it is written once."""
    hollow, filled = (words.percent(part, 0) for part in (row.by_customer, row.by_value))
    first = "" if hollow == filled else hollow
    return Pair(words.text(f"item.{row.item}"), _age(words, row), row.by_customer, row.by_value, first, filled, "key")


def _age(words: Words, row) -> str:  # type: ignore[no-untyped-def]
    if not row.known:
        return words.text("intake.age_none")
    if not row.dated:
        return words.text("intake.age_unknown")
    return words.text("intake.age_stale", share=share(row.stale / row.dated))


def _behind(table: pd.DataFrame) -> Behind:
    rows = table.assign(
        stale_share=[r.stale / r.dated if r.dated else math.nan for r in table.itertuples()],
        undated=[1 - r.dated / r.known if r.known else math.nan for r in table.itertuples()],
    )
    shown = [
        Shown("item", "head.item", "term", "item."),
        Shown("by_customer", "head.by_customer", "share"),
        Shown("by_value", "head.by_revenue", "share"),
        Shown("stale_share", "head.stale", "share"),
        Shown("undated", "head.undated", "share"),
        Shown("sources", "head.sources", "number"),
        Shown("contradictions", "head.contradictions", "count"),
    ]
    return Behind(rows, shown)


def least_known(result: Result, words: Words) -> Exhibit | None:
    """The customers with the most revenue and what is not known about each."""
    found = result.information
    if found is None or found.top.empty:
        return None
    table = found.top.assign(**{item: [_mark(words, item, v) for v in found.top[item]] for item in ITEMS})
    shown = [
        Shown("name", "head.customer"),
        Shown("weight", "head.revenue", "money"),
        *(Shown(item, f"item_short.{item}") for item in ITEMS),
        Shown("all", "head.known_share", "share", decimals=0),
    ]
    numbers = _numbers(found)
    numbers["months"] = Quantity(STALE_MONTHS, "count")
    source = "intake.information_items.source"
    behind = Behind(table, shown, sortable=True)
    message = "intake.least_known" if found.top["all"].nunique() > 1 else "intake.least_known_alike"
    return plate(
        words, "intake.least_known", numbers, behind, margin=("read", "source"), source=source, message=message
    )


def _numbers(found: Information) -> dict[str, Value]:
    least = found.top.sort_values(["all", "weight"], ascending=[True, False]).iloc[0]
    return {"n_total": count(len(found.top)), "customer": str(least["name"]), "share": share(float(least["all"]))}


def _mark(words: Words, item: str, known: float) -> str:
    """Known, unknown, or so many of the item's fields."""
    parts = len(ITEMS[item])
    if known in (0.0, 1.0):
        return words.text("intake.mark_known") if known else "?"
    return words.text("intake.mark_part", n=count(round(known * parts)), n_total=count(parts))
