"""Contribution margins I–III per customer."""

from __future__ import annotations

import pandas as pd


def customer_sums(lines: pd.DataFrame, by: tuple[str, ...] = ("customer_id",)) -> pd.DataFrame:
    """What each customer bought, or each of what `by` names.

    From one row per order line (customer_id, net_revenue; optional list_revenue, discount, cost_of_goods, freight, order_id,
    order_lines where a row stands for several lines)
    to one row per customer (index customer_id: net_revenue, orders, order_lines, and the sums of those columns delivered).
    Negative lines are credit notes: netted in money, no order and no order line in the counts.
    """
    sums = [c for c in ("net_revenue", "list_revenue", "discount", "cost_of_goods", "freight") if c in lines]
    keys = list(by) if len(by) > 1 else by[0]
    table = lines.groupby(keys, sort=True)[sums].sum()
    bought = lines[lines["net_revenue"] >= 0]
    each = bought.assign(order_lines=_lines(bought)).groupby(keys)
    table["order_lines"] = each["order_lines"].sum().reindex(table.index, fill_value=0)
    if "order_id" in lines:
        orders = each["order_id"].nunique()
    else:
        orders = each["date"].nunique() if "date" in lines else table["order_lines"]
    table["orders"] = orders.reindex(table.index, fill_value=0)
    return table


def fill_cost(lines: pd.DataFrame, least_known: float = 0.5) -> tuple[pd.DataFrame, float]:
    """Lines with their missing cost of goods estimated, and the share of revenue (0–1) that was estimated.

    From order lines (net_revenue, cost_of_goods; optional category) to the same lines, a missing cost filled with net revenue
    × the cost rate of its category, else of all lines with a cost. Where the cost is known for less than `least_known` of the
    revenue, the column is dropped: not known is better than guessed.
    """
    known = lines["cost_of_goods"].notna()
    revenue = lines["net_revenue"].abs()
    missing = float(revenue[~known].sum() / revenue.sum()) if revenue.sum() > 0 else 0.0
    if known.all():
        return lines, 0.0
    if 1 - missing < least_known or not lines.loc[known, "net_revenue"].sum() > 0:
        return lines.drop(columns="cost_of_goods"), 1.0
    sums = lines.loc[known, ["net_revenue", "cost_of_goods"]].sum()
    rate = pd.Series(sums["cost_of_goods"] / sums["net_revenue"], lines.index)
    if "category" in lines:
        grouped = lines[known].groupby("category")[["net_revenue", "cost_of_goods"]].sum()
        own = (grouped["cost_of_goods"] / grouped["net_revenue"]).where(grouped["net_revenue"] > 0)
        rate = lines["category"].map(own).fillna(rate)
    return lines.assign(cost_of_goods=lines["cost_of_goods"].fillna(lines["net_revenue"] * rate)), missing


def _lines(bought: pd.DataFrame) -> pd.Series:
    """How many order lines each row stands for."""
    return bought["order_lines"] if "order_lines" in bought else pd.Series(1, index=bought.index)


def order_cost(sums: pd.DataFrame, per_order: float, per_line: float) -> pd.Series:
    """Orders × cost per order + lines × cost per line + freight, in currency, per customer of `customer_sums`."""
    freight = sums.get("freight", 0.0)
    return sums["orders"] * per_order + sums["order_lines"] * per_line + freight


def event_rates(cost_rates: pd.DataFrame | None) -> tuple[float, float]:
    """Cost per order and per order line from one row per activity_type (cost_per_event, currency), 0 where none is known."""
    if cost_rates is None or "cost_per_event" not in cost_rates:
        return 0.0, 0.0
    events = cost_rates.set_index("activity_type")["cost_per_event"].fillna(0.0)
    return float(events.get("order", 0.0)), float(events.get("order_line", 0.0))


def margins(sums: pd.DataFrame, order_costs: pd.Series, care_costs: pd.Series) -> pd.DataFrame:
    """Contribution margins.

    From `customer_sums` with cost_of_goods, order cost and care cost per customer (currency, index customer_id) to cm1 = net
    revenue − cost of goods, cm2 = cm1 − order cost, cm3 = cm2 − care cost, and cost_to_serve = order cost + care cost.
    Customers with care and no orders are included with their cost.
    """
    everyone = sums.index.union(care_costs.index)
    net = sums["net_revenue"].reindex(everyone, fill_value=0.0)
    goods = sums["cost_of_goods"].reindex(everyone, fill_value=0.0)
    handling = order_costs.reindex(everyone, fill_value=0.0)
    care = care_costs.reindex(everyone, fill_value=0.0)
    cm1 = net - goods
    cm2 = cm1 - handling
    columns = {"cm1": cm1, "order_cost": handling, "cm2": cm2, "care_cost": care, "cm3": cm2 - care}
    return pd.DataFrame({**columns, "cost_to_serve": handling + care})
