"""What chapter 3 shows of differences that are lived."""

from __future__ import annotations

from functools import partial

import numpy as np

from workbook.chapters import Draw
from workbook.chapters.segmentation.analysis import Result
from workbook.chapters.segmentation.differentiation import LIVED, PAPER, Index, written
from workbook.charts import Bar, bar_rows
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count
from workbook.language import Words
from workbook.methods.differentiation_index import LEVERS
from workbook.plate import Behind, plate
from workbook.tabulate import Shown

FULL = 100.0


def differentiation(result: Result, words: Words) -> Exhibit | None:
    """Five levers, each out of 100, and their mean."""
    found = result.topics.of(Index)
    if found.found is None or found.found.index is None or found.found.interval is None:
        return None
    low, high = found.found.interval
    numbers: dict[str, Value] = {
        "score": Quantity(found.found.index, "score"),
        "low": Quantity(low, "score"),
        "high": Quantity(high, "score"),
        "verdict": Term(f"segmentation.lived.{found.verdict}"),
        "n_levers": count(int(found.points.notna().sum())),
        "n_key": count(found.found.key),
        "n_smart": count(found.found.smart),
        "paper": count(PAPER),
        "lived": count(LIVED),
        "kind": Term(f"segmentation.said.{found.kind}"),
        "discount": found.discounted(),
    }
    bars = []
    for name in LEVERS:
        points = found.points[name]
        known = np.isfinite(points)
        text = words.number(points) if known else words.text("segmentation.not_known")
        long = points if known else 0.0
        bars.append(Bar(words.text(f"segmentation.lever.{name}"), long, "", FULL - long, text))
    table = found.levels.assign(points=found.points, lever=list(LEVERS))
    for side in ("key", "smart"):
        table[side] = [
            words.write(written(name, v)) if np.isfinite(v) else "–"
            for name, v in zip(LEVERS, table[side], strict=True)
        ]
    shown = [
        Shown("lever", "head.care_lever", "term", "segmentation.lever."),
        Shown("key", "group.key"),
        Shown("smart", "group.smart"),
        Shown("points", "head.points", "number", decimals=0),
    ]
    draw, margin = partial(bar_rows, bars, names=230), ("read", "certainty", "limit", "source.costs")
    return plate(words, "segmentation.differentiation", numbers, Behind(table, shown), draw, margin)


EXHIBITS: dict[str, Draw] = {"differentiation": differentiation}
