"""Deals by group: every deal once."""

import math

import pandas as pd
import pytest

from workbook.methods.deals import deals_by, differ


def table(rows):
    made = pd.DataFrame(rows, columns=["group", "outcome", "opened_at", "days"])
    opened = pd.to_datetime(made["opened_at"])
    return made.assign(opened_at=opened, closed_at=opened + pd.to_timedelta(made["days"], unit="D"))


DEALS = table(
    [
        ("A", "won", "2024-01-01", 10),
        ("A", "won", "2024-01-01", 20),
        ("A", "lost", "2024-01-01", 90),
        ("A", None, "2024-01-01", None),
        ("B", "lost", "2024-01-01", 5),
        ("B", "won", None, None),
        (None, "open", None, None),
    ]
)


def by_group(deals=DEALS):
    return deals_by(deals, deals["group"])


def test_every_deal_is_counted_once():
    found = by_group()
    assert found.index.tolist() == ["A", "B", "none"]
    assert found[["deals", "won", "lost", "open"]].to_numpy().tolist() == [[4, 2, 1, 1], [2, 1, 1, 0], [1, 0, 0, 1]]


def test_conversion_and_days_by_hand():
    found = by_group()
    assert found["conversion"].tolist() == pytest.approx([2 / 3, 0.5, math.nan], nan_ok=True)
    assert (found.loc["A", "median_days"], found.loc["A", "p90_days"]) == (15, 20)
    assert found["n_days"].tolist() == [2, 0, 0] and math.isnan(found.loc["B", "median_days"])


def test_deals_without_days_have_a_conversion_all_the_same():
    found = by_group(DEALS.drop(columns=["opened_at", "closed_at"]))
    assert found["median_days"].isna().all() and found.loc["A", "won"] == 2


def of_counts(**groups):
    rows = [(g, o, None, None) for g, (won, lost) in groups.items() for o in ["won"] * won + ["lost"] * lost]
    return by_group(table(rows))


def test_the_chi_square_of_a_textbook_table():
    # 20 of 50 against 30 of 50: χ² = 4.0 with one degree of freedom
    assert differ(of_counts(x=(20, 30), y=(30, 20))) == pytest.approx(0.0455, abs=1e-4)


def test_too_few_deals_decide_nothing():
    assert math.isnan(differ(of_counts(x=(2, 1), y=(1, 2))))
    assert math.isnan(differ(of_counts(x=(20, 30))))
    assert math.isnan(differ(of_counts(x=(20, 0), y=(30, 0))))


def test_row_order_never_matters():
    pd.testing.assert_frame_equal(by_group(DEALS[::-1]), by_group())
