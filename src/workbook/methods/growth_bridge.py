"""The growth bridge: from the revenue of one window to the next, reconciling exactly."""

from __future__ import annotations

import pandas as pd

STEPS = ("new", "expanded", "contracted", "lost")


def growth_bridge(earlier: pd.Series, later: pd.Series) -> pd.DataFrame:
    """What changed between two windows.

    From two amounts per customer (currency, index customer_id; missing = 0) to one row per step (new, expanded, contracted,
    lost): customers, amount (signed). earlier total + Σ amount = later total, exactly.
    """
    before, after = _aligned(earlier, later)
    grouped = (after - before).groupby(step_of(before, after))
    table = pd.DataFrame({"customers": grouped.size(), "amount": grouped.sum()})
    return table.reindex(STEPS).fillna(0.0).astype({"customers": int})


def step_of(earlier: pd.Series, later: pd.Series) -> pd.Series:
    """The step of each customer: new, expanded, contracted, lost, or same, from two amounts per customer as `growth_bridge`."""
    before, after = _aligned(earlier, later)
    step = pd.Series("same", before.index)
    step[after > before] = "expanded"
    step[after < before] = "contracted"
    step[(before <= 0) & (after > 0)] = "new"
    step[(before > 0) & (after <= 0)] = "lost"
    return step


def bridge_by_class(step: pd.Series, of: pd.Series, amounts: pd.DataFrame) -> pd.DataFrame:
    """The bridge taken apart by class, in as many amounts as wanted.

    From one step and one class per customer (index customer_id; no class = none) and the changes of some amounts (currency,
    one column each, same index; missing = 0) to one row per class and step that occur: customers and each amount's change. The
    steps follow revenue; a margin may change where revenue did not, so `same` is a step too. Per column and class, earlier
    total + Σ change = later total, exactly.
    """
    named = of.reindex(step.index).fillna("none").rename("class")
    grouped = amounts.reindex(step.index).fillna(0.0).groupby([named, step.rename("step")])
    return grouped.sum().assign(customers=grouped.size())


def _aligned(earlier: pd.Series, later: pd.Series) -> tuple[pd.Series, pd.Series]:
    everyone = earlier.index.union(later.index)
    return earlier.reindex(everyone).fillna(0.0), later.reindex(everyone).fillna(0.0)
