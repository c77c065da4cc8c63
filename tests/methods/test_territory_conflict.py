"""Which rule stands in the way, and by how much."""

import numpy as np
import pytest
from territory_cases import drawn

from workbook.methods.territory_conflict import conflict
from workbook.methods.territory_model import Territories


def told(**more):
    """Three customers of work 4, 1, 1, all with rep 0; either rep may have 2 to 4."""
    rest = {"owner": np.zeros(3, int), "weight": np.array([4.0, 1.0, 1.0]), **more}
    return Territories.plain(np.ones((3, 2)), np.array([4.0, 1.0, 1.0]), [2, 2], [4, 4], **rest)


def test_the_budget_is_in_the_way():
    found = conflict(told(budget=0.5))
    assert found.loc["budget", "by"] == pytest.approx(1.5)  # both small ones have to go
    assert found.loc["band"].tolist() == pytest.approx([4.0, 2.0, 2.0])


def test_a_rule_is_in_the_way():
    pinned = np.array([[True, False], [True, False], [True, True]])
    found = conflict(told(allowed=pinned), {"pinned": np.ones((3, 2), bool)})
    assert found.loc["pinned", "by"] == 1.0 and np.isnan(found.loc["budget", "by"])
    assert found.loc["band", "by"] == pytest.approx(2.0)


def test_nothing_is_in_the_way():
    found = conflict(told(budget=9.0))
    assert found["by"].tolist() == pytest.approx([0.0, 0.0])


def test_nobody_may_look_after_a_customer():
    nobody = np.array([[False, False], [True, True], [True, True]])
    found = conflict(told(allowed=nobody), {"forbidden": np.ones((3, 2), bool)})
    assert found["by"].isna().tolist() == [True, True, False] and found.loc["forbidden", "by"] == 1.0


def test_larger_problems_agree_with_their_bands():
    t = drawn(2, n=40, m=4, budget=0.0, allowed=np.ones((40, 4), bool), owner=np.zeros(40, int))
    assert conflict(t).loc["band", "by"] == pytest.approx(t.load[:, 0].sum() - t.high[0] + t.low[1:].sum())
