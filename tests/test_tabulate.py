"""From a frame to a table in words."""

from datetime import date

import pandas as pd

from workbook.language import Words
from workbook.tabulate import Shown, tabulate

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "USD")
FRAME = pd.DataFrame(
    {
        "name": ["Adler", "Birke"],
        "revenue": [1_234_567.0, 20_000.0],
        "share": [0.9841, None],
        "class": ["key", "lean"],
        "n": [3, 1200],
        "day": [date(2024, 1, 31), None],
    }
)


def column(table, number):
    return [row[number].text for row in table.rows]


def shown(*parts, words=GERMAN, **more):
    return tabulate(words, FRAME, parts, "Titel", **more)


def test_one_unit_serves_the_whole_column_and_stands_in_its_head():
    table = shown(Shown("name", "head.customer"), Shown("revenue", "head.revenue", "money"))
    assert table.heads[1].unit == "T€" and table.heads[1].numeric
    assert column(table, 1) == ["1.235", "20"]
    assert [row[1].value for row in table.rows] == [1_234_567.0, 20_000.0]


def test_shares_are_percent_only_where_they_are_written():
    table = shown(Shown("share", "head.share_revenue", "share"))
    assert column(table, 0) == ["98,4", "k.\u00a0A."] and table.heads[0].unit == "%"
    assert [row[0].value for row in table.rows] == [0.9841, None]


def test_counts_and_days_follow_the_locale():
    table = shown(Shown("n", "head.customers", "count"), Shown("day", "head.month", "date"))
    assert column(table, 0) == ["3", "1.200"] and column(table, 1) == ["31.01.2024", "k.\u00a0A."]
    english = shown(Shown("n", "head.customers", "count"), Shown("day", "head.month", "date"), words=ENGLISH)
    assert column(english, 0) == ["3", "1,200"] and column(english, 1) == ["31\u00a0Jan\u00a02024", "n/a"]


def test_a_class_is_said_and_carries_its_mark():
    table = shown(Shown("class", "head.class", "class", "class."))
    assert [(row[0].text, row[0].mark) for row in table.rows] == [
        (GERMAN.text("class.key"), "key"),
        (GERMAN.text("class.lean"), "lean"),
    ]


def test_the_last_row_holds_the_total():
    parts = (
        Shown("name", "head.customer"),
        Shown("n", "head.customers", "count"),
        Shown("share", "head.share_revenue", "share"),
    )
    total = shown(*parts, total={"name": "Zusammen", "n": 1203.0}).total
    assert [cell.text for cell in total] == ["Zusammen", "1.203", ""] and total[1].value == 1203.0


def test_an_empty_frame_is_an_empty_table():
    table = tabulate(
        GERMAN, FRAME.head(0), [Shown("name", "head.customer"), Shown("revenue", "head.revenue", "money")], "Titel"
    )
    assert table.rows == () and len(table.heads) == 2


def test_the_frame_stays_as_it_was():
    before = FRAME.copy()
    shown(Shown("name", "head.customer"), Shown("revenue", "head.revenue", "money"))
    pd.testing.assert_frame_equal(FRAME, before)


def test_a_head_says_what_one_of_its_unit_is():
    heads = shown(
        Shown("name", "head.customer"), Shown("revenue", "head.revenue", "money"), Shown("share", "head.share", "share")
    ).heads
    assert [(h.unit, h.factor) for h in heads] == [("", 1.0), ("T€", 1000.0), ("%", 0.01)]


def test_heat_cells_are_the_darker_the_larger_over_all_columns_and_heads_may_be_the_clients():
    frame = pd.DataFrame({"name": ["a", "b"], "x": [8.0, 2.0], "y": [0.0, float("nan")]})
    shown = [
        Shown("name", "head.phase"),
        Shown("x", "head.gap", "heat"),
        Shown("y", "head.gap", "heat", title="Vertrieb"),
    ]
    table = tabulate(GERMAN, frame, shown, "caption")
    assert [[cell.tint for cell in row] for row in table.rows] == [[0, 4, 0], [0, 2, 0]]
    assert table.heads[2].title == "Vertrieb" and table.rows[1][2].value is None


def test_values_of_different_units_have_decimals_only_where_they_are_no_whole_numbers():
    frame = pd.DataFrame({"target": [5_300_000.0, 0.95, None]})
    table = tabulate(GERMAN, frame, [Shown("target", "head.target", "mixed")], "Titel")
    assert column(table, 0) == ["5.300.000", "0,95", "k.\u00a0A."] and table.heads[0].numeric
