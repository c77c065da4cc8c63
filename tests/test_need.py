"""What is missing, in plain words."""

import pytest

from workbook import schema
from workbook.language import Words
from workbook.need import plain_need, plain_needs

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")


@pytest.mark.parametrize("words", [GERMAN, ENGLISH])
def test_every_column_of_the_schema_can_be_asked_for_in_plain_words(words):
    for name, table in schema.tables().items():
        assert plain_need(name, words)
        for column in table.columns:
            assert plain_need(f"{name}.{column}", words).endswith(table.columns[column].meaning[words.language])
    assert plain_need("people", words)


def test_a_table_and_a_column_read_as_a_client_would_say():
    assert plain_need("transactions.cost_of_goods", GERMAN) == "Auftragszeilen: Wareneinsatz der Position"
    assert plain_need("requests", ENGLISH) == "Requests (the whole table)"


def test_where_everything_was_delivered_it_is_cases_that_are_missing():
    assert plain_needs((), GERMAN) == GERMAN.text("need.cases")
    assert plain_needs(("requests", "people"), GERMAN).startswith("Anfragen (die ganze Tabelle); ")
