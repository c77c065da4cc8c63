"""What is known of each key account: worked out once for all, from the customers table and the client's own tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbook.client import Client
from workbook.methods.white_spots import ENDS, white_spots
from workbook.methods.windows import within
from workbook.parameters_plans import AccountPlan

Records = list[dict[str, Any]]  # the few rows of one account: one dict per row, by column


@dataclass(frozen=True)
class Account:
    """One account. `row`: what the customers table says of it, one value per column, missing ones left out.

    `demand`: low, central, high of all it buys in our field a year (currency), None where nothing tells. `years`: one record per
    calendar year with year, revenue, orders, rate (discount, 0–1), cm1; NaN where nothing is known. `spots`: white spots (see
    methods/white_spots.py), None where no categories were delivered. `family`: customers of the same group with customer_id,
    name, class, revenue, low and high of what they buy elsewhere. `chances`: open opportunities as delivered, the largest first.
    `plan`: what was agreed in client.yaml.
    """

    id: str
    name: str
    row: dict[str, object]
    demand: tuple[float, float, float] | None
    years: Records
    spots: Records | None
    family: Records
    chances: Records
    plan: AccountPlan

    def number(self, column: str) -> float:
        """A number of the customers table; NaN where it is missing."""
        value = self.row.get(column)
        return float(value) if isinstance(value, int | float | np.number) else np.nan

    @property
    def revenue(self) -> float:
        """Revenue a year, in currency; NaN where there are no order lines."""
        return self.number("revenue_per_year")

    @property
    def span(self) -> float:
        """Length of the period in years, by which sums over the period become figures a year; NaN where nothing was bought."""
        return self.number("net_revenue") / self.revenue if self.revenue else np.nan

    @property
    def elsewhere(self) -> tuple[float, float] | None:
        """What it buys from others a year, from … to …; None where its demand is not known."""
        if self.demand is None or np.isnan(self.revenue):
            return None
        return max(self.demand[0] - self.revenue, 0.0), max(self.demand[2] - self.revenue, 0.0)


def accounts(customers: pd.DataFrame, client: Client) -> list[Account]:
    """The key accounts and whoever has a plan in client.yaml, the most revenue first."""
    agreed = client.parameters.account_plans
    named = customers.index.isin(list(agreed))
    chosen = customers[_column(customers, "class").eq("key") | named]
    if chosen.empty:
        return []
    revenue = pd.to_numeric(_column(chosen, "revenue_per_year")).astype(float)
    ids = revenue.fillna(0).sort_values(ascending=False, kind="stable").index
    demand = demands(customers)
    lines = _lines(client)
    spots, years = _spots(customers, demand, lines, ids, client), _years(lines, ids, client)
    families, chances = _families(customers, demand, ids), _chances(client)
    return [
        Account(
            str(i),
            str(row.get("name", i)),
            row,
            wanted if not np.isnan(wanted).any() else None,
            years.get(i, []),
            None if spots is None else spots.get(i, []),
            families.get(i, []),
            chances.get(i, []),
            agreed.get(str(i), AccountPlan()),
        )
        for (i, row), wanted in zip(_rows(chosen.loc[ids]), _triples(demand.loc[ids]), strict=True)
    ]


def _rows(chosen: pd.DataFrame) -> list[tuple[object, dict[str, object]]]:
    """Each customer with those of its values that are known."""
    found = zip(chosen.index, chosen.astype(object).to_dict("records"), strict=True)
    return [(i, {str(k): v for k, v in row.items() if not pd.isna(v) and v != ""}) for i, row in found]


def _triples(demand: pd.DataFrame) -> list[tuple[float, float, float]]:
    """Each customer's demand: low, central, high."""
    return list(zip(*(demand[end].tolist() for end in ENDS), strict=True))


def _split(t: pd.DataFrame, by: str) -> dict[object, Records]:
    """The rows of a table by the value of one of its columns, their order kept."""
    found: dict[object, Records] = defaultdict(list)
    for record in t.to_dict("records"):
        found[record[by]].append(record)
    return found


def _column(t: pd.DataFrame, name: str) -> pd.Series:
    return t[name] if name in t else pd.Series(None, t.index, dtype=object)


