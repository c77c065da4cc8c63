import itertools

import numpy as np
import pytest

from workbook.methods.median_line import median_line
from workbook.methods.quantile_line import quantile_line


def _loss(x, y, line, part):
    left = y - line[0] - line[1] * x
    return np.where(left >= 0, part * left, (part - 1) * left).sum()


@pytest.mark.parametrize("seed, part", [(0, 0.9), (1, 0.9), (2, 0.8), (3, 0.5), (4, 0.25)])
def test_no_line_through_two_cases_is_closer(seed, part):
    draw = np.random.default_rng(seed)
    x, y = draw.normal(3, 1, 22), draw.normal(10, 2, 22)
    best = min(
        _loss(x, y, (y[i] - s * x[i], s), part)
        for i, j in itertools.combinations(range(len(x)), 2)
        for s in [(y[i] - y[j]) / (x[i] - x[j])]
    )
    assert _loss(x, y, quantile_line(x, y, part), part) == pytest.approx(best, abs=1e-9)


def test_half_is_the_median_line():
    draw = np.random.default_rng(7)
    x, y = draw.normal(0, 1, 41), draw.normal(0, 1, 41)
    assert quantile_line(x, y, 0.5) == pytest.approx(median_line(x, y), abs=1e-8)


def test_the_part_of_the_cases_lies_below():
    draw = np.random.default_rng(8)
    x, y = draw.normal(0, 1, 500), draw.normal(0, 1, 500)
    level, slope = quantile_line(x, y, 0.9)
    assert (y < level + slope * x - 1e-9).sum() <= 450 <= (y <= level + slope * x + 1e-9).sum()


def test_order_of_the_cases_does_not_matter():
    draw = np.random.default_rng(9)
    x, y = draw.integers(0, 5, 60).astype(float), draw.integers(0, 9, 60).astype(float)
    mixed = draw.permutation(60)
    assert quantile_line(x, y, 0.9) == quantile_line(x[mixed], y[mixed], 0.9)


def test_without_spread_flat_and_without_cases_nothing():
    assert quantile_line(np.full(4, 2.0), np.array([1.0, 2, 3, 4]), 0.5) == (2.5, 0.0)
    assert np.isnan(quantile_line(np.array([]), np.array([]), 0.9)).all()
