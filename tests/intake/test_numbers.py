"""Group 28–32: numbers as people write them."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.intake import numbers


def blank(cell):
    return cell is None or (isinstance(cell, str) and not cell.strip())


def parsed(*cells, told=None, german=False, english=False):
    look = numbers.survey(pd.Series(list(cells), dtype=object), blank)
    mark, why = numbers.decimal_mark(look, told, german, english)
    return numbers.values(look, mark).tolist() if mark else why


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.234,56", 1234.56),
        ("1,5", 1.5),
        ("1’234.50", 1234.5),
        ("1'234.50", 1234.5),
        ("1\u00a0234,50", 1234.5),
        ("1\u202f234,50", 1234.5),
        ("5,00-", -5),
        ("(12,00)", -12),
        ("−500", -500),
        ("1,2 Mio. €", 1_200_000),
        ("12 T€", 12_000),
        ("1.000,00 €", 1000),
        ("CHF 3'000.-", 3000),
        ("500,-", 500),
        ("500,-- €", 500),
        ("1.500,–", 1500),
        ("-500,-", -500),
        ("'00123", 123),
        ("€ -5,50", -5.5),
        ("$2,000.00", 2000),
        ("1.234.567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("0.125", 0.125),
        ("12345.678", 12345.678),
        ("+7", 7),
    ],
)
def test_a_number_is_read_as_it_is_meant(cell, value):
    assert parsed(cell) == [pytest.approx(value)]


def test_thousands_alone_follow_the_rest_of_the_file():
    assert parsed("1.234", "12.500", german=True) == [1234, 12500]
    assert parsed("1,234", english=True) == [1234]
    assert parsed("1.234", "12.500") == "ambiguous"


def test_one_clear_value_decides_the_whole_column():
    assert parsed("1.234", "5,5") == [1234, 5.5]
    assert parsed("1.234", "5.5") == [1.234, 5.5]


def test_two_conventions_in_one_column_are_mixed():
    assert parsed("1,234.56", "1.234,56") == "mixed"


def test_settings_decide_and_are_contradicted_by_evidence():
    assert parsed("1.234", told=",") == [1234]
    assert parsed("1.25", told=",") == "mixed"


def test_true_numbers_are_taken_as_they_are():
    assert parsed(1234.5, 7, "8,5") == [1234.5, 7, 8.5]


def test_texts_and_truths_and_infinity_are_no_numbers():
    found = parsed("abc", True, "1e400", float("inf"), "1.2.3")
    assert all(math.isnan(value) for value in found)


def german(value):
    return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))


def swiss(value):
    return f"{value:,.2f}".replace(",", "’")


def american(value):
    return f"{value:,.2f}"


@pytest.mark.parametrize("written", [german, swiss, american])
@given(values=st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=8))
def test_amounts_come_back_as_they_were_written(written, values):
    amounts = [value / 100 for value in values]
    assert parsed(*[written(amount) for amount in amounts]) == amounts


@pytest.mark.parametrize("sign", [".", ",", "’"])
@given(values=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=8))
def test_whole_amounts_come_back_or_are_asked(sign, values):
    found = parsed(*[f"{value:,}".replace(",", sign) for value in values])
    assert found == values or found == "ambiguous"
