import io
import re
import xml.etree.ElementTree as ET
from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from workbook import contrast, inline, theme


def bars(colour: str = "ink", narrow: bool = False) -> Figure:
    figure, axes = theme.canvas(theme.width(narrow), 120, left=30, right=8, top=10, bottom=24)
    axes.plot([0, 1, 2], [1, 3, 2], color=theme.tokens()["light"].get(colour, colour))
    axes.scatter([0, 1, 2, 2], [1, 2, 3, 1], color=theme.colour("dot"))
    theme.label(axes, 1, 2, "Müller & Söhne\n$\\frac{$", ha="right", halo=True)
    return figure


def test_every_pair_that_meets_can_be_read_by_everyone():
    lines = contrast.check()
    assert len(lines) > 60
    assert all(scheme in "\n".join(lines) for scheme in ("light", "dark", "tritan"))


def test_contrast_is_the_published_one():
    assert contrast.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast.distance("#123456", "#123456", "deutan") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sight", ["normal", "protan", "deutan", "tritan"])
def test_classes_differ_and_stand_out_to_every_eye(scheme, sight):
    """Machado 2009, full deficiency: every two classes at least 8 apart (OKLab × 100), each 3 : 1 on the paper as it is seen."""
    colours = theme.tokens()[scheme]
    classes = list(theme.tokens()["mark"])
    assert min(contrast.distance(colours[a], colours[b], sight) for a, b in combinations(classes, 2)) >= 8
    paper = seen(colours["paper"], sight)
    assert min(contrast.contrast(seen(colours[name], sight), paper) for name in (*classes, "loss", "gain")) >= 3


def seen(colour: str, sight: str) -> str:
    """The colour as eyes of that kind see it, back as #rrggbb."""
    light = np.clip(contrast.SIGHT[sight] @ contrast.linear(colour), 0, 1)
    coded = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(255 * c):02x}" for c in coded)


def test_the_simulation_leaves_grey_alone_and_takes_red_from_green():
    for matrix in contrast.SIGHT.values():
        assert matrix.sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    red, green = "#d7301f", "#6b8e23"
    assert contrast.distance(red, green) > 20
    assert contrast.distance(red, green, "deutan") < contrast.distance(red, green) / 2


def test_classes_that_only_some_can_tell_apart_stop_the_check(monkeypatch):
    mixed = {**theme.tokens(), "light": {**theme.tokens()["light"], "core": "#d7301f", "smart": "#6b8e23"}}
    monkeypatch.setattr(contrast, "tokens", lambda: mixed)
    with pytest.raises(ValueError, match=r"beside .*(deutan|protan)"):
        contrast.check()


def test_a_colour_too_pale_to_read_stops_the_check(monkeypatch):
    pale = {**theme.tokens(), "light": {**theme.tokens()["light"], "muted": "#9aa3ad"}}
    monkeypatch.setattr(contrast, "tokens", lambda: pale)
    with pytest.raises(ValueError, match="light muted on paper"):
        contrast.check()


def test_light_and_dark_name_the_same_colours_and_none_twice():
    light, dark = theme.tokens()["light"], theme.tokens()["dark"]
    assert list(light) == list(dark)
    assert len(set(light.values())) == len(light)


def test_dark_is_for_screens_only():
    light, dark = theme.css().split("@media screen and (prefers-color-scheme:dark)")
    assert theme.colour("paper") in light and theme.tokens()["dark"]["paper"] in dark
    assert "print" not in theme.css()


@pytest.mark.parametrize("foreign", ["#123456", "red", "black"])
def test_a_colour_outside_the_tokens_is_refused(foreign):
    with pytest.raises(ValueError, match="outside the tokens"):
        theme.svg(bars(foreign), "c", "Linie")


def test_a_black_word_is_refused():
    figure, axes = theme.canvas(100, 50)
    theme.label(axes, 0, 0, "schwarz", color="black")
    with pytest.raises(ValueError, match="outside the tokens"):
        theme.svg(figure, "c", "Wort")


def test_the_same_figure_is_the_same_drawing():
    assert theme.svg(bars(), "c", "Linie") == theme.svg(bars(), "c", "Linie")


def test_a_drawing_does_not_depend_on_the_readers_settings():
    mine = theme.both(lambda narrow: bars(narrow=narrow), "c", "Linie")
    with mpl.rc_context({"font.size": 30, "axes.grid": True, "svg.fonttype": "path", "font.family": "monospace"}):
        assert theme.both(lambda narrow: bars(narrow=narrow), "c", "Linie") == mine


