"""Evidence by phase: how long cases stay in a phase and how many go on."""

from __future__ import annotations

import pandas as pd


def phase_evidence(history: pd.DataFrame, outcomes: pd.Series) -> pd.DataFrame:
    """Conversion and lead time of the phases 1–4.

    From one row per entry (opportunity_id, phase 1–8, entered_at, optional left_at) and one outcome per opportunity (won, lost,
    open) to one row per phase 1–4: entered (cases with known outcome), went_on, conversion = went_on ÷ entered (phase 4: won),
    median_days and p90_days from entry to the next phase or the exit, n_days. Open cases are censored: left out.

    Source: METHOD.md §7 "Evidence"; A2-33, A2-34.
    """
    known = history[history["opportunity_id"].map(outcomes).isin(["won", "lost"])]
    first = known.groupby(["opportunity_id", "phase"])["entered_at"].min().unstack("phase")
    last = first.copy()
    if "left_at" in known:
        last = known.groupby(["opportunity_id", "phase"])["left_at"].max().unstack("phase")
    won = outcomes.reindex(first.index).eq("won")
    rows = []
    for phase in (1, 2, 3, 4):
        if phase not in first:
            continue
        entered = first[phase].notna()
        later = [p for p in first.columns if p > phase]
        went_on = entered & (won if phase == 4 else first[later].notna().any(axis=1) | won)
        leaves = first[later].min(axis=1) if later else pd.Series(pd.NaT, first.index)
        if "left_at" in known:
            leaves = leaves.fillna(last[phase])
        days = (leaves - first[phase]).dt.total_seconds()[entered].dropna() / 86400
        rows.append(
            {
                "phase": phase,
                "entered": int(entered.sum()),
                "went_on": int(went_on.sum()),
                "conversion": float(went_on.sum() / entered.sum()),
                "median_days": float(days.median()) if len(days) else float("nan"),
                "p90_days": float(days.quantile(0.9)) if len(days) else float("nan"),
                "n_days": len(days),
            }
        )
    return pd.DataFrame(rows)


def win_rate(opportunities: pd.DataFrame) -> tuple[float, int]:
    """Won ÷ (won + lost), and how many cases that are."""
    known = opportunities["outcome"].isin(["won", "lost"])
    n = int(known.sum())
    return (float(opportunities.loc[known, "outcome"].eq("won").mean()) if n else float("nan")), n


def days_to_win(opportunities: pd.DataFrame) -> pd.Series:
    """Days from opening to closing of every case won that has both dates: the phases 1–4 together.

    From one row per opportunity (outcome, optional opened_at and closed_at) to one number of days per dated case won.

    Source: METHOD.md §7 "Evidence".
    """
    if not {"opened_at", "closed_at"} <= set(opportunities.columns):
        return pd.Series(dtype=float)
    won = opportunities[opportunities["outcome"] == "won"]
    return (won["closed_at"] - won["opened_at"]).dt.total_seconds().dropna() / 86400
