"""Won, lost and open deals by product or office: conversion and lead time."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from workbook.methods.delivery import wilson
from workbook.methods.kaplan_meier import days_until, kaplan_meier

LEAST = 5.0  # expected cases a cell of the χ² test needs (Cochran 1954)


def deals_by(deals: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """How deals of each group end, and how long those won took.

    From one row per deal (outcome won, lost, else open; optional opened_at, closed_at) and its group (same index; missing:
    `none`) to one row per group, largest first, ties by name: deals = won + lost + open, conversion = won ÷ (won + lost) with low
    and high (95 %, Wilson 1927), median_days and p90_days from opening to winning, n_days (deals won with both days). Every
    deal is in exactly one group.

    Source: METHOD.md §7 "Evidence", phases 1–4 together.
    """
    rows = deals.assign(group=groups.fillna("none").astype(str))
    made = rows.groupby("group")["outcome"].agg(
        deals="size", won=lambda o: o.eq("won").sum(), lost=lambda o: o.eq("lost").sum()
    )
    made["open"] = made["deals"] - made["won"] - made["lost"]
    decided = made["won"] + made["lost"]
    made["conversion"] = made["won"] / decided.where(decided > 0)
    ends = [wilson(int(w), int(n)) for w, n in zip(made["won"], decided, strict=True)]
    made["low"], made["high"] = [low for low, _ in ends], [high for _, high in ends]
    days = pd.Series(np.nan, rows.index)
    if {"opened_at", "closed_at"} <= set(rows.columns):
        days = (rows["closed_at"] - rows["opened_at"]).dt.total_seconds() / 86400
    timed = rows.assign(days=days)[rows["outcome"].eq("won") & days.ge(0)].groupby("group")["days"]
    curves = {name: kaplan_meier(d.to_numpy(), np.ones(len(d), bool)) for name, d in timed}
    for column, part in (("median_days", 0.5), ("p90_days", 0.9)):
        made[column] = pd.Series({name: days_until(c, part) for name, c in curves.items()}, dtype=float).reindex(
            made.index
        )
    made["n_days"] = timed.size().reindex(made.index, fill_value=0)
    return made.reset_index().sort_values(["deals", "group"], ascending=[False, True]).set_index("group")


def differ(made: pd.DataFrame) -> float:
    """Probability (0–1) that chance alone makes the conversions differ as much (χ², Pearson 1900).

    From `deals_by`, the unnamed group left out. Missing with fewer than two groups of enough decided deals.
    """
    counts = made.drop(index="none", errors="ignore")[["won", "lost"]].to_numpy(float)
    counts = counts[counts.sum(axis=1) > 0]
    if len(counts) < 2 or (counts.sum(axis=0) == 0).any():
        return float("nan")
    expected = stats.contingency.expected_freq(counts)
    counts = counts[expected.min(axis=1) >= LEAST]
    return float(stats.chi2_contingency(counts, correction=False).pvalue) if len(counts) >= 2 else float("nan")
