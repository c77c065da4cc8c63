"""Which customers bonus weights reward."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.rewarded import rewarded

AMOUNTS = pd.DataFrame({"revenue": [60.0, 40.0, 0.0], "margin": [-10.0, 30.0, 0.0]}, index=["a", "b", "c"])


def test_weights_are_spread_over_what_they_follow():
    assert rewarded(AMOUNTS, pd.Series({"revenue": 0.7})).tolist() == pytest.approx([0.6, 0.4, 0.0])
    both = rewarded(AMOUNTS, pd.Series({"revenue": 0.3, "margin": 0.1}))
    assert both.tolist() == pytest.approx([0.3 * 0.6 / 0.4, (0.3 * 0.4 + 0.1) / 0.4, 0.0])


def test_what_follows_nothing_rewards_nobody():
    assert rewarded(AMOUNTS, pd.Series({"revenue": 0.0, "margin": 0.0})).isna().all()
    assert rewarded(AMOUNTS.assign(revenue=-1.0), pd.Series({"revenue": 0.5})).isna().all()
    part = rewarded(AMOUNTS.assign(revenue=-1.0), pd.Series({"revenue": 0.5, "margin": 0.1}))
    assert part.tolist() == [0.0, 1.0, 0.0]


@given(st.lists(st.tuples(st.integers(-100, 100), st.integers(1, 100)), min_size=1, max_size=20), st.floats(0.01, 1))
def test_all_shares_together_are_one(rows, weight):
    amounts = pd.DataFrame(rows, columns=["revenue", "margin"], dtype=float)
    found = rewarded(amounts, pd.Series({"revenue": weight, "margin": 0.2}))
    assert found.sum() == pytest.approx(1.0) and (found >= 0).all()
