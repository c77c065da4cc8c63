"""How the charts of chapter 5 are drawn; each takes facts and words and knows nothing of the client."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from workbook.finding import Quantity
from workbook.language import Words
from workbook.methods.kaplan_meier import waiting_after
from workbook.parameters import PHASES
from workbook.theme import canvas, colour, hair, label, marker, note, rows, size, weight, width


def draw_phases(table: pd.DataFrame, classes: list[str], words: Words, narrow: bool) -> Figure:
    """Eight phases, importance as a bar and performance as a mark, one panel per class; the widest gaps drawn strong."""
    pitch, top = (56, 44) if narrow else (38, 44)
    figure, axes = rows(narrow, 8, pitch, top, 22)
    left = 0 if narrow else 214
    panel = (width(narrow) - left - 24 * (len(classes) - 1)) / len(classes)
    for k, name in enumerate(classes):
        start = left + k * (panel + 24)
        own = table[table["class"] == name].set_index("phase")
        shape, tint = (marker(name), colour(name)) if name != "all" else ("o", colour("ink"))
        axes.plot(start + 6, 12, shape, ms=8, color=tint)
        label(axes, start + 18, 12, words.text(f"group.{name}"), weight="bold")

        def at(points: float, start: float = start) -> float:
            return start + 6 + (panel - 48) * (points - 1) / 4

        for points in range(1, 6):
            axes.plot([at(points)] * 2, [32, top + 8 * pitch], color=colour("grid"), lw=weight("hair"))
            note(axes, at(points), top + 8 * pitch + 11, str(points), ha="center")
        loud = set(own["distance"].nsmallest(2).index)
        for phase, row in own.iterrows():
            y = top + (int(phase) - 1) * pitch + (38 if narrow else 19)
            strong = phase in loud and row["distance"] < 0
            ends = [at(row["performance"]), at(row["importance"])]
            axes.plot(ends, [y, y], color=tint if strong else colour("rule"), lw=weight("heavy") if strong else 1.5)
            axes.plot([ends[1]] * 2, [y - 7, y + 7], color=colour("ink"), lw=weight("line"), solid_capstyle="butt")
            axes.plot(ends[0], y, shape, ms=8.5, color=tint)
            label(
                axes,
                start + panel,
                y,
                words.number(row["distance"], 1, True),
                ha="right",
                weight="bold" if strong else "normal",
                color=colour("ink" if strong else "muted"),
            )
        if k == 0:
            first = own.loc[own["distance"].idxmin()]
            # On a narrow page the name of the phase stands above the line, so the hints stand below it.
            y = top + (int(own["distance"].idxmin()) - 1) * pitch + (51 if narrow else 5)
            note(
                axes,
                at(first["performance"]) - 6,
                y,
                words.text("head.performance"),
                ha="right" if not narrow else "left",
                halo=True,
            )
            note(axes, at(first["importance"]) + 6, y, words.text("head.importance"), halo=True)
    for phase in PHASES:
        y = top + (phase - 1) * pitch + (38 if narrow else 19)
        label(axes, 0, y - 23 if narrow else y, words.text(f"phase_numbered.{phase}"), halo=narrow)
        hair(axes, top + (phase - 1) * pitch, 0, width(narrow))
    return figure


def draw_repurchase(curve: pd.DataFrame, horizon: int, median: float, words: Words, narrow: bool) -> Figure:
    """The falling share of orders without a successor, its median marked."""
    figure, axes = canvas(width(narrow), 260 if narrow else 280, left=42, right=12, top=16, bottom=38)
    steps = curve[curve["days"] <= horizon]
    days, waiting = [0.0, *steps["days"], horizon], [1.0, *steps["waiting"], waiting_after(curve, horizon)]
    axes.fill_between(days, waiting, 1, step="post", color=colour("tint1"), lw=0)
    axes.step(days, waiting, where="post", color=colour("ink"), lw=weight("loud"))
    axes.plot([0, median, median], [0.5, 0.5, 0], color=colour("muted"), lw=weight("hair"), ls=(0, (3, 3)))
    axes.plot(median, 0.5, "o", ms=7, color=colour("ink"))
    axes.set(xlim=(0, horizon), ylim=(0, 1.02))
    axes.set_yticks([0, 0.5, 1], ["0", words.number(50), words.percent(1, 0)])
    ticks = [t for t in (0, 30, 90, 180, horizon) if t <= horizon]
    axes.set_xticks(ticks, [words.number(t) for t in ticks])
    axes.grid(axis="y")
    axes.set_xlabel(words.text("axis.days_after_order"), loc="left", fontsize=size("chart_small"), labelpad=6)
    label(
        axes,
        median + horizon * 0.025,
        0.53,
        words.text("process.half_again", days=Quantity(median, "days")),
        weight="bold",
        halo=True,
    )
    return figure
