"""What chapter 2 shows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook.chapters import Draw
from workbook.chapters.value.analysis import Result
from workbook.charts import Bar, bar_rows
from workbook.exhibit import Exhibit, Note
from workbook.finding import Quantity, Value, count, money, share
from workbook.language import Words
from workbook.methods.discount import discount_rate
from workbook.methods.whale import Whale
from workbook.tabulate import Shown, tabulate
from workbook.theme import both, canvas, colour, label, note, shorten, size, weight, width


def whale_curve(result: Result, words: Words) -> Exhibit | None:
    """Cumulated CM III, best customer first, with the band from uncertain cost rates."""
    curve, band = result.curve, result.band
    if curve is None or band is None or curve.peak is None:
        return None
    n = len(curve.order)
    peaks = band[["low", "high"]].max() / curve.total
    numbers: dict[str, Value] = {
        "n": count(curve.customers_at_peak),
        "share": share(curve.peak),
        "n_rest": count(n - curve.customers_at_peak),
        "share_lost": share(curve.peak - 1),
        "low": share(peaks["low"]),
        "high": share(peaks["high"]),
        "money": money(curve.total),
        "spread": share(result.client.parameters.value.cost_rate_range),
        "first": result.client.period[0],
        "last": result.client.period[1],
    }
    marks = sorted({1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, curve.customers_at_peak, n} & set(range(1, n + 1)))
    table = pd.DataFrame(
        {
            "rank": marks,
            "central": curve.curve[marks] / curve.total,
            "low": band["low"].to_numpy()[np.array(marks) - 1] / curve.total,
            "high": band["high"].to_numpy()[np.array(marks) - 1] / curve.total,
        }
    )
    shown = [Shown("rank", "head.customers", "count")]
    shown += [Shown(c, f"head.{c}", "share") for c in ("central", "low", "high")]
    message, alt = words.text_from("value.whale_curve", numbers), words.text_from("value.whale_curve.alt", numbers)
    return Exhibit(
        "value.whale_curve",
        message,
        words.text_from("value.whale_curve.unit", numbers),
        tabulate(words, table, shown, message),
        both(_whale, "value-whale", alt, curve=curve, band=band, words=words),
        alt,
        (
            Note(words.text("note.read"), words.text("value.whale_curve.read")),
            Note(words.text("note.certainty"), words.text_from("value.whale_curve.certainty", numbers)),
            Note(words.text("note.source"), words.text("source.costs")),
        ),
    )


def _whale(curve: Whale, band: pd.DataFrame, words: Words, narrow: bool) -> Figure:
    n, peak = len(curve.order), curve.customers_at_peak
    total, top = curve.total, curve.highest / curve.total
    figure, axes = canvas(width(narrow), 300 if narrow else 330, left=42, right=8, top=34, bottom=38)
    step = max(1, n // 120)
    at = np.unique(np.r_[0 : min(24, n), min(24, n) : n : step, peak, n])
    low, high = (np.r_[0, band[c].to_numpy()] / total for c in ("low", "high"))
    line = curve.curve / total
    after = at[at >= peak]
    axes.fill_between(at, low[at], high[at], color=colour("band"), lw=0)
    axes.fill_between(after, line[after], top, color=colour("losswash"), lw=0)
    axes.plot([0, n], [1, 1], color=colour("muted"), lw=weight("hair"))
    axes.plot([peak, n], [top, top], color=colour("loss"), lw=weight("hair"), ls=(0, (3, 3)))
    axes.plot(at, line[at], color=colour("ink"), lw=weight("loud"))
    axes.plot(after, line[after], color=colour("loss"), lw=weight("loud"))
    axes.plot(peak, top, "o", ms=7, color=colour("ink"))
    ends = [0, *([peak] if n * 0.1 < peak < n * 0.92 else []), n]
    axes.set(xlim=(0, n), ylim=(min(0.0, low.min()), max(top, high.max()) * 1.04))
    axes.set_xticks(ends, [words.number(e) for e in ends])
    axes.set_yticks([0, 0.5, 1], ["0", words.number(50), words.percent(1, 0)])
    axes.grid(axis="y")
    axes.set_xlabel(words.text("axis.customers_by_cm3"), loc="left", fontsize=size("chart_small"), labelpad=6)
    right: Any = {"ha": "right"} if peak > n * 0.6 else {"ha": "center"}
    x = n if peak > n * 0.6 else peak
    axes.annotate(
        words.text("value.peak", share=share(top), n=count(peak)),
        (x, max(top, high.max())),
        xytext=(0, 12),
        textcoords="offset points",
        weight="bold",
        annotation_clip=False,
        **right,
    )
    lost = words.text("value.consumed", n=count(n - peak), money=money(curve.highest - total))
    if n > peak:
        label(axes, n, 0.8, lost, ha="right", color=colour("loss"), weight="bold")
    half = curve.customers_for(0.5)
    axes.plot(half, line[half], "o", ms=5, color=colour("ink"))
    label(axes, half + n * 0.025, line[half] - 0.02, words.text("value.half", n=count(half)))
    return figure


def revenue_curve(result: Result, words: Words) -> Exhibit | None:
    """Cumulated revenue, largest customer first: shown where margins are not known."""
    if result.has_margin or not result.earning:
        return None
    amounts = result.buyers["net_revenue"].sort_values(ascending=False)
    amounts = amounts[amounts > 0]
    line = np.r_[0, amounts.cumsum().to_numpy() / amounts.sum()]
    half = int(np.searchsorted(line, 0.5))
    numbers: dict[str, Value] = {
        "n": count(half),
        "n_total": count(len(amounts)),
        "share": share(float(line[min(10, len(amounts))])),
        "n_top": count(min(10, len(amounts))),
    }
    marks = sorted({1, 3, 5, 10, 20, half, 50, 100, len(amounts)} & set(range(1, len(amounts) + 1)))
    table = pd.DataFrame(
        {"rank": marks, "revenue": amounts.cumsum().to_numpy()[np.array(marks) - 1], "part": line[marks]}
    )
    shown = [
        Shown("rank", "head.customers", "count"),
        Shown("revenue", "head.revenue_cumulated", "money"),
        Shown("part", "head.share", "share"),
    ]
    message, alt = words.text_from("value.revenue_curve", numbers), words.text_from("value.revenue_curve.alt", numbers)
    place = {"first": result.client.period[0], "last": result.client.period[1]}
    return Exhibit(
        "value.revenue_curve",
        message,
        words.text("value.revenue_curve.unit", **place),
        tabulate(words, table, shown, message),
        both(_revenue, "value-revenue", alt, line=line, half=half, words=words),
        alt,
        (
            Note(words.text("note.read"), words.text("value.revenue_curve.read")),
            Note(words.text("note.limit"), words.text("value.revenue_curve.limit")),
            Note(words.text("note.source"), words.text("source.lines")),
        ),
    )


def _revenue(line: np.ndarray, half: int, words: Words, narrow: bool) -> Figure:
    n = len(line) - 1
    figure, axes = canvas(width(narrow), 280 if narrow else 300, left=42, right=10, top=16, bottom=38)
    axes.plot([0, n], [0, 1], color=colour("rule"), lw=weight("hair"))
    axes.plot(range(n + 1), line, color=colour("ink"), lw=weight("loud"))
    axes.set(xlim=(0, n), ylim=(0, 1.03))
    axes.set_yticks([0, 0.5, 1], ["0", words.number(50), words.percent(1, 0)])
    ends = [0, half, n] if half > n * 0.06 else [0, n]
    axes.set_xticks(ends, [words.number(e) for e in ends])
    axes.grid(axis="y")
    axes.set_xlabel(words.text("axis.customers_by_revenue"), loc="left", fontsize=size("chart_small"), labelpad=6)
    places = [(half, words.text("value.half_revenue", n=count(half)))]
    if n > 10 and abs(half - 10) > 2:
        places.append((10, words.text("value.top_ten", share=share(float(line[10])))))
    for rank, text in places:
        axes.plot(rank, line[rank], "o", ms=6, color=colour("ink"))
        label(axes, rank + n * 0.025, line[rank] - 0.035, text, weight="bold", halo=True)
    note(axes, n * 0.7, 0.6, words.text("value.equal"), halo=True)
    return figure


def ranks(result: Result, words: Words) -> Exhibit | None:
    """Rank by revenue against rank by earned value; only the two corners are coloured and named."""
    if result.corners is None or result.tau is None:
        return None
    t = result.table.assign(corner=result.corners["corner"])
    t["by_revenue"] = t["net_revenue"].rank(ascending=False, method="first")
    t["by_value"] = t["value_earned"].rank(ascending=False, method="first")
    over, hidden = t[t["corner"] == "overrated"], t[t["corner"] == "hidden"]
    numbers: dict[str, Value] = {
        "n": count(len(over)),
        "n_hidden": count(len(hidden)),
        "n_total": count(len(t)),
        "ratio": Quantity(float(t["by_revenue"].corr(t["by_value"], method="kendall")), "ratio"),
        "money": money(over["revenue_per_year"].sum()),
        "money_value": money(over["value_earned"].sum()),
    }
    table = pd.concat([over, hidden]).sort_values(["corner", "value_earned"]).head(15)
    shown = [
        Shown("name", "head.customer"),
        Shown("corner", "head.corner", "term", "corner."),
        Shown("revenue_per_year", "head.revenue_year", "money"),
        Shown("value_earned", "head.value_year", "money"),
        Shown("by_revenue", "head.rank_revenue", "count"),
        Shown("by_value", "head.rank_value", "count"),
    ]
    message = words.text_from("value.ranks_both" if len(hidden) else "value.ranks", numbers)
    alt = words.text_from("value.ranks.alt", numbers)
    return Exhibit(
        "value.ranks",
        message,
        words.text_from("value.ranks.unit", numbers),
        tabulate(words, table, shown, words.text("value.ranks.caption"), sortable=True),
        both(_ranks, "value-ranks", alt, t=t, words=words),
        alt,
        (
            Note(words.text("note.read"), words.text("value.ranks.read")),
            Note(words.text("note.agreement"), words.text_from("value.ranks.agreement", numbers)),
            Note(words.text("note.source"), words.text("source.costs")),
        ),
    )


def _ranks(t: pd.DataFrame, words: Words, narrow: bool) -> Figure:
    n = len(t)
    figure, axes = canvas(width(narrow), 380 if narrow else 440, left=38, right=10, top=28, bottom=38)
    edge_r = (
        int((t["net_revenue"].rank(ascending=False)[t["corner"] == "overrated"]).max())
        if (t["corner"] == "overrated").any()
        else 0
    )
    c_value = t.loc[t["corner"] == "overrated", "by_value"].min() if edge_r else n
    if edge_r:
        axes.add_patch(
            Rectangle((0, c_value - 1), edge_r + 1, n - c_value + 1 + n * 0.02, color=colour("losswash"), lw=0)
        )
    axes.plot([0, n], [0, n], color=colour("rule"), lw=1)
    rest = t[t["corner"] == ""]
    sns.scatterplot(
        data=rest, x="by_revenue", y="by_value", ax=axes, s=14, color=colour("dot"), linewidth=0, legend=False
    )
    for corner, shape, tint in (("overrated", "v", "loss"), ("hidden", "^", "gain")):
        some = t[t["corner"] == corner]
        axes.scatter(some["by_revenue"], some["by_value"], s=34, marker=shape, color=colour(tint), lw=0)
    axes.set(xlim=(0, n * 1.02), ylim=(n * 1.02, 0))
    ticks = sorted({1, *(round(n * k / 4) for k in (1, 2, 3)), n})
    axes.set_xticks(ticks, [words.number(i) for i in ticks])
    axes.set_yticks(ticks, [words.number(i) for i in ticks])
    axes.set_ylabel("")
    axes.set_xlabel(words.text("axis.rank_revenue"), loc="left", fontsize=size("chart_small"), labelpad=6)
    axes.annotate(
        words.text("axis.rank_value"),
        (0, 1),
        xycoords="axes fraction",
        xytext=(-36, 14),
        textcoords="offset points",
        fontsize=size("chart_small"),
        color=colour("muted"),
        annotation_clip=False,
    )
    for corner, sign, tint, place in (
        ("overrated", "▼", "loss", (0.02, 0.02, "left")),
        ("hidden", "▲", "gain", (0.99, 0.97, "right")),
    ):
        some = t[t["corner"] == corner]
        text = words.text(f"value.corner_{corner}{'_short' if narrow else ''}", n=count(len(some)))
        axes.annotate(
            f"{sign} {text}",
            place[:2],
            xycoords="axes fraction",
            ha=place[2],
            color=colour(tint),
            weight="bold",
            gid="halo",
        )
        tail = some.sort_values("revenue_per_year" if corner == "overrated" else "value_earned", ascending=False)
        for row in tail.head(2 if narrow else 4).itertuples():
            right = row.by_revenue > n * 0.7
            move = -n * 0.02 if right else n * 0.02
            side = "right" if right else "left"
            label(
                axes,
                row.by_revenue + move,
                row.by_value,
                shorten(row.name, 26),
                fontsize=size("chart_small"),
                ha=side,
                halo=True,
            )
    return figure


def discounts(result: Result, words: Words) -> Exhibit | None:
    """Discount rate by size class of the customer."""
    if result.discounts is None:
        return None
    table = result.discounts.reindex([s for s in ("large", "medium", "small") if s in result.discounts.index])
    table = table[table["rate"].notna()]
    if table.empty:
        return None
    table = table.rename_axis("size").reset_index()
    most, least = table.loc[table["rate"].idxmax()], table.loc[table["rate"].idxmin()]
    numbers: dict[str, Value] = {
        "share": share(float(most["rate"])),
        "share_least": share(float(least["rate"])),
        "size": words.text(f"size.{most['size']}"),
        "size_least": words.text(f"size_of.{least['size']}"),
    }
    shown = [
        Shown("size", "head.size", "term", "size."),
        Shown("customers", "head.customers", "count"),
        Shown("list_revenue", "head.list_revenue", "money"),
        Shown("discount", "head.discount", "money"),
        Shown("rate", "head.discount_rate", "share"),
    ]
    bars = [
        Bar(
            words.text(f"size.{r.size}"),
            r.rate,
            words.percent(r.rate),
            token="ink" if r.size == most["size"] else "dot",
        )
        for r in table.itertuples()
    ]
    message, alt = words.text_from("value.discounts", numbers), words.text_from("value.discounts.alt", numbers)
    return Exhibit(
        "value.discounts",
        message,
        words.text("value.discounts.unit", first=result.client.period[0], last=result.client.period[1]),
        tabulate(words, table, shown, message),
        both(_bars, "value-discounts", alt, bars=bars),
        alt,
        (
            Note(words.text("note.read"), words.text("value.discounts.read")),
            Note(words.text("note.limit"), words.text("value.discounts.limit")),
            Note(words.text("note.source"), words.text("source.lines")),
        ),
    )


def _bars(bars: list[Bar], narrow: bool) -> Figure:
    return bar_rows(bars, narrow)


def bridge(result: Result, words: Words) -> Exhibit | None:
    """From the revenue of the earlier window to the later one, step by step."""
    if result.bridge is None or result.growth is None or result.windows is None:
        return None
    before, after = float(result.growth["earlier"].sum()), float(result.growth["later"].sum())
    steps = result.bridge
    numbers: dict[str, Value] = {
        "money": money(before),
        "money_now": money(after),
        "share": share(after / before - 1 if before > 0 else float("nan")),
        "money_new": money(float(steps["amount"]["new"])),
        "money_lost": money(-float(steps["amount"]["lost"])),
        "n_months": count(result.windows.months),
        "first": result.windows.earlier[0].date(),
        "middle": result.windows.later[0].date(),
        "last": result.windows.later[1].date(),
    }
    table = steps.rename_axis("step").reset_index()
    shown = [
        Shown("step", "head.step", "term", "step."),
        Shown("customers", "head.customers", "count"),
        Shown("amount", "head.change", "money"),
    ]
    message, alt = words.text_from("value.bridge", numbers), words.text_from("value.bridge.alt", numbers)
    total: dict[str, float | str] = {"step": words.text("total"), "amount": after - before}
    season = "value.bridge.season" if result.windows.months < 12 else "value.bridge.year"
    return Exhibit(
        "value.bridge",
        message,
        words.text_from("value.bridge.unit", numbers),
        tabulate(words, table, shown, message, total=total),
        both(_bridge, "value-bridge", alt, steps=steps["amount"], before=before, after=after, words=words),
        alt,
        (
            Note(words.text("note.read"), words.text("value.bridge.read")),
            Note(words.text("note.limit"), words.text_from(season, numbers)),
            Note(words.text("note.source"), words.text("source.lines")),
        ),
    )


def _bridge(steps: pd.Series, before: float, after: float, words: Words, narrow: bool) -> Figure:
    figure, axes = canvas(width(narrow), 260, left=4, right=4, top=22, bottom=40)
    names = ["before", *steps.index, "after"]
    level, bars = before, [(0.0, before)]
    for amount in steps:
        bars.append((level, level + amount))
        level += amount
    bars.append((0.0, after))
    tints = {"before": "ink", "after": "ink", "new": "gain", "expanded": "gain", "contracted": "loss", "lost": "loss"}
    for i, (name, (start, end)) in enumerate(zip(names, bars, strict=True)):
        axes.add_patch(Rectangle((i - 0.34, min(start, end)), 0.68, abs(end - start), color=colour(tints[name]), lw=0))
        if i < len(names) - 1:
            axes.plot([i - 0.34, i + 1.34], [end, end], color=colour("rule"), lw=weight("hair"))
        change = name not in ("before", "after")
        text = words.money(end - start if change else end, sign=change)
        if narrow:
            text = text.replace("\u00a0", "\n", 1)
        axes.annotate(
            text,
            (i, max(start, end)),
            xytext=(0, 5),
            textcoords="offset points",
            ha="center",
            fontsize=size("chart_small" if narrow else "chart"),
            weight="normal" if change else "bold",
            annotation_clip=False,
        )
        axes.annotate(
            words.text(f"step_short.{name}" if narrow else f"step.{name}"),
            (i, 0),
            xytext=(0, -14),
            textcoords="offset points",
            ha="center",
            fontsize=size("chart_small"),
            color=colour("muted"),
            annotation_clip=False,
        )
    top = max(max(pair) for pair in bars)
    axes.set(xlim=(-0.5, len(names) - 0.5), ylim=(0, top * (1.12 if narrow else 1.04)))
    axes.axis("off")
    axes.plot([-0.5, len(names) - 0.5], [0, 0], color=colour("rule"), lw=weight("hair"))
    return figure


def top_customers(result: Result, words: Words) -> Exhibit | None:
    """The largest customers with what is known of each, and the rest in one row."""
    if not result.earning:
        return None
    t = result.buyers.sort_values("net_revenue", ascending=False)
    top = t.head(result.client.parameters.value.top).assign(part=lambda f: f["net_revenue"] / t["net_revenue"].sum())
    shown = [
        Shown("name", "head.customer"),
        Shown("revenue_per_year", "head.revenue_year", "money"),
        Shown("part", "head.share", "share"),
        Shown("orders", "head.orders", "count"),
    ]
    if "discount_rate" in top:
        shown.append(Shown("discount_rate", "head.discount_rate", "share"))
    if result.has_margin:
        shown.append(Shown("value_earned", "head.value_year", "money"))
    total: dict[str, float | str] = {"name": words.text("all_customers", n=count(len(t)))}
    total |= {"revenue_per_year": float(t["revenue_per_year"].sum()), "part": 1.0, "orders": float(t["orders"].sum())}
    if "discount_rate" in top:
        total["discount_rate"] = discount_rate(t["discount"], t["list_revenue"])
    if result.has_margin:
        total["value_earned"] = float(result.table["value_earned"].sum())
    numbers: dict[str, Value] = {"n": count(len(top)), "share": share(float(top["part"].sum()))}
    caption = words.text("value.top_customers.caption", n=count(len(top)))
    table = tabulate(words, top, shown, caption, total=total, sortable=True)
    return Exhibit("value.top_customers", words.text_from("value.top_customers", numbers), "", table)


EXHIBITS: dict[str, Draw] = {
    "whale_curve": whale_curve,
    "revenue_curve": revenue_curve,
    "ranks": ranks,
    "discounts": discounts,
    "bridge": bridge,
    "top_customers": top_customers,
}
