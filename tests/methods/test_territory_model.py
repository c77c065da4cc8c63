"""The model as HiGHS sees it."""

import numpy as np
import pytest
from territory_cases import drawn

from workbook.methods.territory_model import Rules, Territories, solve_model


def test_by_hand():
    # two customers of work 2 and 1; the cheap rep 0 can carry only 2
    t = Territories.plain([[1, 9], [1, 3]], np.array([2.0, 1.0]), [0, 0], [2, 9])
    row, rep = np.nonzero(t.allowed)
    answer = solve_model(t, row, rep, Rules())
    assert answer.value == pytest.approx(4.0) and answer.bound == pytest.approx(4.0)
    assert rep[answer.x > 0.5].tolist() == [0, 1]
    shares = solve_model(t, row, rep, Rules(whole=False))
    assert shares.value == pytest.approx(4.0) and shares.most[0] == pytest.approx(2.0)


def test_work_outside_the_bands_has_its_price():
    t = Territories.plain([[1.0, 2.0]], np.array([3.0]), [0, 1], [2, 9], outside=0.1)
    answer = solve_model(t, np.array([0, 0]), np.array([0, 1]), Rules())
    assert answer.value == pytest.approx(1.2)  # one hour above at rep 0, one below at rep 1


@pytest.mark.parametrize("work", [0.0, 1.0])
def test_nobody_is_left_at_a_closed_territory(work):
    # keeping rep 0 open costs more than the other rep's work, however little the customer is
    more = {"closable": np.array([True, False]), "keeping": np.array([50.0, 0.0]), "outside": 0.1}
    t = Territories.plain([[1.0, 20.0]], np.array([work]), [3, 0], [9, 9], **more)
    answer = solve_model(t, np.array([0, 0]), np.array([0, 1]), Rules())
    assert answer.value == pytest.approx(20.0) and answer.x.tolist() == [0.0, 1.0]


def test_what_stays_and_the_scale_of_costs():
    t = drawn(1, budget=5.0)
    whole = t.weight[t.owned].sum()
    assert t.to_stay == pytest.approx(max(whole - 5.0, 0.0)) and t.staying.sum() == pytest.approx(whole)
    small, unit = t.scaled()
    assert np.abs(small.cost[t.allowed]).mean() == pytest.approx(1.0) and (small.cost * unit) == pytest.approx(t.cost)


def test_no_plan_is_told():
    t = Territories.plain([[1.0]], np.array([3.0]), [0], [2])
    assert not solve_model(t, np.array([0]), np.array([0]), Rules()).feasible
