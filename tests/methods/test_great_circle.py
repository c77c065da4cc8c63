"""Distances between places whose distance is published."""

import numpy as np
import pytest

from workbook.methods.great_circle import great_circle

BERLIN, TOKYO, POLE = (52.5167, 13.3833), (35.7, 139.7667), (90.0, 0.0)


def test_known_distances():
    # Berlin-Tokyo 8,918 km on a sphere of 6,370 km: the worked example of the German article on great circles
    far = great_circle(np.array([BERLIN]), np.array([TOKYO, BERLIN, POLE]))
    assert far[0] == pytest.approx([8918, 0.0, 6371.0088 * np.radians(90 - BERLIN[0])], rel=5e-4)


def test_both_ways_alike_and_no_detour_is_shorter():
    draw = np.random.default_rng(1)
    places = np.column_stack([draw.uniform(-90, 90, 20), draw.uniform(-180, 180, 20)])
    far = great_circle(places, places)
    assert far == pytest.approx(far.T)
    assert (far[:, :, None] <= far[:, None, :] + far.T[None, :, :] + 1e-6).all()


def test_an_unknown_place_is_at_no_distance():
    assert np.isnan(great_circle(np.array([[np.nan, 8.0]]), np.array([BERLIN]))).all()
