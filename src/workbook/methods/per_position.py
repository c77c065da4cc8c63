"""Coverage per full-time position of any grouping of customers: who works there, and what comes of one position."""

from __future__ import annotations

import pandas as pd

AMOUNTS = ("customers", "weighted", "hours", "revenue", "value", "potential")


def per_position(work: pd.DataFrame, fte: pd.Series, customers: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """What one full-time position looks after, by group of customers.

    From work (one row per person and customer: rep_id, customer_id, hours a year), full-time positions per person (index
    rep_id), one row per customer (index customer_id: weighted = the customer counted by its complexity, optional revenue, value,
    potential a year) and one group per customer to one row per group: persons who worked there, fte = Σ positions × the person's
    share of hours spent there, customers, hours, the sums delivered, and each of them per position (`<name>_per_fte`, missing
    where there is none). Whoever worked for nobody is in no group.
    """
    done = work[work["hours"] > 0].assign(group=lambda w: w["customer_id"].map(groups))
    whole = done.groupby("rep_id")["hours"].transform("sum")
    done = done.assign(fte=done["rep_id"].map(fte).astype(float) * done["hours"] / whole)
    there = done.dropna(subset=["group"]).groupby("group")
    table = there.agg(persons=("rep_id", "nunique"), fte=("fte", "sum"), hours=("hours", "sum"))
    listed = customers.assign(group=groups.reindex(customers.index), customers=1.0).dropna(subset=["group"])
    sums = [c for c in AMOUNTS if c in listed and c != "hours"]
    table = listed.groupby("group")[sums].sum().join(table).fillna({"persons": 0, "fte": 0.0, "hours": 0.0})
    return with_ratios(table)


def with_ratios(table: pd.DataFrame) -> pd.DataFrame:
    """Each amount of the table per full-time position; missing where there is none."""
    filled = table["fte"].where(table["fte"] > 0)
    return table.assign(**{f"{c}_per_fte": table[c] / filled for c in AMOUNTS if c in table})
