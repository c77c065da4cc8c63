"""The bound holds for every pair, whichever were in the model."""

import numpy as np
import pytest
from territory_cases import best_of_all, drawn

from workbook.methods import territory_bound
from workbook.methods.territory_bound import lagrange, lower_bound
from workbook.methods.territory_model import Rules, solve_model


@pytest.mark.parametrize("seed", range(4))
def test_any_prices_give_a_bound(seed):
    t = drawn(seed, n=6, budget=8.0, outside=6.0)
    draw, best = np.random.default_rng(seed), best_of_all(t)
    for _ in range(20):
        least, most = draw.gamma(1, 3, 3), draw.gamma(1, 3, 3)
        assert lagrange(t, least, most, draw.gamma(1, 1))[0] <= best + 1e-9


@pytest.mark.parametrize("seed", range(4))
def test_few_pairs_reach_the_bound_of_all(monkeypatch, seed):
    monkeypatch.setattr(territory_bound, "NEAREST", 2)
    t = drawn(seed, n=40, m=6, budget=60.0)
    row, rep = np.nonzero(t.allowed)
    whole = solve_model(t, row, rep, Rules(whole=False))
    bound = lower_bound(t)
    assert bound.value == pytest.approx(whole.value, rel=1e-6)
    assert bound.beyond.min() == pytest.approx(0.0, abs=1e-9) and np.isinf(bound.beyond[~t.allowed]).all()


def test_a_customer_elsewhere_costs_at_least_what_is_beyond():
    t = drawn(2, n=6)
    bound = lower_bound(t)
    for i, j in [(0, 0), (3, 1), (5, 2)]:
        only = t.allowed.copy()
        only[i] = False
        only[i, j] = True
        forced = best_of_all(drawn(2, n=6, allowed=only))
        if t.allowed[i, j]:
            assert forced >= bound.value + bound.beyond[i, j] - 1e-6


def test_no_bound_where_shares_do_not_fit_either():
    t = drawn(1)
    assert lower_bound(drawn(1, allowed=np.eye(3, dtype=bool)[np.zeros(len(t.cost), int)])) is None
