"""r = (k + 0.5) / (n + 1) of the size class, the customer's own probability where given."""

import pandas as pd
import pytest

from workbook.methods.retention import retention, retention_by_size

IDS = list("abcdef")
TABLE = pd.DataFrame({"size": ["large", "large", "small", "small", "small", "none"]}, IDS)
GROWTH = pd.DataFrame({"earlier": [60.0, 20, 11, 9, 0, 0], "later": [9.0, 7, 0, 1, 4, 0]}, IDS)


def test_the_share_of_the_class_that_bought_again():
    # sizes of the earlier window: a, b large (2 of 2), c medium (0 of 1), d small (1 of 1); all: 3 of 4
    rates = {"large": 2.5 / 3, "medium": 0.5 / 2, "small": 1.5 / 2, "all": 3.5 / 5}
    assert retention_by_size(GROWTH).to_dict() == pytest.approx(rates)
    found = retention(TABLE, GROWTH)
    assert found.tolist() == pytest.approx([2.5 / 3, 2.5 / 3, 0.75, 0.75, 0.75, 0.7])


def test_a_probability_given_comes_first():
    given = TABLE.assign(retention_probability=[0.9, None, None, None, None, None])
    assert retention(given, GROWTH)[["a", "b"]].tolist() == pytest.approx([0.9, 2.5 / 3])


def test_without_two_windows_only_what_was_given_is_known():
    assert retention(TABLE, None).isna().all()
    given = TABLE.assign(retention_probability=[0.9, None, None, None, None, None])
    assert retention(given, None).notna().tolist() == [True] + [False] * 5


def test_half_a_year_is_brought_to_a_year():
    half = retention(TABLE, GROWTH, months=6)
    assert half.tolist() == pytest.approx((retention(TABLE, GROWTH) ** 2).tolist())
