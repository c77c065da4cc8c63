"""The facts of chapter 2."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from workbook.chapters.value import effort as effort_topic
from workbook.chapters.value import expected, prices
from workbook.chapters.value import risk as risk_topic
from workbook.chapters.value.base import Base, base
from workbook.chapters.value.effort import Effort
from workbook.chapters.value.expected import Expected, Measure
from workbook.chapters.value.groups import Groups, groups
from workbook.chapters.value.history import History
from workbook.chapters.value.history import columns as history_columns
from workbook.chapters.value.history import figures as history_figures
from workbook.chapters.value.history_claims import past
from workbook.chapters.value.risk import Risk, risk
from workbook.client import Client
from workbook.finding import Claim, Figure
from workbook.methods.concentration import by_group, effective_number, hhi, top_share
from workbook.methods.cost_range import order_cost_range
from workbook.methods.discount import discount_by_class, discount_rate
from workbook.methods.growth_bridge import growth_bridge
from workbook.methods.rank_agreement import abc_by_abc, kendall_tau_b
from workbook.methods.whale import Whale, subsidy_range, whale, whale_band


@dataclass(frozen=True)
class Result(Base):
    """What follows from the base, topic by topic; None where the data do not carry it."""

    curve: Whale | None
    band: pd.DataFrame | None
    subsidy_range: tuple[float, float] | None
    corners: pd.DataFrame | None
    discounts: pd.DataFrame | None
    bridge: pd.DataFrame | None
    dependence: pd.Series
    expected: Expected
    prices: prices.Prices | None
    history: History
    risk: Risk
    effort: Effort
    claims: tuple[Claim, ...] = ()

    @property
    def measure(self) -> Measure:
        """Which value the rankings use: expected where every customer with orders has it, else earned."""
        return self.expected.measure

    @property
    def tau(self) -> float | None:
        """Agreement of the ranks by revenue and by value; None for fewer than two customers or where all are equal."""
        if not self.has_margin:
            return None
        tau = kendall_tau_b(self.table["net_revenue"], self.table["value"])
        return tau if math.isfinite(tau) else None

    @property
    def earning(self) -> bool:
        """Whether any customer has positive revenue in the period: else there is nothing to take a share of."""
        return bool((self.dependence > 0).any())


def facts(client: Client) -> Result:
    """Value against revenue, as far as the data go; no claim is tested yet."""
    plain = base(client)
    foreseen = expected.expected(plain)
    found = foreseen.on(plain)
    table, growth, p = found.table, found.growth, client.parameters.value
    curve = band = consumed = corners = discounts = None
    if "list_revenue" in table:
        discounts = discount_by_class(found.buyers, _sides(groups(found)))
    if found.has_margin:
        curve = whale(table["cm3"])
        costs, seed = (table["cm2"], table["care_cost"], table["order_cost"]), client.parameters.seed
        uncertain = p.cost_rate_range, seed, order_cost_range(client.tables.get("cost_rates"), table)
        band, consumed = whale_band(*costs, *uncertain), subsidy_range(*costs, *uncertain)
        corners = abc_by_abc(table["net_revenue"], table["value"], p.abc_edges)
    bridge = growth_bridge(growth["earlier"], growth["later"]) if growth is not None else None
    parents = parents_of(client, table.index)
    dependence = by_group(table["net_revenue"], parents)
    earlier = past(found)
    return Result(**vars(found), curve=curve, band=band, subsidy_range=consumed, corners=corners,
                  discounts=discounts, bridge=bridge, dependence=dependence, expected=foreseen, prices=prices.prices(found),
                  history=earlier, risk=risk(found, parents),
                  effort=effort_topic.effort(found, earlier, hhi(dependence)))  # fmt: skip


def _sides(of: Groups) -> pd.Series:
    """Key accounts, small customers and those between, by the groups this chapter means."""
    return pd.Series("between", of.of.index).mask(of.key, "key").mask(of.small, "small")


def parents_of(client: Client, ids: pd.Index) -> pd.Series | None:
    """The parent id of each customer where groups are known."""
    if not client.has("customers", "parent_id"):
        return None
    return client.listed("parent_id", ids)


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
    made += history_figures(result.history, cash)
    made += _pool_figures(result)
    made += expected.figures(result, result.expected)
    made += prices.figures(result.prices)
    made += risk_topic.figures(result.risk)
    made += effort_topic.figures(result.effort)
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
    """One row per customer: every column of this chapter, and the growth of its revenue between the two windows.

    Prospects with a potential have `value_if_won` alone.
    """
    columns = ["name", "net_revenue", "revenue_per_year", "orders", "order_lines", "size", "abc", "hours"]
    columns += ["list_revenue", "discount", "discount_rate", "freight", "cm1", "cm2", "cm3"]
    columns += ["order_cost", "care_cost", "cost_to_serve", "value_earned", "value", *expected.ROWS]
    table = result.table[[c for c in columns if c in result.table]]
    if result.growth is not None:
        table = table.join(result.growth[["ratio", "error"]].add_prefix("growth_"))
    table = table.join(result.margins_by_window())
    table = table.join(prices.columns(result.prices)).join(history_columns(result.history))
    table = table.join(effort_topic.columns(result.effort))
    if result.risk.impact is not None:
        table = table.join(result.risk.impact["lost_result"])
    if (
        result.expected.prospects is not None
    ):  # a column of its own: what holds only on winning is in no sum of customers
        table = table.join(result.expected.prospects["value_expected"].rename("value_if_won"), how="outer")
    return table
