"""The customer-base audit: five descriptive views of who bought, how often and for how much."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbook.methods.contribution import customer_sums


@dataclass(frozen=True)
class Audit:
    """The five views; periods are numbered from 0 (the oldest), money in currency per period.

    `one`: the last period (customers, orders, revenue, orders_per_customer, revenue_per_order, top_tenth: the share 0–1 of the
    tenth with the highest revenue). `two`: one row per kept, new, lost (customers, earlier, later). `cohort`: the first cohort,
    one row per period (active share 0–1, orders_per_customer, revenue_per_order). `compared`: share active (0–1), one row per
    cohort, one column per age in periods. `whole`: revenue, one row per cohort, one column per period; columns add up to the
    revenue of the period. `sizes`: customers per cohort.
    """

    one: pd.Series
    two: pd.DataFrame
    cohort: pd.DataFrame
    compared: pd.DataFrame
    whole: pd.DataFrame
    sizes: pd.Series


def base_audit(lines: pd.DataFrame, edges: pd.DatetimeIndex) -> Audit:
    """The five views of a customer base.

    From order lines (customer_id, date, net_revenue; optional order_id, order_lines) and the first days of at least two equal
    periods, closed by the day after the last, to an Audit. A cohort is everyone who first bought in a period; who bought before
    the first period belongs to the first cohort, as does who came before the data begin, which cannot be seen. Credit notes
    are netted in money and make nobody active.

    Source: Fader, Hardie and Ross, The Customer-Base Audit, 2022.
    """
    bought = purchases(lines, edges)
    last = len(edges) - 2
    table = _cohorts(bought, last + 1)
    active = table["active"] / table["customers"]
    aged = active.reset_index().assign(age=lambda f: f["period"] - f["cohort"]).query("age >= 0")
    return Audit(
        _one_period(bought[bought["period"] == last]),
        _two_periods(bought, last),
        _per_customer(table.loc[0]).assign(active=active.loc[0]),
        aged.pivot(index="cohort", columns="age", values=0),
        table["revenue"].unstack("period"),
        table["customers"].groupby("cohort").first(),
    )


def purchases(lines: pd.DataFrame, edges: pd.DatetimeIndex) -> pd.DataFrame:
    """What each customer bought in each period.

    From order lines and period edges to one row per customer and period with lines: customer_id, period (−1 before the first
    edge), orders, revenue (currency). Lines after the last edge are left out.
    """
    period = np.searchsorted(edges.to_numpy(), lines["date"].to_numpy(), side="right") - 1
    inside = lines.assign(period=period)[period < len(edges) - 1]
    sums = customer_sums(inside, ("customer_id", "period")).rename(columns={"net_revenue": "revenue"}).reset_index()
    return sums.sort_values(["period", "customer_id"], ignore_index=True)[
        ["customer_id", "period", "orders", "revenue"]
    ]


def _cohorts(bought: pd.DataFrame, periods: int) -> pd.DataFrame:
    """One row per cohort and period: customers (the cohort's size), active, orders, revenue. Who never ordered is in the last."""
    ordered = bought[bought["orders"] > 0]
    first = ordered.groupby("customer_id")["period"].min().clip(lower=0)
    inside = bought[bought["period"] >= 0]
    cohort = inside["customer_id"].map(first).fillna(periods - 1).astype(int)
    grouped = inside.assign(active=inside["orders"] > 0).groupby([cohort.rename("cohort"), "period"])
    table = grouped[["active", "orders", "revenue"]].sum()
    every = pd.MultiIndex.from_product([range(periods), range(periods)], names=["cohort", "period"])
    table = table.reindex(every).fillna(0.0)
    table["customers"] = table.index.get_level_values("cohort").map(first.value_counts()).fillna(0).astype(int)
    return table


def _one_period(bought: pd.DataFrame) -> pd.Series:
    """How many bought, how often, for how much, and what the best tenth brings."""
    active = bought[bought["orders"] > 0]
    customers, orders, revenue = len(active), active["orders"].sum(), bought["revenue"].sum()
    amounts = bought["revenue"].clip(lower=0).sort_values(ascending=False)
    tenth = amounts.head(int(np.ceil(customers / 10))).sum() / amounts.sum() if amounts.sum() > 0 else np.nan
    found = {"customers": customers, "orders": orders, "revenue": revenue, "top_tenth": tenth}
    found["orders_per_customer"] = orders / customers if customers else np.nan
    found["revenue_per_order"] = revenue / orders if orders else np.nan
    return pd.Series(found, dtype=float)


def _two_periods(bought: pd.DataFrame, last: int) -> pd.DataFrame:
    """Who bought in both of the last two periods, only in the later, only in the earlier."""
    pair = bought[bought["period"].isin([last - 1, last])].set_index(["customer_id", "period"])[["orders", "revenue"]]
    wide = pair.unstack("period").fillna(0.0).reindex(columns=pd.MultiIndex.from_product([pair, [last - 1, last]]))
    before, after = wide["orders", last - 1] > 0, wide["orders", last] > 0
    kind = np.select([before & after, after, before], ["kept", "new", "lost"], "none")
    revenue = pd.DataFrame({"earlier": wide["revenue", last - 1], "later": wide["revenue", last]})
    grouped = revenue.groupby(kind)
    table = grouped.sum().assign(customers=grouped.size())
    # credit notes alone: nobody who bought, but money of the period
    return table.reindex(["kept", "new", "lost", "none"]).fillna(0.0).astype({"customers": int})


def _per_customer(table: pd.DataFrame) -> pd.DataFrame:
    """Orders per active customer and revenue per order, missing where nobody bought."""
    active, orders = table["active"].where(table["active"] > 0), table["orders"].where(table["orders"] > 0)
    return pd.DataFrame(
        {"orders_per_customer": table["orders"] / active, "revenue_per_order": table["revenue"] / orders}
    )
