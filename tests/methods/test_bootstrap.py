"""Bootstrap intervals against the normal approximation of a mean."""

import math

import numpy as np
import pytest

from workbook.methods.bootstrap import enough, interval


def test_the_interval_of_a_mean_is_that_of_the_normal_distribution():
    rows = np.random.default_rng(1).normal(5, 2, 400)
    low, high = interval(rows, np.mean, seed=3)
    half = 1.96 * rows.std() / 20
    assert (low, high) == pytest.approx((rows.mean() - half, rows.mean() + half), abs=0.03)


def test_rows_stay_together():
    rows = np.column_stack([np.arange(1, 50), 2 * np.arange(1, 50)]).astype(float)
    assert interval(rows, lambda r: r[:, 1].sum() / r[:, 0].sum(), seed=3) == pytest.approx((2, 2))


def test_the_same_seed_gives_the_same_interval():
    rows = np.arange(30.0)
    assert interval(rows, np.median, seed=1) == interval(rows, np.median, seed=1) != interval(rows, np.median, seed=2)


@pytest.mark.parametrize("shape", [(40,), (40, 2), (40, 3, 2)])
def test_the_order_of_the_rows_does_not_matter(shape):
    draw = np.random.default_rng(2)
    rows = draw.integers(0, 9, shape).astype(float)
    mixed = draw.permutation(rows)

    def known(some: np.ndarray) -> float:
        assert some.shape == shape
        return float((some.reshape(len(some), -1)[:, 0] ** 2).mean())

    assert interval(rows, known, seed=3) == interval(mixed, known, seed=3)
    assert interval(rows, known, seed=3)[0] < known(rows) < interval(rows, known, seed=3)[1]


def test_too_few_rows_and_statistics_without_a_number_have_no_interval():
    assert all(map(math.isnan, interval(np.array([1.0]), np.mean, seed=1)))
    assert all(map(math.isnan, interval(np.arange(5.0), lambda rows: math.nan, seed=1)))


def test_many_cases_need_fewer_draws():
    assert (enough(100), enough(100_000)) == (2_000, 200)
