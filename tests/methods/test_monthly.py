"""Revenue by calendar month, partial months marked."""

from datetime import date

import pandas as pd
import pytest

from workbook.methods.monthly import monthly_sums

LINES = pd.DataFrame(
    {
        "date": pd.to_datetime(["2024-01-15", "2024-01-31", "2024-03-01", "2024-03-01", "2023-12-31", "2024-04-30"]),
        "net_revenue": [10.0, 5.0, 7.0, -2.0, 100.0, 1.0],
    }
)


def test_every_month_of_the_period_has_a_row_also_without_sales():
    found = monthly_sums(LINES, (date(2024, 1, 1), date(2024, 4, 30)))
    assert [str(m)[:7] for m in found["month"]] == ["2024-01", "2024-02", "2024-03", "2024-04"]
    assert found["revenue"].tolist() == pytest.approx([15, 0, 5, 1])
    assert not found["partial"].any()


def test_months_the_period_covers_only_in_part_are_marked():
    found = monthly_sums(LINES, (date(2024, 1, 15), date(2024, 4, 29)))
    assert found["partial"].tolist() == [True, False, False, True]
    assert found["revenue"].tolist() == pytest.approx([15, 0, 5, 0])


def test_a_period_within_one_month_is_partial():
    found = monthly_sums(LINES, (date(2024, 1, 10), date(2024, 1, 20)))
    assert (found["revenue"].tolist(), found["partial"].tolist()) == ([10], [True])


def test_months_and_lines_in_the_period_add_up():
    period = (date(2023, 12, 1), date(2024, 4, 30))
    assert monthly_sums(LINES[::-1], period)["revenue"].sum() == LINES["net_revenue"].sum()
