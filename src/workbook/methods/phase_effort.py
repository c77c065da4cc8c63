"""Hours and cost that go into each phase."""

from __future__ import annotations

import pandas as pd

from workbook.methods.protect import safe_groups


def phase_effort(done: pd.DataFrame, years: float, least: int) -> pd.DataFrame:
    """Hours and cost a year by phase.

    From one row per activity (phase 1–8 or missing, hours, optional cost in currency, optional rep_id) to one row per phase
    (index phase; 0 = without a phase): hours, optional cost, both a year, and persons. Hours and cost of fewer than `least`
    persons are missing, and so are those from which they would follow beside the total; without rep_id nobody's hours can be
    told, so they are shown.

    Source: METHOD.md §7 "Evidence"; §0.11 for persons.
    """
    rows = done.assign(phase=done["phase"].fillna(0).astype(int))
    sums = [c for c in ("hours", "cost") if c in rows]
    table = rows.groupby("phase")[sums].sum() / years
    if "rep_id" in rows:
        table["persons"] = (
            rows[rows["hours"] > 0].groupby("phase")["rep_id"].nunique().reindex(table.index, fill_value=0)
        )
        doing = rows[rows["hours"] > 0].dropna(subset=["rep_id"])
        pairs = pd.DataFrame({"person": doing["rep_id"], "group": doing["phase"].astype(str)})
        told = safe_groups(pairs, table.index[table["persons"] >= least].astype(str), least)
        few = pd.Series(~table.index.astype(str).isin(told), table.index)
        table[sums] = table[sums].mask(few)
    return table
