"""Questionnaires as filled in: the code and group stand in one row for all, and a question may stay unanswered."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from workbook.intake.cells import Typed
from workbook.intake.notes import Notes

TABLE = "assessment"
QUESTION = ("class", "dimension", "item")
SAID = ("performance", "importance", "comment")
OF_THE_PERSON = ("respondent", "group")


def answered(done: Typed, notes: Notes) -> Typed:
    """The answers of a sheet, each with the code and group of who gave it, without the questions left open.

    Code and group written once stand for the whole sheet where it holds no question twice, so is one person's. Rows without
    rating and comment are no data, and told by number. Other tables are left as they are.
    """
    if done.mapping.table != TABLE:
        return done
    frame = done.frame
    if one_person(frame):
        frame = frame.assign(**{c: _once(frame[c]) for c in OF_THE_PERSON if c in frame})
    said = [column for column in SAID if column in frame]
    silent = frame[said].isna().all(axis=1) & ~frame.index.isin(list(done.bad))
    gone = [int(row) for row in frame.index[silent]]
    file, sheet = done.block.place
    if len(gone) == len(frame):
        notes.add("IN-UNANSWERED", "warn", file=file, sheet=sheet)
    elif gone:
        notes.add("BLANK-ANSWER", "repair", file=file, sheet=sheet, row=gone[0], count=len(gone))
    return replace(done, block=done.block.without(gone), frame=frame.drop(index=gone))


def unanswered(done: Typed) -> bool:
    """Whether a sheet is a questionnaire in which no question was answered."""
    return done.mapping.table == TABLE and done.frame.empty and not done.bad


def one_person(frame: pd.DataFrame) -> bool:
    """Whether the answers can be one person's: no question twice, and at most one code."""
    question = [column for column in QUESTION if column in frame]
    codes = frame["respondent"].nunique() if "respondent" in frame else 0
    return bool(question) and codes < 2 and not frame.duplicated(subset=question).any()


def _once(cells: pd.Series) -> pd.Series:
    """A column in which one value stands, with it in every row; else as it is."""
    given = cells.dropna().unique()
    return cells.fillna(given[0]) if len(given) == 1 else cells
