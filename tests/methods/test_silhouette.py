import math

import numpy as np
import pytest

from workbook.methods.silhouette import distances, silhouette


def test_four_points_by_hand():
    points = np.array([[0.0], [1.0], [10.0], [11.0]])
    # outer points: a = 1, b = 10.5; inner ones: a = 1, b = 9.5
    expected = ((10.5 - 1) / 10.5 + (9.5 - 1) / 9.5) / 2
    assert silhouette(distances(points), np.array([0, 0, 1, 1])) == pytest.approx(expected)


def test_a_case_alone_counts_nothing():
    points = np.array([[0.0], [1.0], [10.0]])
    assert silhouette(distances(points), np.array([0, 0, 1])) == pytest.approx(((10 - 1) / 10 + (9 - 1) / 9) / 3)


def test_distances_are_those_between_points():
    points = np.array([[0.0, 0.0], [3.0, 4.0], [0.0, 4.0]])
    assert distances(points) == pytest.approx(np.array([[0, 5, 4], [5, 0, 3], [4, 3, 0]]))


def test_one_group_has_no_silhouette_and_equal_points_none_to_speak_of():
    points = np.zeros((4, 2))
    assert math.isnan(silhouette(distances(points), np.zeros(4, int)))
    assert silhouette(distances(points), np.array([0, 0, 1, 1])) == 0
