"""Process cost per order."""

import pandas as pd
import pytest

from workbook.methods.process_cost import cost_by, order_costs

LINES = pd.DataFrame(
    [
        ("a", "1", 100.0, "Web"),
        ("a", "1", 50.0, "Web"),
        ("a", "2", 50.0, "Telefon"),
        ("a", "2", -10.0, "Telefon"),
        ("b", "3", 1000.0, "Web"),
    ],
    columns=["customer_id", "order_id", "net_revenue", "order_channel"],
)
CARE = pd.Series({"a": 40.0, "c": 500.0})


def test_handling_and_care_by_hand():
    found = order_costs(LINES, 10, 2, CARE)
    assert found["handling"].to_dict() == {"1": 14, "2": 12, "3": 12}
    assert found["care"].to_dict() == {"1": 20, "2": 20, "3": 0}
    assert found["value"].to_dict() == {"1": 150, "2": 50, "3": 1000}


def test_count_times_cost_is_the_cost_of_a_year():
    orders = order_costs(LINES, 10, 2, CARE)
    found = cost_by(orders, orders["order_channel"], 0.5)
    assert found.loc["Web", ["orders", "value", "cost"]].tolist() == [4, 575, 23]
    assert (found["orders"] * found["cost"]).tolist() == found["cost_year"].tolist()
    assert found["cost_year"].sum() == pytest.approx(orders["cost"].sum() / 0.5)
    assert found.loc["Telefon", "cost_rate"] == pytest.approx(32 / 50)


def test_all_care_of_customers_with_orders_is_in_their_orders():
    assert order_costs(LINES, 10, 2, CARE)["care"].sum() == 40


def test_a_row_that_stands_for_several_lines_counts_as_such():
    assert order_costs(LINES.assign(order_lines=3), 10, 2, CARE)["lines"].to_dict() == {"1": 6, "2": 3, "3": 3}


def test_without_channels_and_groups():
    found = order_costs(LINES.drop(columns="order_channel"), 10, 2, CARE)
    assert found["order_channel"].isna().all()
    assert cost_by(found, found["order_channel"], 1).empty
