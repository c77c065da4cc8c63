"""Plans scored by hand."""

import numpy as np
import pytest
from territory_cases import drawn

from workbook.methods.territory_model import Territories
from workbook.methods.territory_score import rescore, score

T = Territories.plain(
    [[1.0, 5.0], [2.0, 7.0], [4.0, 3.0]], np.array([2.0, 3.0, 4.0]), [3, 3], [6, 6],
    owner=np.array([0, 1, -1]), weight=np.array([10.0, 20.0, 40.0]),
    allowed=np.array([[True, True], [True, False], [True, True]]),
)  # fmt: skip


def test_by_hand():
    told = score(T, np.array([0, 0, 1]))
    assert told.cost == 6.0 and told.load.tolist() == [5.0, 4.0] and told.outside.tolist() == [0.0, 0.0]
    assert told.moved == 20.0 and told.movers.tolist() == [False, True, False] and not len(told.refused)


def test_an_edit():
    told = rescore(T, np.array([0, 0, 1]), {1: 1, 2: 0})
    assert told.cost == 12.0 and told.refused.tolist() == [1] and told.moved == 0.0
    assert rescore(T, np.array([0, 0, 1]), {0: -1}).outside.tolist() == [0.0, 0.0]
    assert rescore(T, np.array([0, 0, 1]), {2: 0}).outside.tolist() == [3.0, -3.0]


def test_no_edit_changes_nothing():
    t = drawn(3)
    rep = t.allowed.argmax(axis=1)
    one, two = score(t, rep), rescore(t, rep, {})
    assert one.cost == two.cost and (one.load == two.load).all()


def test_a_closed_territory_has_no_band():
    t = Territories.plain(
        [[1.0, 1.0]], [1.0], [1, 1], [2, 2], closable=np.array([False, True]), keeping=np.array([0, 9])
    )
    assert score(t, np.array([0])).outside.tolist() == [0.0, 0.0]
    assert score(t, np.array([1])).cost == pytest.approx(10.0)
