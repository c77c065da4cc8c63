"""Numbers as people write them: understood, refused, never bent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.language import Words
from workbook.workshop.levers import Lever
from workbook.workshop.number_field import NumberField, Wrong, entered, parse, written

DE = Words("de", "de_DE", "EUR")
EN = Words("en", "en_GB", "EUR")
CH = Words("de", "de_CH", "CHF")
SHARE = Lever(("value", "interest_rate"), "percent", 0, 1)
HOURS = Lever(("coverage", "response_hours"), "number", 0, None, open_low=True)
WEEKS = Lever(("value", "top"), "whole", 1, 50)
LIMIT = Lever(("coverage", "key_hours_limit"), "number", 0, None, optional=True)


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("1.234,5", DE, "1234.5"),
        ("1,234.5", EN, "1234.5"),
        ("1’234.5", CH, "1234.5"),
        ("12", DE, "12"),
        ("−3,25", DE, "-3.25"),
        ("40 %", DE, "40"),
        ("0.5", DE, None),
        ("0,5", EN, None),
        ("1.23", DE, None),
        ("viel", DE, None),
        ("1e3", EN, None),
        ("", DE, None),
    ],
)
def test_a_number_is_read_as_its_locale_writes_it(text, words, number):
    assert parse(text, words) == (None if number is None else Decimal(number))


def test_a_share_is_entered_in_percent_and_held_exactly():
    assert entered("29", SHARE, DE) == 0.29
    assert written(0.29, SHARE, DE) == "29"
    assert written(0.125, SHARE, DE) == "12,5"
    assert written(None, LIMIT, DE) == "" and written(20_000, HOURS, DE) == "20.000"


@given(st.floats(0, 1))
def test_what_a_field_shows_is_read_back_as_the_same_share(value):
    assert entered(written(value, SHARE, DE), SHARE, DE) == value


@pytest.mark.parametrize(
    ("text", "lever", "said"),
    [
        ("101", SHARE, "101 liegt außerhalb. Erlaubt: 0 bis 100."),
        ("0", HOURS, "0 liegt außerhalb. Erlaubt: über 0."),
        ("2,5", WEEKS, "„2,5“ ist keine ganze Zahl. Erlaubt: 1 bis 50."),
        ("x", HOURS, "„x“ ist keine Zahl. Erlaubt: über 0."),
        ("", HOURS, "Bitte eine Zahl eintragen. Erlaubt: über 0."),
    ],
)
def test_what_is_not_allowed_is_refused_with_what_would_be(text, lever, said):
    with pytest.raises(Wrong, match="^" + said.replace(".", r"\.") + "$"):
        entered(text, lever, DE)


def test_a_field_that_may_be_empty_takes_nothing():
    assert entered(" ", LIMIT, DE) is None


def test_a_field_tells_its_number_once_and_shows_what_is_wrong_beside_it():
    heard = []
    field = NumberField(SHARE, DE, 0.1, lambda value: heard.append(value) or "")
    assert field.control.value == "10" and field.control.description == "Kalkulationszins, in\u00a0%"
    field.control.value = "12,5"
    field.control.value = "120"
    assert heard == [0.125] and "außerhalb" in field.error.value and field.control.value == "120"
    field.show(0.2)
    assert heard == [0.125] and field.error.value == "" and field.control.value == "20"
