"""Size bands by fixed edges and by tenths."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.size_bands import deciles, size_bands

EDGES = (500, 20_000, 500_000)


def table(amounts, **more):
    ids = [f"C{i:03d}" for i in range(len(amounts))]
    return pd.DataFrame({"revenue_per_year": amounts, **more}, index=ids, dtype=float)


def test_the_three_edges_make_four_bands():
    found = size_bands(table([100, 500, 19_999, 500_000, 0, -5]), EDGES)
    assert found["customers"].tolist() == [1, 2, 0, 1]
    assert found["revenue"].tolist() == [100, 20_499, 0, 500_000]


def test_margin_cost_share_and_hours_by_hand():
    found = size_bands(
        table([100, 300, 1000], value_earned=[-10, 40, 300], cost_to_serve=[50, 30, 100], hours=[2, 4, 9]), EDGES
    )
    assert found.loc[0, ["cm3", "cost_share", "hours_per_customer"]].tolist() == [30, 0.2, 3]
    assert found.loc[1, ["cm3", "cost_share", "hours_per_customer"]].tolist() == [300, 0.1, 9]
    assert np.isnan(found.loc[2, "cost_share"])


def test_tenths_of_twenty_customers_hold_two_each_the_largest_first():
    found = deciles(table(range(1, 21)))
    assert found["customers"].tolist() == [2] * 10 and found["revenue"].tolist()[:2] == [39, 35]


def test_without_costs_there_is_no_margin_column():
    assert list(size_bands(table([1.0]), EDGES).columns) == ["customers", "revenue"]


@pytest.mark.parametrize("amounts", [[], [0.0, -1.0]])
def test_nobody_with_revenue(amounts):
    assert size_bands(table(amounts), EDGES)["customers"].sum() == 0 and deciles(table(amounts)).empty


@given(st.lists(st.floats(-1e6, 1e7), max_size=60))
def test_bands_and_tenths_hold_all_positive_revenue(amounts):
    frame, positive = table(amounts), [a for a in amounts if a > 0]
    for found in (size_bands(frame, EDGES), deciles(frame)):
        assert found["customers"].sum() == len(positive)
        assert found["revenue"].sum() == pytest.approx(sum(positive))
    sizes = deciles(frame)["customers"]
    assert sizes.empty or sizes.max() - sizes.min() <= 1
