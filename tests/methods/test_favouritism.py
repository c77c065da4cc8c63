"""Who comes out of turn beyond chance."""

import numpy as np
import pandas as pd
import pytest

from workbook.methods.favouritism import favoured, out_of_turn


def test_out_of_turn_is_only_who_is_ahead_of_every_order():
    arrived, begun = np.array([0.0, 0.0, 0.0, 9.0]), np.array([2.0, 1.0, 3.0, 9.0])
    first, second = np.array([0, 1, 2, 3]), np.array([1, 0, 2, 3])
    assert out_of_turn(arrived, begun, [first]).tolist() == [False, True, False, False]
    assert out_of_turn(arrived, begun, [first, second]).tolist() == [False] * 4  # the second order puts it first
    assert out_of_turn(arrived, begun, []).tolist() == [True, True, False, False]  # others waited at all


def test_who_was_not_there_yet_is_not_overtaken():
    assert not out_of_turn(np.array([0.0, 5.0]), np.array([1.0, 6.0]), [np.array([1, 0])]).any()


def test_p_is_the_share_of_all_ways_to_deal():
    ahead, who = np.array([1] * 4 + [0] * 16, bool), pd.Series(["a"] * 5 + ["b"] * 15)
    draw, hits = np.random.default_rng(1), 0
    for _ in range(20_000):
        hits += draw.permutation(ahead)[:5].sum() >= 4
    table = favoured(ahead, who)
    assert table.loc["a", "p"] == pytest.approx(5 / 4845) and hits / 20_000 == pytest.approx(5 / 4845, abs=1e-3)
    assert bool(table.loc["a", "favoured"]) and not table.loc["b", "favoured"]


def test_chance_favours_nobody():
    draw, found = np.random.default_rng(4), 0
    who = pd.Series(draw.integers(0, 20, 600).astype(str))
    for _ in range(100):
        found += favoured(draw.random(600) < 0.05, who)["favoured"].any()
    assert found <= 10


def test_few_requests_and_no_requesters():
    assert favoured(np.array([True] * 4), pd.Series(["a"] * 4)).empty
    assert favoured(np.array([True] * 6), pd.Series([None] * 6, dtype=object)).empty
    assert favoured(np.array([], bool), pd.Series([], dtype=object)).empty
