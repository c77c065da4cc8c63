"""How customers move between size classes from one year to another."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from workbook.methods.cumulated import size_class

SIZES = ("large", "medium", "small", "none")


def size_by_window(lines: pd.DataFrame, edges: pd.DatetimeIndex, sizes: Sequence[float] = (0.70, 0.90)) -> pd.DataFrame:
    """The revenue of every customer in each window.

    From order lines (customer_id, date, net_revenue in currency) and the first days of the windows, closed by the day after the
    last, to one row per customer (index customer_id) and per window two columns: (`revenue`, k) in currency and (`size`, k), the
    size class within that window alone (large, medium, small, none without positive revenue).

    Source: METHOD.md §2 "Size class", §5 "Tomorrow's key accounts".
    """
    at = edges.searchsorted(lines["date"], side="right") - 1
    inside = (at >= 0) & (at < len(edges) - 1)
    sums = lines[inside].groupby(["customer_id", at[inside]])["net_revenue"].sum().unstack()
    sums = sums.reindex(columns=range(len(edges) - 1)).astype(float).fillna(0.0).sort_index()
    parts = {"revenue": sums, "size": sums.apply(size_class, edges=tuple(sizes)) if len(sums) else sums.astype(object)}
    return pd.concat(parts, axis=1)


def size_transitions(before: pd.Series, after: pd.Series) -> pd.DataFrame:
    """How many customers went from which size class to which.

    From two size classes per customer (same index) to one row per class before and one column per class after (large, medium,
    small, none), counts; its sum is the number of customers.
    """
    table = pd.crosstab(before, after)
    return table.reindex(index=list(SIZES), columns=list(SIZES), fill_value=0)


def over_years(share: float, years: float, wanted: float = 3.0) -> float:
    """A share reached over some years put on others: 1 − (1 − p)^(wanted ÷ years), 0–1, equal chances every year.

    ValueError where years are not positive or the share is no share.
    """
    if not (years > 0 and 0 <= share <= 1):
        raise ValueError("years, share")
    return 1 - (1 - share) ** (wanted / years)
