"""SMAA-2 against the shares and central weights that follow from geometry."""

import numpy as np
import pandas as pd
import pytest

from workbook.methods.smaa import draws_for, smaa

DRAWS = 40_000
ERROR = 4 * 0.5 / DRAWS**0.5  # four standard errors of a share


def run(values, places, group=None):
    frame = pd.DataFrame(values, index=list("ABCDEFGH")[: len(values)], dtype=float)
    own = pd.Series(frame.index if group is None else group, frame.index)
    return smaa(frame, own, places, 7, DRAWS)


def test_two_criteria_three_alternatives():
    """Values (1,0), (.6,.6), (0,1): the middle one is first between weights .4 and .6."""
    first = run([[1, 0], [0.6, 0.6], [0, 1]], 1)
    assert first.first.to_numpy() == pytest.approx([0.4, 0.2, 0.4], abs=ERROR)
    assert first.central.to_numpy() == pytest.approx(np.array([[0.8, 0.2], [0.5, 0.5], [0.2, 0.8]]), abs=ERROR)
    table = run([[1, 0], [0.6, 0.6], [0, 1]], 3).acceptability
    assert table.to_numpy() == pytest.approx(np.array([[0.4, 0.1, 0.5], [0.2, 0.8, 0], [0.4, 0.1, 0.5]]), abs=ERROR)


def test_three_criteria_of_which_each_has_its_own_best():
    found = run(np.eye(3), 1)
    assert found.first.to_numpy() == pytest.approx([1 / 3] * 3, abs=ERROR)
    assert found.central.to_numpy() == pytest.approx(np.full((3, 3), 7 / 36) + np.eye(3) * 15 / 36, abs=2 * ERROR)


def test_centroid_of_the_ordered_simplex():
    """Weights in descending order average 11/18, 5/18, 2/18: the three corners of that part of the triangle, each a third."""
    weights = np.sort(np.random.default_rng(1).dirichlet(np.ones(3), DRAWS), axis=1)[:, ::-1]
    assert weights.mean(axis=0) == pytest.approx([11 / 18, 5 / 18, 2 / 18], abs=ERROR)
    corners = np.array([[1, 0, 0], [1 / 2, 1 / 2, 0], [1 / 3, 1 / 3, 1 / 3]])
    assert corners.mean(axis=0) == pytest.approx([11 / 18, 5 / 18, 2 / 18])


def test_a_group_takes_one_place_and_stands_where_its_best_member_does():
    found = run([[1, 1], [0, 0], [0.5, 0.5], [0.4, 0.4]], 2, ["g", "g", "c", "d"])
    assert found.first.to_dict() == {"A": 1, "B": 1, "C": 1, "D": 0}


def test_what_is_unknown_is_left_out_and_the_order_of_rows_does_not_matter():
    values = [[1, np.nan], [0.5, 0.5], [np.nan, np.nan], [0.5, 0.5]]
    found = run(values, 1)
    assert found.first.to_dict() == {"A": 1, "B": 0, "C": 0, "D": 0} and found.central.loc["B"].isna().all()
    frame = pd.DataFrame(values, index=list("ABCD"))
    turned = smaa(frame.iloc[::-1], pd.Series(frame.index, frame.index), 1, 7, DRAWS)
    pd.testing.assert_frame_equal(turned.central.sort_index(), found.central)


@pytest.mark.parametrize("seed", range(5))
def test_every_place_is_taken_once(seed):
    values = np.random.default_rng(seed).random((6, 3))
    table = run(values, 6).acceptability
    assert table.sum().to_numpy() == pytest.approx(1) and table.sum(axis=1).to_numpy() == pytest.approx(1)


def test_draws_by_size():
    assert (draws_for(0), draws_for(580), draws_for(100_000)) == (10_000, 10_000, 1_000)
