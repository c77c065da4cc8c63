"""How small customers buy, which groups they form, which conditions they pass, and who is small by other measures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.chapters.segmentation.base import Base
from workbook.methods.after_failure import after_failure
from workbook.methods.behaviour import behaviour
from workbook.methods.clusters import Structure, standardised
from workbook.methods.customer_class import two_conditions
from workbook.methods.package_fit import CLEAR, package_fit
from workbook.methods.small_definitions import small_definitions
from workbook.methods.windows import Windows, equal_windows, two_windows, within

# What groups are looked for in; skewed ones as logarithms.
MEASURES = (
    "orders_year",
    "order_value",
    "lines_order",
    "discount_rate",
    "special_share",
    "digital_share",
    "hours_year",
    "categories",
)
SKEWED = ("orders_year", "order_value", "lines_order", "hours_year")
KNOWN = 0.9  # share of the small customers of whom a measure has to be known
TRAITS = 3


def lines_in_period(base: Base) -> pd.DataFrame:
    """The order lines dated within the period, both ends included; none where none were delivered."""
    lines = base.client.tables.get("transactions", pd.DataFrame(columns=["customer_id", "date", "net_revenue"]))
    first, last = (pd.Timestamp(day) for day in base.client.period)
    return lines[within(lines["date"], (first, last))] if len(lines) else lines


def how_they_buy(base: Base) -> pd.DataFrame:
    """The behaviour of every existing customer with orders in the period; empty without order lines."""
    if not base.client.has("transactions") or "orders" not in base.known:
        return pd.DataFrame(index=base.known.index[:0])
    return behaviour(base.known, lines_in_period(base), base.client.years)


def comparable(behaviour: pd.DataFrame, small: pd.Index) -> pd.DataFrame:
    """The measures of the small customers in which groups are looked for, skewed ones as logarithms."""
    own = behaviour.loc[behaviour.index.intersection(small), [c for c in MEASURES if c in behaviour]]
    own = own[[c for c in own if own[c].notna().mean() >= KNOWN]].astype(float)
    for column in own.columns.intersection(SKEWED):
        # half an hour keeps those without any care comparable
        own[column] = np.log(own[column].clip(lower=1e-9) + (0.5 if column == "hours_year" else 0.0))
    return own


def profiles(base: Base, behaviour: pd.DataFrame, scaled_from: pd.DataFrame, structure: Structure) -> pd.DataFrame:
    """One row per group (index cluster): customers, revenue and cm3 per year, its median of every measure, traits, package.

    `traits` are up to three pairs (measure, high|low) furthest from the median of all small customers, clear ones only.
    """
    group = structure.groups
    known = base.known.loc[group.index]
    table = pd.DataFrame({"customers": group.value_counts(), "revenue": known["revenue_per_year"].groupby(group).sum()})
    if "value_earned" in known:
        table["cm3"] = known["value_earned"].groupby(group).sum()
    apart = standardised(scaled_from).groupby(group).median()
    table = table.join(behaviour.loc[group.index, list(scaled_from)].groupby(group).median())
    table["traits"] = [_traits(row) for _, row in apart.reindex(table.index).iterrows()]
    table["package"] = package_fit(apart.assign(**({"cm3": table["cm3"]} if "cm3" in table else {})))
    return table.sort_index().rename_axis("cluster")


def _traits(apart: pd.Series) -> tuple[tuple[str, str], ...]:
    clear = apart[apart.abs() >= CLEAR]
    far = clear.iloc[np.lexsort((clear.index.astype(str), -clear.abs().to_numpy()))][:TRAITS]
    return tuple((str(name), "high" if value > 0 else "low") for name, value in far.items())


def conditions(base: Base) -> pd.DataFrame | None:
    """Per small customer whether each condition of a smart account holds (True, False, None), and its cm3 per year."""
    if base.rule is None:
        return None
    small = base.rule[base.rule["size"].isin(["small", "none"])]
    found = two_conditions(small, base.client.parameters.segmentation.decline_limit)
    return found.assign(cm3=base.rule["cm3"].reindex(found.index) / base.client.years) if len(found) else None


def definitions(base: Base, behaviour: pd.DataFrame) -> pd.DataFrame | None:
    """Who is small by revenue, employees, order value and order quantity, as far as known; None without a second one."""
    amounts = pd.DataFrame({"revenue": base.known["revenue_per_year"]}).loc[lambda t: t["revenue"] > 0]
    if "employees" in base.known:
        amounts["employees"] = pd.to_numeric(base.known["employees"])
    if "order_value" in behaviour:
        amounts["order_value"] = behaviour["order_value"]
    lines = lines_in_period(base)
    if "quantity" in lines and lines["quantity"].notna().any():
        bought = lines[lines["net_revenue"] >= 0]
        amounts["order_quantity"] = bought.groupby("customer_id")["quantity"].sum() / base.known["orders"]
    amounts = amounts[[c for c in amounts if amounts[c].notna().any()]]
    if amounts.shape[1] < 2 or amounts.empty:
        return None
    return small_definitions(amounts, base.client.parameters.value.size_edges)


def broken_promises(base: Base, small: pd.Index) -> tuple[np.ndarray, tuple[str, ...]]:
    """Purchases of small customers after a late delivery or complaint, as `after_failure` has them, and what was counted."""
    lines = lines_in_period(base)
    lines = lines[lines["customer_id"].isin(small)]
    client, nothing = base.client, np.empty((0, 0, 3))
    failures, kinds = [], []
    if {"promised_at", "shipped_at"} <= set(lines) and lines["promised_at"].notna().any():
        late = lines[lines["shipped_at"].dt.normalize() > lines["promised_at"].dt.normalize()]
        failures.append(late[["customer_id", "shipped_at"]].set_axis(["customer_id", "date"], axis=1))
        kinds.append("late")
    if client.has("activities", "customer_id"):
        done = client.tables["activities"]
        failures.append(done.loc[done["type"] == "complaint", ["customer_id", "date"]])
        kinds.append("complaint")
    windows = two_windows(client.period) if client.dated else None
    if windows is None or not failures or not sum(map(len, failures)) or lines.empty:
        return nothing, tuple(kinds)
    after = windows.later[1] + pd.Timedelta(days=1)
    half, day = pd.DateOffset(months=6), pd.Timedelta(days=1)
    halves = Windows(6, (after - half - half, after - half - day), (after - half, after - day))
    return after_failure(lines, pd.concat(failures), equal_windows(client.period, halves)), tuple(kinds)
