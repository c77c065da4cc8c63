"""What chapter 5 shows of effectiveness and efficiency."""

from __future__ import annotations

from functools import partial

from workbook.chapters import Draw
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.effectiveness import Effectiveness
from workbook.chapters.process.effectiveness_drawings import draw_quadrant
from workbook.chapters.process.effectiveness_sums import CLASSES
from workbook.exhibit import Exhibit
from workbook.finding import Quantity, Term, Value, count, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown

ROLES = ("kam", "field", "inside", "service", "digital", "others")
ORDER = ["company", *(f"class.{c}" for c in CLASSES), *(f"role.{r}" for r in ROLES)]


def quadrant(result: Result, words: Words) -> Exhibit | None:
    """Company, classes and customers between effectiveness and efficiency; behind it the roles and what is missing."""
    found = result.topics.of(Effectiveness)
    placed = found.placed
    if not isinstance(found.company["quadrant"], str) or not len(placed):
        return None
    table = found.entities.reindex([name for name in ORDER if name in found.entities.index])
    table = table[table["quadrant"].notna()]
    names = [words.text("process.company" if n == "company" else str(n)) for n in table.index]
    near = table["on_border"].map({True: "near", False: "clear"})
    table = table.assign(name=names, border=near)
    numbers: dict[str, Value] = {
        "quadrant": Term(f"quadrant.{found.company['quadrant']}"),
        "n": count(int((placed["quadrant"] == "qualified").sum())),
        "n_total": count(len(placed)),
        "share": share(float((placed["quadrant"] == "qualified").mean())),
        "target": Quantity(result.client.parameters.process.efficiency_target, "ratio"),
        "n_windows": count(found.windows),
    }
    shown = [
        Shown("name", "head.unit"),
        Shown("customers", "head.customers", "count"),
        Shown("with_goals", "head.with_goals", "count"),
        Shown("effectiveness", "head.effectiveness", "share"),
        Shown("efficiency", "head.efficiency", "ratio"),
        Shown("quadrant", "head.quadrant", "term", "quadrant."),
        Shown("border", "head.border", "term", "border."),
        Shown("months", "head.months_outside", "count"),
        Shown("short", "head.short", "money"),
        Shown("over", "head.over", "money"),
    ]
    marks = found.entities.reindex([n for n in ORDER[:5] if n in found.entities.index])
    target = result.client.parameters.process.efficiency_target
    draw = partial(draw_quadrant, placed, marks, target, words)
    return plate(words, "process.quadrant_chart", numbers, Behind(table, shown), draw, ("read", "limit", "people"))


EXHIBITS: dict[str, Draw] = {"quadrant": quadrant}
