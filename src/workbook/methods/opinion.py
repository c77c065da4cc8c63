"""What people think of the eight phases: importance against performance, and the gap to the target."""

from __future__ import annotations

import pandas as pd


def phase_opinion(assessment: pd.DataFrame, target: float = 4.0) -> pd.DataFrame:
    """Mean importance and performance of each phase by class.

    From one row per answer (dimension `phase:1`–`phase:8`, class all|key|smart, performance 1–5, optional importance 1–5,
    respondent) to one row per class and phase: importance, performance (means), n (respondents), gap = importance × (target −
    performance), in points², the larger the more urgent.

    Source: METHOD.md §7; importance–performance analysis, Martilla and James 1977.
    """
    answers = assessment[assessment["dimension"].str.match(r"^phase:[1-8]$", na=False)].copy()
    answers["phase"] = answers["dimension"].str[-1].astype(int)
    answers["class"] = answers["class"].fillna("all") if "class" in answers else "all"
    if "importance" not in answers:
        answers["importance"] = float("nan")
    table = (
        answers.assign(who=_respondents(answers))
        .groupby(["class", "phase"])
        .agg(importance=("importance", "mean"), performance=("performance", "mean"), n=("who", "nunique"))
    )
    table["gap"] = table["importance"] * (target - table["performance"])
    return table.reset_index()


def _respondents(answers: pd.DataFrame) -> pd.Series:
    """Who rated the performance; without codes every answer is taken for a person of its own."""
    code = answers["respondent"] if "respondent" in answers else answers.index.to_series()
    return code.where(answers["performance"].notna())
