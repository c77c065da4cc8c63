"""Hours and cost that go into each phase."""

from __future__ import annotations

import pandas as pd


def phase_effort(done: pd.DataFrame, years: float, least: int) -> pd.DataFrame:
    """Hours and cost a year by phase.

    From one row per activity (phase 1–8 or missing, hours, optional cost in currency, optional rep_id) to one row per phase
    (index phase; 0 = without a phase): hours, optional cost, both a year, and persons. Hours and cost of fewer than `least`
    persons are missing; without rep_id nobody's hours can be told, so they are shown.

    Source: METHOD.md §7 "Evidence"; §0.11 for persons.
    """
    rows = done.assign(phase=done["phase"].fillna(0).astype(int))
    sums = [c for c in ("hours", "cost") if c in rows]
    table = rows.groupby("phase")[sums].sum() / years
    if "rep_id" in rows:
        table["persons"] = (
            rows[rows["hours"] > 0].groupby("phase")["rep_id"].nunique().reindex(table.index, fill_value=0)
        )
        few = table["persons"] < least
        table[sums] = table[sums].mask(few)
    return table
