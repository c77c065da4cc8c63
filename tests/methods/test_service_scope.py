"""Acceptance, break-even and levers taken together."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.service_scope import Change, at_risk, break_even, brought, effect, joint

MONEY = st.lists(st.floats(0, 1e6), min_size=3, max_size=3)
SHARE = st.floats(0, 1)


def change(gain, avoided, loss):
    return Change(*(pd.Series(part, ["a", "b", "c"], dtype=float) for part in (gain, avoided, loss)))


def test_effect_and_break_even_by_hand():
    one = change([100, 0, 50], [0, 0, 0], [200, 40, 0])
    assert effect(one, 0.6, 0.1).tolist() == pytest.approx([60 - 0.04 * 200, -0.04 * 40, 30])
    # lost 10 % of 240 if nobody accepts: 24 ÷ (150 + 24)
    assert break_even(one, 0.1) == pytest.approx(24 / 174)


@given(MONEY, MONEY, MONEY, st.floats(0, 0.33))
def test_at_the_break_even_acceptance_nothing_is_won_or_lost(gain, avoided, loss, lost):
    one = change(gain, avoided, loss)
    least = break_even(one, lost)
    if least is None:
        assert all(effect(one, a, lost).sum() <= 1e-9 for a in (0.0, 0.5, 1.0)) and sum(gain) == 0
    elif least > 0:
        assert effect(one, least, lost).sum() == pytest.approx(0, abs=1e-6 * (1 + sum(gain) + sum(loss)))
        assert least <= 1
    else:
        assert effect(one, 0.0, lost).sum() >= -1e-9


@given(MONEY, MONEY)
def test_where_nobody_accepts_and_nobody_is_lost_nothing_happens(gain, loss):
    assert (effect(change(gain, [0] * 3, loss), 0.0, 0.0) == 0).all()


@given(MONEY, MONEY, MONEY, SHARE, st.floats(0, 0.33), st.floats(0.01, 100))
def test_money_scales(gain, avoided, loss, accepts, lost, factor):
    one, more = (change(*([k * v for v in part] for part in (gain, avoided, loss))) for k in (1.0, factor))
    expected = (factor * effect(one, accepts, lost)).tolist()
    assert effect(more, accepts, lost).tolist() == pytest.approx(expected, rel=1e-9, abs=1e-6)
    if break_even(one, lost) is not None and sum(gain) > 1e-6:
        assert break_even(more, lost) == pytest.approx(break_even(one, lost), rel=1e-6, abs=1e-9)


@given(st.lists(st.tuples(MONEY, MONEY, MONEY, SHARE, st.floats(0, 0.33), SHARE), min_size=1, max_size=5))
def test_together_is_never_more_than_the_sum(levers):
    changes = {str(i): change(*lever[:3]) for i, lever in enumerate(levers)}
    answers = {str(i): lever[3:5] for i, lever in enumerate(levers)}
    left = {str(i): pd.Series(lever[5], ["a", "b", "c"]) for i, lever in enumerate(levers)}
    singles = sum(effect(changes[n], *answers[n]) for n in changes)
    assert (joint(changes, answers, left) <= singles + 1e-6).all()
    assert (brought(changes["0"], *answers["0"]) >= 0).all() and (at_risk(changes["0"], *answers["0"]) >= 0).all()
