"""What chapter 2 shows of dependence and effort."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from workbook.chapters import Draw
from workbook.chapters.value.analysis import Result
from workbook.chapters.value.risk import Risk, measure
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value, count, money, setting, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown
from workbook.theme import canvas, colour, label, size, weight, width

BINS = 48


def losses(result: Result, words: Words) -> Exhibit | None:
    """What a year can cost, today and in two other portfolios."""
    found = result.risk
    if found.spread is None or found.losses is None or not found.spread.loc["today", "quantile"] > 0:
        return None
    s, p = found.spread, result.client.parameters.value
    today, moved = s.loc["today"], "moved" in s.index
    numbers: dict[str, Value] = {
        "share": share(today["share"]),
        "share_moved": share(s.loc["moved" if moved else "today", "share"]),
        "share_grown": share(s.loc["grown", "share"]),
        "money": money(today["quantile"]),
        "low": share(today["low"] / today["revenue"]),
        "high": share(today["high"] / today["revenue"]),
        "draws": count(p.loss_draws),
        "shift": setting(p.portfolio_shift),
        "how": Term("value.risk_stated" if found.stated else "value.risk_estimated"),
        "small": Term(f"value.small_{found.groups.kind}"),
    }
    table = s.rename_axis("portfolio").reset_index()
    shown = [
        Shown("portfolio", "head.portfolio", "term", "portfolio."),
        Shown("revenue", "head.revenue_year", "money"),
        Shown("expected", "head.loss_mean", "money"),
        Shown("quantile", "head.loss_bad", "money"),
        Shown("share", "head.share_revenue", "share"),
        Shown("hhi", "head.hhi", "ratio", decimals=3),
        Shown("effective", "head.effective", "number"),
    ]
    return plate(
        words,
        "value.losses",
        numbers,
        Behind(table, shown),
        partial(draw_losses, found.losses, s, words),
        ("read", "certainty", "source.lines"),
        message="value.losses" if moved else "value.losses_two",
    )


def draw_losses(lost: pd.DataFrame, spread: pd.DataFrame, words: Words, narrow: bool) -> Figure:
    """One hill per portfolio on one axis of money, the dearest twentieth of the years filled red."""
    pitch = 96 if narrow else 84
    figure, axes = canvas(width(narrow), 34 + pitch * len(spread), left=22, right=8, top=2, bottom=32)
    end = float(lost.quantile(0.99).max())
    edges = np.linspace(0, end, BINS + 1)
    middle = (edges[:-1] + edges[1:]) / 2
    heights = {name: np.histogram(lost[name], edges)[0] / len(lost) for name in spread.index}
    most = max(float(h.max()) for h in heights.values())
    for i, (name, row) in enumerate(spread.iterrows()):
        foot, bad = float(len(spread) - 1 - i), row["quantile"]
        top = foot + 0.62 * heights[str(name)] / most
        axes.fill_between(middle, foot, top, color=colour("band"), lw=0)
        late = middle >= bad
        axes.fill_between(np.r_[bad, middle[late]], foot, np.r_[np.interp(bad, middle, top), top[late]],
                          color=colour("loss"), lw=0)  # fmt: skip
        axes.plot(middle, top, color=colour("ink" if i == 0 else "dot"), lw=weight("line"))
        axes.plot([0, end], [foot, foot], color=colour("rule"), lw=weight("hair"))
        axes.plot([bad, bad], [foot, foot + 0.4], color=colour("loss"), lw=weight("line"))
        said = words.text("value.loss_mark", money=money(bad), share=share(row["share"]))
        before = bad > (0.5 if narrow else 0.7) * end  # no room after the mark
        place, side = (bad - end * 0.012, "right") if before else (bad + end * 0.012, "left")
        label(axes, place, foot + 0.36, said, color=colour("loss"), weight="bold", halo=True, ha=side)
        label(axes, 0, foot + 0.84, words.text(f"portfolio.{name}"), weight="bold", halo=True)
    axes.set(xlim=(0, end), ylim=(-0.02, len(spread)))
    ticks = _ticks(end, 3 if narrow else 5)
    axes.set_xticks(ticks, [words.money(t) for t in ticks])
    axes.set_yticks([])
    axes.set_xlabel(words.text("axis.loss"), loc="right", fontsize=size("chart_small"), labelpad=2)
    return figure


def _ticks(end: float, most: int) -> list[float]:
    """Up to `most` round amounts from zero, the last of them below 92 % of `end`."""
    power = 10.0 ** np.floor(np.log10(end))
    steps = (power * k / 10 for k in (1, 2, 5, 10, 20, 50))
    step = next(s for s in steps if 0.92 * end / s < most)
    return [step * i for i in range(int(0.92 * end / step) + 1)]


def effort_curve(result: Result, words: Words) -> Exhibit | None:
    """Hours and value of the customers in the order of their value."""
    found = result.risk
    if found.curve is None:
        return None
    n, hours = found.half
    numbers: dict[str, Value] = {"n": count(n), "share": share(hours), "measure": measure(found)}
    whole = len(found.curve)
    marks = sorted({1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, n, whole} & set(range(1, whole + 1)))
    table = found.curve.iloc[[m - 1 for m in marks]]
    shown = [
        Shown("rank", "head.customers", "count"),
        Shown("value_share", "head.value_cumulated", "share"),
        Shown("hours_share", "head.hours_cumulated", "share"),
    ]
    draw = partial(draw_effort, found.curve, found.half, words)
    return plate(words, "value.effort_curve", numbers, Behind(table, shown), draw, ("read", "limit", "source.costs"))


def draw_effort(curve: pd.DataFrame, half: tuple[int, float], words: Words, narrow: bool) -> Figure:
    """Two cumulated lines over the same customers, the point of half the value named on both."""
    n, (at, hours) = len(curve), half
    figure, axes = canvas(width(narrow), 280 if narrow else 300, left=42, right=10, top=16, bottom=38)
    step = max(1, n // 200)
    seen = np.unique(np.r_[0 : n + 1 : step, at, n])
    value, spent = (np.r_[0.0, curve[c].to_numpy()][seen] for c in ("value_share", "hours_share"))
    axes.fill_between(seen, spent, value, color=colour("band"), lw=0)
    axes.plot(seen, value, color=colour("ink"), lw=weight("loud"))
    axes.plot(seen, spent, color=colour("loss"), lw=weight("loud"))
    y = float(np.interp(at, seen, value))
    axes.plot([at, at], [hours, y], color=colour("muted"), lw=weight("hair"))
    for level, tint in ((y, "ink"), (hours, "loss")):
        axes.plot(at, level, "o", ms=6, color=colour(tint))
    axes.set(xlim=(0, n), ylim=(0, 1.05))
    axes.set_yticks([0, 0.5, 1], ["0", words.number(50), words.percent(1, 0)])
    ends = [0, at, n] if n * 0.06 < at < n * 0.9 else [0, n]
    axes.set_xticks(ends, [words.number(e) for e in ends])
    axes.grid(axis="y")
    axes.set_xlabel(words.text("axis.customers_by_value"), loc="left", fontsize=size("chart_small"), labelpad=6)
    text = words.text("value.line_hours") + " " + words.short_percent(hours)
    label(axes, at + n * 0.025, hours - 0.05, text, color=colour("loss"), weight="bold", halo=True)
    place = int(n * (0.34 if narrow else 0.3))
    top = float(np.interp(place, seen, value))
    label(axes, place, top + 0.055, words.text("value.line_value"), weight="bold", halo=True, ha="right")
    return figure


def key_losses(result: Result, words: Words) -> Exhibit | None:
    """The key customers whose loss would cost most."""
    found: Risk = result.risk
    own = found.key_losses
    if own.empty or not own["lost_result"].iloc[0] > 0 or own["share"].isna().any():
        return None
    top = own.head(5)
    numbers: dict[str, Value] = {
        "money": money(top["lost_result"].iloc[0]),
        "share": share(float(top["share"].iloc[0])),
        "n": count(len(top)),
        "n_all": count(len(own)),
        "stranded": setting(result.client.parameters.value.stranded_share),
    }
    shown = [
        Shown("name", "head.customer"),
        Shown("cm3", "head.cm3_year", "money"),
        Shown("stranded_cost", "head.stranded", "money"),
        Shown("lost_result", "head.lost_result", "money"),
        Shown("share", "head.share_cm3", "share"),
    ]
    message = "value.key_losses" if found.groups.kind == "class" else "value.key_losses_size"
    return plate(words, "value.key_losses", numbers, Behind(top, shown, sortable=True), message=message)


EXHIBITS: dict[str, Draw] = {"losses": losses, "key_losses": key_losses, "effort_curve": effort_curve}
