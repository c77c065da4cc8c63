"""How much is known about the customers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def completeness(customers: pd.DataFrame, fields: Sequence[str]) -> pd.DataFrame:
    """The share of customers for whom each field is known.

    From one row per customer to one row per field (field, known 0–1, n customers known); a field not delivered counts 0.
    Source: A2-22.
    """
    n = len(customers)
    found = [int(customers[f].notna().sum()) if f in customers else 0 for f in fields]
    return pd.DataFrame({"field": list(fields), "known": [k / n if n else 0.0 for k in found], "n": found})
