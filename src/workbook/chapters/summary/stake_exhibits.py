"""What chapter 6 shows of the value at stake: the way from today's contribution margin III to the target."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook.chapters import Draw
from workbook.chapters.summary.analysis import Result
from workbook.chapters.summary.stake import SCENARIOS
from workbook.exhibit import Exhibit
from workbook.finding import Value, bound, count, money
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown
from workbook.theme import colour, hair, label, rows, weight, width

CUT = 0.6  # of the change: what is shown of today's margin where the axis is cut


def waterfall(result: Result, words: Words) -> Exhibit | None:
    """From today's contribution margin III over every lever to the target, with ranges; capacity below, not counted."""
    today, total = result.stake.today, result.worth_telling
    if today is None or total is None:
        return None
    table = steps(result)
    cut = _from(table, today) > 0
    numbers: dict[str, Value] = {
        "n": count(int((table["kind"] != "capacity").sum())),
        "money_now": money(today),
        "money_target": money(today + total[1], True),
        "low": bound(today + total[0]),
        "high": bound(today + total[2]),
        "alone": money(sum(a[1] for a in result.stake.alone.values()), True),
        "money": money(total[1], True),
    }
    shown = [Shown("lever", "head.lever", "term"), Shown("kind", "head.kind", "term", "summary.kind.")]
    shown += [Shown("alone", "head.alone", "money"), *(Shown(c, f"head.{c}_money", "money") for c in SCENARIOS)]
    closing: dict[str, float | str] = {"lever": words.text("ask.sum"), **dict(zip(SCENARIOS, total, strict=True))}
    draw = partial(draw_waterfall, table, today, total, words)
    unit = "summary.waterfall.unit_cut" if cut else "summary.waterfall.unit"
    behind = Behind(table, shown, closing)
    return plate(words, "summary.waterfall", numbers, behind, draw, ("read", "limit"), unit=unit)


def steps(result: Result) -> pd.DataFrame:
    """One row per lever: text key, kind, what it brings alone (central), and its own share together (low, central, high)."""
    made = [
        {
            "lever": f"{f.id}.lever",
            "kind": f.impact.kind,
            "alone": result.stake.alone.get(f.id, (0.0, f.impact.central))[1],
            "low": f.impact.low,
            "central": f.impact.central,
            "high": f.impact.high,
        }
        for f in result.levers
        if f.impact is not None
    ]
    return pd.DataFrame(made)


def _from(table: pd.DataFrame, today: float) -> float:
    """Where the axis begins: at zero, or in today's margin where the change would hardly be seen beside it."""
    counted, free = table[table["kind"] != "capacity"], table[table["kind"] == "capacity"]
    change = max(float(counted["high"].sum()), float(free["high"].max()) if len(free) else 0.0)
    return max(0.0, today - CUT * change)


def draw_waterfall(
    table: pd.DataFrame, today: float, total: tuple[float, float, float], words: Words, narrow: bool
) -> Figure:
    """A waterfall that reads like a table: today, a step per lever with its range, the target; capacity grey below it."""
    counted, free = (table[(table["kind"] == "capacity") == grey] for grey in (False, True))
    pitch = 44 if narrow else 30
    figure, axes = rows(narrow, len(table) + 2, pitch, 2, 4)
    left, right = (0.0, width(True) - 4.0) if narrow else (268.0, width(False) - 78.0)
    root = _from(table, today)
    least = min(root, today + min(0.0, float(total[0]), *table["low"]))
    most = max(today + max(float(total[2]), *table["high"]), root)

    def at(value: float) -> float:
        return left + (right - left) * (value - least) / (most - least)

    def row(i: int, name: str, amount: str, bold: bool) -> float:
        y = 2 + i * pitch + (32 if narrow else pitch / 2)
        hair(axes, 2 + i * pitch, 0, width(narrow), "rule" if bold and i else "grid")
        heavy = "bold" if bold else "normal"
        label(axes, 0, y - 18 if narrow else y, name, weight=heavy)
        label(axes, width(narrow), y - 18 if narrow else y, amount, ha="right", weight=heavy)
        return y

    def bar(y: float, start: float, amount: float, tint: str) -> None:
        low, high = sorted((at(start), at(start + amount)))
        axes.add_patch(Rectangle((low, y - 6), max(high - low, 1.0), 12, color=colour(tint), lw=0))

    y, level = row(0, words.text("summary.today"), words.money(today), True), today
    bar(y, root, today - root, "ink")
    _break(axes, at(root), y, root > 0)
    for i, step in enumerate(counted.itertuples(), 1):
        y = row(i, words.text(step.lever), "≈\u00a0" + words.money(step.central, sign=True, rough=True), False)
        bar(y, level, step.central, "gain" if step.central >= 0 else "loss")
        _range(axes, at(level + step.low), at(level + step.high), y)
        level += step.central
    y = row(len(counted) + 1, words.text("summary.target"), "≈\u00a0" + words.money(level, rough=True), True)
    bar(y, root, level - root, "ink")
    _break(axes, at(root), y, root > 0)
    _range(axes, at(today + total[0]), at(today + total[2]), y)
    for i, step in enumerate(free.itertuples(), len(counted) + 2):
        y = row(i, words.text(step.lever), f"(≈\u00a0{words.money(step.central, rough=True)})", False)
        bar(y, today, step.central, "dot")
        _range(axes, at(today + step.low), at(today + step.high), y)
    return figure


def _break(axes: Axes, x: float, y: float, cut: bool) -> None:
    """The sign that a bar does not begin at zero."""
    if cut:
        for shift in (10.0, 15.0):
            axes.plot([x + shift, x + shift + 4], [y + 8, y - 8], color=colour("paper"), lw=2)


def _range(axes: Axes, low: float, high: float, y: float) -> None:
    """From the cautious to the favourable end, below the bar."""
    axes.plot([low, high], [y + 9, y + 9], color=colour("muted"), lw=weight("line"), solid_capstyle="butt")


EXHIBITS: dict[str, Draw] = {"waterfall": waterfall}
