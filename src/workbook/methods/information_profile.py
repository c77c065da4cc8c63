"""How much is known about each customer, how fresh it is, from how many sources, and where sources contradict each other.

Source: article 002 on the customer information set (A2-22), on combining sources (A2-23), on care and renewal (A2-24).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

# What one should know about a customer, and the fields that say it.
ITEMS: Mapping[str, tuple[str, ...]] = {
    "value": ("potential_revenue", "share_of_wallet"),
    "satisfaction": ("satisfaction",),
    "switching": ("willingness_to_switch",),
    "contents": ("content",),
    "needs": ("need_type", "requirements_complexity"),
    "decisions": ("decision_makers", "decision_process", "decision_criteria"),
}
TOLERANCE = 0.10


def known_items(
    statements: pd.DataFrame, customers: Sequence[str], items: Mapping[str, tuple[str, ...]] = ITEMS
) -> pd.DataFrame:
    """Which share of each item's fields is known for each customer.

    From one row per statement (customer_id, field) to one row per customer (index), one column per item (0–1).
    """
    there = statements.drop_duplicates(["customer_id", "field"])
    table = pd.crosstab(there["customer_id"], there["field"]).clip(upper=1)
    table = table.reindex(index=list(customers), columns=sorted({f for fields in items.values() for f in fields}))
    return pd.DataFrame({item: table[list(fields)].fillna(0).mean(axis=1) for item, fields in items.items()})


def completeness_by_item(known: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """From one row per customer (shares known) and its weight to one row per item: item, by_customer, by_value (0–1).

    Negative weights count nothing; without any weight the two are equal.
    """
    weight = weights.reindex(known.index).fillna(0.0).clip(lower=0.0)
    by_customer = known.mean() if len(known) else known.sum()
    by_value = known.mul(weight, axis=0).sum() / weight.sum() if weight.sum() > 0 else by_customer
    return pd.DataFrame({"by_customer": by_customer, "by_value": by_value}).rename_axis("item").reset_index()


def freshness(
    statements: pd.DataFrame, as_of: date, months: int = 12, items: Mapping[str, tuple[str, ...]] = ITEMS
) -> pd.DataFrame:
    """How old what is known is, the freshest statement of each field counting.

    From one row per statement (customer_id, field, as_of) to one row per item: item, known (values), dated (values with an
    age), stale (dated values older than `months` at `as_of`).
    """
    latest = statements.groupby(["customer_id", "field"])["as_of"].max().reset_index()
    limit = pd.Timestamp(as_of) - pd.DateOffset(months=months)
    rows = []
    for item, fields in items.items():
        days = latest["as_of"][latest["field"].isin(fields)]
        rows.append((item, len(days), int(days.notna().sum()), int((days < limit).sum())))
    return pd.DataFrame(rows, columns=["item", "known", "dated", "stale"])


def sources_per_value(statements: pd.DataFrame, items: Mapping[str, tuple[str, ...]] = ITEMS) -> pd.Series:
    """The mean number of different sources per known value, by item; NaN where nothing is known."""
    number = statements.groupby(["customer_id", "field"])["source"].nunique().reset_index()
    means = {item: number["source"][number["field"].isin(fields)].mean() for item, fields in items.items()}
    return pd.Series(means, dtype=float)


def contradictions(statements: pd.DataFrame, tolerance: float = TOLERANCE) -> pd.DataFrame:
    """Values that differ between sources: numbers by more than `tolerance` of the larger one, texts at all.

    From one row per statement (customer_id, field, value, source) to one row per contradiction: customer_id, field, n values.
    """
    several = statements[statements.duplicated(["customer_id", "field"], keep=False)]
    found = [
        (customer, field, part["value"].nunique())
        for (customer, field), part in several.groupby(["customer_id", "field"])
        if part["source"].nunique() > 1 and _differ(part["value"], tolerance)
    ]
    return pd.DataFrame(found, columns=["customer_id", "field", "n"])


def _differ(values: pd.Series, tolerance: float) -> bool:
    texts = values.map(lambda value: " ".join(str(value).split()).casefold())
    numbers = pd.to_numeric(texts, errors="coerce")
    if numbers.isna().any():
        return bool(texts.nunique() > 1)
    return bool(numbers.max() - numbers.min() > tolerance * numbers.abs().max())


def most_valuable(known: pd.DataFrame, weights: pd.Series, top: int = 10) -> pd.DataFrame:
    """The customers of the highest weight, heaviest first (ties by customer_id), with what is known about each.

    From one row per customer to at most `top` rows: weight, the items, all (mean of the items, 0–1). Only positive weights.
    """
    weight = weights.reindex(known.index).fillna(0.0)
    table = known.assign(all=known.mean(axis=1), weight=weight).rename_axis("customer_id").reset_index()
    table = table[table["weight"] > 0].sort_values(["weight", "customer_id"], ascending=[False, True]).head(top)
    return table.set_index("customer_id")
