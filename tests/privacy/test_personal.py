"""Every column that could name somebody is accounted for."""

import pytest

from workbook import schema
from workbook.privacy.personal import LETTERS, kind_of, personal

NAMELESS = {"category", "fact", "name", "place"}


def test_every_id_text_and_postcode_of_the_tables_has_its_kind_and_nothing_else_has():
    naming = {
        t: {c for c, one in table.columns.items() if one.type in ("id", "text", "postcode")}
        for t, table in schema.tables().items()
    }
    known = {t: set(columns) - {"latitude", "longitude"} for t, columns in personal().items()}
    assert known == naming


def test_kinds_are_known():
    assert {k for columns in personal().values() for k in columns.values()} <= {*LETTERS, *NAMELESS}
    assert len(set(LETTERS.values())) == len(LETTERS)


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("customers", "customer_id", "customer"),
        ("customers", "potential_revenue_source", "text"),
        ("customers", "potential_revenue_as_of", ""),
        ("staff", "fte", ""),
        ("staff", "latitude", "place"),
    ],
)
def test_what_stands_in_a_column(table, column, kind):
    assert kind_of(table, column) == kind
