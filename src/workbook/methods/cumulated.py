"""Classes by cumulated share: ABC classes, size classes, potential levels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd


def cumulated_class(amounts: pd.Series, edges: Sequence[float], labels: Sequence[str], otherwise: str) -> pd.Series:
    """The class in which each item's cumulated share begins.

    From one amount per item (any unit, index = id) to one label per item, same index and order. Sorted descending, ties by
    id, positive amounts only; an item belongs to the class in which its share *begins*, so that one item holding 99 % is in
    the first class. Amounts ≤ 0 or missing get `otherwise`. `edges` are shares 0–1, one fewer than `labels`.

    Source: METHOD.md §2 "Cumulated shares".
    """
    if len(labels) != len(edges) + 1:
        raise ValueError("one label more than edges")
    positive = amounts[amounts > 0]
    ordered = positive.iloc[np.lexsort((positive.index.astype(str), -positive.to_numpy(float)))]
    total = ordered.sum()
    begins = (ordered.cumsum() - ordered) / total if total > 0 else ordered
    # an edge met exactly up to rounding belongs to the next class
    position = np.searchsorted(np.asarray(edges, float), begins.to_numpy() + 1e-12, side="right")
    named = pd.Series(np.asarray(labels, object)[position], index=ordered.index)
    return named.reindex(amounts.index).fillna(otherwise).astype(str)


def abc_class(amounts: pd.Series, edges: Sequence[float] = (0.80, 0.95)) -> pd.Series:
    """ABC classes: A, B, C by cumulated amount; an amount ≤ 0 is C."""
    return cumulated_class(amounts, edges, ("A", "B", "C"), otherwise="C")


def size_class(revenue_per_year: pd.Series, edges: Sequence[float] = (0.70, 0.90)) -> pd.Series:
    """Size classes: large, medium, small by cumulated revenue per year; none where there is no revenue."""
    return cumulated_class(revenue_per_year, edges, ("large", "medium", "small"), otherwise="none")
