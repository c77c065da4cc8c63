"""Which columns of the customers leave the house, and in which words."""

import pandas as pd
import pytest

from workbook.language import Words
from workbook.report.customer_columns import COLUMNS, KEPT_BACK, columns, spoken, written
from workbook.texts import keys

WORDS = Words("de", "de_DE", "EUR")


def test_every_column_has_its_head_and_none_is_about_a_person():
    assert {f"customer_column.{name}" for name in COLUMNS} == {k for k in keys() if k.startswith("customer_column.")}
    assert not set(COLUMNS) & set(KEPT_BACK) and not [name for name in COLUMNS if name.startswith("owner")]


def test_only_columns_that_hold_something_are_shown():
    table = pd.DataFrame({"cm1": [1.0], "cm2": [None], "owner_rep_id": ["V-01"], "stray": [1]})
    assert columns(table) == ["cm1"]


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("class", ["key", None], ["Key Account", ""]),
        ("class_reason", ["lean_both"], ["nicht rentabel, Umsatz rückläufig"]),
        ("sow_source", ["peers", "unheard_of"], ["Vergleichsschätzung", ""]),
        ("priority", [2], ["Priorität 2"]),
        ("over_served", [True, False, None], ["ja", "nein", ""]),
        ("abc", ["A", None], ["A", ""]),
    ],
)
def test_codes_become_words(name, values, words):
    assert written(name, pd.Series(values, dtype=object), WORDS) == words


def test_one_value_is_said_as_in_its_column():
    assert [spoken("class", v, WORDS) for v in ("key", None)] == ["Key Account", ""]
    assert [spoken("over_served", v, WORDS) for v in (True, False, None)] == ["ja", "nein", ""]
