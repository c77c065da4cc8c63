"""How the charts of chapter 2 are drawn; each takes facts and words and knows nothing of the client."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook.finding import count, money, share
from workbook.language import Words
from workbook.methods.whale import Whale
from workbook.theme import canvas, colour, label, note, shorten, size, weight, width

NAMES = 148  # px that a shortened name takes at most


def draw_whale(curve: Whale, band: pd.DataFrame, years: float, words: Words, narrow: bool) -> Figure:
    """Cumulated CM III as a share of the total, its peak, what is consumed after it, and the band of uncertain cost rates."""
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
    lost = words.text("value.consumed", n=count(n - peak), money=money((curve.highest - total) / years))
    if n > peak:
        label(axes, n, 0.8, lost, ha="right", color=colour("loss"), weight="bold")
    half = curve.customers_for(0.5)
    axes.plot(half, line[half], "o", ms=5, color=colour("ink"))
    label(axes, half + n * 0.025, line[half] - 0.02, words.text("value.half", n=count(half)))
    return figure


def draw_revenue(line: np.ndarray, half: int, words: Words, narrow: bool) -> Figure:
    """Cumulated revenue as a share of the total, with the line of equal customers."""
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


def draw_ranks(t: pd.DataFrame, words: Words, narrow: bool) -> Figure:
    """Rank against rank; only the two corners are coloured and named."""
    n = len(t)
    figure, axes = canvas(width(narrow), 380 if narrow else 440, left=38, right=10, top=28, bottom=38)
    over, hidden = t[t["corner"] == "overrated"], t[t["corner"] == "hidden"]
    if len(over):
        high, top = over["by_revenue"].max() + n * 0.02, over["by_value"].min() - n * 0.02
        axes.add_patch(Rectangle((0, top), high, n * 1.02 - top, color=colour("losswash"), lw=0))
    axes.plot([0, n], [0, n], color=colour("rule"), lw=1)
    rest = t[t["corner"] == ""]
    sns.scatterplot(data=rest, x="by_revenue", y="by_value", ax=axes, s=14, color=colour("dot"), linewidth=0)
    axes.set(xlim=(0, n * 1.02), ylim=(n * 1.02, 0))
    ticks = sorted({1, *(round(n * k / 4) for k in (1, 2, 3)), n})
    axes.set_xticks(ticks, [words.number(i) for i in ticks])
    axes.set_yticks(ticks, [words.number(i) for i in ticks])
    axes.set_ylabel("")
    axes.set_xlabel(words.text("axis.rank_revenue"), loc="left", fontsize=size("chart_small"), labelpad=6)
    note(axes, -n * 0.06, -n * 0.05, words.text("axis.rank_value"))
    tail = "_short" if narrow else ""
    if len(over):
        lead = words.text(f"value.corner_overrated{tail}", n=count(len(over)))
        draw_corner(axes, over, ("v", "▼", "loss"), (0.40 * n, 0.93 * n, -1), lead)
    if len(hidden):
        lead = words.text(f"value.corner_hidden{tail}", n=count(len(hidden)))
        # Left of the marks: nothing may cover them.
        left = max(0.2 * n, float(hidden["by_revenue"].min()) - names_span(axes) - 0.03 * n)
        draw_corner(axes, hidden, ("^", "▲", "gain"), (left, 0.05 * n, 1), lead)
    return figure


def names_span(axes: Axes) -> float:
    """How wide a column of names is, in the axes' own units."""
    return float(axes.get_xlim()[1] * NAMES / axes.get_window_extent().width)


def draw_corner(
    axes: Axes, some: pd.DataFrame, look: tuple[str, str, str], place: tuple[float, float, int], lead: str
) -> None:
    """One corner: its marks, what it means, and its largest customers in a column of their own with thin leaders."""
    shape, sign, tint = look
    x, y, down = place
    axes.scatter(some["by_revenue"], some["by_value"], s=34, marker=shape, color=colour(tint), lw=0)
    pitch = down * axes.get_ylim()[0] * 0.045
    span = names_span(axes)
    label(axes, x, y, f"{sign} {lead}", color=colour(tint), weight="bold", halo=True)
    for k, row in enumerate(
        some.sort_values("by_revenue").head(5).sort_values("by_value", ascending=down > 0).itertuples()
    ):
        at = y + (k + 1.1) * pitch
        axes.plot([row.by_revenue, x - 1], [row.by_value, at], color=colour("rule"), lw=weight("hair"), zorder=1)
        # Many customers leave no free place: the names stand on paper of their own.
        axes.add_patch(Rectangle((x, at - 0.5 * abs(pitch)), span, abs(pitch), color=colour("paper"), lw=0, zorder=2))
        label(axes, x, at, shorten(row.name, 26), fontsize=size("chart_small"), halo=True)
