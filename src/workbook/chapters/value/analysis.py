"""The facts of chapter 2."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from workbook.chapters import SoFar
from workbook.client import Client
from workbook.finding import Figure
from workbook.methods.concentration import by_group, effective_number, hhi, top_share
from workbook.methods.contribution import customer_sums, fill_cost, margins, order_cost
from workbook.methods.cumulated import abc_class, size_class
from workbook.methods.discount import discount_by_class, discount_rate
from workbook.methods.growth_bridge import growth_bridge
from workbook.methods.rank_agreement import abc_by_abc, kendall_tau_b
from workbook.methods.time_driven_cost import Pools, care_cost, hours_of, staff_rates, three_pools
from workbook.methods.whale import Whale, whale, whale_band
from workbook.methods.windows import Windows, growth_ratio, two_windows


@dataclass(frozen=True)
class Result:
    """One row per existing customer with orders or care in the period (index customer_id), and what follows from it.

    Columns of `table`: name, net_revenue, orders, order_lines, revenue_per_year, size, abc; with list prices list_revenue,
    discount, discount_rate; with costs cost_of_goods, cm1, order_cost, cm2, care_cost, cm3, value_earned; with activities hours
    (over the period). `estimated_cost`: share of revenue whose cost of goods is estimated.
    Money over the whole period unless it says per year.
    """

    client: Client
    table: pd.DataFrame
    lines: int
    rates: pd.DataFrame | None
    pools: Pools | None
    curve: Whale | None
    band: pd.DataFrame | None
    corners: pd.DataFrame | None
    discounts: pd.DataFrame | None
    windows: Windows | None
    bridge: pd.DataFrame | None
    growth: pd.DataFrame | None
    dependence: pd.Series
    estimated_cost: float

    @property
    def has_margin(self) -> bool:
        """Whether contribution margins could be computed."""
        return "cm3" in self.table

    @property
    def tau(self) -> float | None:
        """Agreement of the ranks by revenue and by value; None for fewer than two customers or where all are equal."""
        if not self.has_margin:
            return None
        tau = kendall_tau_b(self.table["net_revenue"], self.table["value_earned"])
        return tau if math.isfinite(tau) else None

    @property
    def earning(self) -> bool:
        """Whether any customer has positive revenue in the period: else there is nothing to take a share of."""
        return bool((self.dependence > 0).any())

    @property
    def buyers(self) -> pd.DataFrame:
        """Customers with orders in the period."""
        return self.table[self.table["orders"] > 0]


def analyse(client: Client, so_far: SoFar) -> Result:
    """Value against revenue, as far as the data go."""
    lines = lines_in_period(client)
    p = client.parameters.value
    estimated = 0.0
    if "cost_of_goods" in lines:
        lines, estimated = fill_cost(lines)
    sums = customer_sums(lines)
    rates, pools, care, spent = _care(client)
    if "cost_of_goods" in sums:
        sums = sums.join(margins(sums, order_cost(sums, *_event_rates(client)), care), how="outer")
        sums["value_earned"] = sums["cm3"] / client.years
    sums = sums[sums.index.isin(existing(client, sums.index))]
    table = sums.fillna({"net_revenue": 0.0, "orders": 0, "order_lines": 0})
    table["hours"] = spent.reindex(table.index).fillna(0.0) if spent is not None else float("nan")
    table["revenue_per_year"] = table["net_revenue"] / client.years
    table["size"] = size_class(table["revenue_per_year"], p.size_edges)
    table["abc"] = abc_class(table["net_revenue"], p.abc_edges)
    table.insert(0, "name", _names(client, table.index))
    discounts = None
    if "list_revenue" in table:
        table["discount_rate"] = (table["discount"] / table["list_revenue"]).where(table["list_revenue"] > 0)
        discounts = discount_by_class(table[table["orders"] > 0], table["size"])
    windows = two_windows(client.period) if client.dated and len(lines) else None
    growth = growth_ratio(lines, windows) if windows else None
    curve = band = corners = None
    if "cm3" in table:
        curve = whale(table["cm3"])
        seed = client.parameters.seed
        band = whale_band(table["cm2"], table["care_cost"], table["order_cost"], p.cost_rate_range, seed)
        corners = abc_by_abc(table["net_revenue"], table["value_earned"], p.abc_edges)
    bridge = growth_bridge(growth["earlier"], growth["later"]) if growth is not None else None
    dependence = by_group(table["net_revenue"], _parents(client, table.index))
    return Result(
        client,
        table,
        int(lines["order_lines"].sum()) if "order_lines" in lines else len(lines),
        rates,
        pools,
        curve,
        band,
        corners,
        discounts,
        windows,
        bridge,
        growth,
        dependence,
        estimated,
    )


def existing(client: Client, ids: pd.Index) -> pd.Index:
    """The ids without prospects: whoever has a transaction, and whom the customer list calls existing."""
    bought = ids.isin(client.tables["transactions"]["customer_id"])
    if not client.has("customers", "existing"):
        return ids[bought]
    stated = client.tables["customers"].drop_duplicates("customer_id").set_index("customer_id")["existing"]
    known = stated.reindex(ids).astype(object)
    return ids[known.where(known.notna(), False).astype(bool).to_numpy() | bought]


def lines_in_period(client: Client) -> pd.DataFrame:
    """The order lines dated within the period, both ends included."""
    lines = client.tables["transactions"]
    first, last = (pd.Timestamp(d) for d in client.period)
    return lines[(lines["date"] >= first) & (lines["date"] < last + pd.Timedelta(days=1))]


def _care(client: Client) -> tuple[pd.DataFrame | None, Pools | None, pd.Series, pd.Series | None]:
    """Rates per person, the three pools, care cost and hours per customer over the period."""
    if not client.has("activities"):
        return None, None, pd.Series(dtype=float), None
    done = client.tables["activities"]
    first, last = (pd.Timestamp(d) for d in client.period)
    done = done[(done["date"] >= first) & (done["date"] < last + pd.Timedelta(days=1))]
    # Hours of nobody are no hours of a person: without the two columns there is nothing to distribute.
    done = done.assign(
        **{c: pd.Series(pd.NA, done.index, dtype="str") for c in ("customer_id", "rep_id") if c not in done}
    )
    costed = client.has("staff", "annual_cost", "working_hours") and client.has("activities", "rep_id")
    share = client.parameters.value.practical_share
    rates = staff_rates(client.tables["staff"], client.years, share) if costed else None
    spent = hours_of(done)
    own = done["customer_id"].notna() if "customer_id" in done else pd.Series(False, done.index)
    hours = spent[own].groupby(done.loc[own, "customer_id"]).sum()
    empty = pd.DataFrame({"rate": pd.Series(dtype=float)})
    cost = care_cost(done[own], rates if rates is not None else empty, client.tables.get("cost_rates"))
    pools = None
    if rates is not None:
        pools = three_pools(
            rates,
            spent[own].groupby(done.loc[own, "rep_id"]).sum(),
            spent[~own].groupby(done.loc[~own, "rep_id"]).sum(),
        )
    return rates, pools, cost.groupby(done.loc[own, "customer_id"]).sum(), hours


def _event_rates(client: Client) -> tuple[float, float]:
    """Cost per order and per order line, 0 where none was delivered (freight alone then)."""
    if not client.has("cost_rates", "cost_per_event"):
        return 0.0, 0.0
    events = client.tables["cost_rates"].set_index("activity_type")["cost_per_event"]
    return float(events.get("order", 0.0) or 0.0), float(events.get("order_line", 0.0) or 0.0)


def _names(client: Client, ids: pd.Index) -> pd.Series:
    """The customers' names, their id where there is none."""
    if not client.has("customers", "name"):
        return pd.Series(ids.astype(str), ids)
    names = client.tables["customers"].drop_duplicates("customer_id").set_index("customer_id")["name"]
    return names.reindex(ids).fillna(pd.Series(ids.astype(str), ids)).astype(str)


