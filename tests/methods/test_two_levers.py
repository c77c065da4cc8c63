"""Price against process cost by class."""

import pandas as pd
import pytest

from workbook.methods.two_levers import two_levers


def test_by_hand():
    table = pd.DataFrame(
        {"net_revenue": [1000.0, 500, 200], "cost_to_serve": [100.0, 50, 80], "cm3": [300.0, 100, -30]}
    )
    found = two_levers(table, pd.Series(["key", "key", "lean"]))
    assert found.loc["key"].to_dict() == pytest.approx(
        {"customers": 2, "price": 15, "process": 15, "price_part": 15 / 400, "process_part": 15 / 400}
    )
    assert found.loc["lean", ["price", "process"]].tolist() == [2, 8] and found.loc["lean"].isna().sum() == 2
    assert two_levers(table, pd.Series(["key"] * 3), price=0.02)["price"].sum() == 34
