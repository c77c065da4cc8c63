"""The client's own panel: hours and sales of the same customers, year by year."""

from __future__ import annotations

import pandas as pd

from workbook.client import Client
from workbook.methods.elasticity_fit import LEAST_YEARS
from workbook.methods.time_driven_cost import hours_of
from workbook.methods.windows import equal_windows, two_windows


def panel(client: Client) -> pd.DataFrame | None:
    """One row per customer and year of twelve months (customer, year, sales in currency, hours); None below three years.

    Only customers with orders in every half-year: who came or went in between has fewer hours and sales at once, for no other
    reason. The years are whole windows of twelve months back from the end of the period.
    """
    windows = two_windows(client.period) if client.dated else None
    if windows is None or windows.months < 12 or not client.has("activities", "hours", "customer_id"):
        return None
    edges = equal_windows(client.period, windows)
    if len(edges) - 1 < LEAST_YEARS:
        return None
    done = client.tables["activities"]
    spent = _yearly(done["customer_id"], done["date"], hours_of(done), edges)
    lines = client.tables["transactions"]
    sold = _yearly(lines["customer_id"], lines["date"], lines["net_revenue"], edges)
    middle = [edge + pd.DateOffset(months=6) for edge in edges[:-1]]
    halves = pd.DatetimeIndex(sorted([*edges, *middle]))
    bought = lines["customer_id"][lines["net_revenue"] > 0]
    half = pd.cut(lines.loc[bought.index, "date"], halves, right=False, labels=False)
    steady = half.groupby(bought).nunique()
    steady = steady.index[steady == len(halves) - 1]
    table = pd.concat([spent.rename("hours"), sold.rename("sales")], axis=1).reset_index()
    return table[table["customer"].isin(steady)].dropna()


def _yearly(customer: pd.Series, day: pd.Series, amount: pd.Series, edges: pd.DatetimeIndex) -> pd.Series:
    """Sums by customer and year; the year named by its number from the first."""
    year = pd.cut(day, edges, right=False, labels=False)
    return amount.groupby([customer.rename("customer"), year.rename("year")]).sum()