def _parents(client: Client, ids: pd.Index) -> pd.Series | None:
    if not client.has("customers", "parent_id"):
        return None
    return client.tables["customers"].drop_duplicates("customer_id").set_index("customer_id")["parent_id"].reindex(ids)


def figures(result: Result) -> tuple[Figure, ...]:
    """The figures of chapter 2 for results.json; without order lines there is no revenue, not one of 0."""
    t, cash = result.table, result.client.parameters.currency
    if not result.client.has("transactions"):
        return _pool_figures(result)
    made = [
        Figure("value.customers", len(result.buyers), "count"),
        Figure("value.net_revenue", float(t["net_revenue"].sum()), cash),
        Figure("value.hhi", hhi(result.dependence), "index"),
        Figure("value.effective_customers", effective_number(result.dependence), "count"),
        Figure("value.top1_share", top_share(result.dependence, 1), "share"),
        Figure("value.top10_share", top_share(result.dependence, 10), "share"),
    ]
    if "list_revenue" in t:
        made.append(Figure("value.list_revenue", float(t["list_revenue"].sum()), cash))
        made.append(Figure("value.discount_rate", discount_rate(t["discount"], t["list_revenue"]), "share"))
    if "freight" in t:
        made.append(Figure("value.freight", float(t["freight"].sum()), cash))
    if result.has_margin:
        guessed = result.estimated_cost > 0
        margin = {c: float(t[c].sum()) for c in ("cm1", "cm2", "cm3")}
        made += [Figure(f"value.{c}", amount, cash, None, guessed) for c, amount in margin.items()]
        made.append(Figure("value.cost_to_serve", float(t["cost_to_serve"].sum()), cash))
        made.append(Figure("value.loss_makers", int((t["cm3"] < 0).sum()), "count"))
    if result.tau is not None:
        made.append(Figure("value.kendall_tau", result.tau, "index"))
    if result.curve is not None and result.curve.peak is not None:
        made.append(Figure("value.whale_peak", result.curve.peak, "share"))
        made.append(Figure("value.subsidy", float(result.curve.subsidy or 0), "share"))
    made += _pool_figures(result)
    # What cannot be computed is absent here and named among the gaps.
    return tuple(f for f in made if math.isfinite(float(f.value)))


def _pool_figures(result: Result) -> tuple[Figure, ...]:
    """What the staff's time costs beside the customers."""
    if result.pools is None:
        return ()
    cash = result.client.parameters.currency
    made = (
        Figure("value.non_selling_cost", result.pools.non_selling, cash),
        Figure("value.unused_capacity_cost", result.pools.unused, cash),
    )
    return tuple(f for f in made if math.isfinite(float(f.value)))


def customers(result: Result) -> pd.DataFrame:
    """One row per customer: every column of this chapter, and the growth of its revenue between the two windows."""
    columns = ["name", "net_revenue", "revenue_per_year", "orders", "order_lines", "size", "abc", "hours"]
    columns += ["list_revenue", "discount", "discount_rate", "freight", "cm1", "cm2", "cm3"]
    columns += ["order_cost", "care_cost", "cost_to_serve", "value_earned"]
    table = result.table[[c for c in columns if c in result.table]]
    if result.growth is not None:
        table = table.join(result.growth[["ratio", "error"]].add_prefix("growth_"))
    return table
