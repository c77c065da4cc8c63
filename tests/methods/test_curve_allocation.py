"""The best hours along judged curves."""

import numpy as np
import pandas as pd
import pytest

from workbook.methods.adbudg import Adbudg
from workbook.methods.curve_allocation import allocate_along
from workbook.methods.effort_allocation import allocate
from workbook.methods.response import sales

GRID = np.linspace(0.5, 2, 151)


def test_on_curves_that_bend_one_way_it_agrees_with_the_exact_answer():
    draw = np.random.default_rng(3)
    today, worth = draw.gamma(2, 10, 40) + 1, draw.lognormal(8, 1, 40)
    hours = today[:, None] * GRID
    gain = worth[:, None] * sales(hours, today[:, None], 1.0, 9.0, 0.34)
    found = allocate_along(hours, gain, today.sum())
    exact = allocate(
        pd.DataFrame({"today": today, "worth": worth, "rise": 9.0, "low": today / 2, "high": 2 * today}), 0.34
    )
    reached = (worth * sales(found, today, 1.0, 9.0, 0.34)).sum()
    best = (worth * sales(exact.to_numpy(), today, 1.0, 9.0, 0.34)).sum()
    assert best * (1 - 1e-3) <= reached <= best + 1e-6
    assert found.sum() <= today.sum()


def test_on_an_s_shape_it_misses_the_best_by_one_customer_at_most():
    """The bound is that of the multiplier: what all would bring if hours could be bought at one price."""
    curve, draw = Adbudg(0.2, 1.4, 5.0, 0.8), np.random.default_rng(4)
    today, worth = draw.gamma(2, 10, 60) + 1, draw.lognormal(8, 1, 60)
    hours = today[:, None] * GRID
    gain = worth[:, None] * curve.at(GRID)[None, :]
    found = allocate_along(hours, gain, today.sum())
    reached = (worth * curve.at(found / today)).sum()
    prices = np.linspace(0, 3 * (worth / today).max(), 4_000)
    bound = min((gain - price * hours).max(axis=1).sum() + price * today.sum() for price in prices)
    assert bound - (gain[:, -1] - gain[:, 0]).max() <= reached <= bound + 1e-6
    assert found.sum() <= today.sum() * (1 + 1e-9) and reached > (worth * curve.at(1.0)).sum()


def test_hours_left_go_where_they_bring_most():
    """Nobody's whole step fits: 3 hours over the fewest, the first customer can use 2 of them, the second 1."""
    hours = np.array([[0.0, 2.0, 10.0], [0.0, 1.0, 10.0]])
    gain = np.array([[0.0, 1.0, 50.0], [0.0, 1.0, 50.0]])
    assert allocate_along(hours, gain, 3.0).tolist() == [2.0, 1.0]


def test_what_falls_gets_the_fewest_and_too_much_is_refused():
    hours = np.array([[1.0, 2.0, 3.0]])
    assert allocate_along(hours, -hours, 3.0).tolist() == [1.0]
    with pytest.raises(ValueError, match="fewest"):
        allocate_along(hours, hours, 0.5)
