"""Contribution margins: what a customer leaves after goods, order cost and care."""

import pandas as pd
import pytest

from workbook.methods.contribution import customer_sums, margins, order_cost

LINES = pd.DataFrame(
    [
        ("a", "1", 100.0, 120.0, 20.0, 60.0, 5.0),
        ("a", "1", 50.0, 50.0, 0.0, 30.0, 0.0),
        ("a", "2", 30.0, 40.0, 10.0, 20.0, 4.0),
        ("a", "9", -30.0, -40.0, -10.0, -20.0, 0.0),
        ("b", "3", 10.0, 10.0, 0.0, 12.0, 1.0),
    ],
    columns=["customer_id", "order_id", "net_revenue", "list_revenue", "discount", "cost_of_goods", "freight"],
)


def dakota(goods, sales, orders, lines, freight):
    """The order side of one customer of Dakota Office Products (HBS 9-102-021)."""
    return pd.DataFrame(
        {
            "net_revenue": [sales],
            "cost_of_goods": [goods],
            "orders": [orders],
            "order_lines": [lines],
            "freight": [freight],
        },
        index=["x"],
    )


def test_dakota_customer_a_earns_5170():
    sums = dakota(85_000.0, 103_000.0, 6, 60, 200 * 6.0)
    care = 200 * 52 + 0 * 220 + 6 * 5 + 9_000 * 0.10  # cartons, desktop deliveries, EDI, receivables
    assert margins(sums, order_cost(sums, 10, 4), pd.Series({"x": care}))["cm3"].tolist() == pytest.approx([5_170])


def test_dakota_customer_b_loses_2520_at_nearly_the_same_revenue():
    sums = dakota(85_000.0, 104_000.0, 100, 180, 150 * 6.0)
    care = 200 * 52 + 25 * 220 + 0 * 5 + 30_000 * 0.10
    assert margins(sums, order_cost(sums, 10, 4), pd.Series({"x": care}))["cm3"].tolist() == pytest.approx([-2_520])


def test_sums_net_credit_notes_in_money_but_not_in_counts():
    a = customer_sums(LINES).loc["a"]
    assert (a["net_revenue"], a["list_revenue"], a["discount"], a["cost_of_goods"]) == pytest.approx((150, 170, 20, 90))
    assert (a["orders"], a["order_lines"], a["freight"]) == (2, 3, 9)


def test_a_credit_note_within_an_order_takes_off_its_line_only():
    lines = pd.DataFrame({"customer_id": ["a"] * 3, "order_id": ["1"] * 3, "net_revenue": [10.0, 5.0, -5.0]})
    a = customer_sums(lines).loc["a"]
    assert (a["orders"], a["order_lines"], a["net_revenue"]) == (1, 2, 10)


def test_a_customer_with_credit_notes_only_has_money_and_no_order():
    lines = pd.DataFrame({"customer_id": ["a"], "order_id": ["1"], "net_revenue": [-10.0]})
    a = customer_sums(lines).loc["a"]
    assert (a["orders"], a["order_lines"], a["net_revenue"]) == (0, 0, -10)


def test_columns_not_delivered_stay_away():
    sums = customer_sums(LINES[["customer_id", "order_id", "net_revenue"]])
    assert set(sums) == {"net_revenue", "orders", "order_lines"}


def test_order_cost_counts_orders_lines_and_freight():
    assert order_cost(customer_sums(LINES), 20, 3).to_dict() == {"a": 2 * 20 + 3 * 3 + 9, "b": 20 + 3 + 1}


def test_order_cost_without_freight_counts_orders_and_lines():
    sums = customer_sums(LINES.drop(columns="freight"))
    assert order_cost(sums, 20, 3).to_dict() == {"a": 49, "b": 23}


def test_the_three_margins_step_by_step():
    sums = customer_sums(LINES)
    found = margins(sums, order_cost(sums, 20, 3), pd.Series({"a": 5.0})).loc["a"]
    # 150 − 90 = 60; 60 − 58 = 2; 2 − 5 = −3; cost to serve 58 + 5
    assert (found["cm1"], found["cm2"], found["cm3"], found["cost_to_serve"]) == pytest.approx((60, 2, -3, 63))


def test_a_customer_without_care_keeps_its_second_margin():
    sums = customer_sums(LINES)
    found = margins(sums, order_cost(sums, 20, 3), pd.Series(dtype=float)).loc["b"]
    assert found["cm2"] == found["cm3"] == pytest.approx(-26)


def test_a_customer_with_care_and_no_orders_costs_its_care():
    sums = customer_sums(LINES)
    found = margins(sums, order_cost(sums, 20, 3), pd.Series({"idle": 400.0}))
    assert found.loc["idle", ["cm1", "cm2", "cm3"]].tolist() == [0, 0, -400]


def test_row_order_never_matters():
    pd.testing.assert_frame_equal(customer_sums(LINES[::-1]).sort_index(), customer_sums(LINES).sort_index())


def test_no_lines_make_no_customers():
    assert customer_sums(LINES.iloc[:0]).empty


def test_sums_of_lines_say_what_the_lines_say():
    grouped = LINES.assign(credit=LINES["net_revenue"] < 0, order_lines=1)
    grouped = grouped.groupby(["customer_id", "order_id", "credit"], as_index=False).sum()
    assert len(grouped) < len(LINES)
    pd.testing.assert_frame_equal(customer_sums(grouped), customer_sums(LINES))


def test_sums_by_more_than_the_customer_are_sorted_by_each():
    sums = customer_sums(LINES, ("customer_id", "order_id"))
    assert sums.index.tolist() == [("a", "1"), ("a", "2"), ("a", "9"), ("b", "3")]
    assert sums["net_revenue"].tolist() == [150, 30, -30, 10] and sums["orders"].tolist() == [1, 1, 0, 1]
    assert sums["order_lines"].tolist() == [2, 1, 0, 1]
