import numpy as np
import pytest

from workbook.methods.left_or_came import left_or_came, yet_to_come


def company(*special, n=200, seed=1):
    """Customers who order about five times in each of three years, and some more."""
    usual = np.random.default_rng(seed).integers(3, 8, (n, 3)).astype(float)
    return np.vstack([usual, *special]) if special else usual


def test_who_orders_in_both_windows_neither_left_nor_came():
    assert not left_or_came(company(), 0.2).any()


def test_frequent_orders_that_stop_are_an_end():
    found = left_or_came(company((5, 0, 6)), 0.2)
    assert found[-1, 0] > 0.95 and found[-1, 1] == 0


def test_frequent_orders_that_begin_are_a_beginning():
    found = left_or_came(company((0, 4, 0)), 0.2)
    assert found[-1, 1] > 0.9 and found[-1, 0] == 0


def test_who_ordered_long_before_did_not_come():
    assert left_or_came(company((0, 4, 5)), 0.2)[-1, 1] == 0


def test_a_pause_says_less_without_rhythm():
    rare = np.tile([1.0, 0.0, 1.0], (20, 1))
    steady, chance = (left_or_came(company(rare), noise)[-1, 0] for noise in (0.2, 1.0))
    assert steady > chance


def test_a_single_order_among_customers_of_few_is_chance():
    draw = np.random.default_rng(3)
    few = draw.poisson(0.7, (2_000, 3)).astype(float)
    found = left_or_came(few, 1.0)[few.sum(axis=1) > 0]
    assert found.mean() < 0.2


def test_without_orders_nobody_left_or_came():
    assert not left_or_came(np.zeros((3, 3)), 1.0).any() and left_or_came(np.zeros((0, 3)), 1.0).shape == (0, 2)


def test_few_without_orders_among_rare_ones_have_business_all_the_same():
    rare = np.random.default_rng(2).geometric(0.5, 300)[:, None] * np.array([[0.0, 1.0, 0.0]])
    found = yet_to_come(np.vstack([rare, np.zeros((2, 3))]), 1.0)
    assert found[-1] > 0.9 and not found[:-2].any()


def test_many_without_orders_among_frequent_ones_have_none():
    found = yet_to_come(company(np.zeros((100, 3))), 0.2)
    assert found[-1] < 0.01 and not found[:-100].any()


def test_nobody_orders():
    assert yet_to_come(np.zeros((4, 3)), 1.0) == pytest.approx(np.zeros(4))


def test_rare_orders_miss_a_window_even_at_equal_distances():
    rare = np.tile([1.0, 0.0, 1.0], (60, 1))
    met = np.tile([1.0, 1.0, 0.0], (60, 1))
    found = left_or_came(np.vstack([np.repeat(rare, 2, 0), np.repeat(met, 2, 0)]), 0.05)
    assert found[:120, 0].max() < 0.5
