import pandas as pd
import pytest

from workbook.methods.share_range import first_known, from_potential, from_rank, from_statement

NONE = float("nan")


def test_the_range_of_the_potential_turns_round():
    potential = pd.DataFrame({"central": [100.0, 100, 0], "low": [80.0, NONE, 10], "high": [200.0, NONE, 20]})
    found = from_potential(pd.Series([40.0, 120, 5]), potential)
    assert found.loc[0].tolist() == pytest.approx([0.4, 0.2, 0.5])
    assert found.loc[1].tolist() == pytest.approx([1.2, 1.2, 1.2])
    assert found.loc[2].isna().all()


def test_a_range_always_holds_its_point():
    found = from_potential(pd.Series([40.0]), pd.DataFrame({"central": [100.0], "low": [120.0], "high": [90.0]}))
    assert found.loc[0].tolist() == pytest.approx([0.4, 0.4, 0.4])


def test_a_stated_share_without_range_is_a_point():
    found = from_statement(pd.DataFrame({"share": [0.3, 0.5], "low": [NONE, 0.4], "high": [NONE, 0.7]}))
    assert found.to_numpy().tolist() == [[0.3, 0.3, 0.3], [0.5, 0.4, 0.7]]


def test_the_rank_among_suppliers_ranges_from_one_more_to_one_fewer():
    found = from_rank(pd.Series([1.0, 2, 3, 5]), pd.Series([3.0, 3, 3, 3]))
    assert found.loc[0].tolist() == pytest.approx([0.5, 0.4, 2 / 3])
    assert found.loc[2].tolist() == pytest.approx([1 / 6, 1 / 6, 1 / 6])  # with one supplier fewer there is no third
    assert found.loc[3].isna().all()


def test_the_first_source_that_knows_is_taken():
    one = pd.DataFrame({"share": [0.2, NONE, NONE], "low": 0.1, "high": 0.3})
    two = pd.DataFrame({"share": [0.9, 0.8, NONE], "low": 0.7, "high": 0.9})
    found = first_known({"one": one, "two": two})
    assert found["source"].tolist() == ["one", "two", None] and found["low"].tolist()[:2] == [0.1, 0.7]
