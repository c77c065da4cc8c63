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
    answers = _counted(answers)
    table = answers.groupby(["class", "phase"]).agg(
        importance=("importance", "mean"), performance=("performance", "mean"), n=("respondent", "nunique")
    )
    table["gap"] = table["importance"] * (target - table["performance"])
    return table.reset_index()


def dimension_means(assessment: pd.DataFrame, prefix: str) -> pd.DataFrame:
    """Mean performance by item of one kind of dimension (`maturity`, `lever`, …): dimension, performance, n respondents."""
    answers = assessment[assessment["dimension"].str.startswith(prefix + ":", na=False)]
    name = answers["dimension"].str.removeprefix(prefix + ":").rename("dimension")
    table = _counted(answers).groupby(name).agg(performance=("performance", "mean"), n=("respondent", "nunique"))
    return table.reset_index()


def _counted(answers: pd.DataFrame) -> pd.DataFrame:
    """The answers with a respondent each: without names every answer counts as one person's."""
    if "respondent" in answers:
        return answers
    return answers.assign(respondent=range(len(answers)))
