import pandas as pd
import pytest

from workbook.methods.potential_level import potential_level, share_level


def test_an_item_belongs_to_the_level_in_which_its_share_begins():
    found = potential_level(pd.Series([60.0, 15, 15, 10], list("abcd")))
    assert found.tolist() == ["high", "high", "medium", "low"]


def test_one_customer_with_nearly_all_is_high():
    assert potential_level(pd.Series([99.0, 1.0])).tolist() == ["high", "low"]


def test_fixed_edges_take_the_place_of_the_shares():
    found = potential_level(pd.Series([10.0, 50.0, 49.9, 200.0]), fixed=(50, 200))
    assert found.tolist() == ["low", "medium", "low", "high"]


def test_unknown_stays_unknown_and_nothing_is_low():
    assert potential_level(pd.Series([None, 0.0, 5.0], dtype=float)).tolist() == [None, "low", "high"]


@pytest.mark.parametrize(
    "share, level", [(0.29, "low"), (0.3, "medium"), (0.1 * 3, "medium"), (0.6, "high"), (1.4, "high")]
)
def test_levels_of_the_share_of_wallet(share, level):
    assert share_level(pd.Series([share])).tolist() == [level]


def test_levels_do_not_hang_on_the_unit_of_money():
    money = pd.Series([7.0, 3.3, 1.1, 0.2])
    assert potential_level(money).tolist() == potential_level(money * 1234.5).tolist()
