"""Questionnaires of several persons, one file each: their answers become one table, and no person becomes another."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from workbook.intake import answers
from workbook.intake.notes import Notes, Reason
from workbook.intake.tables import Fed

RATED = [*answers.QUESTION, "performance", "importance"]


def across(fed: Sequence[Fed], notes: Notes) -> None:
    """Give files without a code one of their own, and tell every code that stands in several files.

    The same answers again are a copy, dropped; others on the same question are a question, as one person has one answer;
    answers on other questions are taken for the rest of one person's.
    """
    files = sorted((one for one in fed if one.feed.table == answers.TABLE), key=lambda one: one.feed.block.place)
    for number, one in enumerate(files, 1):
        _without_code(one, number, notes)
    seen: dict[str, list[Fed]] = {}
    for one in files:
        for code in _codes(one):
            for before in seen.get(code, []):
                if not _compare(one, before, code, notes):
                    break
            seen.setdefault(code, []).append(one)


def _without_code(one: Fed, number: int, notes: Notes) -> None:
    """A file of one person who wrote no code: its answers stay together under its number."""
    frame = one.frame
    lacks = "respondent" not in frame or frame["respondent"].isna().all()
    if not lacks or frame.empty or not answers.one_person(frame):
        return
    one.frame = frame.assign(respondent=pd.Series(f"#{number}", frame.index, dtype="str"))
    file, sheet = one.feed.block.place
    notes.add("ID-NOCODE", "warn", file=file, sheet=sheet, values={"value": f"#{number}"})


def _codes(one: Fed) -> list[str]:
    good = one.good
    return sorted(good["respondent"].dropna().unique()) if "respondent" in good else []


def _compare(one: Fed, before: Fed, code: str, notes: Notes) -> bool:
    """Whether this file still adds answers of the code beside those of a file before it."""
    mine, theirs = _of(one, code), _of(before, code)
    file, sheet = one.feed.block.place
    values = {"value": code, "other": before.feed.block.place[0]}
    asked = ["class", "dimension"]
    shared = mine.merge(theirs[asked].drop_duplicates(), on=asked)
    if shared.empty:
        notes.add("ID-SHARED", "warn", file=file, sheet=sheet, values=values)
        return True
    same = mine.merge(theirs.drop_duplicates(), on=RATED)
    if len(same) == len(mine) == len(theirs):
        rows = {int(row): Reason("DUP-ROW", "", {"value": code}) for row in mine.index}
        one.repaired.update(rows)
        notes.add("DUP-ROW", "repair", file=file, sheet=sheet, row=min(rows), values={"n": len(rows)}, count=len(rows))
    else:
        notes.add("ID-RESPONDENT", "ask", file=file, sheet=sheet, values=values)
    return False


def _of(one: Fed, code: str) -> pd.DataFrame:
    """The answers of a code: question and ratings, missing ones as signs that compare."""
    good = one.good
    mine = good[good["respondent"] == code].reindex(columns=RATED)
    return mine.astype("object").where(mine.notna(), "")
