"""In which stage of the relation a customer is: potential, share of wallet, new or not."""

from __future__ import annotations

import pandas as pd

from workbook.chapters.coverage.base import Base
from workbook.methods.cumulated import cumulated_class
from workbook.methods.time_driven_cost import hours_of

LEVELS = ("high", "medium", "low")


def levels(base: Base) -> tuple[pd.DataFrame, float | None]:
    """Per customer potential_level and sow_level (high|medium|low, empty where unknown), new (first order in the last twelve
    months of a period that is longer) and recent_hours (hours in those months); and the hours a year at prospects, None where
    hours or customers are not known."""
    known, client = base.known, base.client
    found = pd.DataFrame(index=base.customers.index)
    potential = (
        pd.to_numeric(known["potential_revenue"]).astype(float)
        if "potential_revenue" in known
        else pd.Series(float("nan"), known.index)
    )
    edges = client.parameters.value.size_edges
    found["potential_level"] = _given(known, "potential_level", cumulated_class(potential, edges, LEVELS, ""))
    part = known["revenue_per_year"] / potential.where(potential > 0)
    own = pd.Series("", known.index, dtype=object)
    own[part.notna()] = "medium"
    own[part < client.parameters.value.low_share_of_wallet] = "low"
    own[part >= client.parameters.coverage.high_share_of_wallet] = "high"
    found["sow_level"] = _given(known, "sow_level", own)
    since = pd.Timestamp(client.period[1]) + pd.Timedelta(days=1) - pd.DateOffset(months=12)
    found["new"] = _new(base, since)
    found["recent_hours"] = 0.0
    if not client.has("activities", "hours", "customer_id"):
        return found, None
    done = client.tables["activities"]
    first, last = (pd.Timestamp(d) for d in client.period)
    done = done[(done["date"] >= first) & (done["date"] < last + pd.Timedelta(days=1)) & done["customer_id"].notna()]
    spent, theirs = hours_of(done), done["customer_id"].isin(base.customers.index)
    recent = spent[done["date"] >= since].groupby(done["customer_id"]).sum()
    found["recent_hours"] = recent.reindex(found.index).fillna(0.0)
    return found, float(spent[~theirs].sum() / client.years)


def _given(known: pd.DataFrame, column: str, own: pd.Series) -> pd.Series:
    """The level chapter 3 found, else our own; anything but a level is unknown."""
    level = known.get(column, own)
    return level.where(level.isin(LEVELS), "").fillna("").astype(str)


def _new(base: Base, since: pd.Timestamp) -> pd.Series:
    """Customers whose first order came since then; nobody where the period is no longer than that."""
    if not base.client.dated or pd.Timestamp(base.client.period[0]) >= since:
        return pd.Series(False, base.customers.index)
    lines = base.client.tables["transactions"]
    began = lines.groupby("customer_id")["date"].min().reindex(base.customers.index)
    listed = pd.to_datetime(base.client.listed("customer_since", base.customers.index))
    return (began >= since) & ~(listed < since)
