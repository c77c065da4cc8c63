"""What chapter 3 shows of small customers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook.chapters import Draw
from workbook.chapters.segmentation.analysis import Result
from workbook.chapters.segmentation.small import CORNERS, Small, traits
from workbook.chapters.segmentation.small_facts import MEASURES, TRAITS
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count, money, setting, share
from workbook.language import Words
from workbook.methods.clusters import STABLE
from workbook.plate import Behind, plate
from workbook.tabulate import Kind, Shown
from workbook.theme import colour, hair, label, note, rows, weight, width

KINDS: dict[str, Kind] = {
    "orders_year": "number",
    "order_value": "money",
    "lines_order": "number",
    "discount_rate": "share",
    "special_share": "share",
    "digital_share": "share",
    "hours_year": "number",
    "categories": "number",
}
COLUMNS = 6  # measures drawn on the phone; the desk and the table have all


def clusters(result: Result, words: Words) -> Exhibit | None:
    """The groups of small customers, what is typical of each marked."""
    found = result.topics.of(Small)
    if found.structure is None or found.structure.k == 1 or found.profiles is None:
        return None
    table, s = found.profiles, found.structure
    measures = [m for m in MEASURES if m in table]
    least = _named(table["cm3" if "cm3" in table else "revenue"].idxmin(), table, words)
    most = _named(table["cm3" if "cm3" in table else "revenue"].idxmax(), table, words)
    numbers: dict[str, Value] = {
        "n": count(len(table)),
        "n_total": count(len(s.groups)),
        "least": least,
        "most": most,
        "ratio": Quantity(s.stability, "ratio"),
        "threshold": Quantity(STABLE, "ratio"),
        "clear": Quantity(s.silhouette, "ratio"),
        "chance": Quantity(s.threshold, "ratio"),
        "tested": count(s.tested),
    }
    behind = table.reset_index().assign(name=[_named(g, table, words) for g in table.index])
    behind["package"] = [words.text(f"segmentation.package.{p}") for p in table["package"]]
    heads = [Shown("name", "head.small_group"), Shown("customers", "head.customers", "count")]
    heads.append(
        Shown("cm3", "head.cm3_year", "money") if "cm3" in table else Shown("revenue", "head.revenue_year", "money")
    )
    heads += [Shown(m, f"head.behaviour.{m}", KINDS[m]) for m in measures]
    heads.append(Shown("package", "head.small_package"))
    whole = found.behaviour.loc[s.groups.index, measures].median()
    draw = partial(draw_groups, table, whole, measures, words)
    margin = ("read", "certainty", "limit", "source.costs" if "cm3" in table else "source.lines")
    return plate(words, "segmentation.small_groups", numbers, Behind(behind, heads), draw, margin)


def _telling(table: pd.DataFrame, measures: Sequence[str]) -> list[str]:
    """The measures that name the groups, the first trait of each before the second, then the others: what the phone holds."""
    named = [row[i][0] for i in range(TRAITS) for row in table["traits"] if len(row) > i]
    chosen = list(dict.fromkeys([*named, *measures]))[:COLUMNS]
    return [m for m in measures if m in chosen]


def _named(group: int, table: pd.DataFrame, words: Words) -> str:
    """A group by its two most distinct traits."""
    said = words.write(traits(table.loc[group, "traits"][:2]))
    return said[:1].upper() + said[1:]


def draw_groups(table: pd.DataFrame, whole: pd.Series, measures: Sequence[str], words: Words, narrow: bool) -> Figure:
    """One band per group: its name and money, below its medians, typical ones marked; all small customers above."""
    pitch, top = (66, 62) if narrow else (62, 56)
    figure, axes = rows(narrow, len(table), pitch, top, 4)
    measures = _telling(table, measures) if narrow else measures
    step = width(narrow) / len(measures)
    for i, measure in enumerate(measures):
        head = words.text(f"segmentation.measure.{measure}").split(" ", 1)
        note(axes, (i + 0.5) * step, 10, head[0], ha="center")
        note(axes, (i + 0.5) * step, 24, head[1] if len(head) > 1 else "", ha="center")
        note(axes, (i + 0.5) * step, 42, _value(measure, whole[measure], words), ha="center", weight="bold")
    for i, (group, row) in enumerate(table.iterrows()):
        y = top + i * pitch
        hair(axes, y, 0, width(narrow))
        label(axes, 0, y + 16, _named(int(str(group)), table, words), weight="bold")
        amount = money(row["cm3"] if "cm3" in row else row["revenue"])
        said = words.text("segmentation.group_side", n=count(row["customers"]), money=amount)
        note(axes, width(narrow), y + (32 if narrow else 16), said, ha="right")
        _cells(axes, y + (50 if narrow else 44), row, measures, step, words)
    return figure


def _cells(axes, y: float, row: pd.Series, measures: Sequence[str], step: float, words: Words) -> None:  # type: ignore[no-untyped-def]
    """The medians of one group, the typical ones on a tint."""
    typical = {name for name, _ in row["traits"]}
    for i, measure in enumerate(measures):
        if measure in typical:
            axes.add_patch(Rectangle((i * step + 4, y - 11), step - 8, 22, color=colour("tint3"), lw=0))
        bold = "bold" if measure in typical else "normal"
        label(axes, (i + 0.5) * step, y, _value(measure, row[measure], words), ha="center", weight=bold)


def _value(measure: str, value: float, words: Words) -> str:
    if KINDS[measure] == "share":
        return words.percent(value, 0)
    return words.money(value) if KINDS[measure] == "money" else words.number(value, 0 if value >= 10 else 1)


def conditions(result: Result, words: Words) -> Exhibit | None:
    """The two conditions of a smart account: how many small customers pass which."""
    found = result.topics.of(Small)
    table = found.corners
    if table is None or found.conditions is None:
        return None
    p = result.client.parameters.segmentation
    numbers: dict[str, Value] = {
        "n": count(table.loc["both", "customers"]),
        "n_total": count(len(found.conditions)),
        "n_open": count(len(found.conditions) - table["customers"].sum()),
        "factor": setting(p.lean_hours_factor),
        "limit_share": setting(p.decline_limit),
    }
    behind = table.reset_index(names="corner")
    shown = [
        Shown("corner", "head.small_condition", "term", "segmentation.corner."),
        Shown("customers", "head.customers", "count"),
        Shown("cm3", "head.cm3_year", "money"),
    ]
    return plate(
        words,
        "segmentation.two_conditions_field",
        numbers,
        Behind(behind, shown),
        partial(draw_conditions, table, words),
        ("read", "limit", "source.costs"),
    )


def draw_conditions(table: pd.DataFrame, words: Words, narrow: bool) -> Figure:
    """Two by two: served profitably from left to right, revenue that holds from below; the wanted corner in its class colour."""
    figure, axes = rows(narrow, 2, 96, 26, 4)
    left, gap = (0, 6) if narrow else (150, 8)
    wide = (width(narrow) - left - gap) / 2
    for i, key in enumerate(("profit_no", "profit_yes")):
        note(axes, left + i * (wide + gap) + wide / 2, 12, words.text(f"segmentation.axis.{key}"), ha="center")
    most = max(float(table["customers"].max()), 1.0)
    for name, (profit, trend) in CORNERS.items():
        x, y = left + profit * (wide + gap), 26 + (not trend) * 96
        number = float(table.loc[name, "customers"])
        tint = f"tint{1 + min(3, int(4 * number / most))}"
        axes.add_patch(Rectangle((x, y + 2), wide, 90, color=colour(tint), lw=0))
        label(axes, x + 12, y + 22, words.text(f"segmentation.corner.{name}"), weight="bold")
        label(axes, x + 12, y + 46, words.text("n_customers", n=count(number)))
        amount = table.loc[name, "cm3"]
        if amount == amount:
            note(axes, x + 12, y + 68, words.text("segmentation.cell_cm3", money=money(amount)))
        if name == "both":
            axes.plot([x, x], [y + 2, y + 92], color=colour("smart"), lw=weight("heavy"))
    if not narrow:
        for i, key in enumerate(("trend_yes", "trend_no")):
            note(axes, 0, 26 + i * 96 + 47, words.text(f"segmentation.axis.{key}"))
    return figure


def definitions(result: Result, words: Words) -> Exhibit | None:
    """Who is small by other measures than revenue."""
    found = result.topics.of(Small).definitions
    if found is None:
        return None
    others = found.drop(index="revenue").dropna(subset=["overlap"])
    if others.empty:
        return None
    least = others.sort_values("overlap", kind="stable").iloc[0]
    edge = result.client.parameters.value.size_edges[1]
    numbers: dict[str, Value] = {
        "n": count(least["left"] + least["joined"]),
        "measure": Term(f"segmentation.by.{least.name}"),
        "share": share(float(least["overlap"])),
        "edge": setting(edge),
    }
    behind = found.reset_index(names="measure")
    shown = [
        Shown("measure", "head.small_measure", "term", "segmentation.by."),
        Shown("known", "head.small_known", "count"),
        Shown("n", "head.small_number", "count"),
        Shown("both", "head.small_both", "count"),
        Shown("joined", "head.small_joined", "count"),
        Shown("left", "head.small_left", "count"),
        Shown("overlap", "head.small_overlap", "share"),
    ]
    return plate(words, "segmentation.definitions", numbers, Behind(behind, shown))


EXHIBITS: dict[str, Draw] = {"small_groups": clusters, "two_conditions": conditions, "small_definitions": definitions}