def demands(customers: pd.DataFrame) -> pd.DataFrame:
    """All a customer buys in our field a year (index customer_id, columns low, central, high, currency).

    The potential with its range where it was delivered, else revenue over the share of wallet with its range; missing else, and
    where the customer already buys more than that: then nobody knows.
    """

    def number(name: str) -> pd.Series:
        return pd.to_numeric(_column(customers, name)).astype(float)

    stated, revenue = number("potential_revenue"), number("revenue_per_year").where(lambda r: r > 0)
    shares = {"low": number("sow_to"), "central": number("sow"), "high": number("sow_from")}
    made = pd.DataFrame({end: revenue / shares[end].where(shares[end] > 0) for end in ENDS})
    made["low"] = number("potential_low").fillna(stated).where(stated.notna(), made["low"])
    made["high"] = number("potential_high").fillna(stated).where(stated.notna(), made["high"])
    made["central"] = stated.fillna(made["central"])
    made = made.fillna({"low": made["central"], "high": made["central"]})
    return made.where(~(revenue > made["high"]))


def _lines(client: Client) -> pd.DataFrame:
    """Order lines inside the period."""
    lines = client.tables.get("transactions", pd.DataFrame())
    if "date" not in lines or "customer_id" not in lines:
        return pd.DataFrame()
    first, last = (pd.Timestamp(d) for d in client.period)
    return lines[within(lines["date"], (first, last))]


def _spots(
    customers: pd.DataFrame, demand: pd.DataFrame, lines: pd.DataFrame, ids: pd.Index, client: Client
) -> dict[object, Records] | None:
    """White spots by customer, the most money first; None without categories."""
    if "category" not in lines or lines["category"].isna().all():
        return None
    first, last = client.period
    spend = lines.groupby(["customer_id", "category"])["net_revenue"].sum().unstack(fill_value=0.0)
    spend = spend[spend.index.isin(customers.index)] / ((last - first).days + 1) * 365.25
    industry = _column(customers, "industry").reindex(spend.index)
    found = white_spots(spend, industry, demand, ids)
    return _split(found.sort_values(["central", "peer_share"], ascending=False, kind="stable"), "customer_id")


def _years(lines: pd.DataFrame, ids: pd.Index, client: Client) -> dict[object, Records]:
    """Revenue, orders, discount and CM I by customer, for every calendar year of the period."""
    own = lines[lines["customer_id"].isin(ids)] if len(lines) else lines
    if own.empty:
        return {}
    made = own.assign(year=own["date"].dt.year)
    sums = ["net_revenue", *(c for c in ("list_revenue", "discount", "margin", "cost_of_goods") if c in own)]
    by = made.groupby(["customer_id", "year"])
    t = by[sums].sum(min_count=1).rename(columns={"net_revenue": "revenue"})
    t["orders"] = made[made["net_revenue"] > 0].groupby(["customer_id", "year"])["order_id"].nunique() if (
        "order_id" in own
    ) else np.nan  # fmt: skip
    t["rate"] = t["discount"] / t["list_revenue"].where(t["list_revenue"] > 0) if {"discount", "list_revenue"} <= (
        set(t)
    ) else np.nan  # fmt: skip
    t["cm1"] = t["revenue"] - t["cost_of_goods"] if "cost_of_goods" in t else t.get("margin", np.nan)
    every = range(client.period[0].year, client.period[1].year + 1)
    each = pd.MultiIndex.from_product([t.index.unique("customer_id"), every], names=["customer_id", "year"])
    return _split(t[["revenue", "orders", "rate", "cm1"]].reindex(each).reset_index(), "customer_id")


def _families(customers: pd.DataFrame, demand: pd.DataFrame, ids: pd.Index) -> dict[object, Records]:
    """The other customers of each account's group."""
    parent = _column(customers, "parent_id")
    if parent.isna().all():
        return {}
    head = parent.where(parent.notna(), customers.index.to_series())
    shared = head.duplicated(keep=False)
    revenue = pd.to_numeric(_column(customers, "revenue_per_year")).astype(float).fillna(0.0)
    other = demand[["low", "high"]].sub(revenue, axis=0).clip(lower=0)
    names = _column(customers, "name").where(_column(customers, "name").notna(), customers.index.astype(str))
    found = {"head": head, "name": names, "revenue": revenue, "class": _column(customers, "class")}
    t = pd.DataFrame(found).join(other)[shared].rename_axis("customer_id").reset_index()
    groups = _split(t, "head")
    own = ids[shared.loc[ids].to_numpy()]
    return {i: [r for r in groups[head[i]] if r["customer_id"] != i] for i in own}


def _chances(client: Client) -> dict[object, Records]:
    """Open opportunities by customer, the largest first."""
    t = client.tables.get("opportunities", pd.DataFrame())
    if "customer_id" not in t or not {"outcome", "closed_at"} & set(t):
        return {}
    still = t[t["outcome"].eq("open") if "outcome" in t else t["closed_at"].isna()]
    ranked = still.sort_values("value", ascending=False, kind="stable") if "value" in still else still
    return _split(ranked, "customer_id")
