"""Which customers changed their parent: consolidation that makes past sales a poor guide."""

from __future__ import annotations

import pandas as pd


def parent_changes(facts: pd.DataFrame) -> pd.Index:
    """The customers whose parent changed.

    From one row per recorded fact (customer_id, field, value, as_of) to the ids with more than one `parent_id` at different
    days. Two values of one day contradict each other and are no change.
    """
    parents = facts[(facts["field"] == "parent_id") & facts["as_of"].notna()]
    # the last value of a day stands for the day
    daily = parents.groupby(["customer_id", "as_of"])["value"].agg(["last", "nunique"])
    daily = daily[daily["nunique"] == 1].groupby("customer_id")["last"].nunique()
    return daily.index[daily > 1]
