import numpy as np
import pandas as pd
import pytest

from workbook.methods.discount_explained import discount_explained


def _data(n=300, noise=0.02, seed=4):
    draw = np.random.default_rng(seed)
    drivers = pd.DataFrame({"volume": draw.normal(10, 1, n), "cost": draw.normal(0.1, 0.03, n)})
    return 0.02 * (drivers["volume"] - 5) + draw.normal(0, noise, n), drivers


def test_half_of_the_variance_is_noise_and_half_stays_unexplained():
    found = discount_explained(*_data(3_000), seed=1)
    assert found.unexplained == pytest.approx(0.5, abs=0.04)
    assert found.interval[0] < found.unexplained < found.interval[1] and found.n == 3_000
    assert found.drivers["volume"] == pytest.approx(0.02, abs=0.002) and abs(found.drivers["cost"]) < 0.002


def test_it_is_one_minus_the_adjusted_coefficient_of_determination():
    rate, drivers = _data(60)
    x = np.column_stack([np.ones(60), drivers])
    left = rate - x @ np.linalg.lstsq(x, rate, rcond=None)[0]
    expected = (left**2).sum() / ((rate - rate.mean()) ** 2).sum() * 59 / 57
    assert discount_explained(rate, drivers, 1).unexplained == pytest.approx(expected)


def test_rates_that_follow_volume_exactly_are_explained():
    rate, drivers = _data(noise=0.0)
    assert discount_explained(rate, drivers, 1).unexplained == pytest.approx(0, abs=1e-9)


def test_a_driver_hardly_known_or_the_same_for_all_takes_no_part():
    rate, drivers = _data()
    drivers = drivers.assign(share=drivers["cost"].where(drivers.index < 100), flat=1.0)
    assert list(discount_explained(rate, drivers, 1).drivers.index) == ["volume", "cost"]


def test_what_cannot_be_told_is_not_told():
    rate, drivers = _data()
    assert discount_explained(rate * 0, drivers, 1) is None
    assert discount_explained(rate[:29], drivers[:29], 1) is None
    assert discount_explained(rate, drivers * 0, 1) is None
