import pandas as pd
import pytest

from workbook.methods.cost_range import order_cost_range

SUMS = pd.DataFrame({"orders": [3, 2], "order_lines": [10, 0], "freight": [50.0, 50.0]})
RATES = pd.DataFrame(
    {
        "activity_type": ["order", "order_line", "visit"],
        "cost_per_event": [100.0, 10.0, 80.0],
        "low": [80.0, 5.0, None],
        "high": [120.0, 20.0, None],
    }
)


def test_orders_and_lines_move_in_their_ranges_and_freight_does_not():
    # today 5 × 100 + 10 × 10 + 100 = 700; at least 400 + 50 + 100, at most 600 + 200 + 100
    assert order_cost_range(RATES, SUMS) == pytest.approx((550 / 700, 900 / 700))


def test_ends_given_the_wrong_way_round_are_put_in_order():
    swapped = RATES.rename(columns={"low": "high", "high": "low"})
    assert order_cost_range(swapped, SUMS) == order_cost_range(RATES, SUMS)


def test_one_rate_without_range_leaves_none():
    assert order_cost_range(RATES.assign(high=[120.0, None, None]), SUMS) is None


def test_no_rates_no_events_no_range():
    assert order_cost_range(None, SUMS) is None
    assert order_cost_range(RATES.drop(columns="low"), SUMS) is None
    assert order_cost_range(RATES[2:], SUMS.drop(columns="freight")) is None
