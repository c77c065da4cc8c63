import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from workbook.methods.copula import copula_samples

RANDOM = np.random.default_rng(5)
BASE = RANDOM.standard_normal((300, 3))
POINTS = np.column_stack([np.exp(BASE[:, 0]), BASE[:, 0] + 0.7 * BASE[:, 1], np.round(BASE[:, 2])])


@given(st.integers(2, 30), st.integers(1, 4), st.integers(0, 99))
def test_margins_are_kept_to_the_last_value(n, measures, seed):
    points = np.random.default_rng(seed).integers(0, 5, (n, measures)).astype(float)
    for sample in copula_samples(points, 3, seed):
        assert (np.sort(sample, axis=0) == np.sort(points, axis=0)).all()


def test_rank_correlations_are_kept_on_average():
    samples = copula_samples(POINTS, 100, 1)
    found = np.mean([spearmanr(sample).statistic for sample in samples], axis=0)
    assert found == pytest.approx(spearmanr(POINTS).statistic, abs=0.03)


def test_groups_beyond_margins_and_correlations_are_gone():
    corners = np.repeat([[0, 0, 0], [1, 1, 0], [1, 0, 1], [0, 1, 1]], 50, axis=0).astype(float)
    together = (copula_samples(corners, 50, 1).sum(axis=2) == 3).mean()  # never in the points: an even number of ones
    assert together == pytest.approx(1 / 8, abs=0.03)


def test_same_seed_same_samples():
    assert (copula_samples(POINTS, 2, 9) == copula_samples(POINTS, 2, 9)).all()
