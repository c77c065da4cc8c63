"""What chapter 2 shows of prices and discounts."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbook.chapters.value.analysis import Result
from workbook.chapters.value.prices import Prices, certainty, meant
from workbook.charts import Bar, bar_rows
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Terms, Value, count, money, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown
from workbook.theme import canvas, colour, hair, label, note, rows, shorten, size, weight, width

MOST_DOTS = 800
MOST_ROWS = 12
TINTS = {"profitable": "gain", "unprofitable": "loss", "neutral": "muted"}


def corridor(result: Result, words: Words) -> Exhibit | None:
    """Every customer's discount rate over its volume, with the corridor and whoever lies above it."""
    found = result.prices
    if found is None or found.corridor is None or found.excess is None:
        return None
    years, shown_excess, own = result.client.years, found.excess.shown, found.corridor.source == "own"
    table = found.corridor.table.join(found.base.table["name"]).assign(excess=found.excess.by_customer / years)
    over = table[table["excess"] > 0]
    listed = table.assign(beyond=table["rate"] - table["upper"]).sort_values(["excess", "beyond"], ascending=False)
    numbers: dict[str, Value] = {
        "n": count(len(over)),
        "n_total": count(len(table)),
        "money": money(found.excess.amount / years, own),
        "certainty": certainty(found),
        "explained": _explained(found),
        "first": result.client.period[0],
        "last": result.client.period[1],
    }
    shown = [
        Shown("name", "head.customer"),
        Shown("volume", "head.list_year", "money"),
        Shown("rate", "head.discount_rate", "share"),
        Shown("upper", "head.edge", "share"),
        Shown("excess", "head.excess_year", "money"),
    ]
    draw = partial(draw_corridor, table, words)
    return plate(
        words,
        "value.corridor",
        numbers,
        Behind(listed.head(15), shown),
        draw,
        ("read", "certainty", "limit", "source.lines"),
        message="value.corridor" if shown_excess or over.empty else "value.corridor_none",
        read="value.corridor.read" if own else "value.corridor.read_policy",
        limit="value.corridor.limit" if own else "value.corridor.limit_policy",
    )


def _explained(found: Prices) -> Term:
    """What share of the differences in discount rates stays open."""
    e = found.explained
    if e is None:
        return Term("value.explained_not")
    drivers = Terms(tuple(Term(f"value.driver.{d}") for d in e.drivers.index))
    return Term("value.explained", {"share": share(e.unexplained), "drivers": drivers})


