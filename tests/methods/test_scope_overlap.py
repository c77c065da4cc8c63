"""The same hours and orders are never saved twice."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.scope_overlap import cost_left, hours_left, remaining

COLUMNS = [
    "hours", "care_cost", "room", "freed", "saved", "orders", "minimum", "surcharge", "both", "minimum_bundled",
    "surcharge_bundled",
]  # fmt: skip
SHARE = st.floats(0, 1)
ANSWER = st.tuples(SHARE, st.floats(0, 0.33))


def table(*row):
    return pd.DataFrame([row], ["a"], COLUMNS, dtype=float)


ONE = table(20, 1600, 18, 5, 400, 10, 2, 4, 2, 1, 2)


def test_by_hand():
    answers = {"channel": (0.5, 0.2), "scope": (0.6, 0.1), "minimum": (0.6, 0.2), "surcharge": (0.5, 0.1)}
    answers["online"] = (0.4, 0.0)
    found = {n: float(s.iloc[0]) for n, s in remaining(ONE, answers).items()}
    lost = {"channel": 0.1, "scope": 0.04}
    assert found["channel"] == pytest.approx(1 - 0.04) and found["minimum"] == pytest.approx(1 - 0.14)
    # 2.5 of 18 hours are gone; an hour cost 80, then (1600 − 200) ÷ 17.5 = 80
    assert found["scope"] == pytest.approx((1 - lost["channel"]) * (1 - 2.5 / 18))
    # of 2 orders below both limits (of 4) 0.6 are bundled and 0.08 lost
    assert found["surcharge"] == pytest.approx((1 - 0.14) * (1 - 0.68 * 2 / 4))
    gone = 0.6 * 1 + 0.08 * 2 + 0.45 * 2 + 0.05 * 4
    assert found["online"] == pytest.approx((1 - 0.14) * (1 - gone / 10))


def test_the_rest_of_the_hours_costs_less_after_expensive_ones_are_gone():
    assert hours_left(ONE, 1.0).iloc[0] == pytest.approx(1 - 5 / 18)
    dear = ONE.assign(saved=1200.0)  # 400 for 15 hours: 26.67 instead of 80
    assert cost_left(dear, 1.0).iloc[0] == pytest.approx((1 - 5 / 18) / 3)
    assert hours_left(table(*[0] * 11), 1.0).iloc[0] == 1 and cost_left(table(*[0] * 11), 1.0).iloc[0] == 1


@given(st.tuples(ANSWER, ANSWER, ANSWER, ANSWER, ANSWER))
def test_what_remains_is_a_share(answers):
    named = dict(zip(("channel", "scope", "minimum", "surcharge", "online"), answers, strict=True))
    for found in remaining(ONE, named).values():
        assert found.between(0, 1).all()


def test_a_lever_alone_has_everything():
    for name in ("channel", "scope", "minimum", "surcharge"):
        assert (remaining(ONE, {name: (0.5, 0.2)})[name] == 1).all()
