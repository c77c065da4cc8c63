"""The whale curve: its highest point is the sum of the positive contributions, its end is the total."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.whale import subsidy_range, whale, whale_band

MONEY = st.dictionaries(st.text("abcdef", min_size=1, max_size=4), st.floats(-1e6, 1e6).map(lambda x: round(x, 2)))


def test_the_ima_case_earns_three_and_a_half_times_what_is_left():
    found = whale(pd.Series({"good": 1_401_480.0, "bad": 396_199.0 - 1_401_480.0}))
    assert found.peak == pytest.approx(3.537, abs=5e-4)
    assert (found.highest, found.total) == pytest.approx((1_401_480, 396_199))


def test_the_curve_runs_from_nothing_over_the_peak_to_the_total():
    found = whale(pd.Series({"b": 50.0, "c": -30.0, "a": 100.0}))
    assert found.curve.tolist() == [0, 100, 150, 120]
    assert found.order == ("a", "b", "c")
    assert (found.peak, found.subsidy) == pytest.approx((1.25, 0.25))
    assert found.customers_at_peak == 2


def test_ties_stand_in_the_order_of_their_ids():
    assert whale(pd.Series({"z": 5.0, "a": 5.0})).order == ("a", "z")


def test_a_total_that_is_not_positive_has_no_share():
    found = whale(pd.Series({"a": 10.0, "b": -10.0}))
    assert found.peak is None and found.subsidy is None
    assert found.highest == 10


def test_how_many_of_the_best_earn_a_part_of_the_total():
    found = whale(pd.Series({"a": 60.0, "b": 30.0, "c": 10.0}))
    assert [found.customers_for(part) for part in (0.5, 0.6, 0.8, 1.0)] == [1, 1, 2, 3]


def test_nobody_has_a_flat_curve():
    found = whale(pd.Series(dtype=float))
    assert (found.total, found.highest, found.customers_at_peak, found.peak) == (0, 0, 0, None)


def test_losses_only_peak_at_nobody():
    found = whale(pd.Series({"a": -1.0, "b": -2.0}))
    assert (found.highest, found.customers_at_peak, found.total) == (0, 0, -3)


@given(MONEY)
def test_end_is_the_total_and_the_peak_is_the_sum_of_the_positive(contribution):
    found = whale(pd.Series(contribution, dtype=float))
    assert found.curve[-1] == pytest.approx(sum(contribution.values()), abs=1e-3)
    assert found.highest == pytest.approx(sum(v for v in contribution.values() if v > 0), abs=1e-3)
    assert found.curve.max() == pytest.approx(found.highest, abs=1e-3)
    assert len(found.curve) == len(contribution) + 1
    assert abs(found.highest - found.total) == pytest.approx(abs(found.losses), abs=1e-3)


@given(MONEY, st.randoms())
def test_row_order_never_matters(contribution, chance):
    shuffled = list(contribution.items())
    chance.shuffle(shuffled)
    first, second = (whale(pd.Series(dict(c), dtype=float)) for c in (contribution, shuffled))
    assert first.order == second.order and np.array_equal(first.curve, second.curve)


CM2 = pd.Series({"a": 100.0, "b": 40.0, "c": 20.0})
CARE = pd.Series({"a": 10.0, "b": 20.0, "c": 60.0})
ORDERS = pd.Series({"a": 5.0, "b": 5.0, "c": 5.0})


def test_certain_cost_rates_have_no_band():
    band = whale_band(CM2, CARE, ORDERS, 0.0, seed=1)
    central = [90.0, 110.0, 70.0]
    for name in ("low", "central", "high"):
        assert band[name].tolist()[-3:] == pytest.approx(central)


def test_the_band_holds_the_central_curve_and_moves_at_most_by_the_spread():
    band = whale_band(CM2, CARE, ORDERS, 0.2, seed=1).iloc[-3:]
    assert (band["low"] < band["central"]).all() and (band["central"] < band["high"]).all()
    reach = 0.2 * (CARE + ORDERS)[["a", "b", "c"]].cumsum().to_numpy()
    assert (band["high"] - band["central"] <= reach).all() and (band["central"] - band["low"] <= reach).all()


def test_the_same_seed_draws_the_same_band():
    first, second = (whale_band(CM2, CARE, ORDERS, 0.2, seed=7) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


def test_a_range_of_its_own_moves_order_cost_alone():
    band = whale_band(CM2, CARE, ORDERS, 0.0, seed=1, order_range=(1.0, 1.5)).iloc[-3:]
    dearest = 0.5 * ORDERS[["a", "b", "c"]].cumsum().to_numpy()
    assert (band["high"] <= band["central"]).all() and (band["central"] - band["low"] <= dearest).all()
    assert (band["central"] - band["low"] > 0.8 * dearest).all()


def test_what_loss_makers_consume_is_a_share_of_the_total_of_the_same_draw():
    assert subsidy_range(CM2, CARE, ORDERS, 0.0, seed=1) == pytest.approx((40 / 70, 40 / 70))
    low, high = subsidy_range(CM2, CARE, ORDERS, 0.2, seed=1)
    # Dear care (72 for c instead of 60) raises the loss and lowers the total; the cheapest and the dearest draw bound the range.
    assert (20 - 48 + 1) / -(160 - 72 + 3) < low < 40 / 70 < high < (72 - 20 + 1) / (160 - 108 - 3)


def test_a_draw_without_a_positive_total_leaves_no_range():
    assert subsidy_range(CM2, CARE * 1.7, ORDERS, 0.2, seed=1) is None
