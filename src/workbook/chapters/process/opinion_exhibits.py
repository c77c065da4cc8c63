"""What chapter 5 shows of opinion."""

from __future__ import annotations

from functools import partial

from workbook.chapters import Draw
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.drawings import draw_phases
from workbook.chapters.process.opinion import Opinion
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def phases(result: Result, words: Words) -> Exhibit | None:
    """Importance against performance of the eight phases, key beside smart accounts."""
    opinion = result.topics.of(Opinion).opinion
    if opinion is None:
        return None
    table = opinion.dropna(subset=["importance", "performance"])
    shown_classes = [c for c in ("key", "smart") if c in set(table["class"])] or ["all"]
    table = table[table["class"].isin(shown_classes)].assign(distance=lambda t: t["performance"] - t["importance"])
    if table.empty:
        return None
    worst = table.loc[table["distance"].idxmin()]
    numbers: dict[str, Value] = {
        "phase": Term(f"phase.{int(worst['phase'])}"),
        "group": Term(f"group.{worst['class']}"),
        "points": Quantity(-float(worst["distance"]), "score"),
        "n": count(int(table["n"].max())),
    }
    shown = [
        Shown("phase", "head.phase", "term", "phase_numbered."),
        Shown("class", "head.group", "term", "group."),
        Shown("importance", "head.importance", "points"),
        Shown("performance", "head.performance", "points"),
        Shown("distance", "head.distance", "points"),
        Shown("n", "head.respondents", "count"),
    ]
    behind = Behind(table.sort_values(["class", "phase"]), shown)
    draw = partial(draw_phases, table, shown_classes, words)
    return plate(words, "process.phases", numbers, behind, draw, ("read", "certainty", "source.assessment"))


EXHIBITS: dict[str, Draw] = {"phases": phases}
