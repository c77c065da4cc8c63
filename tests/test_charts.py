"""Drawings that several chapters share: what is given is what stands there."""

import re

import pytest

from workbook.charts import Bar, Pair, bar_rows, dumbbell, tick_shares
from workbook.theme import svg, width

PAIRS = [
    Pair("Schlüsselkunden", "12 Kunden", 0.1, 0.4, "10 %", "40 %", "key", "key"),
    Pair("Übrige", "400 Kunden", 0.9, 0.6, "90 %", "60 %"),
]
BARS = [Bar("Potenzial", 0.4, "40 %", 0.6, "60 % offen", "key"), Bar("Zufriedenheit $\\frac{$", 0.0, "0 %", 1.0)]
TICKS = [(0.0, "0"), (0.5, "50 %"), (5.0, "500 %")]


def words(figure):
    return re.findall(r"<text[^>]*>([^<]*)", svg(figure, "x", "x"))


@pytest.mark.parametrize("narrow", [False, True])
def test_a_dumbbell_says_every_name_and_every_value_once(narrow):
    said = words(dumbbell(PAIRS, ("Kunden", "Umsatz"), TICKS, narrow))
    for text in (
        "Schlüsselkunden",
        "12 Kunden",
        "10 %",
        "40 %",
        "Übrige",
        "400 Kunden",
        "90 %",
        "60 %",
        "Kunden",
        "Umsatz",
    ):
        assert said.count(text) == 1, text
    assert "50 %" in said and "500 %" not in said


@pytest.mark.parametrize("narrow", [False, True])
def test_bars_say_every_name_and_value_as_written(narrow):
    said = words(bar_rows(BARS, narrow))
    assert {"Potenzial", "40 %", "60 % offen", "Zufriedenheit $\\frac{$", "0 %"} <= set(said)


@pytest.mark.parametrize("narrow", [False, True])
def test_a_drawing_has_the_width_of_its_screen(narrow):
    box = re.search(r'viewBox="0 0 ([\d.]+)', svg(bar_rows(BARS, narrow), "x", "x"))
    assert float(box[1]) == width(narrow)


def test_bars_are_as_long_as_their_values():
    figure = bar_rows([Bar("a", 2.0, "2"), Bar("b", 1.0, "1")], False)
    lengths = [patch.get_width() for patch in figure.axes[0].patches]
    assert lengths[0] == pytest.approx(2 * lengths[1])


@pytest.mark.parametrize("bars", [[], [Bar("a", 0.0, "0")]])
def test_nothing_to_draw_is_no_error(bars):
    assert svg(bar_rows(bars, False), "x", "x").startswith("<svg")


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [(0.2, [0.0, 0.05, 0.1, 0.15, 0.2]), (1.0, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]), (0.04, [0.0])],
)
def test_ticks_are_round_shares_from_zero(highest, ticks):
    assert tick_shares(highest) == ticks
