import pandas as pd
import pytest

from workbook.methods.price_realisation import price_realisation


def test_realisation_is_what_is_left_of_the_list_price_sum_over_sum():
    sums = pd.DataFrame({"list_revenue": [1_000.0, 100.0, 50.0, 0.0], "discount": [300.0, 5.0, 0.0, 0.0]}, list("abcd"))
    found = price_realisation(sums, pd.Series({"a": "key", "b": "key", "c": "smart", "d": "lean"}))
    assert found.loc["key", "realisation"] == pytest.approx(1 - 305 / 1_100)
    assert found.loc["smart", "realisation"] == 1 and pd.isna(found.loc["lean", "realisation"])
    assert found["customers"].to_dict() == {"key": 2, "smart": 1, "lean": 1}


def test_customers_without_a_group_stand_in_none():
    sums = pd.DataFrame({"list_revenue": [10.0, 10.0], "discount": [1.0, 5.0]}, list("ab"))
    found = price_realisation(sums, pd.Series({"a": "key", "b": None}))
    assert found["rate"].to_dict() == pytest.approx({"key": 0.1})
