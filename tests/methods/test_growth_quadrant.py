"""Growth against contribution."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.growth_quadrant import QUADRANTS, growth_quadrant, incremental_margin


def test_each_customer_in_its_quadrant():
    change = pd.Series({"a": 5.0, "b": 5.0, "c": -5.0, "d": -5.0, "e": 0.0, "f": np.nan, "g": 1.0})
    margin = pd.Series({"a": 1.0, "b": -1.0, "c": 0.0, "d": -1.0, "e": 1.0, "f": 1.0})
    found = growth_quadrant(change, margin)
    assert found.iloc[:4].tolist() == list(QUADRANTS) and found.iloc[4:].isna().all()


def test_an_additional_euro_counts_growing_customers_only():
    assert incremental_margin(np.array([[100, 30], [100, -10], [-500, -400.0]])) == pytest.approx(0.1)
    assert np.isnan(incremental_margin(np.array([[-1.0, 2.0]])))


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), max_size=30))
def test_every_customer_that_moved_is_in_one_quadrant(rows):
    frame = pd.DataFrame(rows, columns=["change", "margin"], dtype=float)
    found = growth_quadrant(frame["change"], frame["margin"])
    assert found.isin(QUADRANTS).sum() == (frame["change"] != 0).sum()
