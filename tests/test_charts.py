"""Drawings that several chapters share: what is given is what stands there."""

import re

import pytest

from workbook.charts import Bar, Pair, Reach, Sides, bar_rows, dumbbell, spans, tick_shares, two_sided
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


@pytest.mark.parametrize("narrow", [False, True])
def test_every_mark_of_a_dumbbell_stands_where_its_value_is(narrow):
    """All marks and all gridlines lie on one straight scale: the same share, the same place, in every row."""
    pairs = [
        Pair(str(i), "", a, b, "", "")
        for i, (a, b) in enumerate([(0.12, 0.51), (0.43, 0.43), (0.32, 0.06), (0.14, -0.01)])
    ]
    figure = dumbbell(
        pairs, ("ein recht langer Name", "noch ein recht langer Name"), [(0.0, "0"), (0.4, "40 %")], narrow
    )
    lines = figure.axes[0].get_lines()
    marks = [line.get_xdata()[0] for line in lines if line.get_marker() == "o"]
    shares = [share for pair in pairs for share in (pair.hollow, pair.filled)]
    assert len(marks) == len(shares)
    slope = (marks[1] - marks[0]) / (shares[1] - shares[0])
    assert [m - marks[0] for m in marks] == pytest.approx([slope * (s - shares[0]) for s in shares])
    grid = [line.get_xdata()[0] for line in lines if len(set(line.get_xdata())) == 1 and line.get_marker() == "None"]
    assert min(abs(g - (marks[0] + slope * (0.4 - shares[0]))) for g in grid) < 1e-6


SIDES = [
    Sides("Besuche", 10, 40, "10 €", "40 €", "Saldo +30 €", "smart"),
    Sides("Übrige", 0, 0, "0 €", "null €", "Saldo 0 €"),
]


@pytest.mark.parametrize("narrow", [False, True])
def test_bars_to_both_sides_say_both_amounts_and_what_is_left(narrow):
    said = words(two_sided(SIDES, ("gefährdet", "bringt"), narrow))
    for text in (
        "gefährdet",
        "bringt",
        "Besuche",
        "10 €",
        "40 €",
        "Saldo +30 €",
        "Übrige",
        "0 €",
        "null €",
        "Saldo 0 €",
    ):
        assert said.count(text) == 1, text


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("ends", [(-5.0, 3.0, 9.0), (1.0, 2.0, 3.0), (-9.0, -8.0, -7.0), (0.0, 0.0, 0.0)])
def test_spans_say_the_central_value_and_mark_zero(narrow, ends):
    reaches = [Reach("Zuschlag", *ends, "≈ 3 €", "von −5 bis +9 €"), Reach("Alle", *ends, "≈ 6 €", "1–2 €", loud=True)]
    said = words(spans(reaches, "null", narrow))
    assert {"Zuschlag", "Alle", "≈ 3 €", "≈ 6 €", "null"} <= set(said) and ("1–2 €" in said) != narrow
