"""Growth by class as a scenario, by hand and over random customers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.growth_scenario import growth_scenario

WON = (0.25, 0.5, 0.75)
MONEY = st.integers(0, 10**9).map(lambda cents: cents / 100)  # no file holds 5e-324, of which any part is too much


def customers(*rows):
    return pd.DataFrame(rows, columns=["group", "revenue", "potential", "share_target"])


def test_by_hand():
    # A key account buys 100 of 400, half is aimed at: 100 is open. Of the small ones one is at its aim, one has no potential.
    table = customers(
        ("key", 100.0, 400.0, 0.5),
        ("smart", 60.0, 100.0, 0.6),
        ("smart", 20.0, 80.0, 0.5),
        ("smart", 20.0, np.nan, 0.5),
    )
    made = growth_scenario(table, WON)
    key, smart = made.loc["key"], made.loc["smart"]
    assert key[["open", "low", "central", "high"]].tolist() == [100, 0.25, 0.5, 0.75]
    assert key["below"] == pytest.approx(0.5 * (400 * 0.4 - 100) / 100)
    assert smart[["customers", "known", "revenue", "open"]].tolist() == [3, 2, 100, 20]
    assert smart["central"] == pytest.approx(0.1) and smart["below"] == pytest.approx(0.5 * (80 * 0.4 - 20) / 100)


def test_too_few_known_or_no_revenue_says_nothing():
    few = customers(*[("key", 10.0, np.nan, 0.5)] * 3, ("key", 10.0, 50.0, 0.5), ("lean", 0.0, 50.0, 0.5))
    made = growth_scenario(few, WON)
    assert made[["open", "low", "central", "high", "below"]].isna().all(axis=None)
    assert growth_scenario(few, WON, least_known=0.25).loc["key", "open"] == pytest.approx(15)


@given(st.lists(st.tuples(st.sampled_from("ab"), MONEY, MONEY, st.floats(0, 1)), min_size=1, max_size=12))
def test_more_won_is_never_less_and_never_beyond_what_is_open(rows):
    table = customers(*rows)
    made = growth_scenario(table, WON)
    known = made.dropna()
    assert (known["low"] >= 0).all() and (known["low"] <= known["central"]).all()
    assert (known["central"] <= known["high"]).all() and (known["below"] <= known["central"] * (1 + 1e-12)).all()
    assert (known["high"] * known["revenue"] <= known["open"] * (1 + 1e-9)).all()
    assert made["revenue"].sum() == pytest.approx(table["revenue"].sum())
    assert growth_scenario(table.iloc[::-1], WON).loc[made.index, "open"].tolist() == pytest.approx(
        made["open"].tolist(), nan_ok=True
    )
