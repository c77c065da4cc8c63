"""An exhibit finds its texts under its name; every one can be another."""

import pandas as pd
import pytest

from workbook.finding import count
from workbook.language import Words
from workbook.plate import Behind, plate
from workbook.tabulate import Shown
from workbook.theme import canvas

BEHIND = Behind(pd.DataFrame({"step": ["new"], "amount": [5.0]}), [Shown("step", "head.step", "term", "step.")])


def draw(narrow):
    return canvas(200, 100, left=5, right=5, top=5, bottom=5)[0]


@pytest.fixture
def words():
    return Words("de", "de_DE", "EUR")


def test_a_table_alone_has_a_caption_and_no_unit(words):
    shown = plate(words, "segmentation.largest", {"n": count(3), "share": "40 %"}, BEHIND)
    assert (shown.id, shown.chart, shown.unit) == ("segmentation.largest", None, "")
    assert shown.table.caption == words.text("segmentation.largest.caption")
    assert shown.message and shown.notes == ()


def test_a_chart_is_drawn_twice_under_its_name_and_captions_its_table_with_the_message(words):
    numbers = dict.fromkeys(("n", "n_rest", "share", "points", "low", "high", "money", "spread", "first", "last"), "7")
    numbers |= {"n": count(7), "n_rest": count(7)}
    shown = plate(words, "value.whale_curve", numbers, BEHIND, draw, ("read", "source.costs"))
    assert shown.table.caption == shown.message
    assert "value-whale_curve-wide" in shown.chart.wide and "value-whale_curve-narrow" in shown.chart.narrow
    assert [note.lead for note in shown.notes] == [words.text("note.read"), words.text("note.source")]
    assert shown.notes[1].text == words.text("source.costs")


def test_any_text_can_be_another(words):
    numbers = {"n": count(3), "share": "40 %"}
    shown = plate(words, "segmentation.largest", numbers, BEHIND, caption="value.ranks.caption", message="total")
    assert (shown.table.caption, shown.message) == (words.text("value.ranks.caption"), words.text("total"))


def test_a_missing_number_is_named(words):
    with pytest.raises(KeyError, match="share"):
        plate(words, "segmentation.largest", {"n": count(3)}, BEHIND)
