"""The composite steering figure."""

import pytest

from workbook.methods.steering_index import steering_index


def test_both_readings_by_hand():
    found = steering_index(1_000_000, 100_000, 0.8)
    assert found.times == pytest.approx(8.0) and found.divided == pytest.approx(12.5)


def test_only_in_the_first_reading_satisfied_customers_raise_the_figure():
    low, high = steering_index(100, 10, 0.5), steering_index(100, 10, 0.9)
    assert low.times < high.times and low.divided > high.divided


@pytest.mark.parametrize(
    ("cost", "satisfaction"), [(0, 0.8), (-1, 0.8), (10, 0), (float("nan"), 0.5), (10, float("nan"))]
)
def test_without_cost_or_satisfaction_there_is_no_index(cost, satisfaction):
    assert steering_index(100, cost, satisfaction) is None
