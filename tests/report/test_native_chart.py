"""Which native chart an exhibit's table carries."""

import re

import pytest

from workbook.exhibit import Cell, Chart, Exhibit, Head, Table
from workbook.language import Words
from workbook.report.native_chart import common_factor, plan, plans, positive
from workbook.texts import keys


def exhibit(name="other.one", rows=2, chart=True):
    heads = (
        Head("Kunde"),
        Head("Klasse"),
        Head("Umsatz", "T€", True, 1000.0),
        Head("Wert", "€", True),
        Head("Anteil", "%", True, 0.01),
    )
    row = (Cell("A"), Cell("x"), Cell("1", 1000.0), Cell("−5", -5.0), Cell("k. A."))
    return Exhibit(name, "", "", Table("", heads, (row,) * rows), Chart("", "") if chart else None)


def test_an_exhibit_without_a_plan_is_bars_of_its_first_numbers_in_one_unit():
    chosen = plan(exhibit())
    assert (chosen.kind, chosen.by, chosen.values) == ("bar", (0,), (2,))


def test_a_plan_counts_only_where_the_table_has_its_numbers():
    assert plan(exhibit("value.losses")).values == (2, 3)
    assert plan(exhibit("value.price_realisation")).values == (2,)


@pytest.mark.parametrize(
    "shown", [exhibit(chart=False), exhibit(rows=0), exhibit(rows=61), exhibit("segmentation.myths_chart")]
)
def test_no_chart_where_there_is_none_or_no_room_for_one(shown):
    assert plan(shown) is None


def test_numbers_of_several_steps_share_the_largest():
    shown = exhibit("value.losses")
    assert common_factor(shown.table, plan(shown)) == (1000.0, "T€")


def test_an_axis_begins_at_zero_only_where_nothing_lies_below():
    assert positive(exhibit().table, plan(exhibit()))
    assert not positive(exhibit("value.losses").table, plan(exhibit("value.losses")))


def test_columns_may_be_counted_from_the_right():
    assert plans()["coverage.waits"].values == (-4, -1)
    assert plan(exhibit("coverage.waits")).values == (2,)  # fewer columns than it asks for: the simplest


def test_what_a_slide_says_of_its_chart_is_said_of_an_exhibit_there_is():
    told = {key.removeprefix("native.") for key in keys() if key.startswith("native.")}
    there = {key.rpartition(".")[0] for key in keys() if re.search(r"\.(unit|unit_\w+|alt|read|limit)$", key)}
    assert told and told <= there
    marks = r"leer|gefüllt|gestrichelt|Linie|hollow|filled|dashed|line|left|right|rechts|links"
    for language, place in (("de", "de_DE"), ("en", "en_GB")):
        words = Words(language, place, "EUR")
        assert not [one for one in told if re.search(rf"\b({marks})\b", words.text(f"native.{one}"))]


def test_every_plan_is_of_a_known_kind_and_draws_something():
    for name, one in plans().items():
        assert one.kind in ("bar", "stacked", "line", "curve", "points", "none"), name
        assert (one.kind == "none") == (not one.values), name
        assert one.split is None or one.split in one.by, name
