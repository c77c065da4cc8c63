"""Why value differs from revenue."""

import pandas as pd
import pytest

from workbook.methods.value_drivers import value_drivers

TABLE = pd.DataFrame(
    {
        "net_revenue": [100.0, 80.0, 100.0],
        "discount": [0.0, 20.0, 0.0],
        "cost_of_goods": [50.0, 50.0, 50.0],
        "order_cost": [5.0, 5.0, 5.0],
        "care_cost": [5.0, 5.0, 25.0],
    },
    index=["plain", "discounted", "cared"],
).assign(cm3=lambda t: t["net_revenue"] - t["cost_of_goods"] - t["order_cost"] - t["care_cost"])


def test_the_parts_make_the_gap_to_the_mean_rate():
    found = value_drivers(TABLE)
    mean = TABLE["cm3"].sum() / TABLE["net_revenue"].sum()
    parts = found[["discount", "goods", "order_cost", "care_cost"]].sum(axis=1)
    assert found["gap"].tolist() == pytest.approx((TABLE["cm3"] - TABLE["net_revenue"] * mean).tolist())
    assert parts.tolist() == pytest.approx(found["gap"].tolist())
    assert found["gap"].sum() == pytest.approx(0)


def test_each_customer_has_its_main_cause():
    assert value_drivers(TABLE)["driver"].to_dict() == {
        "plain": "care_cost",
        "discounted": "discount",
        "cared": "care_cost",
    }


def test_equal_goods_at_list_price_leave_nothing_to_the_goods():
    # every customer buys goods of 50 for a list price of 100: what differs is discount alone
    assert value_drivers(TABLE)["goods"].abs().max() == pytest.approx(0)


def test_without_list_prices_price_and_goods_are_one():
    found = value_drivers(TABLE.drop(columns="discount"))
    assert "discount" not in found
    assert found["gap"].tolist() == pytest.approx(value_drivers(TABLE)["gap"].tolist())
