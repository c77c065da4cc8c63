import itertools

import numpy as np
import pytest

from workbook.methods.median_line import _programmed, median_line


def _loss(x, y, line):
    return np.abs(y - line[0] - line[1] * x).sum()


def _best_through_two(x, y):
    """Some best line runs through two of the cases: try them all."""
    lines = []
    for i, j in itertools.combinations(range(len(x)), 2):
        if x[i] != x[j]:
            slope = (y[i] - y[j]) / (x[i] - x[j])
            lines.append((y[i] - slope * x[i], slope))
    return min(_loss(x, y, line) for line in lines)


@pytest.mark.parametrize("seed", range(5))
def test_no_line_through_two_cases_is_closer(seed):
    draw = np.random.default_rng(seed)
    x, y = draw.normal(8, 2, 25), draw.normal(0.1, 0.05, 25)
    assert _loss(x, y, median_line(x, y)) == pytest.approx(_best_through_two(x, y), abs=1e-9)


def test_one_wild_case_does_not_move_the_line():
    x = np.arange(11.0)
    y = 0.05 + 0.01 * x
    y[10] = 5
    assert median_line(x, y) == pytest.approx((0.05, 0.01))


def test_without_spread_in_x_the_line_is_flat_at_the_median():
    assert median_line(np.full(5, 3.0), np.array([1.0, 2.0, 9.0, 4.0, 3.0])) == (3.0, 0.0)


def test_no_cases_no_line():
    assert np.isnan(median_line(np.array([]), np.array([]))).all()


@pytest.mark.parametrize("seed", range(60))
def test_turning_finds_the_same_least_sum_as_the_linear_program_with_ties_and_repeats_too(seed):
    draw = np.random.default_rng(seed)
    n = int(draw.integers(2, 400))
    x, y = draw.normal(0, 2, n), draw.normal(0.1, 0.05, n)
    if seed % 2:
        y = np.where(draw.random(n) < 0.4, 0.0, y)
    if seed % 3 == 1:
        x, y = np.round(x), np.round(y, 2)
    if seed % 3 == 2:
        pick = draw.integers(0, n, n)
        x, y = x[pick], y[pick]
    assert _loss(x, y, median_line(x, y)) == pytest.approx(_loss(x, y, _programmed(x, y)), abs=1e-9)


def test_where_turning_stops_short_the_linear_program_finishes(monkeypatch):
    x, y = np.random.default_rng(1).normal(0, 1, (2, 31))
    expected = median_line(x, y)
    monkeypatch.setattr("workbook.methods.median_line.STEPS", 0)
    assert median_line(x, y) == pytest.approx(expected)
