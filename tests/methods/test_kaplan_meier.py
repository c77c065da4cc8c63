"""The share still waiting, some waits censored."""

import itertools
import math
from fractions import Fraction
from statistics import median

import numpy as np
import pytest

from workbook.methods.kaplan_meier import days_until, ended_interval, kaplan_meier, waiting_after

# Freireich 1963, drug arm of 21 patients, weeks to relapse; False: still in remission.
WAITED = np.array([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35])
ENDED = np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], dtype=bool)


def by_hand(waited, ended):
    """The product of the shares that stay, in plain fractions."""
    left, made = Fraction(1), {}
    for day in sorted({w for w, e in zip(waited, ended, strict=True) if e}):
        ends = sum(w == day and e for w, e in zip(waited, ended, strict=True))
        left *= 1 - Fraction(int(ends), int(sum(w >= day for w in waited)))
        made[float(day)] = float(left)
    return made


def test_the_published_curve_of_freireich():
    curve = kaplan_meier(WAITED, ENDED)
    published = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert dict(zip(curve["days"], curve["waiting"], strict=True)) == pytest.approx(published, abs=6e-4)
    assert days_until(curve, 0.5) == 23  # published median


@pytest.mark.parametrize("seed", range(5))
def test_any_sample_by_hand(seed):
    draw = np.random.default_rng(seed)
    waited, ended = draw.integers(0, 12, 40), draw.random(40) < 0.6
    curve = kaplan_meier(waited, ended)
    assert dict(zip(curve["days"], curve["waiting"], strict=True)) == pytest.approx(by_hand(waited, ended))


def test_a_day_between_two_steps_has_the_share_of_the_step_before():
    curve = kaplan_meier(np.array([5, 10]), np.array([True, True]))
    assert [waiting_after(curve, d) for d in (4, 5, 9, 10)] == [1, 0.5, 0.5, 0]


@pytest.mark.parametrize("waited", [[4, 10], [3, 4, 10], [1, 2, 2, 9], [7]])
def test_without_censoring_the_median_is_the_usual_one(waited):
    assert days_until(kaplan_meier(np.array(waited), np.ones(len(waited), bool)), 0.5) == median(waited)


def test_what_is_never_reached_is_missing():
    assert math.isnan(days_until(kaplan_meier(np.array([5, 9, 9]), np.array([True, False, False])), 0.5))


@pytest.mark.parametrize("waited", [[], [3, 4]])
def test_nothing_ended_is_no_step(waited):
    curve = kaplan_meier(np.array(waited, dtype=float), np.zeros(len(waited), bool))
    assert curve.empty and waiting_after(curve, 100) == 1 and math.isnan(days_until(curve, 0.5))


def test_the_interval_is_repeatable_and_holds_the_estimate():
    waited, ended = np.tile(WAITED, 3), np.tile(ENDED, 3)
    who = np.arange(len(waited)) % 30
    first, second = (ended_interval(waited, ended, who, 12, 7) for _ in range(2))
    assert first == second and first[0] < 1 - waiting_after(kaplan_meier(waited, ended), 12) < first[1]


def test_customers_all_alike_leave_no_spread():
    waited, ended = np.tile([10, 20, 70], 4), np.tile([True, True, False], 4)
    assert ended_interval(waited, ended, np.repeat(np.arange(4), 3), 30, 0) == pytest.approx((2 / 3, 2 / 3))


def test_no_cases_or_no_seed_give_no_interval():
    nothing = np.array([], dtype=int)
    for given in ((nothing, nothing.astype(bool), nothing, 5, 0), (WAITED, ENDED, np.arange(21), 5, None)):
        assert all(math.isnan(end) for end in ended_interval(*given))


def test_the_curve_falls_and_never_leaves_zero_to_one():
    waiting = kaplan_meier(WAITED, ENDED)["waiting"].tolist()
    assert all(0 <= later <= earlier <= 1 for earlier, later in itertools.pairwise(waiting))


def test_neither_the_numbers_of_customers_nor_the_order_of_cases_matter_for_the_interval():
    draw = np.random.default_rng(8)
    waited, ended, who = draw.integers(0, 400, 90), draw.random(90) < 0.6, draw.integers(0, 30, 90)
    who[:30] = np.arange(30)
    mixed = draw.permutation(90)
    other = ended_interval(waited[mixed], ended[mixed], 29 - who[mixed], 180, 1)
    assert ended_interval(waited, ended, who, 180, 1) == pytest.approx(other)
