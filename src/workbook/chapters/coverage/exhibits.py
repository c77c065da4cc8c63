"""What chapter 4 shows."""

from __future__ import annotations

from functools import partial

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.coverage import (
    requests_exhibits,
    response_exhibits,
    scope_exhibits,
    territory_exhibits,
    today_exhibits,
    workload_exhibits,
)
from workbook.chapters.coverage.analysis import Result
from workbook.chapters.coverage.findings import meaning
from workbook.chapters.coverage.shared_exhibits import group_column
from workbook.charts import Bar, Pair, bar_rows, dumbbell, share_ticks
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count, hours, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown

ORDER = ("key", "core", "smart", "lean", "large", "medium", "small")
HEAD = {"expected": "head.value_expected", "earned": "head.value_year", "revenue": "head.revenue_year"}


def effort(result: Result, words: Words) -> Exhibit | None:
    """Share of hours against share of value, expected or earned, or of revenue, per class."""
    part = result.part_of(result.classes) if result.classes is not None and len(result.classes) else None
    if result.classes is None or part is None:
        return None
    kind, said = part
    table = result.classes.reindex([c for c in ORDER if c in result.classes.index])
    worst = (table["hours_share"] - table[f"{kind}_share"]).idxmax()
    numbers: dict[str, Value] = {
        "group": Term(f"group.{worst}"),
        "share_hours": share(float(table.loc[worst, "hours_share"])),
        "share_part": share(float(table.loc[worst, f"{kind}_share"]), said == "expected"),
        "hours": hours(float(table.loc[worst, "hours_per_customer"])),
    }
    pairs = []
    for name, row in table.iterrows():
        mark = str(name) if result.grouping == "class" else None
        per = words.text("per_customer", hours=hours(row["hours_per_customer"]))
        detail = words.text("n_customers", n=count(row["customers"])) + ", " + per
        texts = (words.short_percent(row["hours_share"]), words.short_percent(row[f"{kind}_share"]))
        title = words.text(f"{result.grouping}.{name}")
        pairs.append(Pair(title, detail, row["hours_share"], row[f"{kind}_share"], *texts, mark or "ink", mark))
    names = (words.text("axis.share_hours"), words.text(f"axis.share_{kind}"))
    shown = [
        group_column(result.grouping),
        Shown("customers", "head.customers", "count"),
        Shown("hours", "head.hours_year", "hours"),
        Shown("hours_per_customer", "head.hours_customer", "number"),
        Shown("hours_share", "head.share_hours", "share"),
        Shown(kind, HEAD[said], "money"),
        Shown(f"{kind}_share", f"head.share_{kind}", "share"),
    ]
    return plate(
        words,
        "coverage.effort",
        numbers,
        Behind(table.reset_index(names="group"), shown),
        partial(dumbbell, pairs, names, share_ticks(pairs, words)),
        ("read", "limit", "source.activities"),
        message=f"coverage.effort_{said}",
        alt=f"coverage.effort.alt_{said}",
        unit=f"coverage.effort.unit_{said}",
    )


def over_served(result: Result, words: Words) -> Exhibit | None:
    """The customers whose hours exceed their budget most."""
    if "over" not in result.customers:
        return None
    return _served(result, words, "coverage.over_served", result.customers[result.customers["over"]], -1)


def under_served(result: Result, words: Words) -> Exhibit | None:
    """The customers of high potential whose hours stay below half of their budget most."""
    if "under" not in result.customers:
        return None
    return _served(result, words, "coverage.under_served", result.customers[result.customers["under"]], 1)


def _served(result: Result, words: Words, name: str, some: pd.DataFrame, sign: int) -> Exhibit | None:
    """The twelve of `some` furthest from their budget: below it (sign 1) or above it (−1)."""
    if some.empty:
        return None
    far = sign * (some["budget"] - some["hours"])
    top = some.assign(far=far).sort_values("far", ascending=False).head(12)
    shown = [
        Shown("name", "head.customer"),
        group_column(result.grouping),
        Shown("revenue", "head.revenue_year", "money"),
        Shown("value", HEAD[result.measure], "money"),
        Shown("hours", "head.hours_now", "hours"),
        Shown("budget", "head.hours_budget", "hours"),
    ]
    numbers: dict[str, Value] = {
        "n": count(len(top)),
        "hours": hours(float(top["hours"].sum())),
        "budget": hours(float(top["budget"].sum())),
        "n_all": count(len(some)),
        "meaning": meaning(result),
    }
    total: dict[str, float | str] = {c: float(top[c].sum()) for c in ("revenue", "value", "hours", "budget")}
    total["name"] = words.text("total")
    return plate(words, name, numbers, Behind(top, shown, total, sortable=True))


def hands(result: Result, words: Words) -> Exhibit | None:
    """Customers by the number of persons who took their orders: shown where hours are not known."""
    if result.hands is None or result.hands.empty or result.has_hours:
        return None
    counts = result.hands["persons"].value_counts().sort_index()
    table = pd.DataFrame({"persons": counts.index, "customers": counts.to_numpy()})
    table["share"] = table["customers"] / table["customers"].sum()
    many = int((result.hands["persons"] >= 5).sum())
    numbers: dict[str, Value] = {
        "n": count(many),
        "n_total": count(len(result.hands)),
        "number": Quantity(float(result.hands["persons"].mean()), "score"),
    }
    bars = [
        Bar(
            words.text("n_persons", n=count(r.persons)),
            r.customers,
            words.number(r.customers),
            token="ink" if r.persons >= 5 else "dot",
        )
        for r in table.itertuples()
    ]
    shown = [
        Shown("persons", "head.persons", "count"),
        Shown("customers", "head.customers", "count"),
        Shown("share", "head.share_customers", "share"),
    ]
    numbers |= {"first": result.client.period[0], "last": result.client.period[1]}
    draw = partial(bar_rows, bars, names=130)
    margin = ("read", "people", "source.lines")
    return plate(words, "coverage.hands_chart", numbers, Behind(table, shown), draw, margin)


def hands_top(result: Result, words: Words) -> Exhibit | None:
    """The largest customers with the number of persons they deal with: shown where hours are not known."""
    if result.hands is None or result.hands.empty or result.has_hours:
        return None
    top = result.customers.sort_values("revenue", ascending=False).head(10).join(result.hands, how="left")
    shown = [
        Shown("name", "head.customer"),
        Shown("revenue", "head.revenue_year", "money"),
        Shown("persons", "head.persons", "count"),
        Shown("order_lines", "head.order_lines", "count"),
        Shown("share_of_first", "head.share_of_first", "share"),
    ]
    numbers: dict[str, Value] = {"n": count(len(top)), "number": Quantity(float(top["persons"].mean()), "score")}
    return plate(words, "coverage.hands_top", numbers, Behind(top, shown, sortable=True))


EXHIBITS: dict[str, Draw] = {
    "effort": effort,
    "over_served": over_served,
    "under_served": under_served,
    **today_exhibits.EXHIBITS,
    **workload_exhibits.EXHIBITS,
    "hands": hands,
    "hands_top": hands_top,
    **response_exhibits.EXHIBITS,
    **scope_exhibits.EXHIBITS,
    **requests_exhibits.EXHIBITS,
    **territory_exhibits.EXHIBITS,
}