def draw_corridor(table: pd.DataFrame, words: Words, narrow: bool) -> Figure:
    """Rate over log volume; only those above the edge are coloured, the largest named."""
    figure, axes = canvas(width(narrow), 340 if narrow else 380, left=42, right=12, top=26, bottom=38)
    line = table.sort_values("volume")
    if line["middle"].notna().all():
        axes.fill_between(line["volume"], line["lower"].clip(lower=0), line["upper"], color=colour("band"), lw=0)
        axes.plot(line["volume"], line["middle"], color=colour("ink"), lw=weight("line"))
    drawn = "default" if line["middle"].notna().all() else "steps-post"
    axes.plot(line["volume"], line["upper"], ds=drawn, color=colour("muted"), lw=weight("line"))
    rest, over = table[table["excess"] <= 0], table[table["excess"] > 0]
    rest = rest.iloc[:: max(1, len(rest) // MOST_DOTS)]
    axes.scatter(rest["volume"], rest["rate"], s=14, color=colour("dot"), lw=0)
    axes.scatter(over["volume"], over["rate"], s=34, marker="^", color=colour("loss"), lw=0)
    named = over.sort_values("excess", ascending=False).head(3 if narrow else 5)
    top = max(float(table["rate"].max()) * (1.08 + 0.075 * len(named)), float(table["upper"].max()) * 1.12) or 1.0
    axes.set(xscale="log", ylim=(min(0.0, float(table["rate"].min())), top))
    low, high = table["volume"].min() / 1.25, table["volume"].max() * 1.25
    axes.set_xlim(low, high)
    powers = [10.0**k for k in range(int(np.ceil(np.log10(low))), int(np.floor(np.log10(high))) + 1)]
    axes.set_xticks(powers or [low, high], [words.money(p) for p in powers or [low, high]])
    axes.minorticks_off()
    step = next(s for s in (0.01, 0.02, 0.05, 0.1, 0.2) if top / s <= 6 or s == 0.2)
    ticks = np.arange(0, top, step)
    axes.set_yticks(ticks, [words.percent(float(t), 0) for t in ticks])
    axes.grid(axis="y")
    axes.set_xlabel(words.text("axis.list_revenue_log"), loc="left", fontsize=size("chart_small"), labelpad=6)
    _ends(axes, line, words)
    _names(axes, named, words, narrow)
    return figure


def _ends(axes: Axes, line: pd.DataFrame, words: Words) -> None:
    """What the lines are, at their right end."""
    last = line.iloc[-1]
    for column in ("upper", "middle"):
        if np.isfinite(last[column]):
            key = "value.corridor_edge" if column == "upper" else "value.corridor_usual"
            note(
                axes, last["volume"], last[column] + axes.get_ylim()[1] * 0.025, words.text(key), ha="right", halo=True
            )


def _names(axes: Axes, over: pd.DataFrame, words: Words, narrow: bool) -> None:
    """Who lies above, with the money: flags above the dots, the one furthest right highest, so that no pole crosses a name."""
    (left, right), (foot, top) = axes.get_xlim(), axes.get_ylim()
    pitch = (top - foot) * 0.055
    for k, row in enumerate(over.sort_values("volume").itertuples()):
        place = float(over["rate"].max()) + (k + 1) * pitch
        axes.plot([row.volume] * 2, [row.rate, place], color=colour("loss"), lw=weight("hair"), alpha=0.5, zorder=1)
        ha = "right" if np.log(row.volume / left) > 0.45 * np.log(right / left) else "left"
        text = words.text(
            "value.corridor_outlier", customer=shorten(row.name, 22 if narrow else 34), money=money(row.excess)
        )
        label(axes, row.volume, place, text, ha=ha, color=colour("loss"), fontsize=size("chart_small"), halo=True)


def realisation(result: Result, words: Words) -> Exhibit | None:
    """What is left of the list price, by group."""
    found = result.prices
    if found is None or found.realisation.empty:
        return None
    table = found.realisation.rename_axis("group").reset_index()
    most, least = (table.sort_values("realisation", kind="stable").iloc[i] for i in (-1, 0))
    numbers: dict[str, Value] = {
        "group": Term(f"value.group.{most['group']}"),
        "share": share(most["realisation"]),
        "group_least": Term(f"value.group_in.{least['group']}"),
        "share_least": share(least["realisation"]),
        "groups": meant(found),
        "index": _index(found),
        "first": result.client.period[0],
        "last": result.client.period[1],
    }
    bars = [
        Bar(
            words.text(f"value.group.{r.group}"),
            r.realisation,
            words.percent(r.realisation),
            max(r.rate, 0.0),
            token="ink" if r.group == least["group"] else "dot",
        )
        for r in table.itertuples()
    ]
    shown = [
        Shown("group", "head.group", "term", "value.group."),
        Shown("customers", "head.customers", "count"),
        Shown("list_revenue", "head.list_revenue", "money"),
        Shown("discount", "head.discount", "money"),
        Shown("realisation", "head.realisation", "share"),
    ]
    return plate(
        words,
        "value.price_realisation",
        numbers,
        Behind(table, shown),
        partial(bar_rows, bars),
        ("read", "certainty", "limit", "source.lines"),
        message="value.price_realisation" if len(table) > 1 else "value.price_realisation_one",
    )


def _index(found: Prices) -> Term:
    """The key discount index with its interval."""
    if found.index is None:
        return Term("value.index_not")
    points, (low, high) = found.index
    ends = {name: Quantity(end, "points") for name, end in (("points", points), ("low", low), ("high", high))}
    return Term("value.index", {"who": Term(f"value.among.{found.groups.kind}"), **ends})


def growth(result: Result, words: Words) -> Exhibit | None:
    """Key account by key account: what growth brought beyond what the discount cost more."""
    found = result.prices
    if found is None or found.growth is None or result.windows is None:
        return None
    table = found.growth
    named = table.reindex(table["net"].abs().sort_values(ascending=False, kind="stable").index[:MOST_ROWS])
    named = named.sort_values("net", ascending=False, kind="stable").assign(points=lambda t: t["rate_change"] * 100)
    verdicts = table["verdict"]
    numbers: dict[str, Value] = {
        "n": count(int((verdicts == "profitable").sum())),
        "bad": Term("value.growth_bad", {"n": count(int((verdicts == "unprofitable").sum()))}),
        "open": Term("value.growth_open", {"n": count(int((verdicts == "neutral").sum()))}),
        "n_total": count(len(table)),
        "n_shown": count(len(named)),
        "n_months": count(result.windows.months),
        "last": result.windows.later[1].date(),
        "who": Term(f"value.among.{found.groups.kind}"),
        "groups": meant(found),
    }
    shown = [
        Shown("name", "head.customer"),
        Shown("cm3_change", "head.cm3_change", "money"),
        Shown("discount_change", "head.discount_change", "money"),
        Shown("points", "head.rate_change", "points"),
        Shown("verdict", "head.verdict", "term", "verdict_growth."),
    ]
    draw, margin = partial(draw_growth, named, words), ("read", "certainty", "limit", "source.costs")
    return plate(words, "value.discount_growth", numbers, Behind(named, shown), draw, margin)


def draw_growth(table: pd.DataFrame, words: Words, narrow: bool) -> Figure:
    """One row per customer: the net gain with its interval about zero, and the change of the discount rate at the right."""
    pitch, top = (44, 24) if narrow else (28, 24)
    figure, axes = rows(narrow, len(table), pitch, top, 26)
    left, right = (8, width(True) - 70) if narrow else (224, width(False) - 76)
    low, high = min(0.0, float(table["low"].min())), max(0.0, float(table["high"].max()))

    def at(value: float) -> float:
        return left + (right - left) * (value - low) / ((high - low) or 1.0)

    foot = top + len(table) * pitch
    for end in (low, 0.0, high):
        apart = end == 0 or abs(at(end) - at(0)) > 60
        if apart:
            ha = "center" if end == 0 else "left" if end < 0 else "right"
            note(axes, at(end), foot + 13, words.money(end, sign=True) if end else "0", ha=ha)
    note(axes, width(narrow), top - 14, words.text("value.rate_change_head"), ha="right")
    for i, row in enumerate(table.itertuples()):
        y = top + i * pitch + (32 if narrow else pitch / 2)
        tint = colour(TINTS[str(row.verdict)])
        axes.plot([at(0)] * 2, [y - 10, y + 10], color=colour("rule"), lw=weight("line"))
        axes.plot([at(row.low), at(row.high)], [y, y], color=tint, lw=weight("line"), alpha=0.6)
        axes.plot(at(row.net), y, "o", ms=8, color=tint)
        label(axes, 0, y - 17 if narrow else y, shorten(str(row.name), 36))
        label(axes, width(narrow), y, words.number(row.points, 1, sign=True), ha="right")
        hair(axes, top + i * pitch, 0, width(narrow))
    return figure
