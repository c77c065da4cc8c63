"""How the eight phases are drawn: what people think beside what was measured."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbook.language import Words
from workbook.theme import colour, hair, label, note, rows, weight, width

TOP = 30


def draw_loop(table: pd.DataFrame, words: Words, narrow: bool) -> Figure:
    """Per phase the performance people see (1–5, a mark) and the share brought on (a bar) with what is accepted (a line)."""
    asked = bool(table["performance"].notna().any())
    pitch, shift = (50, 34) if narrow else (31, 15.5)
    figure, axes = rows(narrow, len(table), pitch, TOP, 18)
    opinion = (6.0, 86.0) if narrow else (226.0, 326.0)
    left = (opinion[1] + 30 if asked else 0.0) if narrow else (360.0 if asked else 220.0)
    right = width(narrow) - 52.0
    foot = TOP + len(table) * pitch
    if asked:
        note(axes, opinion[0] - 6, 10, words.text("process.axis_opinion"))
        for points in (1, 3, 5):
            x = _between(opinion, (points - 1) / 4)
            axes.plot([x, x], [TOP, foot], color=colour("grid"), lw=weight("hair"))
            note(axes, x, foot + 9, str(points), ha="center")
    note(axes, left, 10, words.text("process.axis_measured"))
    for k, (phase, row) in enumerate(table.iterrows()):
        y = TOP + k * pitch + shift
        bold: dict[str, Any] = {"weight": "bold"} if row["verdict"] in ("overrated", "underrated") else {}
        label(axes, 0, y - 20 if narrow else y, words.text(f"phase_numbered.{phase}"), **bold)
        hair(axes, TOP + k * pitch, 0, width(narrow))
        if row["performance"] == row["performance"]:
            axes.plot(_between(opinion, (row["performance"] - 1) / 4), y, "o", ms=8, color=colour("ink"))
        _measured(axes, row, (left, right), y, words)
    return figure


def _measured(axes: Axes, row: pd.Series, span: tuple[float, float], y: float, words: Words) -> None:
    """The bar of one phase, or that it was not measured."""
    if row["rate"] != row["rate"]:
        note(axes, span[0], y, words.text("process.not_measured"))
        return
    tint = colour("loss" if row["weak"] else "dot")
    end = _between(span, row["rate"])
    axes.plot([span[0], end], [y, y], color=tint, lw=11, solid_capstyle="butt")
    if row["accepted"] == row["accepted"]:
        x = _between(span, row["accepted"])
        axes.plot([x, x], [y - 9, y + 9], color=colour("ink"), lw=weight("line"), solid_capstyle="butt")
    heavy: dict[str, Any] = {"weight": "bold", "color": tint} if row["weak"] else {}
    label(axes, span[1] + 50, y, words.percent(row["rate"], 0), ha="right", **heavy)


def _between(span: tuple[float, float], part: float) -> float:
    return span[0] + (span[1] - span[0]) * part
