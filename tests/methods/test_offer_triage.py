"""Which offers to write tonight."""

from itertools import product

import numpy as np
import pytest

from workbook.methods.offer_triage import best_offers, offer_worth


def test_worth_is_value_times_probability_times_urgency():
    days = np.array([0.0, 1.0, 4.0, -1.0])
    found = offer_worth(np.full(4, 1000.0), np.full(4, 0.5), days)
    assert found.tolist() == [500.0, 500.0, 125.0, 0.0]


@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_trying_every_choice(seed):
    draw = np.random.default_rng(seed)
    worth, effort = draw.uniform(0, 9_000, 10), draw.integers(1, 16, 10) / 2
    choices = np.array(list(product([False, True], repeat=10)))
    fits = choices[(choices @ effort) <= 14.0]
    chosen = best_offers(worth, effort, 14.0)
    assert effort[chosen].sum() <= 14.0
    assert worth[chosen].sum() == pytest.approx((fits @ worth).max())


def test_the_size_of_money_changes_nothing():
    worth, effort = np.array([3.0, 2.0, 2.0]), np.array([3.0, 2.0, 2.0])
    assert (
        best_offers(worth, effort, 4.0).tolist()
        == best_offers(worth * 1e7, effort, 4.0).tolist()
        == [False, True, True]
    )


def test_no_time_nothing_open_nothing_worth_it():
    some = np.array([1.0, 2.0])
    assert not best_offers(some, some, 0.5).any() and not len(best_offers(np.array([]), np.array([]), 8.0))
    assert not best_offers(np.zeros(2), some, 9.0).any()
