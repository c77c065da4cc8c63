"""What chapter 5 shows of maturity."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook.chapters import Draw
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.maturity import Maturity
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown
from workbook.theme import colour, label, note, rows, weight, width


def maturity(result: Result, words: Words) -> Exhibit | None:
    """The five dimensions, weakest first: mean, where the middle half of the respondents lies, and what to do."""
    found = result.topics.of(Maturity).ratings
    if found.empty:
        return None
    target = result.client.parameters.process.target
    numbers: dict[str, Value] = {
        "dimension": Term(f"process.dimension.{found.iloc[0]['dimension']}"),
        "points": Quantity(float(found.iloc[0]["performance"]), "score"),
        "target": Quantity(target, "score"),
        "n": count(int((found["performance"] < target).sum())),
        "n_total": count(len(found)),
        "n_people": count(int(found["n"].max())),
    }
    table = found.round(2).assign(advice=[words.text(f"process.maturity_advice.{d}") for d in found["dimension"]])
    shown = [
        Shown("dimension", "head.dimension", "term", "process.dimension."),
        Shown("performance", "head.mean", "points"),
        Shown("quarter", "head.quarter", "points"),
        Shown("three_quarters", "head.three_quarters", "points"),
        Shown("n", "head.respondents", "count"),
        Shown("item", "head.lowest_item"),
        Shown("advice", "head.to_do"),
    ]
    draw = partial(draw_maturity, found, target, words)
    return plate(words, "process.maturity_levels", numbers, Behind(table, shown), draw, ("read", "certainty"))


def draw_maturity(found: pd.DataFrame, target: float, words: Words, narrow: bool) -> Figure:
    """One row per dimension on the scale 1 to 5: the middle half as a band, the mean as a mark, the target as a line."""
    pitch, top = (46, 22) if narrow else (32, 22)
    figure, axes = rows(narrow, len(found), pitch, top, 20)
    left, right = (8, width(True) - 44) if narrow else (214, width(False) - 44)
    foot = top + len(found) * pitch

    def at(points: float) -> float:
        return left + (right - left) * (points - 1) / 4

    for points in range(1, 6):
        note(axes, at(points), foot + 12, str(points), ha="center")
    axes.plot([at(target)] * 2, [top - 4, foot], color=colour("muted"), lw=weight("hair"), ls=(0, (3, 3)))
    note(axes, at(target), 8, words.text("process.target_is", points=Quantity(target, "score")), ha="center")
    for i, row in enumerate(found.itertuples()):
        y = top + i * pitch + (32 if narrow else pitch / 2)
        loud = "bold" if i == 0 else "normal"
        label(axes, 0, y - 19 if narrow else y, words.text(f"process.dimension.{row.dimension}"), weight=loud)
        if row.quarter == row.quarter:
            span = at(row.three_quarters) - at(row.quarter)
            axes.add_patch(Rectangle((at(row.quarter), y - 6), span, 12, color=colour("band"), lw=0))
        axes.plot(at(row.performance), y, "o", ms=8, color=colour("ink"))
        label(axes, width(narrow), y, words.number(row.performance, 1), ha="right", weight=loud)
    return figure


EXHIBITS: dict[str, Draw] = {"maturity": maturity}
