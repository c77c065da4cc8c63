"""What chapter 3 shows of the five myths."""

from __future__ import annotations

from functools import partial

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbook.chapters import Draw
from workbook.chapters.segmentation.analysis import Result
from workbook.chapters.segmentation.myths import NEEDS, Myth, Myths
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value, count, setting
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown
from workbook.theme import colour, hair, label, note, rows, weight, width

TINTS = {"refuted": "gain", "confirmed": "loss", "undecided": "muted"}


def myths(result: Result, words: Words) -> Exhibit | None:
    """Each myth with what was measured and whether it is true of this client."""
    found = result.topics.of(Myths)
    if not found.tested:
        return None
    by = {m.number: m for m in found.tested}
    numbers: dict[str, Value] = {
        "n": count(len(found.of("refuted"))),
        "n_total": count(len(found.tested)),
        "n_confirmed": count(len(found.of("confirmed"))),
        "n_undecided": count(len(found.of("undecided"))),
        "least": setting(result.client.parameters.value.min_effect),
        "meant": Term(f"segmentation.meant.{found.sides.kind}"),
        "first": result.client.period[0],
        "last": result.client.period[1],
    }
    verdicts = {k: by[k].verdict if k in by else "open" for k in NEEDS}
    table = pd.DataFrame(
        {
            "myth": [words.text("segmentation.myth_row", number=count(k), myth=_short(k)) for k in NEEDS],
            "verdict": list(verdicts.values()),
            "measured": [words.write(by[k].evidence) if k in by else words.unknown() for k in NEEDS],
            "n": [by[k].n if k in by else float("nan") for k in NEEDS],
        }
    )
    shown = [
        Shown("myth", "head.myth"),
        Shown("verdict", "head.verdict", "term", "segmentation.myth_word."),
        Shown("measured", "head.measured"),
        Shown("n", "head.cases", "count"),
    ]
    draw, margin = partial(draw_myths, by, words), ("read", "certainty", "limit", "source.costs")
    return plate(words, "segmentation.myths_chart", numbers, Behind(table, shown), draw, margin)


def _short(number: int) -> Term:
    return Term(f"segmentation.myth_short.{number}")


def draw_myths(by: dict[int, Myth], words: Words, narrow: bool) -> Figure:
    """One row per myth: left of the line it is refuted, right of it confirmed, across it open."""
    pitch, top = (92, 30) if narrow else (60, 30)
    figure, axes = rows(narrow, len(NEEDS), pitch, top, 4)
    left, right = (12, width(True) - 12) if narrow else (318, 488)
    middle = (left + right) / 2
    note(axes, middle - 8, top - 16, words.text("segmentation.side_refuted"), ha="right")
    note(axes, middle + 8, top - 16, words.text("segmentation.side_confirmed"))
    for i, k in enumerate(NEEDS):
        start = top + i * pitch
        hair(axes, start, 0, width(narrow))
        line = [start + (54 if narrow else 0), start + (78 if narrow else pitch)]
        axes.plot([middle] * 2, line, color=colour("rule"), lw=weight("hair"))
        head = start + 18
        label(
            axes,
            0,
            head,
            words.text("segmentation.myth_row", number=count(k), myth=_short(k)),
            weight="bold",
            halo=narrow,
        )
        myth = by.get(k)
        word = myth.verdict if myth is not None else "open"
        tint = colour(TINTS.get(word, "muted"))
        text = words.text(f"segmentation.myth_word.{word}")
        label(axes, width(narrow), head if narrow else start + pitch / 2, text, ha="right", weight="bold", color=tint)
        if myth is None:
            continue
        evidence = words.text_from(f"segmentation.myth_fact.{k}", myth.values)
        note(axes, 0, head + 22, evidence, halo=narrow)
        _mark(axes, myth, (left, middle, right), start + (66 if narrow else pitch / 2), tint)
    return figure


def _mark(axes: Axes, myth: Myth, places: tuple[float, float, float], y: float, tint: str) -> None:
    """The effect with its interval about the threshold, each myth on a scale of its own; hollow where it is open."""
    left, middle, right = places
    ends = [end - myth.threshold for end in (*myth.interval, myth.effect)]
    reach = max(map(abs, ends)) or 1.0
    low, high, at = (middle + 0.92 * (right - left) / 2 * end / reach for end in ends)
    axes.plot([low, high], [y, y], color=tint, lw=weight("heavy"), alpha=0.45)
    sure = myth.verdict != "undecided"
    axes.plot(at, y, "o", ms=9, mfc=tint if sure else colour("paper"), mec=tint, mew=1.75)


EXHIBITS: dict[str, Draw] = {"myths": myths}
