import pandas as pd
import pytest

from workbook.methods.behaviour import behaviour

CUSTOMERS = pd.DataFrame(
    {"orders": [2, 1, 0], "order_lines": [3, 1, 0], "net_revenue": [300.0, 50.0, 0.0], "discount_rate": [0.1, 0.0, None],
     "hours": [4.0, 0.0, 9.0]}, ["A", "B", "C"],
)  # fmt: skip
LINES = pd.DataFrame(
    {
        "customer_id": ["A", "A", "A", "A", "B"],
        "order_id": ["1", "1", "2", "9", "3"],
        "net_revenue": [100.0, 100.0, 110.0, -10.0, 50.0],
        "category": ["x", "y", "x", "z", "x"],
        "is_special": [True, False, False, True, None],
        "order_channel": ["Webshop", "Webshop", "Telefon", None, "EDI"],
    }
)


def test_two_customers_by_hand():
    found = behaviour(CUSTOMERS, LINES, 2)
    assert list(found.index) == ["A", "B"]
    a = found.loc["A"].to_dict()
    assert a == pytest.approx(
        {"orders_year": 1, "order_value": 150, "lines_order": 1.5, "discount_rate": 0.1, "special_share": 1 / 3,
         "digital_share": 0.5, "categories": 2, "hours_year": 2, "hours_order": 2}
    )  # fmt: skip
    assert found.loc["B", "digital_share"] == 1 and pd.isna(found.loc["B", "special_share"])


def test_what_was_not_delivered_has_no_column():
    bare = behaviour(CUSTOMERS[["orders", "order_lines", "net_revenue"]], LINES[["customer_id", "net_revenue"]], 2)
    assert list(bare) == ["orders_year", "order_value", "lines_order"]


def test_a_row_that_stands_for_several_lines_counts_as_many():
    weighted = LINES.assign(order_lines=[3, 1, 0, 1, 1])
    assert behaviour(CUSTOMERS, weighted, 2).loc["A", "special_share"] == pytest.approx(3 / 4)
