"""Customers lost and won back: who had stopped buying and bought again."""

from __future__ import annotations

import pandas as pd

from workbook.methods.windows import Windows, within


def win_back(lines: pd.DataFrame, windows: Windows) -> pd.DataFrame:
    """Customers that had stopped buying, and what they bought after that.

    From order lines (customer_id, date, net_revenue in currency; credit notes negative) to one row per customer that bought
    before the earlier window and not in it (index customer_id): revenue in the later window, back (whether it bought there
    again). Empty where the lines begin with the earlier window.

    Source: METHOD.md §9 (A2-01).
    """
    sold = lines[lines["net_revenue"] >= 0]
    before = set(sold.loc[sold["date"] < windows.earlier[0], "customer_id"])
    lost = sorted(before - set(sold.loc[within(sold["date"], windows.earlier), "customer_id"]))
    later = lines[within(lines["date"], windows.later)]
    back = set(sold.loc[within(sold["date"], windows.later), "customer_id"])
    revenue = later.groupby("customer_id")["net_revenue"].sum().reindex(lost).fillna(0.0)
    return pd.DataFrame(
        {"revenue": revenue, "back": [c in back for c in lost]}, index=pd.Index(lost, name="customer_id")
    )
