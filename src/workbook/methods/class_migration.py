"""How customers moved between classes from one result to the next, with those who came and those who left."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

CLASSES = ("key", "core", "smart", "lean")
NEW, GONE = "new", "gone"


def class_migration(before: pd.Series, after: pd.Series, classes: Sequence[str] = CLASSES) -> pd.DataFrame:
    """Customers by their class before and after.

    From two series of classes (index customer_id, each customer once; missing: in no class) to counts: one row per class before
    and `new` (was in none), one column per class after and `gone` (is in none). Who is in no class in both is not counted.
    Without `new` the rows add up to the customers classed before, without `gone` the columns to those classed after.

    ValueError where a class is none of `classes`. Source: METHOD.md §8 "What changed".
    """
    both = pd.concat({"before": before.dropna(), "after": after.dropna()}, axis=1)
    strange = {*both["before"].dropna(), *both["after"].dropna()} - set(classes)
    if strange:
        raise ValueError(f"no classes: {sorted(map(str, strange))}")
    table = pd.crosstab(both["before"].fillna(NEW), both["after"].fillna(GONE))
    return table.reindex(index=[*classes, NEW], columns=[*classes, GONE], fill_value=0)


def kept_share(migration: pd.DataFrame) -> float:
    """The share of customers classed both times that kept their class, 0–1; missing (nan) where there are none."""
    inner = migration.drop(index=NEW, columns=GONE)
    total = float(inner.to_numpy().sum())
    return float(inner.to_numpy().trace()) / total if total else float("nan")
