"""How customers buy: how often, how much at a time, what, by which way, with how much care."""

from __future__ import annotations

import pandas as pd

from workbook.methods.digital_way import digital_way


def behaviour(customers: pd.DataFrame, lines: pd.DataFrame, years: float) -> pd.DataFrame:
    """What can be said of the behaviour of customers with orders, as far as the data go.

    From customers (index customer_id: orders, order_lines, net_revenue over `years`; optional discount_rate, hours) and their
    order lines (customer_id, net_revenue; optional order_id, category, is_special, order_channel, order_lines = how many lines a
    row stands for) to one row per customer: orders_year, order_value (currency), lines_order, discount_rate, special_share,
    digital_share (of orders), categories (count), hours_year, hours_order. What was not delivered has no column.
    """
    own = customers[customers["orders"] > 0]
    table = pd.DataFrame({"orders_year": own["orders"] / years, "order_value": own["net_revenue"] / own["orders"]})
    if (own["order_lines"] != own["orders"]).any():
        table["lines_order"] = own["order_lines"] / own["orders"]
    if "discount_rate" in own:
        table["discount_rate"] = own["discount_rate"]
    bought = lines[(lines["net_revenue"] >= 0) & lines["customer_id"].isin(own.index)]
    if "is_special" in bought and bought["is_special"].notna().any():
        table["special_share"] = _share(bought["is_special"], bought)
    if "order_channel" in bought and bought["order_channel"].notna().any():
        orders = bought.drop_duplicates("order_id") if "order_id" in bought else bought
        table["digital_share"] = _share(
            digital_way(orders["order_channel"]), orders.drop(columns="order_lines", errors="ignore")
        )
    if "category" in bought and bought["category"].notna().any():
        table["categories"] = bought.groupby("customer_id")["category"].nunique().astype(float)
    if "hours" in own and own["hours"].notna().any():
        table["hours_year"], table["hours_order"] = own["hours"] / years, own["hours"] / own["orders"]
    return table


def _share(flags: pd.Series, lines: pd.DataFrame) -> pd.Series:
    """Share of a customer's lines that carry the flag, of those where it is known."""
    known = flags.notna()
    weight = lines["order_lines"][known].astype(float) if "order_lines" in lines else pd.Series(1.0, flags.index[known])
    customer = lines["customer_id"][known]
    return (flags[known].astype(float) * weight).groupby(customer).sum() / weight.groupby(customer).sum()
