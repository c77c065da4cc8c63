"""A benchmark says where others stand and nothing about anyone: few, dominance, rounding, attacks by difference."""

import math

import numpy as np
import pytest

from workbook.methods.benchmark import DOMINANT, LEAST, QUARTILES, benchmark

GRID = 0.05


def values(k, seed=1, low=0.4, high=0.6):
    return np.random.default_rng(seed).uniform(low, high, k)


def test_by_hand():
    five = benchmark([0.4, 0.5, 0.5, 0.6, 0.5], 0.05)
    assert five.middle == 0.5 and math.isnan(five.lower) and five.why == ""
    assert benchmark([10, 11, 12, 13, 14, 100], 1).why == "dominance"  # 100 of 160
    assert benchmark([10, 11, 12, 13, 14, 15, 1000], 1).middle == 13  # what lies outside the middle does not count
    many = benchmark(range(10, 30), 1)
    assert (many.middle, many.lower, many.upper) == (20, 16, 24)  # 19.5; 15 and 24 to multiples of 4


def test_too_few_are_not_shown():
    for k in range(LEAST):
        assert benchmark(values(k), GRID).why == "few" and math.isnan(benchmark(values(k), GRID).middle)
    assert math.isnan(benchmark(values(QUARTILES - 1), GRID).upper)
    assert math.isfinite(benchmark(values(QUARTILES), GRID).upper)


@pytest.mark.parametrize("k", [5, 6, 7, 8, 12, 13, 30])
def test_no_value_makes_up_more_than_a_quarter(k):
    for seed in range(200):
        drawn = np.random.default_rng(seed).lognormal(0, 2, k)
        found = benchmark(drawn, 1e-9)
        if found.why == "":  # a mean of n values of which the largest is at most a quarter of their sum
            near = np.sort(np.abs(drawn - found.middle))
            assert near[0] <= found.middle * (DOMINANT * 6)


def test_the_middle_is_nobodys_own_value():
    for k in range(5, 15):
        drawn = values(k)
        assert np.abs(drawn - benchmark(drawn, 1e-9).middle).min() > 1e-6


@pytest.mark.parametrize("k", [5, 6, 7, 8, 11, 15, 16, 17])
def test_two_runs_that_differ_by_one_client_do_not_give_it_away(k):
    """Even who knows all other values exactly, and both runs, finds a wide range of values the new client may have."""
    for seed in range(8):
        known = values(k, seed)
        new = np.random.default_rng(seed + 1000).uniform(0.42, 0.58)
        seen = repr(benchmark([*known, new], GRID))
        possible = [x for x in np.arange(0, 1, GRID / 5) if repr(benchmark([*known, x], GRID)) == seen]
        assert max(possible) - min(possible) >= 5 * GRID


def test_the_difference_of_two_runs_alone_says_next_to_nothing():
    """Who knows only what is published: the new value is 6 × the second mean − 5 × the first, ± 5.5 steps of the rounding."""
    errors = []
    for seed in range(300):
        drawn = values(6, seed, 0.45, 0.55)  # near enough to each other for no dominance
        first, second = benchmark(drawn[:5], GRID).middle, benchmark(drawn, GRID).middle
        errors.append(abs(6 * second - 5 * first - drawn[5]))
    blind = np.mean([abs(v[5] - 0.5) for v in (values(6, s, 0.45, 0.55) for s in range(300))])
    assert np.mean(errors) > blind  # guessing the middle is nearer to the truth


def test_rounding_and_order_and_wrong_input():
    drawn = values(9)
    assert repr(benchmark(drawn, GRID)) == repr(benchmark(drawn[::-1], GRID))
    assert round(benchmark(drawn, GRID).middle / GRID, 9) % 1 == 0
    for wrong in (([1.0] * 5, 0), ([1, 2, 3, 4, float("nan")], 1)):
        with pytest.raises(ValueError, match="grid"):
            benchmark(*wrong)
