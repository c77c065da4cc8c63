"""Like compared with like."""

import numpy as np
import pytest

from workbook.methods.matched_difference import matched_difference, strata


def test_strata_are_equally_large_in_order_of_the_measure():
    assert strata(np.array([50, 10, 40, 20, 30, 60]), 3).tolist() == [2, 0, 1, 0, 1, 2]


def test_equals_share_a_stratum_wherever_they_stand():
    measure = np.array([5, 1, 5, 5, 2, 9])  # by rank 1 2 | 5 5 | 5 9: the fives stand around the fourth place
    assert strata(measure, 3).tolist() == [1, 0, 1, 1, 0, 2]
    assert strata(measure[::-1], 3).tolist() == [2, 0, 1, 1, 0, 1]


def test_the_difference_within_strata_weighted_with_the_treated():
    # stratum 0: 1/1 − 0/1 = 1 (one treated); stratum 1: 1/3 − 1/2 = −1/6 (three treated); stratum 2 holds no other
    rows = [(0, 1, 1), (0, 0, 0), (1, 1, 1), (1, 1, 0), (1, 1, 0), (1, 0, 1), (1, 0, 0), (2, 1, 1)]
    assert matched_difference(np.array(rows, float)) == pytest.approx((1 * 1 - 3 / 6) / 4)


def test_what_the_strata_explain_is_no_difference():
    rows = [(s, t, s) for s, t, n in ((0, 1, 2), (0, 0, 8), (1, 1, 8), (1, 0, 2)) for _ in range(n)]
    assert matched_difference(np.array(rows, float)) == pytest.approx(0)


def test_without_both_kinds_in_a_stratum_there_is_nothing_to_compare():
    assert np.isnan(matched_difference(np.array([(0, 1, 1), (1, 0, 0)], float)))


def test_a_planted_difference_is_found():
    draw = np.random.default_rng(1)
    measure, treated = draw.normal(size=20_000), draw.random(20_000) < 0.4
    lost = draw.random(20_000) < 0.1 + 0.05 * treated + 0.05 * (measure > 0)
    rows = np.column_stack([strata(measure), treated, lost]).astype(float)
    assert matched_difference(rows) == pytest.approx(0.05, abs=0.012)
