"""Orders of requests."""

import numpy as np
import pandas as pd
import pytest

from workbook.methods.request_order import POLICIES, customer_score, request_order

ARRIVED = np.array([0.0, 1.0, 2.0, 30.0])
RANK = np.array([3.0, 1.0, 2.0, 1.0])
SCORE = np.array([0.5, 0.6, 0.9, 1.0])


@pytest.mark.parametrize(
    ("policy", "order"),
    [("fcfs", [0, 1, 2, 3]), ("strict", [1, 3, 2, 0]), ("score", [3, 2, 1, 0]), ("ageing", [2, 3, 1, 0])],
)
def test_each_policy_orders_as_it_says(policy, order):
    assert np.argsort(request_order(policy, ARRIVED, RANK, SCORE, 0.1 / 9)).tolist() == order


def test_ageing_is_the_order_by_score_plus_waiting_at_any_time():
    draw = np.random.default_rng(2)
    arrived, score = np.sort(draw.uniform(0, 50, 40)), draw.uniform(0, 1, 40)
    place = request_order("ageing", arrived, score, score, 0.02)
    for now in (50.0, 75.0, 500.0):
        assert np.argsort(-(score + 0.02 * (now - arrived)), kind="stable").tolist() == np.argsort(place).tolist()


@pytest.mark.parametrize("policy", POLICIES)
def test_ties_go_by_arrival(policy):
    same = np.ones(3)
    assert request_order(policy, np.array([2.0, 0.0, 1.0]), same, same, 0.0).tolist() == [2, 0, 1]


def test_a_customer_without_a_score_comes_after_those_with_one():
    assert request_order("score", np.array([0.0, 1.0]), np.ones(2), np.array([np.nan, 0.01]), 0.1).tolist() == [1, 0]


def test_the_score_is_the_mean_percentile_and_without_potential_that_of_the_value():
    ids = list("abcd")
    potential, share = pd.Series([100.0, 50.0, np.nan, 10.0], ids), pd.Series([0.1, np.nan, 0.9, 0.5], ids)
    found = customer_score(potential, share, pd.Series([1.0, 2.0, 3.0, 4.0], ids))
    assert found.to_dict() == pytest.approx({"a": (1 + 1 / 3) / 2, "b": 2 / 3, "c": 0.75, "d": (1 / 3 + 2 / 3) / 2})
    again = customer_score(potential * 1000, share, pd.Series([10.0, 20.0, 30.0, 40.0], ids))
    assert again.equals(found)
