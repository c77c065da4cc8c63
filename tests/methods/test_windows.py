"""Two comparable windows, and how sure a growth ratio is."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.methods.windows import equal_windows, growth_ratio, two_windows, within

THREE_YEARS = (date(2023, 1, 1), date(2025, 12, 31))


def days(window):
    return tuple(str(day.date()) for day in window)


def test_three_years_compare_the_last_twelve_months_with_the_twelve_before():
    found = two_windows(THREE_YEARS)
    assert found.months == 12
    assert (days(found.earlier), days(found.later)) == (("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31"))


def test_partial_months_are_left_out_and_shorter_windows_are_equal():
    # whole months August 1996 to April 1998: 21, so ten and ten
    found = two_windows((date(1996, 7, 4), date(1998, 5, 6)))
    assert found.months == 10
    assert (days(found.earlier), days(found.later)) == (("1996-09-01", "1997-06-30"), ("1997-07-01", "1998-04-30"))


def test_exactly_twenty_four_months_give_two_years():
    assert two_windows((date(2024, 1, 1), date(2025, 12, 31))).months == 12


def test_one_year_gives_two_half_years():
    found = two_windows((date(2024, 1, 1), date(2024, 12, 31)))
    assert (found.months, days(found.earlier)) == (6, ("2024-01-01", "2024-06-30"))


@pytest.mark.parametrize(
    "period", [(date(2024, 1, 2), date(2024, 12, 31)), (date(2024, 1, 1), date(2024, 12, 30)), (date(2024, 5, 5),) * 2]
)
def test_below_twelve_whole_months_there_are_no_windows(period):
    assert two_windows(period) is None


@given(st.dates(date(2000, 1, 1), date(2020, 12, 31)), st.integers(0, 2_500))
def test_windows_are_equal_whole_adjacent_and_inside_the_period(first, length):
    last = date.fromordinal(first.toordinal() + length)
    found = two_windows((first, last))
    if found is None:
        return
    (a, b), (c, d) = found.earlier, found.later
    assert first <= a.date() and d.date() <= last and b + pd.Timedelta(days=1) == c
    assert a.day == c.day == 1 and (d + pd.Timedelta(days=1)).day == 1
    assert 6 <= found.months <= 12
    assert (c.year - a.year) * 12 + c.month - a.month == found.months
    assert (d.year - c.year) * 12 + d.month - c.month + 1 == found.months


def test_both_ends_of_a_window_are_inside_also_in_the_afternoon():
    dates = pd.Series(pd.to_datetime(["2024-12-31 23:59", "2025-01-01 00:00", "2025-12-31 15:00", "2026-01-01 00:00"]))
    assert within(dates, two_windows(THREE_YEARS).later).tolist() == [False, True, True, False]


def lines(*rows):
    frame = pd.DataFrame(rows, columns=["customer_id", "date", "order_id", "net_revenue"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def test_the_error_of_a_ratio_follows_from_the_orders():
    found = growth_ratio(
        lines(
            ("a", "2023-05-01", "0", 999.0),
            ("a", "2024-02-01", "1", 60.0),
            ("a", "2024-02-01", "1", 40.0),
            ("a", "2024-08-01", "2", 100.0),
            ("a", "2025-03-01", "3", 150.0),
        ),
        two_windows(THREE_YEARS),
    ).loc["a"]
    # 150 / 200; variance 100² + 100² before, 150² after: 0.75 × √(20,000/200² + 22,500/150²) = 0.75 × √1.5
    assert (found["earlier"], found["later"], found["ratio"]) == pytest.approx((200, 150, 0.75))
    assert found["error"] == pytest.approx(0.75 * 1.5**0.5)


def test_a_customer_that_stopped_buying_has_ratio_zero():
    found = growth_ratio(lines(("a", "2024-02-01", "1", 60.0)), two_windows(THREE_YEARS)).loc["a"]
    assert (found["ratio"], found["error"]) == (0, 0)


def test_a_new_customer_has_no_ratio():
    found = growth_ratio(lines(("a", "2025-02-01", "1", 60.0)), two_windows(THREE_YEARS)).loc["a"]
    assert (found["earlier"], found["later"]) == (0, 60) and pd.isna(found["ratio"])


def test_row_order_never_matters():
    frame = lines(("a", "2024-02-01", "1", 60.0), ("b", "2024-03-01", "2", 5.0), ("a", "2025-02-01", "3", 70.0))
    windows = two_windows(THREE_YEARS)
    first, second = growth_ratio(frame, windows), growth_ratio(frame[::-1], windows)
    pd.testing.assert_frame_equal(first.sort_index(), second.sort_index())


def test_all_windows_of_one_length_from_the_end_back():
    edges = equal_windows(THREE_YEARS, two_windows(THREE_YEARS))
    assert edges.strftime("%Y-%m-%d").tolist() == ["2023-01-01", "2024-01-01", "2025-01-01", "2026-01-01"]
    months = (date(1996, 7, 4), date(1998, 5, 6))  # August 1996 is left over
    assert equal_windows(months, two_windows(months)).strftime("%Y-%m").tolist() == ["1996-09", "1997-07", "1998-05"]
