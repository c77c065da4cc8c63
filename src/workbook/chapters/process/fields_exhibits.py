"""What chapter 5 shows of the fields of customer management."""

from __future__ import annotations

import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.process.analysis import Result
from workbook.chapters.process.fields import FIELDS, Fields
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value, count
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown


def fields(result: Result, words: Words) -> Exhibit | None:
    """Complaints, retention, cross-selling, win-back, acquisition: hours and result."""
    found = result.topics.of(Fields)
    if found.windows is None or not found.results:
        return None
    spent = found.hours.reindex(FIELDS)
    table = pd.DataFrame({"field": FIELDS, "hours": spent.to_numpy()})
    table["share"] = table["hours"] / table["hours"].sum()
    said = [words.write(found.results.get(name, Term("process.field_open"))) for name in FIELDS]
    table["result"] = [text[:1].upper() + text[1:] for text in said]
    numbers: dict[str, Value] = {"n": count(len(found.results)), "n_total": count(len(FIELDS))}
    numbers["n_months"] = count(found.windows.months)
    timed = {"retention", "acquisition"} <= set(found.hours.index) and found.hours.sum() > 0
    shown = [Shown("field", "head.field_of", "term", "process.field.")]
    if timed:
        shown += [Shown("hours", "head.hours_year", "hours"), Shown("share", "head.share", "share")]
    shown += [Shown("result", "head.result")]
    return plate(words, "process.scope", numbers, Behind(table, shown), margin=("read", "limit"))


EXHIBITS: dict[str, Draw] = {"fields": fields}
