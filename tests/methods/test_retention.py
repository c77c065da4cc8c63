"""r = (k + 0.5) / (n + 1) of the size class, the customer's own probability where given."""

import pandas as pd
import pytest

from workbook.methods.retention import retention

IDS = list("abcdef")
TABLE = pd.DataFrame({"size": ["large", "large", "small", "small", "small", "none"]}, IDS)
GROWTH = pd.DataFrame({"earlier": [9.0, 8, 3, 2, 0, 0], "later": [9.0, 7, 0, 1, 4, 0]}, IDS)


def test_the_share_of_the_class_that_bought_again():
    # large: 2 of 2 → 2.5/3; small: 1 of 2, the new one does not count → 1.5/3; none: 0 of 0 → 0.5
    expected = {"a": 2.5 / 3, "b": 2.5 / 3, "c": 0.5, "d": 0.5, "e": 0.5, "f": 0.5}
    assert retention(TABLE, GROWTH).to_dict() == pytest.approx(expected)


def test_a_probability_given_comes_first():
    given = TABLE.assign(retention_probability=[0.9, None, None, None, None, None])
    assert retention(given, GROWTH)[["a", "b"]].tolist() == pytest.approx([0.9, 2.5 / 3])


def test_without_two_windows_only_what_was_given_is_known():
    assert retention(TABLE, None).isna().all()
    given = TABLE.assign(retention_probability=[0.9, None, None, None, None, None])
    assert retention(given, None).notna().tolist() == [True] + [False] * 5


def test_a_customer_without_revenue_in_the_windows_has_the_rate_of_its_class():
    assert retention(TABLE, GROWTH.drop(index="e"))["e"] == pytest.approx(0.5)
