"""How the past of the customer base is drawn; each takes facts and words and knows nothing of the client."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook.charts import tick_shares
from workbook.finding import count, share
from workbook.language import Words
from workbook.theme import canvas, colour, hair, label, note, rows, weight, width

COHORTS = {"first": "ink", "between": "dot", "newest": "gain"}


def draw_cohorts(layers: pd.DataFrame, days: Sequence[str], words: Words, narrow: bool) -> Figure:
    """One column per window, split by when customers first bought; the parts of the last are named beside it.

    `layers`: one row per group (first, between, newest), one column per window (currency); `days` says where each ends.
    """
    side = 116 if narrow else 190
    figure, axes = canvas(width(narrow), 250, left=4, right=side, top=24, bottom=26)
    n, totals = layers.shape[1], layers.sum()
    for i in range(n):
        below = 0.0
        for name, amount in layers.iloc[:, i].clip(lower=0).items():
            axes.add_patch(Rectangle((i - 0.32, below), 0.64, amount, color=colour(COHORTS[str(name)]), lw=0))
            below += amount
        if n <= 4 or i == n - 1:
            label(axes, i, below, words.money(totals.iloc[i]), ha="center", va="bottom", weight="bold")
        if n <= 4 or i in (0, n - 1):
            text = days[i] if narrow else words.text("value.until", day=days[i])
            note(axes, i, -totals.max() * 0.07, text, ha="center")
    axes.set(xlim=(-0.5, n - 0.5), ylim=(0, totals.max() * 1.02))
    axes.axis("off")
    axes.plot([-0.5, n - 0.5], [0, 0], color=colour("rule"), lw=weight("hair"))
    _name_layers(axes, layers.iloc[:, -1].clip(lower=0), n, words)
    return figure


def _name_layers(axes: Axes, last: pd.Series, n: int, words: Words) -> None:
    """The parts of the last column in a column of their own, from above, never on top of each other."""
    top = axes.get_ylim()[1]
    middle, free = last.cumsum() - last / 2, top * 0.96
    for name, amount in last.iloc[::-1].items():
        y = min(middle[name], free)
        axes.plot([n - 0.68, n - 0.46], [middle[name], y], color=colour("rule"), lw=weight("hair"), clip_on=False)
        part = words.quantity(share(amount / last.sum()))
        tint = colour("muted" if name == "between" else COHORTS[str(name)])
        label(axes, n - 0.44, y, f"{part}\n{words.text(f'value.cohort.{name}')}", color=tint, weight="bold")
        free = y - top * 0.18


def draw_balance(table: pd.DataFrame, names: Sequence[str], words: Words, narrow: bool) -> Figure:
    """Gains to the right and losses to the left of one line, row by row, the balance in a column at the end.

    `table`: one row per group (gain ≥ 0, loss ≤ 0, balance; currency), the last row is all together.
    """
    pitch, top = (50, 20) if narrow else (38, 20)
    figure, axes = rows(narrow, len(table), pitch, top, 4)
    left, right = (64, width(True) - 152) if narrow else (226, width(False) - 180)
    reach = table["gain"].max() - table["loss"].min() or 1.0
    scale = (right - left) / reach
    zero = left - table["loss"].min() * scale
    note(axes, width(narrow), 8, words.text("value.balance"), ha="right")
    for i, row in enumerate(table.itertuples()):
        y = top + i * pitch + (34 if narrow else pitch / 2)
        whole = i == len(table) - 1
        hair(axes, top + i * pitch, 0, width(narrow), "rule" if whole else "grid")
        label(axes, 0, y - 21 if narrow else y, names[i], weight="bold" if whole else "normal")
        axes.add_patch(Rectangle((zero, y - 7), row.gain * scale, 14, color=colour("gain"), lw=0))
        axes.add_patch(Rectangle((zero + row.loss * scale, y - 7), -row.loss * scale, 14, color=colour("loss"), lw=0))
        if row.gain:
            note(axes, zero + row.gain * scale + 6, y, words.money(row.gain, sign=True))
        if row.loss:
            note(axes, zero + row.loss * scale - 6, y, words.money(row.loss, sign=True), ha="right")
        label(axes, width(narrow), y, words.money(row.balance, sign=True), ha="right", weight="bold")
    axes.plot([zero, zero], [top, top + len(table) * pitch], color=colour("rule"), lw=weight("hair"))
    return figure


def draw_stability(steady: pd.DataFrame, names: Sequence[str], words: Words, narrow: bool) -> Figure:
    """Volatility of each group as a point on its interval, from zero."""
    pitch, top = (50, 8) if narrow else (38, 8)
    figure, axes = rows(narrow, len(steady), pitch, top, 24)
    left, right = (10, width(True) - 66) if narrow else (200, width(False) - 80)
    high = float(steady[["volatility", "volatility_high"]].max().max())
    foot = top + len(steady) * pitch

    def at(value: float) -> float:
        return left + (right - left) * value / high

    for tick in tick_shares(high):
        axes.plot([at(tick)] * 2, [top, foot], color=colour("grid"), lw=weight("hair"))
        note(axes, at(tick), foot + 13, words.percent(tick, 0), ha="center")
    for i, row in enumerate(steady.itertuples()):
        y = top + i * pitch + (34 if narrow else pitch / 2)
        label(axes, 0, y - 20 if narrow else y - 7, names[i], weight="bold", halo=True)
        customers = words.text("value.of_customers", n=count(row.customers))
        note(
            axes, width(True) if narrow else 0, y - 20 if narrow else y + 9, customers, ha="right" if narrow else "left"
        )
        if row.volatility_low == row.volatility_low:
            ends = [at(row.volatility_low), at(row.volatility_high)]
            axes.plot(ends, [y, y], color=colour("dot"), lw=weight("heavy"), alpha=0.6)
        axes.plot(at(row.volatility), y, "o", ms=9, color=colour("ink"))
        label(axes, width(narrow), y, words.percent(row.volatility), ha="right", weight="bold")
    return figure


def draw_walk(walk: pd.DataFrame, words: Words, narrow: bool) -> Figure:
    """A waterfall that reads like a table: levels from zero, deductions hanging between them."""
    pitch, top = (36, 2) if narrow else (25, 4)
    figure, axes = rows(narrow, len(walk), pitch, top, 4)
    left, right = (0, width(True) - 92) if narrow else (200, width(False) - 96)
    ends = walk[["before", "after"]].to_numpy()
    low, high = min(0.0, ends.min()), max(ends.max(), 1e-9)

    def at(value: float) -> float:
        return left + (right - left) * (value - low) / (high - low)

    for i, row in enumerate(walk.itertuples()):
        y = top + i * pitch + (24 if narrow else pitch / 2)
        level = row.kind == "level"
        bold = "bold" if level else "normal"
        tint = "ink" if level else "loss" if row.amount <= 0 else "gain"
        start, end = sorted((at(row.before), at(row.after)))
        axes.add_patch(Rectangle((start, y - 6), max(end - start, 0.75), 12, color=colour(tint), lw=0))
        label(axes, 0, y - 15 if narrow else y, words.text(f"value.walk.{row.name}"), weight=bold)
        label(axes, width(narrow), y, words.money(row.amount, sign=not level), ha="right", weight=bold)
    return figure
