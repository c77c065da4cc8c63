"""Which groups of respondents rate the same phase differently, beyond what chance would bring among so many comparisons."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import mannwhitneyu

from workbook.methods.benjamini_hochberg import benjamini_hochberg
from workbook.methods.opinion import phase_answers

COLUMNS = ["phase", "higher", "lower", "high", "low", "n_high", "n_low", "difference", "p", "stands"]


def group_contrast(assessment: pd.DataFrame, least: int = 5, rate: float = 0.05) -> pd.DataFrame:
    """Every two groups of at least `least` raters compared on the performance of every phase.

    From one row per answer (see `phase_answers`; group) to one row per phase and pair of groups: the group that rates higher
    and the one that rates lower, their means (points 1–5; a person's answers on several classes are averaged first) and numbers
    of persons, the difference, p of the rank-sum test, and `stands`: whether it does so among all comparisons (false ones at
    most `rate` of those that stand). Largest difference first.

    Source: Mann and Whitney 1947; Benjamini and Hochberg 1995.
    """
    answers = phase_answers(assessment).dropna(subset=["performance"])
    if "group" not in answers:
        return pd.DataFrame(columns=COLUMNS)
    rated = answers.groupby(["phase", "group", "who"])["performance"].mean().sort_index()
    rows = [row for phase, own in rated.groupby("phase") for row in _pairs(int(str(phase)), own, least)]
    table = pd.DataFrame(rows, columns=COLUMNS[:-1])
    table["stands"] = benjamini_hochberg(table["p"].to_numpy(float), rate) if len(table) else False
    return table.sort_values(["difference", "phase", "higher"], ascending=[False, True, True], ignore_index=True)


def _pairs(phase: int, rated: pd.Series, least: int) -> list[tuple[object, ...]]:
    groups = {str(name): own.to_numpy() for name, own in rated.groupby("group") if len(own) >= least}
    found: list[tuple[object, ...]] = []
    for one, other in combinations(groups, 2):
        higher, lower = sorted((one, other), key=lambda name: (-np.mean(groups[name]), name))
        above, below = groups[higher], groups[lower]
        means = float(np.mean(above)), float(np.mean(below))
        p = float(mannwhitneyu(above, below, method="asymptotic").pvalue)
        found.append((phase, higher, lower, *means, len(above), len(below), means[0] - means[1], p))
    return found
