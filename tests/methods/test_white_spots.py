"""White spots by hand: what most peers buy and a customer does not, worth its part of the demand, never above the room."""

import numpy as np
import pandas as pd
import pytest

from workbook.methods.white_spots import COLUMNS, white_spots

IDS = ["a", "b", "c", "d", "e", "f"]


def demand(**central):
    return pd.DataFrame({end: pd.Series(central, dtype=float) * f for end, f in
                         (("low", 0.8), ("central", 1.0), ("high", 1.2))})  # fmt: skip


@pytest.fixture
def spend():
    rows = [[60, 40, 0], [60, 40, 0], [60, 40, 0], [60, 40, 5], [100, 0, 0], [0, 0, 0]]
    return pd.DataFrame(rows, IDS, ["pumps", "valves", "rare"], dtype=float)


def test_only_what_most_peers_buy_and_only_for_who_buys(spend):
    found = white_spots(spend, pd.Series("steel", IDS), demand(e=200))
    assert list(found.columns) == list(COLUMNS)
    assert list(zip(found["customer_id"], found["category"], strict=True)) == [("e", "valves")]
    one = found.iloc[0]
    assert one["peers"] == 4 and one["peer_share"] == pytest.approx(0.8)
    assert one["central"] == pytest.approx(200 * 160 / 405)  # 160 of the 405 that buyers of valves spend
    assert one["low"] == pytest.approx(60.0)  # by its part 63.2, but it buys no more than 160 − 100 elsewhere
    assert one["high"] == pytest.approx(240 * 160 / 405)


def test_without_a_demand_the_spot_stands_and_its_worth_is_unknown(spend):
    found = white_spots(spend, pd.Series("steel", IDS), demand())
    assert len(found) == 1 and found[["low", "central", "high"]].isna().all(axis=None)


def test_who_already_buys_all_its_demand_here_has_no_money_in_it(spend):
    found = white_spots(spend, pd.Series("steel", IDS), demand(e=90)).iloc[0]
    assert [found[e] for e in ("low", "central", "high")] == pytest.approx([0, 0, 8])


def test_few_peers_in_an_industry_are_judged_by_all(spend):
    apart = pd.Series(["steel"] * 4 + ["wood"] * 2, IDS)
    assert white_spots(spend, apart, demand())["category"].tolist() == ["valves"]
    assert white_spots(spend, apart, demand(), fewest=1).empty


def test_all_spots_of_a_customer_together_stay_within_what_it_buys_elsewhere():
    rng = np.random.default_rng(5)
    table = pd.DataFrame(rng.lognormal(3, 1, (60, 6)) * (rng.random((60, 6)) < 0.7), columns=list("uvwxyz"))
    wanted = pd.DataFrame({e: table.sum(axis=1) * f for e, f in (("low", 0.9), ("central", 1.1), ("high", 2.0))})
    found = white_spots(table, pd.Series("one", table.index), wanted).groupby("customer_id")[["low", "central", "high"]]
    room = wanted.sub(table.sum(axis=1), axis=0).clip(lower=0)
    assert (found.sum() <= room.reindex(found.sum().index) + 1e-9).all(axis=None)


def test_nobody_bought_anything():
    empty = pd.DataFrame({"pumps": [0.0, 0.0]}, ["a", "b"])
    assert white_spots(empty, pd.Series("x", empty.index), demand()).empty
