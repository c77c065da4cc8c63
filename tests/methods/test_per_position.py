"""Coverage per position by hand."""

import pandas as pd
import pytest

from workbook.methods.per_position import per_position


def test_positions_follow_hours_and_amounts_are_per_position():
    work = pd.DataFrame({"rep_id": ["a", "a", "b"], "customer_id": ["1", "2", "2"], "hours": [30.0, 10.0, 5.0]})
    customers = pd.DataFrame({"weighted": [1.0, 2.0, 1.0], "revenue": [100.0, 50.0, 7.0]}, ["1", "2", "3"])
    groups = pd.Series(["x", "y", "y"], ["1", "2", "3"])
    found = per_position(work, pd.Series({"a": 1.0, "b": 0.5, "idle": 1.0}), customers, groups)
    assert found["fte"].to_dict() == {"x": 0.75, "y": 0.75}
    assert found["persons"].to_dict() == {"x": 1, "y": 2}
    assert found["customers"].to_dict() == {"x": 1, "y": 2}
    assert found.loc["y", "revenue_per_fte"] == pytest.approx(57 / 0.75)
    assert found.loc["y", "weighted_per_fte"] == pytest.approx(3 / 0.75)


def test_a_group_nobody_works_for_has_no_ratio():
    work = pd.DataFrame({"rep_id": ["a"], "customer_id": ["1"], "hours": [0.0]})
    found = per_position(work, pd.Series({"a": 1.0}), pd.DataFrame({"weighted": [1.0]}, ["1"]), pd.Series(["x"], ["1"]))
    assert found.loc["x", "fte"] == 0 and pd.isna(found.loc["x", "customers_per_fte"])
