"""How effectiveness against efficiency is drawn."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook.finding import count
from workbook.language import Words
from workbook.theme import canvas, colour, hair, label, marker, note, weight, width

REACH = 4.0  # the axes show a quarter to four times the goal
FAR = (1 / 8, 30.0)  # and an eighth to thirty times the efficiency aimed at
ROOM = 90  # px: nearer to the left edge a name stands on the right
GRID = 4  # px: customers closer than that are one dot
CORNERS = {"waste": (0, 1), "fig_leaf": (1, 1), "pyrrhic": (0, 0), "qualified": (1, 0)}


def draw_quadrant(placed: pd.DataFrame, groups: pd.DataFrame, target: float, words: Words, narrow: bool) -> Figure:
    """Customers as dots, company and classes as named marks, the four fields in words, both borders as bands.

    `placed` and `groups` (index company and classes): effectiveness, efficiency; `placed` also quadrant. What lies beyond
    the axes is drawn on their edge. Both axes grow by factors.
    """
    left, right, top, bottom = 44, 8, 26, 40
    wide, high = width(narrow), 390 if narrow else 430
    figure, axes = canvas(wide, high)
    axes.set(xlim=(0, wide), ylim=(high, 0))
    axes.axis("off")

    def across(value: float | np.ndarray) -> np.ndarray:
        part = np.log(np.clip(value, target * FAR[0], target * FAR[1]) / (target * FAR[0])) / math.log(FAR[1] / FAR[0])
        return left + (wide - left - right) * part

    def down(value: float | np.ndarray) -> np.ndarray:
        part = np.log(np.clip(value, 1 / REACH, REACH)) / (2 * math.log(REACH)) + 0.5
        return high - bottom - (high - top - bottom) * part

    box = (left, wide - right, top, high - bottom)
    _bands(axes, (float(across(target * 0.9)), float(across(target * 1.1))), (float(down(1.1)), float(down(0.9))), box)
    _ticks(axes, (across, down), target, box, words)
    spots = np.column_stack([across(placed["efficiency"].to_numpy()), down(placed["effectiveness"].to_numpy())])
    spots = np.unique(np.round(spots / GRID) * GRID, axis=0)
    axes.scatter(spots[:, 0], spots[:, 1], s=10, color=colour("dot"), lw=0)
    _fields(axes, placed["quadrant"].value_counts(), (float(across(target)), float(down(1.0))), box, words, narrow)
    _named(axes, groups, (across, down), box, words)
    return figure


def _bands(axes: Axes, x: tuple[float, float], y: tuple[float, float], box: tuple[float, float, float, float]) -> None:
    """Ten per cent either side of the two thresholds."""
    left, right, top, bottom = box
    axes.add_patch(Rectangle((x[0], top), x[1] - x[0], bottom - top, color=colour("grid"), lw=0, zorder=0))
    axes.add_patch(Rectangle((left, y[0]), right - left, y[1] - y[0], color=colour("grid"), lw=0, zorder=0))


def _ticks(axes: Axes, at: tuple, target: float, box: tuple[float, float, float, float], words: Words) -> None:
    left, right, _, bottom = box
    across, down = at
    hair(axes, bottom, left, right, "rule")
    for factor in (0.2, 0.5, 1.0, 3.0, 10.0, FAR[1]):
        side = "right" if factor == FAR[1] else "center"
        note(axes, float(across(target * factor)), bottom + 12, words.significant(target * factor, 2), ha=side)
    for value in (0.25, 0.5, 1.0, 2.0, 4.0):
        note(axes, left - 6, float(down(value)), words.percent(value, 0), ha="right")
    note(axes, left, bottom + 28, words.text("axis.efficiency"))
    note(axes, 0, 8, words.text("axis.effectiveness"))


def _fields(
    axes: Axes,
    counts: pd.Series,
    middle: tuple[float, float],
    box: tuple[float, float, float, float],
    words: Words,
    narrow: bool,
) -> None:
    """The name of each field and its customers, in its outer corner."""
    left, right, top, bottom = box
    for name, (far, low) in CORNERS.items():
        n = int(counts.get(name, 0))
        text = words.text(f"process.field.{name}{'_short' if narrow else ''}", n=count(n))
        x, y = (right if far else left + 4), (bottom - 11 if low else top + 10)
        label(axes, x, y, text, ha="right" if far else "left", weight="bold", halo=True, color=colour("ink"))
    axes.plot([middle[0]] * 2, [top, bottom], color=colour("muted"), lw=weight("hair"))
    axes.plot([left, right], [middle[1]] * 2, color=colour("muted"), lw=weight("hair"))


def _named(axes: Axes, groups: pd.DataFrame, at: tuple, box: tuple[float, float, float, float], words: Words) -> None:
    """Company and classes: a mark each; names left of the leftmost and right of the rightmost, a thin line leads to each."""
    across, down = at
    shown = groups.dropna(subset=["effectiveness", "efficiency"])
    spots = [(str(n), float(across(r["efficiency"])), float(down(r["effectiveness"]))) for n, r in shown.iterrows()]
    own = next((x for name, x, _ in spots if name == "company"), 0.0)
    for left in (True, False):
        side = sorted((s for s in spots if (s[1] < own and s[1] > box[0] + ROOM) == left), key=lambda s: (s[2], s[0]))
        names = _apart([y for _, _, y in side], 15.0, box[2] + 26, box[3] - 26)
        column = (
            min((x for _, x, _ in side), default=0.0) - 12 if left else max((x for _, x, _ in side), default=0.0) + 14
        )
        for (name, x, y), place in zip(side, names, strict=True):
            axes.plot([x, column + (3 if left else -3)], [y, place], color=colour("muted"), lw=weight("hair"), zorder=3)
            kind = name.partition(".")[2]
            shape, tint = (marker(kind), colour(kind)) if kind else ("D", colour("ink"))
            axes.plot(x, y, shape, ms=9 if kind else 11, color=tint, zorder=4)
            text = words.text(f"group.{kind}") if kind else words.text("process.company")
            bold = "normal" if kind else "bold"
            label(axes, column, place, text, weight=bold, ha="right" if left else "left", halo=True, zorder=5)


def _apart(places: list[float], least: float, top: float, bottom: float) -> list[float]:
    """Rising places moved so that neighbours are `least` apart, within top and bottom as far as that goes."""
    found: list[float] = []
    for y in places:
        found.append(max(y, found[-1] + least if found else top))
    beyond = max(0.0, found[-1] - bottom) if found else 0.0
    return [y - beyond for y in found]
