"""The client's own customer classes: a class of which nobody said what it is in ours says nothing to the report."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbook.finding import count
from workbook.intake.notes import Notes, quoted

NAMED = 8


def check(tables: Mapping[str, pd.DataFrame], told: Mapping[str, str], notes: Notes) -> None:
    """Classes in the customer list that `current_classes` of client.yaml does not put into one of ours: asked with the line."""
    customers = tables.get("customers")
    if customers is None or "current_class" not in customers:
        return
    given = customers["current_class"].dropna()
    sizes = given[~given.isin(list(told))].value_counts().sort_index()
    if sizes.empty:
        return
    names = [quoted(name) for name in sizes.index[:NAMED]]
    more = ", …" if len(sizes) > NAMED else ""
    line = "current_classes: {" + ", ".join(f"{name}: ?" for name in names) + more + "}"
    values = {"value": ", ".join(names) + more, "customers": count(int(sizes.sum())), "line": line}
    notes.add("CLASS-MAP", "warn", key="segmentation", values=values)
