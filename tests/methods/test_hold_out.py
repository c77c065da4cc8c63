"""Models tried on months they have not seen."""

from datetime import date
from functools import partial

import numpy as np
import pandas as pd
import pytest

from methods.cdnow import cdnow_lines
from workbook.methods.bg_nbd import bg_nbd
from workbook.methods.hold_out import hold_out
from workbook.methods.purchase_history import purchase_history
from workbook.methods.recency_rate import recency_rate

PERIOD = (date(2023, 1, 1), date(2025, 12, 31))
RULE = {"rule": lambda history: recency_rate(26)}


def monthly(customers=12, last="2025-12-01"):
    days = pd.date_range("2023-01-01", last, freq="MS")
    rows = [(f"k{i}", day, 10.0) for i in range(customers) for day in days]
    return pd.DataFrame(rows, columns=["customer_id", "date", "net_revenue"])


class Never:
    def alive(self, history):
        return pd.Series(0.0, history.index)

    rate = alive

    def expected(self, history, weeks):
        return self.alive(history)


def test_a_steady_customer_is_foreseen_and_the_better_comes_first():
    found = hold_out(monthly(), PERIOD, {"never": lambda history: Never(), **RULE})
    assert found.cut == date(2024, 12, 31) and found.actual == 12 * 12
    assert found.best == "rule"
    # 23 purchases in the 104.29 weeks to the cut, over the 52.14 weeks after it
    forecast = 23 / 104.2857142857 * 365 / 7
    assert found.scores.loc["rule"].tolist() == pytest.approx([12 * forecast, 12 - forecast, 1.0], rel=1e-3)
    assert found.scores.loc["never"].tolist() == pytest.approx([0, 12, 0])


def test_new_customers_are_not_forecast_and_credit_notes_are_no_purchase():
    lines = monthly()
    late = lines[lines["customer_id"] == "k0"].query("date >= '2025-06-01'").assign(customer_id="late")
    credit = lines[lines["customer_id"] == "k0"].query("date >= '2025-06-01'").assign(net_revenue=-1.0)
    credit["date"] += pd.Timedelta(days=3)
    found = hold_out(pd.concat([lines, late, credit]), PERIOD, RULE)
    assert "late" not in found.customers.index and found.actual == 144


def test_too_few_repeat_buyers_or_nobody_afterwards_prove_nothing():
    assert hold_out(monthly(9), PERIOD, RULE) is None
    assert hold_out(monthly(last="2024-12-01"), PERIOD, RULE) is None


def test_at_most_a_third_is_held_out():
    lines = monthly().query("date >= '2025-01-01'")
    found = hold_out(lines, (date(2025, 1, 1), date(2025, 12, 31)), RULE)
    assert found.weeks * 7 == 365 // 3


def test_equal_scores_keep_the_order_of_preference():
    found = hold_out(monthly(), PERIOD, {"first": RULE["rule"], "second": RULE["rule"]})
    assert found.best == "first"


def test_cdnow():
    # VALIDATION: 1,882 repeat transactions actual; BG/NBD forecasts 1,653 (−12 %)
    lines = cdnow_lines()
    whole = (date(1997, 1, 1), date(1998, 6, 30))
    found = hold_out(lines, whole, {"bg_nbd": bg_nbd, "rule": partial(lambda h, history: recency_rate(h), 26)}, 9)
    assert len(found.customers) == 2_357
    history = purchase_history(lines, date(1997, 9, 30))
    after = lines[lines["date"] > "1997-09-30"].drop_duplicates(["customer_id", "date"])
    forecast = bg_nbd(history).expected(history, 39).sum()
    assert len(after) == 1_882
    assert forecast == pytest.approx(1_653, abs=1)
    assert forecast / len(after) - 1 == pytest.approx(-0.12, abs=0.005)
    assert np.isfinite(found.scores.to_numpy()).all()
