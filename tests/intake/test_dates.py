"""Group 38–40: dates as people write them."""

from datetime import date, datetime

import pandas as pd
import pytest
from folders import workbook_of

from workbook.intake import dates


def read(*cells, told=None, excel=False):
    blank = lambda cell: cell is None or cell == ""  # noqa: E731
    return dates.read(pd.Series(list(cells), dtype=object), blank, told, excel)


def days(*cells, **how):
    return [None if pd.isna(value) else value.date() for value in read(*cells, **how).values]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("01.02.2024", date(2024, 2, 1)),
        ("3.4.2024", date(2024, 4, 3)),
        ("01.02.24", date(2024, 2, 1)),
        ("2024-03-01", date(2024, 3, 1)),
        ("2024-03-01T12:30:00Z", date(2024, 3, 1)),
        ("20240301", date(2024, 3, 1)),
        ("13/02/2024", date(2024, 2, 13)),
        ("02/13/24", date(2024, 2, 13)),
        ("1. März 2024", date(2024, 3, 1)),
        ("01-Oct-2024", date(2024, 10, 1)),
        (datetime(2024, 3, 1, 12), date(2024, 3, 1)),
    ],
)
def test_a_date_is_read_as_it_is_meant(cell, day):
    assert days(cell) == [day]


def test_one_clear_date_decides_the_column():
    assert days("03/04/2024", "13/04/2024") == [date(2024, 4, 3), date(2024, 4, 13)]
    assert days("03/04/2024", "04/13/2024") == [date(2024, 3, 4), date(2024, 4, 13)]


def test_an_undecidable_column_is_asked_and_settings_answer():
    assert read("03/04/2024").undecided == "03/04/2024"
    assert read("03/04/2024", told="mdy").undecided == ""
    assert days("03/04/2024", told="mdy") == [date(2024, 3, 4)]


def test_both_orders_in_one_column_are_asked():
    assert read("13/02/2024", "02/13/2024").clash == ("13/02/2024", "02/13/2024")


def test_day_numbers_count_only_in_workbooks():
    assert days(45292.0, excel=True) == [date(2024, 1, 1)]
    assert read("45292").invalid.tolist() == [True]


def test_days_that_do_not_exist_are_invalid():
    assert read("29.02.2023", "31.04.2024", "01.01.0024", "01.01.2204", "morgen").invalid.all()


def test_the_end_of_time_means_open():
    found = read("31.12.9999", "9999-12-31", datetime(9999, 12, 31))
    assert found.values.isna().all() and not found.invalid.any()


def test_a_column_of_both_orders_is_asked_with_an_example_of_each(folder):
    folder.put("umsatz.csv", "Kundennummer;Datum;Nettoumsatz\nK1;13/02/2024;1,50\nK2;02/14/2024;2,50\n")
    found = folder.problems()
    assert "DATE-ORDER" not in found and found["DATE-MIXED"].level == "ask"
    assert dict(found["DATE-MIXED"].values) == {"value_a": "13/02/2024", "value_b": "02/14/2024"}
    assert folder.problems(dates={"date": "dmy"})["DATE-INVALID"].row == 3


@pytest.mark.parametrize("year", [1753, 1899, 2200, 2262, 2299, 2999])
def test_a_day_of_a_workbook_beyond_any_calendar_of_ours_is_told_as_one_in_a_text_is(folder, year):
    days = datetime(2024, 1, 2), datetime(year, 12, 31)
    rows = [["Kundennummer", "Datum", "Nettoumsatz"], ["K1", days[0], 5.0], ["K2", days[1], 6.0]]
    if year >= 1900:  # Excel has no earlier days
        assert folder.put("umsatz.xlsx", workbook_of(Umsatz=rows)).problems()["DATE-INVALID"].row == 3
    assert read(*days).invalid.tolist() == [False, True]