def test_a_drawing_is_what_matplotlib_saves_and_words_measured_before_change_nothing():
    chart, saved = theme.both(lambda narrow: bars(narrow=narrow), "c", "Linie"), io.StringIO()
    with theme.drawing("c-narrow"):
        figure = bars(narrow=True)
        inline.unclip(figure)
        figure.savefig(saved, format="svg")
    names = {value: f"var(--{token})" for token, value in theme.tokens()["light"].items()}
    dots, others = apart(chart.narrow)
    assert (dots, others) == apart(inline.clean(saved.getvalue(), "c-narrow", "Linie", names))
    assert len(dots) == 4 and len(others) > 10


def apart(drawing: str) -> tuple[set[tuple[str | None, ...]], list[tuple[str, dict[str, str], str | None]]]:
    """The dots of a drawing by place and colour, whether they are marks or a path of their own, and all else."""
    root = ET.fromstring(drawing)
    round_ones = {f"#{p.get('id')}" for p in root.iterfind(".//defs/path") if p.get("d", "").count("c")}
    dots, others = set(), []
    for parent in root.iter():
        for one in parent:
            if one.get("href") in round_ones:
                dots.add((one.get("x"), one.get("y"), one.get("fill", parent.get("fill"))))
            elif "h0" in one.get("d", ""):
                dots |= {(x, y, one.get("stroke")) for x, y in re.findall(r"M(\S+) (\S+?)h0", one.get("d", ""))}
            elif one.tag not in ("g", "defs") and f"#{one.get('id')}" not in round_ones:
                others.append((one.tag, {k: v for k, v in one.attrib.items() if k not in ("id", "href")}, one.text))
    return dots, others


def test_drawing_leaves_matplotlib_as_it_was():
    before = dict(mpl.rcParams)
    theme.both(lambda narrow: bars(narrow=narrow), "c", "Linie")
    assert dict(mpl.rcParams) == before


def test_a_drawing_holds_variables_short_numbers_and_no_style():
    drawing = theme.svg(bars(), "value-whale", "Linie & Punkte")
    assert not re.search(r"style=|#[0-9a-f]{6}|font-family|<style|metadata", drawing)
    assert "var(--ink)" in drawing and "var(--dot)" in drawing
    assert not re.search(r'(?: d| x| y| transform)="[^"]*\.\d\d', drawing)
    root = ET.fromstring(drawing)
    assert root.get("role") == "img" and root.get("aria-label") == "Linie & Punkte"
    assert {e.get("id") for e in root.iter() if e.get("id")} == {"value-whale-0", "value-whale-1"} | {
        e.get("id") for e in root.iter() if (e.get("id") or "").startswith("value-whale-")
    }


def test_only_what_leaves_its_axes_is_clipped():
    assert "clip-path" not in theme.svg(bars(), "c", "Linie")
    figure = bars()
    figure.axes[0].set_ylim(0, 2)
    assert "clip-path" in theme.svg(figure, "c", "Linie")


def test_lines_of_a_label_stand_one_by_one_and_as_written():
    root = ET.fromstring(theme.svg(bars(), "c", "Linie"))
    words = [e for e in root.iter("text") if e.get("text-anchor") == "end" and (e.text or "")[0] in "M$"]
    assert [e.text for e in words] == ["Müller & Söhne", "$\\frac{$"]
    assert len({e.get("x") for e in words}) == 1


def test_signs_no_page_may_hold_never_reach_a_drawing():
    figure, axes = theme.canvas(100, 50)
    theme.label(axes, 0, 0, "a\x00b\x1bc")
    assert ">abc<" in theme.svg(figure, "c", "x\x07y")


def test_both_draws_for_the_desk_and_for_the_phone():
    chart = theme.both(lambda narrow: bars(narrow=narrow), "c", "Linie")
    assert 'viewBox="0 0 640 120"' in chart.wide and 'viewBox="0 0 350 120"' in chart.narrow


def test_a_long_name_ends_in_an_ellipsis():
    assert theme.shorten("Gronau") == "Gronau"
    assert theme.shorten("Donaudampfschifffahrt", 10) == "Donaudamp…"
    assert len(theme.shorten("x" * 300)) == 40


def test_rows_count_downwards_in_px():
    _, axes = theme.rows(False, 4, 25, top=40, bottom=6)
    assert axes.get_xlim() == (0, 640) and axes.get_ylim() == (146, 0)


def test_signs_that_no_page_holds_or_that_turn_text_around_are_left_out():
    assert theme.printable("a\x00\x07b\u202ec\u2066d\u2069\ufffe") == "abcd"
    assert theme.printable("شركة\u200f 👩\u200d🔧\n") == "شركة\u200f 👩\u200d🔧\n" and theme.printable(7) == 7
