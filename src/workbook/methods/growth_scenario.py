"""How much a class of customers could grow if part of what it buys elsewhere were won: a scenario with its sensitivity."""

from __future__ import annotations

import pandas as pd


def growth_scenario(
    customers: pd.DataFrame, won: tuple[float, float, float], less: float = 0.10, least_known: float = 0.30
) -> pd.DataFrame:
    """What is open up to the share of wallet aimed at, by class, and the growth when a part of it is won.

    From one row per customer: group, revenue (currency per year), potential (bought per year from anyone, currency; missing where
    unknown) and share_target (share of wallet aimed at, 0–1) — to one row per group: customers, known (of them with a potential),
    revenue, open = Σ max(potential × share_target − revenue, 0) over the known ones, low, central, high = the parts `won` of it
    (0–1), and below = the central one where share_target is `less` (0–1) lower, all three as shares of the group's revenue.
    Customers without potential count as unchanged. Missing where fewer than `least_known` of a group are known, or where it has
    no revenue.

    Source: [000] (growth in both groups); the parts are an assumption.
    """
    room = {
        name: (customers["potential"] * aim - customers["revenue"]).clip(lower=0)
        for name, aim in (("open", customers["share_target"]), ("short", customers["share_target"] - less))
    }
    by = customers.assign(known=customers["potential"].notna(), **room).groupby("group")
    table = by.agg(customers=("revenue", "size"), known=("known", "sum"), revenue=("revenue", "sum"))
    sums = by[["open", "short"]].sum()
    assessable = (table["known"] >= least_known * table["customers"]) & (table["revenue"] > 0)
    parts = sums.div(table["revenue"].where(table["revenue"] > 0), axis=0).where(assessable)
    low, central, high = won
    return table.assign(
        open=sums["open"].where(assessable),
        low=low * parts["open"],
        central=central * parts["open"],
        high=high * parts["open"],
        below=central * parts["short"],
    )
