"""What chapter 2 rests on: per customer revenue, orders, cost and hours; the lines; the two windows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from workbook.client import Client
from workbook.methods import contribution
from workbook.methods.contribution import customer_sums, fill_cost, margins, order_cost
from workbook.methods.cumulated import abc_class, size_class
from workbook.methods.time_driven_cost import Pools, care_cost, hours_of, staff_rates, three_pools
from workbook.methods.windows import Windows, growth_ratio, two_windows, within

NEAR = pd.Timedelta(days=31)  # activities that begin or end this much inside a window still cover it


@dataclass(frozen=True)
class Base:
    """One row per existing customer with orders or care in the period (index customer_id), and what it was made of.

    Columns of `table`: name, net_revenue, orders, order_lines, revenue_per_year, size, abc, hours (over the period, NaN without
    activities); with list prices list_revenue, discount, discount_rate; with costs cost_of_goods, cm1, order_cost, cm2,
    care_cost, cost_to_serve, cm3, value_earned. `lines`: the order lines of the period. `growth`: one row per customer
    (earlier, later, ratio, error), None without two windows. `by_window`: sums and margins per customer in the earlier and the
    later window, None without costs. `estimated_cost`: share of revenue whose cost of goods is estimated.
    Money over the whole period unless it says per year.
    """

    client: Client
    table: pd.DataFrame
    lines: pd.DataFrame
    rates: pd.DataFrame | None
    pools: Pools | None
    windows: Windows | None
    growth: pd.DataFrame | None
    estimated_cost: float
    by_window: tuple[pd.DataFrame, pd.DataFrame] | None

    @property
    def has_margin(self) -> bool:
        """Whether contribution margins could be computed."""
        return "cm3" in self.table

    @property
    def care_covers(self) -> bool:
        """Whether activities were recorded in both windows from end to end: else their margins after care do not compare."""
        if self.windows is None or not self.client.has("activities"):
            return False
        days = self.client.tables["activities"]["date"]
        return bool(days.min() <= self.windows.earlier[0] + NEAR and days.max() >= self.windows.later[1] - NEAR)

    def margins_by_window(self) -> pd.DataFrame:
        """CM II per customer in either window (cm2_earlier, cm2_later), CM III too where care was recorded in both; currency."""
        if self.by_window is None:
            return pd.DataFrame(index=self.table.index)
        levels = ["cm2", "cm3"] if self.care_covers else ["cm2"]
        parts = zip(("earlier", "later"), self.by_window, strict=True)
        found = [sums.reindex(columns=levels).add_suffix(f"_{name}") for name, sums in parts]
        return pd.concat(found, axis=1).reindex(self.table.index).astype(float).fillna(0.0)

    @property
    def buyers(self) -> pd.DataFrame:
        """Customers with orders in the period."""
        return self.table[self.table["orders"] > 0]

    @property
    def n_lines(self) -> int:
        """How many order lines there are in the period; a row of a large file stands for several."""
        return int(self.lines["order_lines"].sum()) if "order_lines" in self.lines else len(self.lines)


def base(client: Client) -> Base:
    """Customers with what they bought, cost and took of the staff's time, as far as the data go."""
    lines = lines_in_period(client)
    p = client.parameters.value
    estimated = 0.0
    if "cost_of_goods" in lines:
        lines, estimated = fill_cost(lines)
    sums = customer_sums(lines)
    rates, pools, care, spent = _care(client)
    if "cost_of_goods" in sums:
        sums = sums.join(margins(sums, order_cost(sums, *event_rates(client)), care), how="outer")
        sums["value_earned"] = sums["cm3"] / client.years
    sums = sums[sums.index.isin(client.existing(sums.index))]
    table = sums.fillna({"net_revenue": 0.0, "orders": 0, "order_lines": 0})
    table["hours"] = spent.reindex(table.index).fillna(0.0) if spent is not None else float("nan")
    table["revenue_per_year"] = table["net_revenue"] / client.years
    table["size"] = size_class(table["revenue_per_year"], p.size_edges)
    table["abc"] = abc_class(table["net_revenue"], p.abc_edges)
    table.insert(0, "name", _names(client, table.index))
    if "list_revenue" in table:
        listed = table["list_revenue"]
        table["discount_rate"] = (table["discount"] / listed).where(listed > 0)
    windows = two_windows(client.period) if client.dated and len(lines) else None
    growth = growth_ratio(lines, windows) if windows else None
    made = Base(client, table, lines, rates, pools, windows, growth, estimated, None)
    if windows is None or not made.has_margin:
        return made
    return replace(made, by_window=(_window_sums(made, windows.earlier), _window_sums(made, windows.later)))


