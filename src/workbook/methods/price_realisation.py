"""Price realisation: how much of the list price is left after discounts."""

from __future__ import annotations

import pandas as pd

from workbook.methods.discount import discount_by_class


def price_realisation(sums: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Price realisation per group.

    From discount and list_revenue per customer (currency, index customer_id) and one group per customer (missing: in none) to one
    row per group: customers, list_revenue, discount (currency), rate = Σ discount / Σ list revenue, realisation = 1 − rate (0–1).
    """
    table = discount_by_class(sums, groups)
    return table.assign(realisation=1 - table["rate"])
