"""The spread of growth, beside what chance alone gives."""

import numpy as np
import pandas as pd
import pytest

from workbook.methods.growth_spread import growth_spread
from workbook.methods.windows import Windows

YEARS = Windows(12, *((pd.Timestamp(f"{y}-01-01"), pd.Timestamp(f"{y}-12-31")) for y in (2024, 2025)))


def lines(before, after, parts=1):
    """Each customer's revenue of the two years in `parts` orders a year."""
    rows = [
        (f"C{i:03d}", pd.Timestamp(f"{year}-06-01") + pd.Timedelta(days=k), amount / parts)
        for i, pair in enumerate(zip(before, after, strict=True))
        for year, amount in zip((2024, 2025), pair, strict=True)
        for k in range(parts)
    ]
    return pd.DataFrame(rows, columns=["customer_id", "date", "net_revenue"])


def test_quantiles_by_hand():
    found = growth_spread(lines([100] * 11, range(100, 210, 10)), YEARS, seed=1)
    assert (found.n, found.p10, found.p50, found.p90) == pytest.approx((11, 0.1, 0.5, 0.9))
    assert found.spread == pytest.approx(0.8) and found.excess == pytest.approx(found.spread - found.chance)


def test_customers_that_truly_differ_spread_more_than_chance():
    after = np.r_[np.full(30, 20.0), np.full(30, 300.0)]
    found = growth_spread(lines([100] * 60, after, parts=40), YEARS, seed=1)
    assert found.interval[0] > 0 and found.chance < found.spread / 2


def test_few_large_orders_alone_spread_and_are_not_taken_for_difference():
    draw = np.random.default_rng(3)
    counts = draw.poisson(3, (200, 2))
    rows = [
        (f"C{i:03d}", pd.Timestamp(f"{year}-06-01") + pd.Timedelta(days=k), 100.0)
        for i, pair in enumerate(counts)
        for year, n in zip((2024, 2025), pair, strict=True)
        for k in range(n)
    ]
    found = growth_spread(pd.DataFrame(rows, columns=["customer_id", "date", "net_revenue"]), YEARS, seed=1)
    assert found.spread > 1 and found.interval[0] < 0 < found.interval[1]


def test_in_a_steady_rhythm_chance_spreads_less():
    draw = np.random.default_rng(4)
    number = draw.integers(4, 20, 200)
    growth = draw.normal(0, 0.3, 200).clip(-0.6, 0.6)
    counts = np.column_stack([number, np.round(number * (1 + growth)).clip(1)]).astype(int)
    rows = [
        (f"C{i:03d}", pd.Timestamp(f"{year}-01-05") + pd.Timedelta(days=int(k * 350 / n)), 100.0)
        for i, pair in enumerate(counts)
        for year, n in zip((2024, 2025), pair, strict=True)
        for k in range(n)
    ]
    found = growth_spread(pd.DataFrame(rows, columns=["customer_id", "date", "net_revenue"]), YEARS, seed=1)
    assert found.interval[0] > 0


def test_new_customers_have_no_growth_and_one_is_no_spread():
    assert growth_spread(lines([0, 0], [5, 6]), YEARS, seed=1) is None
    assert growth_spread(lines([10, 0], [5, 6]), YEARS, seed=1) is None
    assert growth_spread(lines([10, 10], [5, 6]), YEARS, seed=1).n == 2


def test_the_same_seed_gives_the_same_spread():
    table = lines([100, 80, 60, 90], [50, 90, 70, 10], parts=3)
    assert growth_spread(table, YEARS, 5) == growth_spread(table, YEARS, 5)


@pytest.mark.parametrize("numbered", [True, False])
def test_neither_names_nor_the_order_of_customers_matter(numbered):
    draw = np.random.default_rng(6)
    rows = lines(draw.lognormal(5, 1, 30), draw.lognormal(5, 1, 30), parts=3)
    rows = rows.assign(order_id=[f"A{i}" for i in range(len(rows))]) if numbered else rows
    other = rows.assign(customer_id="D" + (99 - rows["customer_id"].str[1:].astype(int)).astype(str))
    found, again = (growth_spread(some, YEARS, seed=1) for some in (rows, other.sample(frac=1, random_state=2)))
    assert (found.excess, *found.interval) == pytest.approx((again.excess, *again.interval))
