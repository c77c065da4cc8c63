"""What chapter 4 shows of required positions."""

from __future__ import annotations

from functools import partial

import numpy as np

from workbook.chapters import Draw
from workbook.chapters.coverage.analysis import Result
from workbook.chapters.coverage.workload import Workload
from workbook.chapters.coverage.workload_findings import fte, lengths
from workbook.charts import Pair, dumbbell
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def required(result: Result, words: Words) -> Exhibit | None:
    """Required against available full-time positions by role."""
    found = result.topics.of(Workload)
    if found.roles is None or not found.roles["required"].sum() > 0:
        return None
    table = found.roles.dropna(subset=["required"])
    worst = table["gap"].abs().idxmax()
    numbers: dict[str, Value] = {
        "role": Term(f"role.{worst}"),
        "available": fte(table.loc[worst, "available"], False),
        "required": fte(table.loc[worst, "required"]),
        "lengths": lengths(found),
    }
    pairs = []
    for role, row in table.iterrows():
        text = "coverage.short_by" if row["gap"] < 0 else "coverage.spare_by"
        detail = words.text(text, fte=fte(abs(row["gap"])))
        before, after = (words.number(row[c], 1) for c in ("available", "required"))
        tint = "loss" if row["gap"] < 0 else "gain"
        pairs.append(Pair(words.text(f"role.{role}"), detail, row["available"], row["required"], before, after, tint))
    names = (words.text("coverage.axis_available"), words.text("coverage.axis_required"))
    most = float(table[["available", "required"]].max().max())
    step = next(s for s in (0.5, 1, 2, 5, 10, 20, 50, 100, 500, 1000, 1e9) if most / s <= 5)
    ticks = [(float(t), words.number(float(t), 1 if step < 1 else 0)) for t in np.arange(0, most + step, step)]
    shown = [
        Shown("role", "head.role", "term", "role."),
        Shown("hours", "head.hours_norm", "hours"),
        Shown("capacity", "head.net_hours", "hours"),
        Shown("required", "head.fte_required", "number", decimals=1),
        Shown("available", "head.fte_available", "number", decimals=1),
        Shown("gap", "head.fte_gap", "number", decimals=1),
    ]
    behind = Behind(table.reset_index(names="role"), shown)
    draw = partial(dumbbell, pairs, names, ticks)
    message = "coverage.required_chart.short" if table.loc[worst, "gap"] < 0 else "coverage.required_chart.spare"
    margin = ("read", "limit", "people")
    return plate(words, "coverage.required_chart", numbers, behind, draw, margin, message=message)


EXHIBITS: dict[str, Draw] = {"required": required}
