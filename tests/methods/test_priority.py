import numpy as np
import pandas as pd
import pytest

from workbook.methods.priority import contradictions, high_value, priority


def test_four_priorities_and_none_without_a_fact():
    high = pd.Series([True, True, False, False, None, True], dtype=object)
    found = priority(high, pd.Series([0.5, 0.49, 0.9, 0.1, 0.9, np.nan]))
    assert found.tolist()[:4] == [1, 2, 3, 4] and found.isna().tolist()[4:] == [True, True]


def test_high_value_begins_before_eighty_per_cent_and_prospects_move_nobody():
    value = pd.Series([50.0, 30, 20, -5, 25, 19, np.nan], list("abcdpqr"))
    existing = pd.Series([True, True, True, True, False, False, False], value.index)
    found = high_value(value, existing)
    assert found.tolist() == [True, True, False, False, False, False, None]
    assert high_value(value.replace(25.0, 31.0), existing)["p"]


def _random(n, seed):
    draw = np.random.default_rng(seed)
    table = pd.DataFrame({"value": draw.integers(-5, 50, n).astype(float), "probability": draw.integers(0, 11, n) / 10})
    table.index = [f"C{i:03d}" for i in draw.permutation(n)]
    table["priority"] = pd.array(draw.integers(1, 5, n), dtype="Int64")
    table.loc[table.index[:3], "priority"] = pd.NA
    return table


@pytest.mark.parametrize("seed", range(4))
def test_pairs_are_those_of_all_comparisons(seed):
    table = _random(80, seed)
    worth = table["value"] * table["probability"]
    gaps = [
        worth[j] - worth[i] for i in table.index[table["priority"].eq(2)] for j in table.index[table["priority"].eq(3)]
    ]
    pairs, largest = contradictions(table)
    assert pairs == sum(g > 0 for g in gaps)
    assert largest["difference"].tolist() == pytest.approx(sorted((g for g in gaps if g > 0), reverse=True)[:10])


def test_order_of_rows_changes_nothing():
    table = _random(60, 9)
    one, other = contradictions(table), contradictions(table.iloc[::-1])
    assert one[0] == other[0] and one[1].equals(other[1])


def test_without_a_third_priority_there_is_no_pair():
    table = _random(30, 2)
    pairs, largest = contradictions(table[~table["priority"].eq(3)])
    assert pairs == 0 and largest.empty
