"""Drawings that several chapters share. Each takes finished words and numbers, in the drawing units of theme.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook.language import Words
from workbook.theme import colour, hair, label, marker, note, rows, weight, width


@dataclass(frozen=True)
class Pair:
    """One row of a dumbbell: name, detail, hollow and filled share (0–1) with their texts, colour token, class mark or None."""

    name: str
    detail: str
    hollow: float
    filled: float
    hollow_text: str
    filled_text: str
    token: str = "ink"
    mark: str | None = None


def dumbbell(pairs: Sequence[Pair], names: tuple[str, str], ticks: Sequence[tuple[float, str]], narrow: bool) -> Figure:
    """Share against share, row by row: hollow and filled mark joined by a bar; `names` says once what each means."""
    pitch, top = (78, 30) if narrow else (56, 34)
    figure, axes = rows(narrow, len(pairs), pitch, top, 24)
    left, right = (14, width(True) - 24) if narrow else (200, width(False) - 50)
    low = min(0.0, *(min(p.hollow, p.filled) for p in pairs))
    high = max(max(p.hollow, p.filled) for p in pairs)
    room = (0.16 if narrow else 0.08) * (high - low)  # the figures beside the outermost marks stay inside

    def at(share: float) -> float:
        return left + (right - left) * (share - low + room) / (high - low + 2 * room)

    foot = top + len(pairs) * pitch
    for value, text in ticks:
        if low - 1e-9 <= value <= high + room:
            axes.plot(
                [at(value)] * 2, [top - 4, foot], color=colour("rule" if value == 0 else "grid"), lw=weight("hair")
            )
            note(axes, at(value), foot + 13, text, ha="center")
    clearest = max(range(len(pairs)), key=lambda i: abs(pairs[i].hollow - pairs[i].filled))
    for i, pair in enumerate(pairs):
        y = top + i * pitch + (54 if narrow else 30)
        _pair(axes, pair, at, y, narrow)
        if i == clearest:
            outer = pair.hollow > pair.filled
            for share, name, first in ((pair.hollow, names[0], not outer), (pair.filled, names[1], outer)):
                # a name that would leave the drawing ends at its edge instead
                fits = width(narrow) - at(share) - 6 > 6.6 * len(name)
                place = at(share) - 6 if first else at(share) + 6 if fits else width(narrow)
                note(axes, place, y - 17, name, ha="left" if fits and not first else "right", halo=True)
        hair(axes, top + i * pitch, 0, width(narrow))
    return figure


def _pair(axes, pair: Pair, at, y: float, narrow: bool) -> None:  # type: ignore[no-untyped-def]
    shape = marker(pair.mark) if pair.mark else "o"
    tint = colour(pair.token)
    axes.plot([at(pair.hollow), at(pair.filled)], [y, y], color=tint, lw=weight("heavy"), alpha=0.45)
    axes.plot(at(pair.hollow), y, shape, ms=9, mfc=colour("paper"), mec=tint, mew=1.75)
    axes.plot(at(pair.filled), y, shape, ms=10, color=tint)
    outer = pair.hollow > pair.filled
    label(
        axes, at(pair.hollow) + (11 if outer else -11), y, pair.hollow_text, ha="left" if outer else "right", halo=True
    )
    label(
        axes,
        at(pair.filled) + (-11 if outer else 11),
        y,
        pair.filled_text,
        ha="right" if outer else "left",
        weight="bold",
        halo=True,
    )
    head = y - 40 if narrow else y - 9
    if pair.mark:
        axes.plot(5, head, shape, ms=8, color=tint)
    indent = 17 if pair.mark else 0
    label(axes, indent, head, pair.name, weight="bold")
    if narrow:
        note(axes, width(True), head, pair.detail, ha="right")
    else:
        note(axes, indent, y + 9, pair.detail)


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart: name, value, its text; an optional second part drawn hatched after it, with its text."""

    name: str
    value: float
    text: str
    rest: float = 0.0
    rest_text: str = ""
    token: str = "ink"


def bar_rows(bars: Sequence[Bar], narrow: bool, names: int = 200) -> Figure:
    """Horizontal bars from zero, the value at each bar's end; what is open is drawn hollow behind what is there."""
    pitch, top = (46, 4) if narrow else (30, 4)
    figure, axes = rows(narrow, len(bars), pitch, top, 4)
    left = 0 if narrow else names
    room = width(narrow) - left - (112 if narrow else 110)
    most = max((b.value + b.rest for b in bars), default=1.0) or 1.0
    for i, bar in enumerate(bars):
        y = top + i * pitch + (32 if narrow else pitch / 2)
        label(axes, 0, y - 19 if narrow else y, bar.name)
        long, rest = room * bar.value / most, room * bar.rest / most
        axes.add_patch(Rectangle((left, y - 6), long, 12, color=colour(bar.token), lw=0))
        if bar.rest:
            open_part: dict[str, Any] = {
                "facecolor": colour("paper"),
                "edgecolor": colour("muted"),
                "lw": weight("hair"),
            }
            axes.add_patch(Rectangle((left + long, y - 5.6), rest, 11.2, ls=(0, (3, 3)), **open_part))
        end = left + long + rest + 8
        label(axes, end, y, bar.text, weight="bold")
        if bar.rest_text:
            note(axes, end + 7.5 * len(bar.text) + 6, y, bar.rest_text)
    return figure


