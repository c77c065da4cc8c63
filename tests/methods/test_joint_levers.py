"""Levers simulated jointly: by hand, and what holds for any claims."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.methods.joint_levers import joint_levers

AMOUNT = st.floats(-1e6, 1e6, allow_nan=False, width=32)
CLAIMS = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(("discount", "sales")), AMOUNT), max_size=12)


def claims(*rows):
    return pd.DataFrame(rows, columns=["customer", "pool", "amount"]).astype({"amount": float})


def test_the_same_discount_is_given_back_once():
    asked = claims(("A", "discount", 60), ("A", "discount", 100), ("B", "discount", 30), ("A", "discount", 80))
    assert joint_levers(asked).tolist() == [60, 40, 30, 0]


def test_other_pools_and_other_customers_are_no_overlap():
    asked = claims(("A", "discount", 60), ("A", "orders", 100), ("B", "discount", 100))
    assert joint_levers(asked).tolist() == [60, 100, 100]


def test_with_room_for_more_they_add_up_to_it():
    asked = claims(("A", "sales", 60), ("A", "sales", 100), ("A", "sales", 80), ("B", "sales", 5))
    room = pd.Series({("A", "sales"): 200.0})
    assert joint_levers(asked, room).tolist() == [60, 100, 40, 0]


def test_a_loss_counts_in_full_and_leaves_the_others_what_there_is():
    asked = claims(("A", "orders", -10), ("A", "orders", 100), ("A", "orders", 100))
    assert joint_levers(asked).tolist() == [-10, 100, 0]


def test_nobody_asks_for_anything():
    assert joint_levers(claims()).empty


@settings(max_examples=60, deadline=None)
@given(CLAIMS, st.randoms(use_true_random=False))
def test_together_never_more_than_the_sum_and_no_less_than_the_best_whatever_the_order(rows, chance):
    asked = claims(*rows)
    own = joint_levers(asked)
    slack = 1e-6 * (1 + asked["amount"].abs().sum())
    assert (own <= asked["amount"].clip(lower=0) + slack).all() and (own >= asked["amount"].clip(upper=0) - slack).all()
    # Independently: per customer and pool the largest claim, and every loss.
    gain = asked[asked["amount"] > 0].groupby(["customer", "pool"])["amount"].max().sum()
    loss = asked["amount"].clip(upper=0).sum()
    assert own.sum() == pytest.approx(gain + loss, abs=slack)
    assert own.sum() <= asked["amount"].sum() + slack
    mixed = list(rows)
    chance.shuffle(mixed)
    assert joint_levers(claims(*mixed)).sum() == pytest.approx(own.sum(), abs=slack)


@settings(max_examples=40, deadline=None)
@given(CLAIMS, st.floats(0, 1e6))
def test_no_customer_gives_more_than_there_is_room(rows, most):
    asked = claims(*rows)
    room = pd.Series(most, pd.MultiIndex.from_product([["A", "B"], ["discount", "sales"]]))
    own = joint_levers(asked, room) - asked["amount"].clip(upper=0)
    slack = 1e-6 * (1 + asked["amount"].abs().sum())
    assert (own.groupby([asked["customer"], asked["pool"]]).sum() <= most + slack).all()
    assert own.sum() <= asked["amount"].clip(lower=0).sum() + slack
