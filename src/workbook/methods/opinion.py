"""What people think of the eight phases: importance against performance, and the gap to the target."""

from __future__ import annotations

import pandas as pd


def phase_answers(assessment: pd.DataFrame) -> pd.DataFrame:
    """From all answers to those on the phases: who, class (all where none was said), phase 1–8, importance, performance.

    `who` is the respondent's code, without one the answer's own number.
    """
    answers = assessment[assessment["dimension"].str.match(r"^phase:[1-8]$", na=False)]
    answers = answers.assign(phase=answers["dimension"].str[-1].astype(int), who=_persons(answers))
    answers["class"] = answers["class"].fillna("all") if "class" in answers else "all"
    return answers if "importance" in answers else answers.assign(importance=float("nan"))


def phase_opinion(assessment: pd.DataFrame, target: float = 4.0, by: str = "class") -> pd.DataFrame:
    """Mean importance and performance of each phase by class, or by group of respondents.

    From one row per answer (dimension `phase:1`–`phase:8`, class all|key|smart, performance 1–5, optional importance 1–5,
    respondent, group) to one row per class (or group; answers without one are left out) and phase: importance, performance
    (means), n (respondents who rated the performance), gap = importance × (target − performance), in points², the larger the
    more urgent. A missing rating is left out of its own mean only.

    Source: METHOD.md §7; importance–performance analysis, Martilla and James 1977.
    """
    answers = phase_answers(assessment)
    table = (
        answers.assign(who=answers["who"].where(answers["performance"].notna()))
        .groupby([by, "phase"])
        .agg(importance=("importance", "mean"), performance=("performance", "mean"), n=("who", "nunique"))
    )
    table["gap"] = table["importance"] * (target - table["performance"])
    return table.reset_index()


def _persons(answers: pd.DataFrame) -> pd.Series:
    """Who answered; without codes every answer is taken for a person of its own."""
    own = "#" + answers.index.to_series().astype(str)
    return answers["respondent"].where(answers["respondent"].notna(), own) if "respondent" in answers else own
