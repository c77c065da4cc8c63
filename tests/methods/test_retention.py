"""Who buys again next year."""

import math

import pandas as pd
import pytest

from workbook.methods.retention import retention, retention_by_size

GROWTH = pd.DataFrame(
    {"earlier": [700.0, 150, 50, 50, 50, 0], "later": [1.0, 0, 1, 0, 1, 9]}, index=["a", "b", "c", "d", "e", "f"]
)


def test_half_a_customer_more_over_one_more():
    # sizes by the earlier window: a begins at 0, b at 70 %, c at 85 %, d at 90 %, e at 95 %
    found = retention_by_size(GROWTH)
    assert found.to_dict() == pytest.approx({"large": 1.5 / 2, "medium": 1.5 / 3, "small": 1.5 / 3, "all": 3.5 / 6})


def test_each_customer_has_that_of_its_size_class_of_today():
    table = pd.DataFrame({"size": ["large", "none"]}, index=["x", "y"])
    assert retention(table, GROWTH).tolist() == pytest.approx([0.75, 3.5 / 6])


def test_what_is_stated_goes_first():
    table = pd.DataFrame({"size": ["large", "large"], "retention_probability": [0.9, None]}, index=["x", "y"])
    assert retention(table, GROWTH).tolist() == pytest.approx([0.9, 0.75])


def test_shorter_windows_are_brought_to_a_year():
    table = pd.DataFrame({"size": ["large"]}, index=["x"])
    assert retention(table, GROWTH, months=6).tolist() == pytest.approx([0.75**2])


def test_without_windows_only_what_is_stated_is_known():
    table = pd.DataFrame({"size": ["large"]}, index=["x"])
    assert math.isnan(retention(table, None).iloc[0])
