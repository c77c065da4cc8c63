"""Cost to serve against revenue, margin and result, by hand."""

import math

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.effort_ratio import effort_ratio

MONEY = st.floats(-1e6, 1e6)


def table(**columns):
    return pd.DataFrame(columns, ["a", "b", "c"])


def test_three_customers_by_hand():
    # a within half of its margin, b 20 beyond it, c without any margin
    found = effort_ratio(
        table(net_revenue=[200.0, 100, 50], cm1=[100.0, 40, -5], cm3=[70.0, 0, -15], cost_to_serve=[30.0, 40, 10]), 0.5
    )
    assert found["effort_of_margin"].tolist()[:2] == [0.3, 1.0] and math.isnan(found.loc["c", "effort_of_margin"])
    assert found["effort_of_revenue"].tolist() == [0.15, 0.4, 0.2]
    assert found.loc["a", "effort_of_result"] == 30 / 70 and found["effort_of_result"][["b", "c"]].isna().all()
    assert found["effort_beyond"].tolist() == [0, 20, 10]


@given(MONEY, st.floats(0, 1e6), st.floats(0.01, 1))
def test_beyond_is_what_is_above_the_limit_and_never_negative(margin, cost, limit):
    one = table(net_revenue=[1.0] * 3, cm1=[margin] * 3, cm3=[margin - cost] * 3, cost_to_serve=[cost] * 3)
    found = effort_ratio(one, limit).iloc[0]
    assert 0 <= found["effort_beyond"] <= cost
    if margin > 1e-3:
        assert (found["effort_of_margin"] > limit + 1e-9) <= (found["effort_beyond"] > 0)
