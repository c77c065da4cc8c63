"""Small orders by hand."""

import pandas as pd
import pytest

from workbook.methods.small_orders import handling_limit, orders_of, small_orders


def lines(**more):
    return pd.DataFrame(
        {
            "customer_id": ["a", "a", "a", "b", "b"],
            "date": pd.to_datetime(["2025-01-01", "2025-01-01", "2025-02-01", "2025-01-01", "2025-03-01"]),
            "order_id": ["1", "1", "2", "3", "4"],
            "net_revenue": [60.0, 40, 300, 50, -20],
            "cost_of_goods": [30.0, 20, 150, 45, -10],
            **more,
        }
    )


def test_orders_from_lines():
    found = orders_of(lines(freight=[1.0, 1, 0, 0, 0], order_channel=["Webshop", None, "Telefon", None, "Fax"]), 10, 2)
    assert found["value"].tolist() == [100, 300, 50] and found["cm1"].tolist() == [
        50,
        150,
        5,
    ]  # the credit note is none
    assert found["handling"].tolist() == [10 + 4 + 2, 12, 12] and found["by_hand"].tolist()[:2] == [0, 1]
    assert found["by_hand"].isna().tolist() == [False, False, True]
    assert len(orders_of(lines().drop(columns="order_id"), 10, 2)) == 3  # a customer's orders of one day are one
    assert orders_of(lines(order_lines=[5, 1, 1, 1, 1]), 10, 2)["handling"].iloc[0] == 10 + 6 * 2


def test_the_value_that_pays_for_its_handling():
    orders = orders_of(lines(), 10, 0)
    assert handling_limit(orders) == pytest.approx(10 / (205 / 450))
    assert handling_limit(orders.head(0)) is None and handling_limit(orders_of(lines(), 0, 0)) is None
    assert handling_limit(orders.assign(cm1=-1.0)) is None


def test_small_orders_per_year():
    orders = orders_of(lines(), 10, 0)
    found = small_orders(orders, 200, 0.5)
    assert found["orders"].to_dict() == {"a": 2, "b": 2} and found["value"].to_dict() == {"a": 200, "b": 100}
    assert found["worth"].to_dict() == {"a": 80, "b": 0}  # 50 − 10 twice a year; 5 − 10 is no worth
    assert found["cash"].to_dict() == {"a": 100, "b": 10}
    assert found["bundled"].to_dict() == {"a": 1, "b": 1}  # one of the limit's value a year remains
    assert small_orders(orders, 1.0, 1.0).empty


def test_one_small_order_in_three_years_cannot_be_bundled():
    assert (small_orders(orders_of(lines(), 10, 0), 90, 3)["bundled"] == 0).all()
