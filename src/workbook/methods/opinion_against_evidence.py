"""Where what people think of a phase and what its dates say point in opposite directions."""

from __future__ import annotations

import pandas as pd


def opinion_against_evidence(phases: pd.DataFrame, target: float, accepted: dict[int, float]) -> pd.DataFrame:
    """Opinion and evidence of each phase side by side.

    From one row per phase (index phase: performance 1–5 or missing; rate = share of cases the phase brings on, with its 95 %
    interval low and high, 0–1 or missing), the performance aimed at, and the rate accepted at least (phases not named are not
    judged) to the same index: accepted; shortfall = (1 − rate) ÷ (1 − accepted), failures per accepted failure, above 1 =
    below what is accepted; weak (the whole interval below accepted), strong (the whole interval at least there);
    opinion_rank and evidence_rank (1 = best, among phases that have both; by performance and by shortfall); verdict: overrated
    (performance at least `target`, evidence weak), underrated (performance at least one point below `target`, evidence strong),
    else alike, missing where one half is missing.

    Source: METHOD.md §7 "Opinion against evidence".
    """
    table = phases.assign(accepted=pd.Series(accepted, dtype=float).reindex(phases.index))
    table["shortfall"] = (1 - table["rate"]) / (1 - table["accepted"])
    table["weak"] = table["high"] < table["accepted"]
    table["strong"] = table["low"] >= table["accepted"]
    both = table["performance"].notna() & table["shortfall"].notna()
    table["opinion_rank"] = table["performance"].where(both).rank(ascending=False, method="min")
    table["evidence_rank"] = table["shortfall"].where(both).rank(method="min")
    verdict = pd.Series("alike", table.index, dtype=object)
    verdict[table["weak"] & (table["performance"] >= target)] = "overrated"
    verdict[table["strong"] & (table["performance"] <= target - 1)] = "underrated"
    table["verdict"] = verdict.where(both, None)
    return table
