"""Who carries most of the revenue, in a sentence that says something about few customers, too."""

from __future__ import annotations

import pandas as pd

from workbook.finding import Term, count, share
from workbook.methods.concentration import leading_customers, top_share


def leading(amounts: pd.Series) -> Term:
    """How much the largest bring, as a sentence; from one amount per customer, at least one of them positive."""
    n, n_total = leading_customers(amounts), int((amounts > 0).sum())
    if n_total == 1:
        return Term("value.leading_only")
    return Term("value.leading", {"n": count(n), "n_total": count(n_total), "share": share(top_share(amounts, n))})
