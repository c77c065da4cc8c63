"""What chapter 3 shows of the three traps."""

from __future__ import annotations

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.segmentation.analysis import Result
from workbook.chapters.segmentation.traps import TRAPS, Traps
from workbook.exhibit import Exhibit
from workbook.finding import Value, count
from workbook.language import Words
from workbook.methods.protect import LEAST as FEWEST
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def traps(result: Result, words: Words) -> Exhibit | None:
    """Three rows: the trap, what speaks for or against it, whether it is there."""
    found = result.topics.of(Traps)
    if not found.judged:
        return None
    by = {trap.name: trap for trap in found.judged}
    table = pd.DataFrame(
        {
            "trap": list(TRAPS),
            "verdict": [by[name].state if name in by else "unknown" for name in TRAPS],
            "evidence": [words.write(by[name].evidence) if name in by else words.unknown() for name in TRAPS],
        }
    )
    shown = [
        Shown("trap", "head.trap", "term", "segmentation.trap."),
        Shown("verdict", "head.verdict", "term", "segmentation.trap_word."),
        Shown("evidence", "head.measured"),
    ]
    numbers: dict[str, Value] = {
        "n": count(len(found.there)),
        "n_total": count(len(found.judged)),
        "fewest": count(FEWEST),
    }
    margin = ("read", "limit", "source.costs")
    return plate(words, "segmentation.traps", numbers, Behind(table, shown), margin=margin)


EXHIBITS: dict[str, Draw] = {"traps": traps}
