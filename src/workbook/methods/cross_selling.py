"""Cross-selling: what kept customers bought from categories they had not bought before."""

from __future__ import annotations

import pandas as pd

from workbook.methods.windows import Windows, within


def cross_selling(lines: pd.DataFrame, windows: Windows) -> pd.DataFrame:
    """Revenue in categories new to a customer.

    From order lines (customer_id, date, category, net_revenue in currency) to one row per customer that bought in both windows
    (index customer_id): revenue in the later window and, of it, fresh = revenue in categories it had never bought before that
    window. Lines without a category are left out; credit notes are netted.

    Source: METHOD.md §9 (A2-01).
    """
    known = lines[lines["category"].notna()]
    bought = known[known["net_revenue"] >= 0]
    pairs = ["customer_id", "category"]
    old = bought.loc[bought["date"] < windows.later[0], pairs].drop_duplicates().assign(old=True)
    later = known[within(known["date"], windows.later)].groupby(pairs, as_index=False)["net_revenue"].sum()
    later = later.merge(old, on=pairs, how="left")
    kept = set(bought.loc[within(bought["date"], windows.earlier), "customer_id"])
    kept &= set(bought.loc[within(bought["date"], windows.later), "customer_id"])
    later = later[later["customer_id"].isin(kept)]
    fresh = later["net_revenue"].where(later["old"].isna(), 0.0)
    by = pd.DataFrame({"revenue": later["net_revenue"], "fresh": fresh}).groupby(later["customer_id"])
    return by.sum().sort_index()
