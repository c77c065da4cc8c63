"""Discount rates are Σ discount / Σ list revenue, always."""

import math

import pandas as pd
import pytest

from workbook.methods.discount import discount_by_class, discount_rate


def test_a_rate_is_the_sum_of_discounts_over_the_sum_of_list_revenue():
    # the mean of the line rates would be (0.50 + 0.00) / 2 = 0.25
    assert discount_rate(pd.Series([50.0, 0.0]), pd.Series([100.0, 900.0])) == pytest.approx(0.05)


@pytest.mark.parametrize("listed", [[], [0.0], [100.0, -100.0], [-5.0]])
def test_without_positive_list_revenue_there_is_no_rate(listed):
    assert math.isnan(discount_rate(pd.Series([0.0] * len(listed)), pd.Series(listed, dtype=float)))


def test_a_class_has_its_own_rate():
    sums = pd.DataFrame({"discount": [10.0, 30.0, 5.0], "list_revenue": [100.0, 100.0, 50.0]}, index=["a", "b", "c"])
    found = discount_by_class(sums, pd.Series({"a": "large", "b": "large", "c": "small"}))
    assert found.loc["large", ["customers", "list_revenue", "discount", "rate"]].tolist() == pytest.approx(
        [2, 200, 40, 0.2]
    )
    assert found.loc["small", "rate"] == pytest.approx(0.1)
    assert found["discount"].sum() == 45


def test_the_class_is_found_by_customer_and_not_by_position():
    sums = pd.DataFrame({"discount": [10.0, 5.0], "list_revenue": [100.0, 10.0]}, index=["a", "b"])
    found = discount_by_class(sums, pd.Series({"b": "small", "a": "large"}))
    assert found["rate"].to_dict() == pytest.approx({"large": 0.1, "small": 0.5})


def test_a_class_without_list_revenue_has_no_rate():
    sums = pd.DataFrame({"discount": [0.0], "list_revenue": [0.0]}, index=["a"])
    assert discount_by_class(sums, pd.Series({"a": "none"}))["rate"].isna().all()
