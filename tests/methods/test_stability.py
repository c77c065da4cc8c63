"""Volatility and worst drawdown, by hand, and which group is the steadier."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.stability import drawdown, revenue_matrix, stability, steadier, volatility, yearly_matrix

TWO_YEARS = (date(2024, 1, 1), date(2025, 12, 31))


def test_whole_months_only():
    lines = pd.DataFrame({"customer_id": ["a", "a", "b"], "net_revenue": [5.0, 7.0, 9.0]})
    lines["date"] = pd.to_datetime(["2024-01-31", "2024-02-01", "2024-04-30"])
    found = revenue_matrix(lines, (date(2024, 1, 2), date(2024, 4, 30)))
    assert found.columns.astype(str).tolist() == ["2024-02", "2024-03", "2024-04"]
    assert found.loc["a"].tolist() == [7, 0, 0] and found.loc["b"].tolist() == [0, 0, 9]
    assert len(revenue_matrix(lines, TWO_YEARS).columns) == 24


def test_twelve_months_at_a_time_know_no_season():
    season = np.tile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.0], 2)
    months = pd.DataFrame([season, season * 2], ["a", "b"], pd.period_range("2024-01", periods=24, freq="M"))
    found = yearly_matrix(months)
    assert found.shape == (2, 13) and str(found.columns[0]) == "2024-12" and (found.loc["b"] == 156).all()
    assert volatility(found.sum().to_numpy()) == pytest.approx(0, abs=1e-12)
    assert volatility(months.sum().to_numpy()) > 0.3
    assert yearly_matrix(months.iloc[:, :11]).shape == (2, 0)


def test_a_class_given_by_one_years_revenue_looks_unsteady_one_by_the_whole_period_does_not():
    own = np.random.default_rng(5).lognormal(0, 0.6, (400, 3))  # alike in every year but for chance
    months = pd.DataFrame(np.repeat(own, 12, axis=1))
    small = {name: rank.rank() <= 200 for name, rank in (("year", months[12]), ("whole", months.sum(axis=1)))}
    swing = {name: float(volatility(yearly_matrix(months[of]).sum().to_numpy())) for name, of in small.items()}
    assert swing["year"] > 3 * swing["whole"]


def test_growth_along_a_line_is_no_volatility():
    assert volatility(np.arange(10, 90, 10.0)) == pytest.approx(0, abs=1e-12)


def test_volatility_by_hand():
    series = np.array([9, 11, 11, 9, 9, 11, 11, 9.0])  # mean 10, no trend: √(8 / 6) ÷ 10
    assert volatility(series) == pytest.approx(np.sqrt(8 / 6) / 10)
    assert np.isnan(volatility(-series)) and np.isnan(volatility(series[:7]))


def test_drawdown_is_the_deepest_fall_below_an_earlier_peak():
    assert drawdown(np.array([10, 20, 15, 12, 30, 27.0])) == pytest.approx(0.4)
    assert drawdown(np.array([1, 2, 3.0])) == 0 and drawdown(np.array([0, 0.0])) == 0


def base(n, swing, seed):
    draw = np.random.default_rng(seed)
    return 100 * (1 + swing * draw.standard_normal((n, 12)))


def test_many_small_customers_are_steadier_than_few_and_it_is_found():
    many, few = base(200, 0.3, 1), base(12, 0.3, 2) * 20
    matrix = pd.DataFrame(np.vstack([many, few]), [f"C{i:03d}" for i in range(212)])
    of = pd.Series(["small"] * 200 + ["large"] * 12, matrix.index)
    found = stability(matrix, of, seed=1)
    assert found["customers"].to_dict() == {"small": 200, "large": 12}
    assert found.loc["small", "volatility"] < found.loc["large", "volatility"]
    assert (found["volatility_low"] <= found["volatility_high"]).all()
    difference = steadier(matrix, of == "large", of == "small", seed=1)
    assert difference.low > 0 and difference.low <= difference.value <= difference.high


def test_the_same_seed_gives_the_same_interval_and_a_lone_customer_none():
    matrix = pd.DataFrame(base(5, 0.2, 3), list("abcde"))
    of = pd.Series(["x", "x", "x", "x", "y"], matrix.index)
    pd.testing.assert_frame_equal(stability(matrix, of, 7), stability(matrix, of, 7))
    assert np.isnan(stability(matrix, of, 7).loc["y", "volatility_low"])


SERIES = st.lists(st.floats(1, 1e6), min_size=8, max_size=20).map(np.array)


@given(SERIES, st.floats(0.1, 1000))
def test_neither_depends_on_the_currency(series, factor):
    assert volatility(series * factor) == pytest.approx(volatility(series), rel=1e-6, abs=1e-9)
    assert drawdown(series * factor) == pytest.approx(drawdown(series), abs=1e-9)
    assert 0 <= drawdown(series) < 1


def test_neither_names_nor_the_order_of_customers_matter():
    matrix = pd.DataFrame(np.random.default_rng(5).lognormal(0, 0.6, (30, 12)))
    of = pd.Series(["x", "y"] * 15)
    mixed = matrix.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(stability(matrix, of, 1), stability(mixed, of, 1))
    marks = of == "x", of == "y"
    assert steadier(matrix, *marks, 1) == pytest.approx(steadier(mixed, *marks, 1))
