"""How often, how recently, how long observed, how much."""

from datetime import date

import pandas as pd
import pytest

from methods.cdnow import cdnow, cdnow_history
from workbook.methods.purchase_history import purchase_history


def lines(*rows):
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "net_revenue"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def test_by_hand():
    found = purchase_history(
        lines(
            ("a", "2024-01-01", 100), ("a", "2024-01-15", 40), ("a", "2024-01-29", 80), ("a", "2024-01-29", 20),
            ("b", "2024-02-05", 7), ("a", "2024-03-01", 999),
        ),
        date(2024, 2, 12),
    )  # fmt: skip
    assert found.loc["a"].to_dict() == pytest.approx({"x": 2, "t_x": 4.0, "T": 6.0, "value": 70.0})
    assert found.loc["b", ["x", "t_x", "T"]].tolist() == [0, 0, 1]
    assert pd.isna(found.loc["b", "value"])


def test_credit_notes_are_money_but_no_purchase():
    found = purchase_history(
        lines(("a", "2024-01-01", 100), ("a", "2024-01-08", 50), ("a", "2024-01-15", -10), ("z", "2024-01-03", -5)),
        date(2024, 1, 29),
    )
    assert found.index.tolist() == ["a"]
    assert found.loc["a"].to_dict() == pytest.approx({"x": 1, "t_x": 1.0, "T": 4.0, "value": 40.0})


def test_no_lines_give_no_customers():
    assert purchase_history(lines(("a", "2024-01-01", 1)).iloc[:0], date(2024, 1, 1)).empty


def test_cdnow_as_published():
    published = pd.read_csv(cdnow("cdnow_summary.csv"))
    found = cdnow_history()
    assert len(found) == 2_357
    assert (found["x"].to_numpy() == published["frequency"].to_numpy()).all()
    for own, theirs in (("t_x", "recency"), ("T", "T")):
        assert found[own].to_numpy() == pytest.approx(published[theirs].to_numpy(), abs=0.005)
