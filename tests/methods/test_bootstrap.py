"""Bootstrap intervals against the normal approximation of a mean."""

import math

import numpy as np
import pytest

from workbook.methods.bootstrap import AT_ONCE, drawn, enough, interval, interval_at_once


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


@pytest.mark.parametrize("shape", [(40,), (41, 2), (AT_ONCE // 7,)])
def test_many_samples_at_a_time_give_what_one_after_the_other_gives(shape):
    rows = np.random.default_rng(2).normal(size=shape)
    one = interval(rows, lambda some: some.reshape(len(some), -1)[:, -1].max(), 5, 30)
    assert interval_at_once(rows, lambda some: some.reshape(*some.shape[:2], -1)[..., -1].max(axis=1), 5, 30) == one


def test_samples_are_the_same_however_many_are_drawn_at_a_time():
    single = np.random.default_rng(4)
    many = np.concatenate(list(drawn(np.random.default_rng(4), 9, 50, wide=AT_ONCE // 9 // 7)))
    assert (many == [single.integers(0, 9, 9) for _ in range(50)]).all()


def test_one_row_has_no_interval_at_once_either():
    assert all(map(math.isnan, interval_at_once(np.array([1.0]), lambda some: some.mean(axis=1), seed=1)))
