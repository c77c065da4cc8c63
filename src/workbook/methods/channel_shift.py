"""Channel shift: what it frees and saves to look after customers by phone and screen instead of visits."""

from __future__ import annotations

import pandas as pd


def channel_shift(table: pd.DataFrame, share: float, time: float, rate: float) -> pd.DataFrame:
    """Hours leaving the visits, hours taken elsewhere, and the cost saved.

    From one row per customer (hours = all care, visit_hours, visit_cost = cost of the visits, travel included, floor = hours it
    keeps; per year, cost in currency), the share of visit hours moved (0–1), the time a contact takes elsewhere per visit hour
    (0–1, below 1) and what an hour costs there, to the same index: moved (visit hours), taken (hours elsewhere), freed (moved −
    taken), saved (currency). Nobody falls below the floor, and nothing moves where it would cost more.

    Source: METHOD.md §6 "Channel shift and service scope"; A3-13, A3-14.
    """
    room = (table["hours"] - table["floor"]).clip(lower=0.0)
    per_hour = (table["visit_cost"] / table["visit_hours"]).where(table["visit_hours"] > 0)
    gain = per_hour - time * rate
    moved = pd.concat([share * table["visit_hours"], room / (1 - time)], axis=1).min(axis=1).where(gain > 0, 0.0)
    return pd.DataFrame(
        {"moved": moved, "taken": time * moved, "freed": (1 - time) * moved, "saved": (moved * gain).fillna(0.0)}
    )
