"""What the process costs per order: handling it, and its share of looking after the customer."""

from __future__ import annotations

import pandas as pd


def order_costs(lines: pd.DataFrame, per_order: float, per_line: float, care: pd.Series) -> pd.DataFrame:
    """The process cost of every order.

    From order lines (customer_id, order_id, net_revenue, optional order_channel and order_lines where a row stands for several;
    credit notes left out), cost per order and per line (currency), and the care cost of each customer over the same time
    (index customer_id) to one row per order (index order_id): customer_id, order_channel, value, lines, handling =
    per_order + lines × per_line, care = the customer's care cost ÷ its orders, cost = both. Freight is no process. Care of
    customers without an order is in no order.

    Source: METHOD.md §9 A0-07, A4-08; rates by time-driven costing (Kaplan and Anderson 2004).
    """
    bought = lines[lines["net_revenue"] >= 0].dropna(subset=["order_id"])
    bought = bought.assign(lines=bought.get("order_lines", 1))
    if "order_channel" not in bought:
        bought = bought.assign(order_channel=pd.NA)
    by = bought.sort_values(["order_id", "customer_id"]).groupby("order_id")
    table = by.agg(
        customer_id=("customer_id", "first"),
        order_channel=("order_channel", "first"),
        value=("net_revenue", "sum"),
        lines=("lines", "sum"),
    )
    orders = table.groupby("customer_id").size()
    table["handling"] = per_order + table["lines"] * per_line
    table["care"] = table["customer_id"].map(care.reindex(orders.index).fillna(0.0) / orders).astype(float)
    table["cost"] = table["handling"] + table["care"]
    return table


def cost_by(orders: pd.DataFrame, groups: pd.Series, years: float) -> pd.DataFrame:
    """Order count × size × cost per order, by group of orders.

    From `order_costs` and one group per order (same index; missing → left out) to one row per group: orders a year, value,
    lines, handling, care and cost per order (currency), cost_rate = cost ÷ value (missing without value), cost_year (currency).
    """
    rows = orders.assign(group=groups).dropna(subset=["group"])
    by = rows.groupby("group")
    table = by[["value", "lines", "handling", "care", "cost"]].mean()
    table.insert(0, "orders", by.size() / years)
    table["cost_rate"] = table["cost"] / table["value"].where(table["value"] > 0)
    table["cost_year"] = table["orders"] * table["cost"]
    return table
