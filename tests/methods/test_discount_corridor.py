import numpy as np
import pandas as pd
import pytest

from workbook.methods.discount_corridor import discount_corridor


def _client(n=400, sd=0.02, seed=1):
    """Customers whose rate rises by 2 points per factor e of list volume, and scatters normally."""
    draw = np.random.default_rng(seed)
    listed = pd.Series(np.exp(draw.normal(10, 1, n)), [f"C{i}" for i in range(n)])
    rate = 0.1 + 0.02 * (np.log(listed / 2) - 9) + draw.normal(0, sd, n)
    return rate * listed, listed


def test_the_corridor_finds_line_and_width_of_a_known_practice():
    found = discount_corridor(*_client(4_000), years=2)
    at = found.table["volume"]
    assert found.source == "own" and found.spread == pytest.approx(0.02, rel=0.06)
    assert (found.table["middle"] - (0.1 + 0.02 * (np.log(at) - 9))).abs().max() < 0.006
    assert np.allclose(found.table["upper"] - found.table["middle"], 1.645 * found.spread)
    assert np.allclose(found.table["middle"] - found.table["lower"], 1.645 * found.spread)
    assert found.table["rate"].gt(found.table["upper"]).mean() == pytest.approx(0.05, abs=0.012)


def test_the_robust_standard_deviation_is_the_scaled_median_of_the_absolute_residuals():
    found = discount_corridor(*_client(), years=1)
    left = found.table["rate"] - found.table["middle"]
    assert found.spread == pytest.approx(1.4826 * (left - left.median()).abs().median())


def test_the_edge_is_less_sure_with_fewer_customers_and_far_out():
    few, many = (discount_corridor(*_client(n), years=1) for n in (100, 900))
    assert few.table["error"].median() == pytest.approx(3 * many.table["error"].median(), rel=0.35)
    far = many.table.sort_values("volume")["error"]
    assert far.iloc[0] > far.iloc[450] < far.iloc[-1]


def test_drawing_fewer_customers_again_gives_the_error_of_all():
    """4,000 customers are refitted on 1,000 of them; the error is that of 4,000, half of what 1,000 customers would have."""
    all_, part = (discount_corridor(*_client(n), years=1).table["error"].median() for n in (4_000, 1_000))
    assert all_ == pytest.approx(part / 2, rel=0.3)


def test_where_most_keep_to_one_rate_the_width_is_that_of_the_customers_with_a_discount():
    listed = pd.Series(np.linspace(1_000, 50_000, 40), range(40))
    rate = pd.Series(0.0, range(40))
    rate.iloc[::3] = np.tile([0.05, 0.07, 0.09], 5)[:14]
    found = discount_corridor(rate * listed, listed, years=1)
    given = rate[rate > 0]
    assert found.spread == pytest.approx(1.4826 * (given - given.median()).abs().median())
    assert np.allclose(found.table["middle"], 0, atol=1e-9)


def test_too_few_customers_with_a_discount_have_no_practice():
    listed = pd.Series(np.linspace(1_000, 50_000, 40), range(40))
    rate = pd.Series(0.0, range(40))
    rate.iloc[2:38:4] = np.tile([0.02, 0.06, 0.1], 3)
    assert discount_corridor(rate * listed, listed, years=1) is None
    assert discount_corridor(listed * 0.1, listed, years=1) is None  # all on one rate: no width
    assert discount_corridor(rate[:9] * listed[:9], listed[:9], years=1) is None


def test_customers_without_positive_list_revenue_stand_outside():
    discount, listed = _client(50)
    listed.iloc[:2] = 0.0, -100.0
    assert len(discount_corridor(discount, listed, years=1).table) == 48


def test_a_policy_replaces_the_practice():
    listed = pd.Series({"a": 100.0, "b": 2_000.0, "c": 40_000.0})
    found = discount_corridor(listed * 0.2, listed, 2, [(500, 0.05), (10_000, 0.12)])
    assert found.source == "policy" and found.table["upper"].tolist() == [0.0, 0.05, 0.12]
    assert (found.table["error"] == 0).all() and found.table["middle"].isna().all()


def test_the_same_seed_gives_the_same_corridor():
    one, two = (discount_corridor(*_client(60), years=1, seed=7).table for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_neither_names_nor_the_order_of_customers_matter():
    given, listed = _client(60)
    mixed = listed.sample(frac=1, random_state=1).index
    found = discount_corridor(given, listed, years=1).table
    other = discount_corridor(given[mixed], listed[mixed], years=1).table
    pd.testing.assert_frame_equal(found, other.loc[found.index])
