"""White spots by hand: what most peers buy and a customer does not, worth its part of the demand, never above the room."""

import numpy as np
import pandas as pd
import pytest

from workbook.methods.white_spots import COLUMNS, white_spots

IDS = ["a", "b", "c", "d", "e", "f"]
ALL, STEEL = pd.Index(IDS), pd.Series("steel", IDS)


def demand(**central):
    return pd.DataFrame({end: pd.Series(central, dtype=float) * f for end, f in
                         (("low", 0.8), ("central", 1.0), ("high", 1.2))})  # fmt: skip


@pytest.fixture
def spend():
    rows = [[60, 40, 0], [60, 40, 0], [60, 40, 0], [60, 40, 5], [100, 0, 0], [0, 0, 0]]
    return pd.DataFrame(rows, IDS, ["pumps", "valves", "rare"], dtype=float)


def test_only_what_most_peers_buy_and_only_for_who_buys(spend):
    found = white_spots(spend, STEEL, demand(e=200), ALL, fewest=3)
    assert list(found.columns) == list(COLUMNS)
    assert list(zip(found["customer_id"], found["category"], strict=True)) == [("e", "valves")]
    one = found.iloc[0]
    assert one["peers"] == 4 and one["peer_share"] == 1.0
    assert one["central"] == pytest.approx(200 * 160 / 405)  # 160 of the 405 that buyers of valves spend
    assert one["low"] == pytest.approx(60.0)  # by its part 63.2, but it buys no more than 160 − 100 elsewhere
    assert one["high"] == pytest.approx(240 * 160 / 405)


def test_without_a_demand_the_spot_stands_and_its_worth_is_unknown(spend):
    found = white_spots(spend, STEEL, demand(), ALL, fewest=3)
    assert len(found) == 1 and found[["low", "central", "high"]].isna().all(axis=None)


def test_who_already_buys_all_its_demand_here_has_no_money_in_it(spend):
    found = white_spots(spend, STEEL, demand(e=90), ALL, fewest=3).iloc[0]
    assert [found[e] for e in ("low", "central", "high")] == pytest.approx([0, 0, 8])


def test_small_buyers_are_no_peers_of_a_large_one(spend):
    spend.loc["e"] = [1000, 0, 0]  # nobody is half its size: then its industry, then everybody
    assert white_spots(spend, STEEL, demand(), ALL, fewest=3)["category"].tolist() == ["valves"]
    spend = pd.concat([spend, pd.DataFrame([[900.0, 0, 0]] * 2, ["g", "h"], spend.columns)])
    assert "e" not in set(white_spots(spend, pd.Series("steel", spend.index), demand(), ALL, fewest=2)["customer_id"])


def test_few_peers_in_an_industry_give_way_to_those_of_like_size(spend):
    apart = pd.Series(["steel"] * 4 + ["wood"] * 2, IDS)
    assert white_spots(spend, apart, demand(), ALL, fewest=3)["category"].tolist() == ["valves"]


def test_only_who_is_asked_for(spend):
    assert white_spots(spend, STEEL, demand(), pd.Index(["a", "gone"]), fewest=3).empty


def test_all_spots_of_a_customer_together_stay_within_what_it_buys_elsewhere():
    rng = np.random.default_rng(5)
    table = pd.DataFrame(rng.lognormal(3, 1, (60, 6)) * (rng.random((60, 6)) < 0.7), columns=list("uvwxyz"))
    wanted = pd.DataFrame({e: table.sum(axis=1) * f for e, f in (("low", 0.9), ("central", 1.1), ("high", 2.0))})
    found = white_spots(table, pd.Series("one", table.index), wanted, table.index).groupby("customer_id")
    sums, room = found[["low", "central", "high"]].sum(), wanted.sub(table.sum(axis=1), axis=0).clip(lower=0)
    assert len(sums) > 30 and (sums <= room.reindex(sums.index) + 1e-9).all(axis=None)


def test_nobody_bought_anything():
    empty = pd.DataFrame({"pumps": [0.0, 0.0]}, ["a", "b"])
    assert white_spots(empty, pd.Series("x", empty.index), demand(), empty.index).empty
