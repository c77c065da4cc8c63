"""What chapter 5 shows of the dates of the cases."""

from __future__ import annotations

from workbook.chapters import Draw
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.evidence import Evidence
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value, count, share
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def evidence(result: Result, words: Words) -> Exhibit | None:
    """Conversion and days of the phases 1–4, from the dates of the cases."""
    table = result.topics.of(Evidence).evidence
    if table is None or table.empty:
        return None
    worst = table.loc[table["conversion"].idxmin()]
    numbers: dict[str, Value] = {
        "phase": Term(f"phase.{int(worst['phase'])}"),
        "share": share(float(worst["conversion"])),
        "n": count(int(table["entered"].max())),
    }
    shown = [
        Shown("phase", "head.phase", "term", "phase_numbered."),
        Shown("entered", "head.entered", "count"),
        Shown("went_on", "head.went_on", "count"),
        Shown("conversion", "head.conversion", "share"),
        Shown("median_days", "head.median_days", "days"),
        Shown("p90_days", "head.p90_days", "days"),
    ]
    return plate(words, "process.evidence", numbers, Behind(table, shown))


EXHIBITS: dict[str, Draw] = {"evidence": evidence}
