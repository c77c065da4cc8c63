from datetime import date

import pandas as pd
import pytest

from workbook.methods.discount_growth import discount_growth
from workbook.methods.windows import two_windows

WINDOWS = two_windows((date(2023, 1, 1), date(2024, 12, 31)))


def _window(**by_customer):
    return pd.DataFrame.from_dict(by_customer, orient="index", columns=["cm3", "discount", "list_revenue"])


def _lines(**nets):
    """Ten orders per customer, five in each window, each gaining `net` beyond its discount."""
    rows = [
        {"customer_id": c, "date": pd.Timestamp(2023 + k // 5, 3 + k % 5, 1), "order_id": f"{c}{k}", "net_revenue": net + 20.0,
         "discount": 10.0, "cost_of_goods": 10.0}
        for c, net in nets.items() for k in range(10)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_profitable_where_the_result_rose_and_the_rate_did_not():
    table = discount_growth(_window(a=(100, 50, 500)), _window(a=(101, 60, 600)), _lines(a=1_000.0), WINDOWS)
    assert table.loc["a", "verdict"] == "profitable" and table.loc["a", "low"] < 0 < table.loc["a", "high"]


def test_growth_counts_against_what_the_discount_cost_more():
    before = _window(up=(100, 50, 500), down=(400, 50, 500), unclear=(100, 50, 500))
    after = _window(up=(400, 100, 600), down=(100, 100, 600), unclear=(120, 100, 600))
    found = discount_growth(before, after, _lines(up=20.0, down=20.0, unclear=20.0), WINDOWS)
    assert found["verdict"].to_dict() == {"up": "profitable", "down": "unprofitable", "unclear": "neutral"}
    assert found["net"].to_dict() == {"up": 250, "down": -350, "unclear": -30}


def test_the_interval_is_that_of_ten_orders_drawn_by_chance():
    found = discount_growth(_window(a=(0, 0, 10)), _window(a=(0, 0, 10)), _lines(a=20.0), WINDOWS)
    half = 1.959964 * (10 * 20.0**2) ** 0.5
    assert (found.loc["a", "low"], found.loc["a", "high"]) == pytest.approx((-half, half))


def test_only_customers_with_list_revenue_in_both_windows_are_judged():
    before, after = _window(a=(1, 1, 10), new=(0, 0, 0)), _window(a=(1, 1, 10), new=(5, 1, 10), late=(5, 1, 10))
    assert list(discount_growth(before, after, _lines(a=1.0), WINDOWS).index) == ["a"]


def test_a_result_that_fell_is_no_profitable_growth_however_much_discount_was_saved():
    table = discount_growth(_window(a=(400, 500, 5_000)), _window(a=(300, 100, 1_000)), _lines(a=1.0), WINDOWS)
    assert table.loc["a", "low"] > 0 and table.loc["a", "verdict"] == "neutral"
