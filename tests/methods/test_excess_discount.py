import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from workbook.methods.discount_corridor import Corridor, discount_corridor
from workbook.methods.excess_discount import excess_discount


def _corridor(rate, upper=0.1645, error=0.01, spread=0.1):
    table = pd.DataFrame({"volume": 1.0, "rate": rate, "middle": 0.0, "lower": -upper, "upper": upper, "error": error})
    return Corridor("own", table, spread)


def test_what_lies_above_the_edge_counts_from_the_edge_but_only_beyond_two_standard_errors():
    rate = pd.Series({"inside": 0.10, "doubtful": 0.18, "outside": 0.30})
    found = excess_discount(_corridor(rate), pd.Series(1_000.0, rate.index), 1)
    assert found.by_customer.to_dict() == pytest.approx({"inside": 0.0, "doubtful": 0.0, "outside": 135.5})
    assert found.above == pytest.approx(135.5)


def test_the_chance_amount_is_that_of_the_normal_distribution():
    """E[(Z − u)·1(Z > c)] = φ(c) − u·(1 − Φ(c)) in standard deviations, here with u = 1.645 and c = 1.845."""
    n = 500
    found = excess_discount(_corridor(pd.Series(0.0, range(n))), pd.Series(1_000.0, range(n)), 1)
    each = norm.pdf(1.845) - 1.645 * norm.sf(1.845)
    assert found.chance == pytest.approx(n * 1_000 * 0.1 * each, rel=0.02)
    assert found.above == 0 and found.amount == 0 and not found.shown and found.interval == (0, 0)


def test_normal_practice_shows_no_more_than_chance_and_planted_excess_is_found():
    draw = np.random.default_rng(3)
    listed = pd.Series(np.exp(draw.normal(10, 1, 600)), range(600))
    rate = 0.1 + 0.01 * (np.log(listed) - 10) + draw.normal(0, 0.02, 600)
    plain = excess_discount(discount_corridor(rate * listed, listed, 1), listed, 1)
    assert plain.interval[0] == 0 and abs(plain.above - plain.chance) < plain.chance
    planted = list(range(0, 600, 40))
    rate.iloc[planted] += 0.15
    found = excess_discount(discount_corridor(rate * listed, listed, 1), listed, 1)
    flagged = set(found.by_customer.index[found.by_customer > 0])
    assert set(planted) <= flagged and len(flagged - set(planted)) < 0.05 * 600
    assert found.shown and found.interval[0] < found.amount < found.interval[1]


def test_above_a_policy_nothing_is_chance():
    listed = pd.Series({"a": 1_000.0, "b": 1_000.0})
    found = excess_discount(discount_corridor(listed * [0.2, 0.05], listed, 1, [(0, 0.1)]), listed, 1)
    assert found.by_customer.to_dict() == pytest.approx({"a": 100.0, "b": 0.0})
    assert found.amount == pytest.approx(100) and found.chance == 0 and found.interval == (found.above, found.above)


def test_many_customers_are_drawn_in_blocks():
    n = 9_000  # 1,000 draws of them do not fit into one block
    found = excess_discount(_corridor(pd.Series(0.0, range(n))), pd.Series(1.0, range(n)), 1)
    assert found.chance == pytest.approx(n * 0.1 * (norm.pdf(1.845) - 1.645 * norm.sf(1.845)), rel=0.01)


def test_neither_names_nor_the_order_of_customers_matter():
    draw = np.random.default_rng(3)
    listed, rate = pd.Series(np.exp(draw.normal(10, 1, 50))), pd.Series(draw.normal(0, 0.1, 50))
    mixed = draw.permutation(50)
    found, other = excess_discount(_corridor(rate), listed, 1), excess_discount(_corridor(rate[mixed]), listed, 1)
    assert found.chance > 0 and (found.chance, *found.interval) == pytest.approx((other.chance, *other.interval))


def test_few_customers_take_more_draws():
    """The end of the interval hangs on one large customer that is above the edge in one of thirty draws."""
    listed = pd.Series([100_000.0, *[1_000.0] * 9])
    ends = [excess_discount(_corridor(pd.Series([0.3] * 10)), listed, seed).interval[0] for seed in range(5)]
    assert np.ptp(ends) < 0.05 * max(ends)