def _window_sums(found: Base, window: tuple[pd.Timestamp, pd.Timestamp]) -> pd.DataFrame:
    """What existing customers bought and took of the staff's time in one window, with margins at the rates of the period."""
    sums = customer_sums(found.lines[within(found.lines["date"], window)])
    care = pd.Series(dtype=float)
    if found.client.has("activities"):
        care = care_of(activities_between(found.client, *window), found.rates, found.client)
    table = sums.join(margins(sums, order_cost(sums, *event_rates(found.client)), care), how="outer")
    return table[table.index.isin(found.table.index)]


def lines_in_period(client: Client) -> pd.DataFrame:
    """The order lines dated within the period, both ends included."""
    lines = client.tables["transactions"]
    first, last = (pd.Timestamp(d) for d in client.period)
    return lines[(lines["date"] >= first) & (lines["date"] < last + pd.Timedelta(days=1))]


def activities_between(client: Client, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """The activities of these days, both ends included, with customer_id and rep_id (missing where not delivered)."""
    done = client.tables["activities"]
    done = done[(done["date"] >= first) & (done["date"] < last + pd.Timedelta(days=1))]
    # Hours of nobody are no hours of a person: without the two columns there is nothing to distribute.
    return done.assign(
        **{c: pd.Series(pd.NA, done.index, dtype="str") for c in ("customer_id", "rep_id") if c not in done}
    )


def care_of(done: pd.DataFrame, rates: pd.DataFrame | None, client: Client) -> pd.Series:
    """Care cost per customer, prospects too, of some activities at the staff's rates; `done` as `activities_between`."""
    own = done[done["customer_id"].notna()]
    known = rates if rates is not None else pd.DataFrame({"rate": pd.Series(dtype=float)})
    return care_cost(own, known, client.tables.get("cost_rates")).groupby(own["customer_id"]).sum()


def _care(client: Client) -> tuple[pd.DataFrame | None, Pools | None, pd.Series, pd.Series | None]:
    """Rates per person, the three pools, care cost and hours per customer over the period."""
    if not client.has("activities"):
        return None, None, pd.Series(dtype=float), None
    done = activities_between(client, *(pd.Timestamp(d) for d in client.period))
    costed = client.has("staff", "annual_cost", "working_hours") and client.has("activities", "rep_id")
    share = client.parameters.value.practical_share
    full = client.parameters.value.full_cost
    rates = staff_rates(client.tables["staff"], client.years, share, full) if costed else None
    spent = hours_of(done)
    own = done["customer_id"].notna()
    hours = spent[own].groupby(done.loc[own, "customer_id"]).sum()
    pools = None
    if rates is not None:
        pools = three_pools(
            rates,
            spent[own].groupby(done.loc[own, "rep_id"]).sum(),
            spent[~own].groupby(done.loc[~own, "rep_id"]).sum(),
        )
    return rates, pools, care_of(done, rates, client), hours


def event_rates(client: Client) -> tuple[float, float]:
    """Cost per order and per order line, 0 where none was delivered (freight alone then)."""
    return contribution.event_rates(client.tables.get("cost_rates"))


def _names(client: Client, ids: pd.Index) -> pd.Series:
    """The customers' names, their id where there is none."""
    return client.listed("name", ids).fillna(pd.Series(ids.astype(str), ids)).astype(str)
