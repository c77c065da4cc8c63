"""Growth against contribution: which customers grow and earn, and what an additional unit of revenue brings."""

from __future__ import annotations

import numpy as np
import pandas as pd

QUADRANTS = ("grows_earns", "grows_loses", "shrinks_earns", "shrinks_loses")


def growth_quadrant(change: pd.Series, margin: pd.Series) -> pd.Series:
    """The quadrant of each customer.

    From change of revenue between two windows and contribution margin (currency, same index) to one of QUADRANTS per customer,
    same index. Growing: change > 0; earning: margin ≥ 0. Where either is missing, or revenue did not move, the customer is in
    none (missing).
    """
    margin = margin.reindex(change.index)
    growing = np.where(change > 0, "grows", "shrinks")
    named = pd.Series(growing, change.index) + np.where(margin >= 0, "_earns", "_loses")
    return named.where(change.notna() & (change != 0) & margin.notna())


def incremental_margin(rows: np.ndarray) -> float:
    """Σ change of contribution ÷ Σ change of revenue over the customers whose revenue grew.

    From rows (n × 2: change of revenue, change of contribution; currency) to a share; missing where nobody grew.
    """
    grew = rows[rows[:, 0] > 0]
    return float(grew[:, 1].sum() / grew[:, 0].sum()) if len(grew) else float("nan")
