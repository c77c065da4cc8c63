"""Evidence by phase: how long cases stay in a phase, how many go on, come back to it or pass it by."""

from __future__ import annotations

from datetime import date

import pandas as pd

from workbook.methods.kaplan_meier import days_until, kaplan_meier

BEFORE_ORDER = (1, 2, 3, 4)


def entries_of(activities: pd.DataFrame) -> pd.DataFrame:
    """Entries into phases from one row per activity (opportunity_id, phase, date): opportunity_id, phase, entered_at."""
    named = activities.dropna(subset=["opportunity_id", "phase", "date"])
    return named[["opportunity_id", "phase", "date"]].rename(columns={"date": "entered_at"})


def phase_evidence(entries: pd.DataFrame, cases: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Conversion, lead time, rework and skipping of the phases 1–4.

    From one row per entry (opportunity_id, phase 1–8, entered_at, optional left_at) and one row per case (index opportunity_id:
    outcome won, lost or open, optional closed_at) to one row per phase 1–4: entered (cases with known outcome), went_on,
    conversion = went_on ÷ entered (phase 4: won); median_days and p90_days from the first entry to the next later phase, else
    the exit, else the closing day (Kaplan–Meier, cases still in the phase censored at `as_of`), n_days; of all cases cases,
    again (entered once more after another phase), rework = again ÷ cases, skipped (a later phase reached without this one),
    skipped_share = skipped ÷ (cases + skipped). Shares 0–1, missing where there is no case.

    Source: METHOD.md §7 "Evidence"; A2-33, A2-34.
    """
    known = entries.dropna(subset=["phase", "entered_at"])
    known = known[known["opportunity_id"].isin(cases.index)].astype({"phase": int})
    first = known.groupby(["opportunity_id", "phase"])["entered_at"].min().unstack("phase")
    outcome = cases["outcome"].reindex(first.index)
    decided, won = outcome.isin(["won", "lost"]), outcome.eq("won")
    twice = _again(known)
    rows = []
    for phase in BEFORE_ORDER:
        there = first[phase].notna() if phase in first else pd.Series(False, first.index)
        later = [p for p in first.columns if p > phase]
        beyond = first[later].notna().any(axis=1) | won
        entered, went_on = there & decided, there & decided & (won if phase == 4 else beyond)
        skipped, n = int((~there & beyond).sum()), int(there.sum())
        if not n + skipped:
            continue
        again = int(twice.get(phase, 0))
        rows.append(
            {
                "phase": phase,
                "entered": int(entered.sum()),
                "went_on": int(went_on.sum()),
                "conversion": _part(int(went_on.sum()), int(entered.sum())),
                **_lead_time(known, cases, phase, as_of),
                "cases": n,
                "again": again,
                "rework": _part(again, n),
                "skipped": skipped,
                "skipped_share": _part(skipped, n + skipped),
            }
        )
    return pd.DataFrame(rows)


def _part(n: int, whole: int) -> float:
    return n / whole if whole else float("nan")


def _again(known: pd.DataFrame) -> pd.Series:
    """How many cases entered each phase once more after having been in another."""
    ordered = known.sort_values(["opportunity_id", "entered_at", "phase"])
    stays = ordered["phase"].eq(ordered.groupby("opportunity_id")["phase"].shift())
    visits = ordered[~stays].groupby(["phase", "opportunity_id"]).size()
    return (visits > 1).groupby(level="phase").sum()


def _lead_time(known: pd.DataFrame, cases: pd.DataFrame, phase: int, as_of: date) -> dict[str, float]:
    """Median and ninth decile of the days in a phase, and how many stays ended."""
    own = known[known["phase"] == phase].groupby("opportunity_id")
    begun = own["entered_at"].min()
    if begun.empty:
        return {"median_days": float("nan"), "p90_days": float("nan"), "n_days": 0}
    later = known[known["phase"] > phase]
    later = later[later["entered_at"] >= later["opportunity_id"].map(begun)]
    left = later.groupby("opportunity_id")["entered_at"].min().reindex(begun.index)
    if "left_at" in known:
        left = left.fillna(own["left_at"].max())
    outcome = cases["outcome"].reindex(begun.index)
    decided = outcome.isin(["won", "lost"])
    if "closed_at" in cases:
        left = left.fillna(cases["closed_at"].reindex(begun.index).where(decided))
    ended = left.notna()
    days = (left.fillna(pd.Timestamp(as_of)) - begun).dt.total_seconds() / 86400
    # A decided case without a day of leaving says nothing about the time; a day before the entry is none.
    told = (ended | ~decided) & (days >= 0)
    curve = kaplan_meier(days[told].to_numpy(), ended[told].to_numpy())
    return {
        "median_days": days_until(curve, 0.5),
        "p90_days": days_until(curve, 0.9),
        "n_days": int((told & ended).sum()),
    }


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
