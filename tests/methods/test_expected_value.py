"""The margin of the years to come."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.expected_value import acquisition_cost_rate, expected_value


def customer(**changed):
    plain = {
        "revenue": 100.0, "path": "linear", "revenue_target": 100.0, "margin": 0.3, "growth_margin": 0.3, "care_cost": 5.0,
        "retention": 0.8,
    }  # fmt: skip
    return pd.DataFrame([{**plain, **changed}], index=["k"])


def test_two_years_by_hand():
    # revenue 100 → 150 → 200; year 1: 0.3·100 + 0.4·50 − 5 − 0.1·50 = 40, year 2: 30 + 40 − 5 − 5 = 60
    found = expected_value(customer(revenue_target=200.0, growth_margin=0.4), 2, 0.25, 0.1).loc["k"]
    weight = 0.8 / 1.25
    assert found["value_expected"] == pytest.approx(40 * weight + 60 * weight**2)
    assert found["value_today"] == pytest.approx(25 * (weight + weight**2))
    assert found["value_future"] == pytest.approx(15 * weight + 35 * weight**2)


def test_a_level_path_is_reached_at_once_and_costs_no_acquisition():
    found = expected_value(customer(path="level", revenue_target=60.0), 1, 0.0, 9.0).loc["k"]
    assert found["value_expected"] == pytest.approx((0.3 * 60 - 5) * 0.8)
    assert found["value_future"] == pytest.approx(-0.3 * 40 * 0.8)


def test_a_prospect_costs_its_winning():
    found = expected_value(customer(revenue=0.0, revenue_target=50.0, care_cost=0.0), 1, 0.0, 0.2).loc["k"]
    assert found["value_expected"] == pytest.approx((0.3 * 50 - 0.2 * 50) * 0.8)
    assert found["value_today"] == 0


@pytest.mark.parametrize("r, i, multiple", [(0.8, 0.10, 2.67), (0.6, 0.10, 1.20), (0.9, 0.10, 4.50)])
def test_over_many_years_it_is_the_published_margin_multiple(r, i, multiple):
    # VALIDATION: m·r/(1+i−r): r=.8, i=.10 → 2.67; .6/.10 → 1.20; .9/.10 → 4.50 (Gupta and Lehmann 2003)
    found = expected_value(customer(retention=r), 400, i).loc["k", "value_expected"]
    assert found / 25 == pytest.approx(multiple, abs=0.005) == r / (1 + i - r)


def test_what_is_missing_stays_missing():
    assert math.isnan(expected_value(customer(retention=None)).loc["k", "value_expected"])


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 0.9), st.floats(0, 1), st.integers(1, 10))
def test_today_and_future_make_the_whole(revenue, target, margin, kept, years):
    one = customer(revenue=revenue, revenue_target=max(revenue, target), margin=margin, retention=kept)
    found = expected_value(one, years, 0.1, 0.05).loc["k"]
    assert found["value_today"] + found["value_future"] == pytest.approx(found["value_expected"], abs=1e-6)


def test_acquisition_cost_of_those_we_hold_little_of_else_of_all():
    revenue, care = pd.Series([100.0, 100, 200]), pd.Series([20.0, 10, 10])
    wallet = pd.Series([0.1, None, 0.5])
    assert acquisition_cost_rate(revenue, care, wallet, 0.3, least=1) == pytest.approx(0.2)
    assert acquisition_cost_rate(revenue, care, wallet, 0.3, least=2) == pytest.approx(0.1)
    assert acquisition_cost_rate(revenue * 0, care, wallet, 0.3) == 0
