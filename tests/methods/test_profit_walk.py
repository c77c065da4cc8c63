"""The profit formula reconciles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.profit_walk import STEPS, profit_walk

ALL = {name: 10.0 * (k + 1) for k, (name, _) in enumerate(STEPS)}


def test_the_whole_walk_by_hand():
    found = profit_walk(1000, ALL).set_index("name")["after"]
    assert found[["list_revenue", "net_revenue", "cm1", "cm2", "cm3", "result"]].tolist() == [
        1000,
        990,
        970,
        940,
        900,
        720,
    ]


def test_it_ends_where_the_data_end():
    found = profit_walk(500, {"cost_of_goods": 200})
    assert found["name"].tolist() == ["net_revenue", "cost_of_goods", "cm1"] and found["amount"].tolist() == [
        500,
        -200,
        300,
    ]


def test_overtime_adds():
    found = profit_walk(100, {"cost_of_goods": 10, "unused": -5}).set_index("name")
    assert found.loc["unused", "amount"] == 5 and found.loc["result", "after"] == 95


@given(st.floats(0, 1e9), st.fixed_dictionaries({name: st.floats(-1e6, 1e8) for name in ALL}))
def test_every_bar_begins_where_the_one_before_ends(start, costs):
    found = profit_walk(start, costs)
    steps = found[found["kind"] == "cost"]
    assert found["after"].iloc[-1] == pytest.approx(start + steps["amount"].sum(), abs=0.01)
    levels = found["after"].where(found["kind"] == "level").ffill()
    assert steps["before"].iloc[0] == start
    assert (found["after"] - found["before"]).tolist() == pytest.approx(found["amount"].tolist(), abs=0.01)
    assert levels.notna().all()
