"""How much a customer may buy from us one day: potential times a share of wallet that others of its industry give us."""

from __future__ import annotations

import pandas as pd


def wallet_target(
    revenue: pd.Series, potential: pd.Series, industry: pd.Series | None = None, aim: float | None = None
) -> pd.DataFrame:
    """Share of wallet today and aimed at, and the revenue that follows.

    From revenue (currency per year; missing for who does not buy yet), potential (bought per year from anyone, currency;
    missing where unknown) and industry per customer (same index) to one row per customer: share (0–1, more where the potential
    is understated), share_target = the median share of its industry (of all where there is none) or `aim` (0–1) where that is
    set, never below its own, and revenue_target = max(revenue, potential × share_target). Missing without potential above 0.

    Source: METHOD.md §4, an assumption.
    """
    known = potential.where(potential > 0)
    share = revenue / known
    usual = pd.Series(share.median(), revenue.index)
    if aim is not None:
        usual = pd.Series(aim, revenue.index)
    elif industry is not None:
        usual = share.groupby(industry).transform("median").fillna(usual)
    target = usual.where(~(share > usual), share)
    aimed = (known * target).where(~(known * target < revenue), revenue)
    return pd.DataFrame({"share": share, "share_target": target, "revenue_target": aimed})
