"""What chapter 3 shows of tomorrow's key accounts."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from workbook.chapters import Draw
from workbook.chapters.segmentation.analysis import Result
from workbook.chapters.segmentation.transitions import Transitions
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count, share
from workbook.language import Words
from workbook.methods.size_transitions import SIZES
from workbook.plate import Behind, plate
from workbook.tabulate import Shown
from workbook.theme import canvas, colour, hair, label, note, shorten, width

MOST_NAMES = 8
TINTS = ((0.10, "paper"), (0.25, "tint1"), (0.50, "tint2"), (0.75, "tint3"), (2.0, "tint4"))


def transitions(result: Result, words: Words) -> Exhibit | None:
    """From size class to size class, and who rose, by name."""
    found = result.topics.of(Transitions)
    if not found.assessable or found.days is None:
        return None
    matrix, risen = found.matrix, found.risen
    p, (low, high) = found.in_three()
    numbers: dict[str, Value] = {
        "n": count(len(risen)),
        "n_total": count(found.n_small),
        "years": Quantity(found.years, "years"),
        "share": share(p),
        "low": share(low),
        "high": share(high),
        "n_expected": Quantity(round(p * found.n_today), "count", True),
        "claimed": found.claimed(),
        "first": found.days[0].date(),
        "last": found.days[1].date(),
        "new": Term("segmentation.risen_new", {"n": count(_new(found))})
        if len(risen)
        else Term("segmentation.risen_nobody"),
    }
    shown = [Shown("size", "head.size_before", "term", "size.")]
    shown += [Shown(size, f"size.{size}", "count") for size in SIZES]
    behind = Behind(matrix.rename_axis("size").reset_index(), shown)
    draw = partial(draw_transitions, matrix, risen, words)
    return plate(
        words, "segmentation.transitions", numbers, behind, draw, ("read", "certainty", "limit", "source.lines")
    )


def _new(found: Transitions) -> int:
    """Risers that became customers only within the first window: small because it was not their whole year."""
    if found.days is None or "customer_since" not in found.base.known:
        return 0
    since = pd.to_datetime(found.base.known["customer_since"].reindex(found.risen.index))
    return int(((since > found.days[0] - pd.DateOffset(years=1)) & (since <= found.days[0])).sum())


def draw_transitions(matrix: pd.DataFrame, risen: pd.DataFrame, words: Words, narrow: bool) -> Figure:
    """A field per move, tinted by the share of its row; below it the risers with their revenue before and after."""
    names = risen.head(MOST_NAMES)
    pitch, top = (38 if narrow else 40), 44
    list_top = top + len(SIZES) * pitch + 40
    step = 38 if narrow else 22
    figure, axes = canvas(width(narrow), list_top + max(len(names), 1) * step + (22 if len(risen) > len(names) else 6))
    axes.set(xlim=(0, width(narrow)), ylim=(figure.bbox.height, 0))
    axes.axis("off")
    _fields(axes, matrix, words, narrow, (top, pitch))
    title = words.text("segmentation.risen_list", n=count(len(risen)))
    label(axes, 0, list_top - 14, title, weight="bold", color=colour("gain"))
    for k, row in enumerate(names.itertuples()):
        y = list_top + k * step + 10
        label(axes, 0, y, shorten(str(row.name), 42 if narrow else 56))
        money = f"{words.money(row.revenue_before)} → {words.money(row.revenue_after)}"
        label(axes, width(narrow), y + (16 if narrow else 0), money, ha="right")
    if len(risen) > len(names):
        more = words.text("segmentation.and_more", n=count(len(risen) - len(names)))
        note(axes, 0, list_top + len(names) * step + 10, more)
    return figure


def _fields(axes: Axes, matrix: pd.DataFrame, words: Words, narrow: bool, place: tuple[int, int]) -> None:
    """The matrix: before in rows, after in columns."""
    (top, pitch), left = place, 86 if narrow else 180
    cell = (width(narrow) - left) / len(SIZES)
    note(axes, left, 8, words.text("segmentation.size_last"))
    note(axes, 0, top - 14, words.text("segmentation.size_first"))
    for i, before in enumerate(SIZES):
        name, whole, y = words.text(f"segmentation.size_short.{before}"), matrix.loc[before].sum(), top + i * pitch
        label(axes, left + (i + 0.5) * cell, top - 14, name, ha="center")
        label(axes, 0, y + pitch / 2, name, weight="bold")
        for j, n in enumerate(int(matrix.loc[before, after]) for after in SIZES):
            tint = next(token for limit, token in TINTS if (n / whole if whole else 0.0) < limit)
            corner = (left + j * cell + 1, y + 1)
            axes.add_patch(Rectangle(corner, cell - 2, pitch - 2, facecolor=colour(tint), lw=0))
            rise = (before, SIZES[j]) == ("small", "large")
            how: dict[str, Any] = {"weight": "bold", "color": colour("gain")} if rise else {}
            label(axes, left + (j + 0.5) * cell, y + pitch / 2, words.number(n), ha="center", **how)
        hair(axes, y, 0, width(narrow))


EXHIBITS: dict[str, Draw] = {"transitions": transitions}
