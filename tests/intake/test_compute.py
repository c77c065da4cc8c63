"""Amounts that follow from others, and columns client.yaml computes."""

import pandas as pd
import pytest

from workbook.intake import compute
from workbook.parameters import Computation


def test_net_revenue_follows_from_quantity_price_and_discount():
    frame = pd.DataFrame({"quantity": [10.0, 2.0], "unit_price": [5.0, 3.0], "discount_rate": [0.1, None]})
    found = compute.amounts(frame)
    assert found["net_revenue"].tolist() == [45.0, 6.0]
    assert found["list_revenue"].tolist() == [50.0, 6.0]
    assert found["discount"].tolist() == [5.0, 0.0]


def test_list_revenue_follows_from_net_and_discount():
    found = compute.amounts(pd.DataFrame({"net_revenue": [90.0], "discount": [10.0]}))
    assert found["list_revenue"].tolist() == [100.0]


def test_margin_and_cost_of_goods_follow_from_one_another():
    assert compute.amounts(pd.DataFrame({"net_revenue": [90.0], "margin": [30.0]}))["cost_of_goods"].tolist() == [60.0]
    assert compute.amounts(pd.DataFrame({"net_revenue": [90.0], "cost_of_goods": [60.0]}))["margin"].tolist() == [30.0]


def test_what_is_stated_is_never_recomputed():
    frame = pd.DataFrame({"net_revenue": [1.0], "quantity": [10.0], "unit_price": [5.0]})
    assert compute.amounts(frame)["net_revenue"].tolist() == [1.0]
    assert "list_revenue" not in compute.amounts(frame)


def test_declared_columns_are_products_constants_and_parts_of_dates():
    frame = pd.DataFrame({"=Menge": [2.0], "=Preis": [5.0], "=Rabatt": [0.5], "date": pd.to_datetime(["2024-03-01"])})
    how = {
        "net_revenue": Computation(product=("Menge", "Preis"), discount="Rabatt"),
        "order_channel": Computation(constant="Shop"),
        "quantity": Computation(month="date"),
    }
    found = compute.declared(frame, "transactions", how)
    assert found[["net_revenue", "order_channel", "quantity"]].iloc[0].tolist() == [5.0, "Shop", 3.0]


@pytest.mark.parametrize("discount", ["Rabatt", None])
def test_a_computed_column_needs_no_mapping(folder, discount):
    folder.put("umsatz.csv", "Kundennummer;Datum;Stueckzahl;VK;Rabatt\nK1;01.02.2024;2;5,00;50 %\n")
    how = {"product": ("Stueckzahl", "VK"), "discount": discount}
    told = {"transactions": {"file": "umsatz.csv", "compute": {"net_revenue": how}, "ignore": ("Rabatt",)}}
    assert folder.read(tables=told).reading.money_used == (5.0 if discount else 10.0)
