"""Effectiveness against efficiency."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.goal_quadrant import QUADRANTS, goal_quadrant

COLUMNS = ["actual", "goal", "margin", "care"]


def of(*rows, target=1.0):
    return goal_quadrant(pd.DataFrame(rows, columns=COLUMNS, dtype=float), target)


def test_the_four_states_by_hand():
    found = of((50, 100, 10, 40), (50, 100, 80, 40), (150, 100, 10, 40), (150, 100, 80, 40))
    assert found["quadrant"].tolist() == ["waste", "fig_leaf", "pyrrhic", "qualified"]
    assert found["effectiveness"].tolist() == [0.5, 0.5, 1.5, 1.5]
    assert found["efficiency"].tolist() == [0.25, 2, 0.25, 2]
    assert found["short"].tolist() == [50, 50, 0, 0]
    assert found["over"].tolist() == [30, 0, 30, 0]


def test_thresholds_belong_to_the_high_side_and_are_on_the_border():
    found = of((100, 100, 40, 40), (89, 100, 80, 40), (90, 100, 80, 40), (200, 100, 44, 40))
    assert found["quadrant"].tolist() == ["qualified", "fig_leaf", "fig_leaf", "qualified"]
    assert found["on_border"].tolist() == [True, False, True, True]


def test_a_higher_target_is_harder_to_meet():
    found = of((150, 100, 80, 40), target=3.0)
    assert found["quadrant"].tolist() == ["pyrrhic"] and found["over"].tolist() == [pytest.approx(40 - 80 / 3)]


def test_without_goal_or_cost_there_is_no_state():
    found = of((100, 0, 10, 40), (100, np.nan, 10, 40), (100, 50, 10, 0))
    assert found["quadrant"].isna().all() and not found["on_border"].any()
    assert found["short"].isna().tolist() == [True, True, False] and found["over"].isna().tolist() == [
        False,
        False,
        True,
    ]


def test_what_a_loss_takes_too_much_is_all_its_care():
    assert of((10, 20, -500, 40))["over"].tolist() == [40]


@given(st.lists(st.tuples(*[st.integers(-1000, 1000)] * 4), max_size=20), st.integers(1, 50))
def test_money_in_another_currency_changes_no_state(rows, factor):
    one, other = of(*rows), of(*[tuple(factor * v for v in row) for row in rows])
    assert one["quadrant"].fillna("").tolist() == other["quadrant"].fillna("").tolist()
    assert one["quadrant"].dropna().isin(QUADRANTS).all()
