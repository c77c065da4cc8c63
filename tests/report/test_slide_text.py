"""Text is measured, fits its box, and says where something is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.report.slide_text import fit, height, lines, shortened, width


def test_width_grows_with_size_and_weight():
    assert width("Kunde", 20) == pytest.approx(2 * width("Kunde", 10))
    assert width("Kunde", 10, True) > width("Kunde", 10)


@pytest.mark.parametrize(
    ("text", "count"), [("", 1), ("eins", 1), ("eins zwei", 2), ("a\nb", 2), ("Donaudampfschifffahrt", 5)]
)
def test_lines_are_counted_as_they_break(text, count):
    assert lines(text, 10, width("eins ", 10)) == pytest.approx(count, abs=1 if "Donau" in text else 0)


def test_the_largest_size_that_fits_is_taken():
    wide = width("kurz", 20) + 1
    assert fit("kurz", (20.0, 10.0), wide, 30.0).size == 20.0
    assert fit("kurz kurz", (20.0, 10.0), wide, 30.0).size == 10.0


def test_what_fits_at_no_size_loses_whole_sentences_first():
    text = "Erster Satz. Zweiter Satz. " + "Dritter Satz. " * 20
    found = fit(text, (12.0,), width("Erster Satz. Zweiter Satz. …", 12.0) + 2, 16.0)
    assert found.cut and found.text == "Erster Satz. Zweiter Satz. …"


@given(st.text(st.sampled_from("abc äß. -€"), max_size=400), st.floats(60, 400), st.floats(30, 200))
def test_nothing_ever_overflows(text, wide, high):
    found = fit(text, (20.0, 14.0, 10.0), wide, high)
    assert height(found.text, found.size, wide) <= high + 1e-9
    assert width(shortened(text, 10.0, wide), 10.0) <= wide


@given(st.text(max_size=8), st.booleans())
def test_any_sign_has_a_width_also_where_the_font_lacks_it(text, bold):
    assert width(text, 10, bold) >= 0
    assert width("株式会社", 10, bold) >= 40 and width("😀", 10, bold) >= 10
