"""What chapter 4 shows of coverage today."""

from __future__ import annotations

from functools import partial

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.coverage.analysis import Result
from workbook.chapters.coverage.today import Today
from workbook.chapters.coverage.today_findings import ORDER
from workbook.charts import Pair, dumbbell, share_ticks
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count, hours, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown

NAMED = 12
PLACES = 10  # those with most hours
HEAD = {"expected": "head.value_expected", "earned": "head.value_year"}


def roles(result: Result, words: Words) -> Exhibit | None:
    """What one full-time position looks after, by role, by class and by place."""
    found = result.topics.of(Today)
    if found.ratios is None or found.team is None or result.roles is None or result.roles.empty:
        return None
    table = _ordered(found.ratios, result, words)
    shown = [
        Shown("said", "head.coverage_of"),
        Shown("fte", "head.fte", "number"),
        Shown("customers", "head.customers", "count"),
        Shown("customers_per_fte", "head.customers_per_fte", "number", decimals=0),
        Shown("weighted_per_fte", "head.weighted_per_fte", "number", decimals=0),
        Shown("hours_per_fte", "head.hours_per_fte", "hours"),
        Shown("revenue_per_fte", "head.revenue_per_fte", "money"),
    ]
    if "value_per_fte" in table:
        shown.append(Shown("value_per_fte", f"head.value_per_fte_{result.measure}", "money"))
    if "potential_per_fte" in table:
        shown.append(Shown("potential_per_fte", "head.potential_per_fte", "money"))
    shown.append(Shown("used", "head.utilisation", "share", decimals=0))
    steps = result.client.parameters.coverage.norms.complexity
    numbers: dict[str, Value] = {
        "number": Quantity(float(found.team.staff["fte"].sum()), "number"),
        "n": count(len(found.team.staff)),
        "places": count(PLACES),
        "low": Quantity(min(steps), "ratio"),
        "high": Quantity(max(steps), "ratio"),
    }
    return plate(words, "coverage.roles", numbers, Behind(table, shown), margin=("read", "people"))


def _ordered(ratios: pd.DataFrame, result: Result, words: Words) -> pd.DataFrame:
    """Roles, then classes, then places, each called by its name, with the utilisation of roles."""
    assert result.roles is not None
    level = ratios["level"]
    rank = ratios["name"].map({name: n for n, name in enumerate(ORDER)})
    kind = level.map({"role": 0, "class": 1, "size": 1}).fillna(2)
    ours = kind < 2
    said = [words.text(f"{k}.{n}") if own else str(n) for k, n, own in zip(level, ratios["name"], ours, strict=True)]
    named = pd.Series(said, ratios.index).mask(
        ~ours & (ratios["name"] == "others"), words.text("coverage.other_places")
    )
    used = ratios["name"].map(result.roles["utilisation"]).where(level == "role")
    table = ratios.assign(said=named, used=used, _kind=kind, _rank=rank.where(kind == 1, 0))
    table = table[ours | (table.groupby("_kind").cumcount() < PLACES)]
    return table.sort_values(["_kind", "_rank"], kind="stable")


def small_time(result: Result, words: Words) -> Exhibit | None:
    """Where the hours at small customers go: share of hours against share of value by tier; who gets most in the table."""
    found = result.topics.of(Today)
    if found.small is None or len(found.small.tiers) < 2:
        return None
    tiers = found.small.tiers
    part = result.part_of(tiers)
    if part is None:
        return None
    kind, said = part
    numbers: dict[str, Value] = {
        "group": Term(f"group.{found.small_group}"),
        "n": count(tiers.loc["most", "customers"]),
        "n_total": count(tiers["customers"].sum()),
        "share": share(tiers.loc["most", "hours_share"]),
        "share_part": share(tiers.loc["most", f"{kind}_share"], said == "expected"),
        "gini": Quantity(found.small.gini, "ratio"),
        "hours": hours(float(tiers["hours"].sum())),
        "part": Term(f"coverage.small_of.{said}"),
    }
    pairs = []
    for name, row in tiers.iterrows():
        per = words.text("per_customer", hours=hours(row["hours"] / row["customers"]))
        detail = words.text("n_customers", n=count(row["customers"])) + ", " + per
        texts = (words.short_percent(row["hours_share"]), words.short_percent(row[f"{kind}_share"]))
        title = words.text(f"coverage.tier.{name}")
        pairs.append(Pair(title, detail, row["hours_share"], row[f"{kind}_share"], *texts))
    names = (words.text("axis.share_hours"), words.text(f"axis.share_{kind}"))
    own = result.customers[result.customers["group"] == found.small_group].sort_index()
    top = own.sort_values("hours", ascending=False, kind="stable").head(NAMED)
    shown = [Shown("name", "head.customer"), Shown("hours", "head.hours_now", "hours")]
    if "budget" in top:
        shown.append(Shown("budget", "head.hours_budget", "hours"))
    shown.append(Shown("revenue", "head.revenue_year", "money"))
    if "value" in top:
        shown.append(Shown("value", HEAD[result.measure], "money"))
    draw = partial(dumbbell, pairs, names, share_ticks(pairs, words))
    behind, margin = Behind(top, shown, sortable=True), ("read", "limit", "source.activities")
    return plate(words, "coverage.small_chart", numbers, behind, draw, margin, caption="coverage.small_chart.caption")


EXHIBITS: dict[str, Draw] = {"roles": roles, "small_time": small_time}
