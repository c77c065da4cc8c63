"""What chapter 5 shows of instruments."""

from __future__ import annotations

from workbook.chapters import Draw
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.instruments import Instruments, called
from workbook.exhibit import Exhibit
from workbook.finding import Value, count
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def instruments(result: Result, words: Words) -> Exhibit | None:
    """Outward and inward instruments: how much they are used, how well they suit, and the distance."""
    found = result.topics.of(Instruments).ratings
    if found.empty:
        return None
    table = found.assign(said=[words.write(called(row)) for _, row in found.iterrows()])
    numbers: dict[str, Value] = {
        "n": count(int((found["gap"] > 0).sum())),
        "n_total": count(len(found)),
        "n_people": count(int(found["n"].max())),
    }
    shown = [
        Shown("said", "head.instrument"),
        Shown("side", "head.side", "term", "process.side."),
        Shown("performance", "head.used_today", "points"),
        Shown("importance", "head.suits", "points"),
        Shown("gap", "head.suits_less_used", "points"),
        Shown("n", "head.respondents", "count"),
    ]
    return plate(words, "process.instrument_use", numbers, Behind(table, shown), margin=("read",))


EXHIBITS: dict[str, Draw] = {"instruments": instruments}
