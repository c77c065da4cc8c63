"""Small orders: which pay for their handling, and how many would vanish if they were bundled."""

from __future__ import annotations

import pandas as pd

from workbook.methods.digital_way import digital_way


def orders_of(lines: pd.DataFrame, per_order: float, per_line: float) -> pd.DataFrame:
    """One row per order.

    From order lines (customer_id, date, net_revenue, cost_of_goods; optional order_id, else a customer's orders of one day are
    one; freight, order_channel, order_lines = how many lines a row stands for), the cost of an order and of a line, to
    customer_id, value, cm1 (value − cost of goods), freight, handling (order cost with freight), by_hand (whether somebody took
    it; missing where the way is not known). Credit notes are no orders. Currency.
    """
    bought = lines[lines["net_revenue"] >= 0]
    parts = pd.DataFrame(
        {
            "customer_id": bought["customer_id"],
            "order": bought["order_id" if "order_id" in bought else "date"],
            "value": bought["net_revenue"],
            "cm1": bought["net_revenue"] - bought["cost_of_goods"],
            "freight": bought["freight"].fillna(0.0) if "freight" in bought else 0.0,
            "lines": bought.get("order_lines", 1.0),
            "way": bought["order_channel"].astype(object) if "order_channel" in bought else None,
        }
    )
    by = parts.groupby(["customer_id", "order"], sort=True)
    table = by[["value", "cm1", "freight", "lines"]].sum()
    table["handling"] = per_order + per_line * table.pop("lines") + table["freight"]
    table["by_hand"] = 1.0 - digital_way(by["way"].first()).astype(float)
    return table.reset_index().drop(columns="order")


def handling_limit(orders: pd.DataFrame) -> float | None:
    """The order value (currency) whose CM I pays for the handling of an average order; None without margin or cost.

    From orders of `orders_of`: mean handling ÷ margin rate.
    """
    value, margin, cost = (float(orders[c].sum()) for c in ("value", "cm1", "handling"))
    if not (len(orders) and value > 0 and margin > 0 and cost > 0):
        return None
    return cost / len(orders) * value / margin


def small_orders(orders: pd.DataFrame, limit: float, years: float) -> pd.DataFrame:
    """Orders below a value, per customer and year.

    From orders of `orders_of` and the limit (currency) to one row per customer with such an order: orders, value, worth (their
    contribution margin II, no order below 0), cash (their CM I less freight, no order below 0), bundled: how many vanish if they
    were put together up to the limit, at least one a year remaining.
    """
    own = orders[orders["value"] < limit]
    worth = (own["cm1"] - own["handling"]).clip(lower=0.0)
    own = own.assign(orders=1.0, worth=worth, cash=(own["cm1"] - own["freight"]).clip(lower=0.0))
    table = own.groupby("customer_id")[["orders", "value", "worth", "cash"]].sum() / years
    table["bundled"] = (table["orders"] - (table["value"] / limit).clip(lower=1.0)).clip(lower=0.0)
    return table
