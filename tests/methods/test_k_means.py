import numpy as np
import pytest

from workbook.methods.k_means import k_means, nearest

RANDOM = np.random.default_rng(3)
MIDDLES = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]])
POINTS = np.repeat(MIDDLES, 20, axis=0) + RANDOM.normal(0, 0.5, (60, 2))


def test_three_heaps_are_found():
    found = k_means(POINTS[None], 3, 1)
    labels = found.labels[0].reshape(3, 20)
    assert (labels == labels[:, :1]).all() and len(set(labels[:, 0])) == 3
    for heap, label in zip(np.split(POINTS, 3), labels[:, 0], strict=True):
        assert found.centres[0, label] == pytest.approx(heap.mean(axis=0))


def test_spread_is_the_sum_of_squared_distances():
    found = k_means(POINTS[None], 3, 1)
    squares = ((POINTS - found.centres[0][found.labels[0]]) ** 2).sum()
    assert found.spread[0] == pytest.approx(squares)


def test_many_samples_at_a_time_are_each_their_own():
    samples = np.stack([POINTS, POINTS[::-1] * 3])
    found = k_means(samples, 3, 1)
    for i, sample in enumerate(samples):
        assert (found.labels[i] == nearest(sample, found.centres[i])).all()
        assert found.spread[i] == pytest.approx(((sample - found.centres[i][found.labels[i]]) ** 2).sum())


def test_equal_points_leave_centres_without_points_where_they_are():
    found = k_means(np.ones((1, 5, 2)), 3, 1)
    assert found.spread[0] == pytest.approx(0) and np.isfinite(found.centres).all()
