"""The growth bridge: from the revenue of one window to the next, reconciling exactly."""

from __future__ import annotations

import pandas as pd

STEPS = ("new", "expanded", "contracted", "lost")


def growth_bridge(earlier: pd.Series, later: pd.Series) -> pd.DataFrame:
    """What changed between two windows.

    From two amounts per customer (currency, index customer_id; missing = 0) to one row per step (new, expanded, contracted,
    lost): customers, amount (signed). earlier total + Σ amount = later total, exactly.
    """
    everyone = earlier.index.union(later.index)
    before, after = earlier.reindex(everyone).fillna(0.0), later.reindex(everyone).fillna(0.0)
    change = after - before
    step = pd.Series("same", everyone)
    step[change > 0] = "expanded"
    step[change < 0] = "contracted"
    step[(before <= 0) & (after > 0)] = "new"
    step[(before > 0) & (after <= 0)] = "lost"
    grouped = change.groupby(step)
    table = pd.DataFrame({"customers": grouped.size(), "amount": grouped.sum()})
    return table.reindex(STEPS).fillna(0.0).astype({"customers": int})