@dataclass(frozen=True)
class Sides:
    """One row of bars to both sides: name, amount to the left and right with their texts, what is left of both, class mark."""

    name: str
    left: float
    right: float
    left_text: str
    right_text: str
    rest: str
    mark: str | None = None


def two_sided(sides: Sequence[Sides], names: tuple[str, str], narrow: bool, indent: int = 150) -> Figure:
    """Bars to both sides of one line, on one scale, and at the far right what is left of both; `names` heads the sides."""
    pitch, top = (66, 26) if narrow else (46, 26)
    figure, axes = rows(narrow, len(sides), pitch, top, 6)
    first, last = (6.0, width(True) - 6.0) if narrow else (float(indent), width(False) - 96.0)
    pad, most = 62.0, (max(s.left for s in sides), max(s.right for s in sides))
    scale = (last - first - 2 * pad) / max(sum(most), 1e-9)
    zero = first + pad + most[0] * scale
    # a heading that would leave the drawing begins at its edge instead
    room = zero - 6 > 6.6 * len(names[0])
    note(axes, zero - 6 if room else 0, 10, names[0], ha="right" if room else "left")
    note(axes, zero + 6 if room else width(narrow), 10, names[1], ha="left" if room else "right")
    for i, side in enumerate(sides):
        head = top + i * pitch + (16 if narrow else pitch / 2)
        y = top + i * pitch + (44 if narrow else pitch / 2)
        hair(axes, top + i * pitch, 0, width(narrow))
        if side.mark:
            axes.plot(5, head, marker(side.mark), ms=8, color=colour(side.mark))
        label(axes, 17 if side.mark else 0, head, side.name, weight="bold")
        for amount, text, sign, tint in (
            (side.left, side.left_text, -1, "loss"),
            (side.right, side.right_text, 1, "gain"),
        ):
            long = amount * scale
            axes.add_patch(Rectangle((zero - long if sign < 0 else zero, y - 7), long, 14, color=colour(tint), lw=0))
            label(axes, zero + sign * (long + 6), y, text, ha="right" if sign < 0 else "left")
        note(axes, width(narrow), head if narrow else y, side.rest, ha="right")
        _zero(axes, zero, y, 14 if narrow else pitch / 2, "rule")
    return figure


@dataclass(frozen=True)
class Reach:
    """One row of spans: name, low, central and high end, text of the central value and of the range; `loud` for the total."""

    name: str
    low: float
    central: float
    high: float
    text: str
    range_text: str
    loud: bool = False


def spans(reaches: Sequence[Reach], zero_text: str, narrow: bool) -> Figure:
    """A bar from low to high per row with its central value marked, over a line at zero; figures at the right."""
    pitch, top = (58, 22) if narrow else (42, 22)
    figure, axes = rows(narrow, len(reaches), pitch, top, 6)
    left, right = (8.0, width(True) - 8.0) if narrow else (236.0, width(False) - 158.0)
    low, high = min(0.0, *(r.low for r in reaches)), max(0.0, *(r.high for r in reaches))
    room = max(high - low, 1e-9)

    def at(value: float) -> float:
        return left + (right - left) * (value - low) / room

    note(axes, at(0), 8, zero_text, ha="left" if at(0) - left < 20 else "center")
    for i, reach in enumerate(reaches):
        y = top + i * pitch + (42 if narrow else pitch / 2)
        head = top + i * pitch + 16 if narrow else y
        hair(axes, top + i * pitch, 0, width(narrow), "rule" if reach.loud else "grid")
        tint = colour("ink" if reach.loud else "gain" if reach.central > 0 else "loss")
        label(axes, 0, head, reach.name, weight="bold" if reach.loud else "normal")
        label(axes, width(narrow), head - (0 if narrow else 8), reach.text, ha="right", weight="bold")
        if not narrow:
            note(axes, width(narrow), head + 9, reach.range_text, ha="right")
        axes.plot([at(reach.low), at(reach.high)], [y, y], color=tint, lw=8, alpha=0.35, solid_capstyle="butt")
        axes.plot(at(reach.central), y, "o", ms=9, color=tint)
        _zero(axes, at(0), y, 13 if narrow else pitch / 2, "muted")
    return figure


def _zero(axes, x: float, y: float, half: float, name: str) -> None:  # type: ignore[no-untyped-def]
    """The line at zero beside one row's bar, so that it crosses no words."""
    axes.plot([x, x], [y - half, y + half], color=colour(name), lw=weight("hair"), solid_capstyle="butt")


def tick_shares(highest: float) -> list[float]:
    """Three to five round shares from zero to about `highest`."""
    step = next(s for s in (0.05, 0.1, 0.2, 0.25, 0.5) if highest / s <= 5 or s == 0.5)
    return [round(step * i, 6) for i in range(int(highest / step) + 1)]


def share_ticks(pairs: Sequence[Pair], words: Words) -> list[tuple[float, str]]:
    """Round shares up to the highest of some pairs, in words."""
    highest = max(max(p.hollow, p.filled) for p in pairs)
    return [(tick, words.percent(tick, 0)) for tick in tick_shares(highest)]
