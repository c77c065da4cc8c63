"""What chapter 3 shows of the service catalogue and of what the classes really get."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.chapters import Draw
from workbook.chapters.segmentation.analysis import Result
from workbook.chapters.segmentation.treatment import ANSWERS, ELEMENTS, Treatment, margin, policy, written
from workbook.exhibit import Exhibit
from workbook.finding import Term, Value, count
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown

STATES = {True: "yes", False: "no"}


def catalogue(result: Result, words: Words) -> Exhibit | None:
    """Element by element and class by class: what is declared, and what is done."""
    found = result.topics.of(Treatment)
    known = found.actual.dropna(how="all") if found.classes else found.actual.iloc[:0]
    if known.empty:
        return None
    judged = found.lived.dropna()
    names = [name for name in (*ELEMENTS, *ANSWERS) if name in known.index]
    table = pd.DataFrame({"element": names, "lived": [STATES.get(found.lived.get(name), "none") for name in names]})
    for group in found.classes:
        table[group] = [_cell(found, words, name, group) for name in names]
    numbers: dict[str, Value] = {
        "n": count(int(judged.astype(bool).sum())),
        "n_total": count(len(judged)),
        "least": margin(found.base),
        "source": Term("segmentation.catalogue_proposal" if found.proposal else "segmentation.catalogue_declared"),
        "kind": Term(f"segmentation.said.{found.kind}"),
    }
    shown = [Shown("element", "head.element", "term", "segmentation.element.")]
    shown += [Shown(group, f"group.{group}") for group in found.classes]
    shown.append(Shown("lived", "head.lived", "term", "segmentation.lived_as."))
    message = "segmentation.catalogue" if len(judged) else "segmentation.catalogue_open"
    notes = ("read", "certainty", "limit", "source.costs")
    return plate(words, "segmentation.catalogue", numbers, Behind(table, shown), margin=notes, message=message)


def _cell(found: Treatment, words: Words, name: str, group: str) -> str:
    value = found.actual.loc[name, group]
    done = words.write(written(name, float(value))) if np.isfinite(value) else words.unknown()
    if name in ANSWERS:
        return done
    return words.text("segmentation.declared_and_done", declared=policy(found.base, name, group), done=done)


EXHIBITS: dict[str, Draw] = {"catalogue": catalogue}
