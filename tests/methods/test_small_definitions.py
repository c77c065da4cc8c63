import pandas as pd
import pytest

from workbook.methods.small_definitions import small_definitions

AMOUNTS = pd.DataFrame(
    {"revenue": [700.0, 200, 60, 40], "employees": [10.0, 700, None, 5]}, ["A", "B", "C", "D"]
)  # fmt: skip


def test_who_stays_joins_and_leaves_by_hand():
    # by revenue C and D begin at 90 and 96 %; by employees A begins at 700 of 715, D at 710
    found = small_definitions(AMOUNTS)
    assert found.loc["revenue", ["known", "n", "joined", "left", "overlap"]].to_list() == [4, 2, 0, 0, 1]
    assert found.loc["employees", ["known", "n", "both", "joined", "left"]].to_list() == [3, 2, 1, 1, 0]
    assert found.loc["employees", "overlap"] == pytest.approx(1 / 2)


def test_order_does_not_matter():
    assert small_definitions(AMOUNTS.iloc[::-1]).equals(small_definitions(AMOUNTS))
