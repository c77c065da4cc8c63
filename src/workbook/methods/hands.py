"""How many persons of the company a customer deals with."""

from __future__ import annotations

import pandas as pd


def hands_per_customer(lines: pd.DataFrame) -> pd.DataFrame:
    """Customers by the number of persons who took their orders.

    From order lines (customer_id, rep_id; optional order_lines where a row stands for several) to one row per customer (index
    customer_id): persons, order_lines, share_of_first = share of the lines taken by the person with most of them (0–1). No figure
    about a single person.
    """
    own = lines.dropna(subset=["rep_id"])
    by = own.groupby(["customer_id", "rep_id"])
    per = by["order_lines"].sum() if "order_lines" in own else by.size()
    grouped = per.groupby("customer_id")
    table = pd.DataFrame({"persons": grouped.size(), "order_lines": grouped.sum()})
    table["share_of_first"] = grouped.max() / table["order_lines"]
    return table
