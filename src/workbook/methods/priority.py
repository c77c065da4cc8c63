"""Priority 1 to 4 by value and probability, and where value × probability would turn 2 and 3 round."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.methods.cumulated import cumulated_class


def high_value(value: pd.Series, existing: pd.Series, edge: float = 0.80) -> pd.Series:
    """Who is of high value: existing customers before whom less than `edge` of the positive value is cumulated.

    From one value per customer (currency) and whether it exists to one truth each; missing where the value is unknown. A
    prospect moves nobody's place: it is high where the existing customers of more value hold less than `edge`.
    """
    own = value[existing].dropna()
    high = cumulated_class(own, (edge,), ("high", "low"), otherwise="low").eq("high")
    ordered = np.sort(own[own > 0].to_numpy(float))[::-1]
    before = np.r_[0.0, ordered.cumsum()]
    others = value[~existing].dropna()
    place = len(ordered) - np.searchsorted(ordered[::-1], others.to_numpy(float), side="right")
    reached = before[place] < edge * before[-1] - 1e-12 * before[-1] if before[-1] > 0 else np.ones(len(others), bool)
    new = pd.Series(reached & (others.to_numpy(float) > 0), others.index)
    return pd.concat([high, new]).reindex(value.index).astype(object).where(value.notna(), None)


def priority(high: pd.Series, probability: pd.Series, edge: float = 0.50) -> pd.Series:
    """Priority: 1 high value and probability, 2 high value, 3 high probability, 4 neither; missing where one is unknown.

    Source: article [002], priority matrix (A2-11), METHOD.md §5.
    """
    likely = probability.astype(float) >= edge
    valuable = high.eq(True)
    found = pd.Series(np.select([valuable & likely, valuable, likely], [1, 2, 3], 4), high.index)
    return found.astype("Int64").where(high.notna() & probability.notna())


def contradictions(table: pd.DataFrame, most: int = 10) -> tuple[int, pd.DataFrame]:
    """How many pairs of a priority 2 and a priority 3 value × probability turns round, and the largest of them.

    From one row per customer (index customer_id: value in currency, probability 0–1, priority) to the number of pairs in which
    the customer of priority 3 is worth more than that of priority 2, and up to `most` of them (second, third = customer_id,
    worth_second, worth_third, difference in currency), the largest difference first. O(n log n).
    """
    worth = (table["value"] * table["probability"]).astype(float)
    ordered = worth.iloc[np.argsort(table.index.astype(str), kind="stable")]
    rank = table["priority"].reindex(ordered.index)
    second, third = ordered[rank.eq(2)].sort_values(kind="stable"), ordered[rank.eq(3)]
    third = third.sort_values(ascending=False, kind="stable")
    pairs = int(np.searchsorted(second.to_numpy(), third.to_numpy(), side="left").sum())
    first, last = third.head(most), second.head(most)
    left, right = np.meshgrid(np.arange(len(first)), np.arange(len(last)), indexing="ij")
    found = pd.DataFrame(
        {
            "third": first.index.to_numpy()[left.ravel()],
            "second": last.index.to_numpy()[right.ravel()],
            "worth_third": first.to_numpy()[left.ravel()],
            "worth_second": last.to_numpy()[right.ravel()],
        }
    )
    found["difference"] = found["worth_third"] - found["worth_second"]
    found = found[found["difference"] > 0].sort_values("difference", ascending=False, kind="stable")
    return pairs, found.head(most).reset_index(drop=True)
