import dataclasses
import json
import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from urllib.parse import unquote

import html5lib
import pytest

from example_page import example_page, labels
from workbook import exhibit, theme
from workbook.exhibit import Cell, Chapter, Chart, Exhibit, Front, Head, Note, Span, Statement, Table
from workbook.report.download import data_csv
from workbook.report.page import beneath, digest, drawing, fragment, places, render, scale

HTML = "{http://www.w3.org/1999/xhtml}"
CORPUS = [
    "<script>alert(1)</script>",
    "</script><b>x",
    "{{7*7}}{% raw %}",
    "$\\frac{$",
    "Gronau \u202eHbmG",
    '" onload="x" \' &amp;',
    "]]><!--",
    "langer Name " + "x" * 288,
]


@cache
def page():
    return example_page()


@cache
def source():
    return render(page())


def parsed(text):
    return html5lib.HTMLParser(strict=True).parse(text)


def poisoned(value, text):
    """Every plain text in a record replaced, ids, charts, kinds and what counts or decides left alone."""
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(poisoned(v, text) for v in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, exhibit.Chart):
        kept = {"id", "kind", "chapter", "finding", "mark", "language"}
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if f.name not in kept}
        return replace(value, **{k: poisoned(v, text) for k, v in fields.items()})
    return value


@pytest.mark.parametrize("text", CORPUS)
def test_whatever_a_client_writes_stands_there_as_written(text):
    evil = replace(poisoned(page(), text), record={"name": text})
    tree = parsed(render(evil))
    assert len(tree.findall(f".//{HTML}script")) == 2
    shown = theme.printable(text)  # signs that turn what follows them around are left off
    assert tree.find(f".//{HTML}title").text == shown
    words = ["".join(e.itertext()) for e in tree.iter() if isinstance(e.tag, str) and "script" not in e.tag]
    assert sum(shown == w.strip() for w in words) > 80
    assert json.loads(tree.find(f".//{HTML}script[@id='record']").text) == {"name": text}
    for element in tree.iter():
        assert not any(name.startswith("on") or name == "style" for name in element.attrib)


def test_signs_no_html_may_hold_are_left_out():
    parsed(render(poisoned(page(), "a\x00b\x0bc\ufffed\ud800e")))


def test_the_page_is_valid_and_asks_for_nothing():
    tree = parsed(source())
    for element in tree.iter():
        for name in ("src", "href", "action", "srcset", "poster", "data"):
            assert re.match(r"#|data:text/csv", element.get(name, "#")), element.attrib
    assert "http" not in re.sub(r"http-equiv", "", source())
    assert "url(" not in source().replace("url(#", "")


def test_one_h1_and_no_level_skipped():
    levels = [int(e.tag[-1]) for e in parsed(source()).iter() if re.fullmatch(HTML + "h[1-6]", str(e.tag))]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_without_a_front_the_title_is_the_h1():
    text = render(replace(page(), front=None))
    assert text.count("<h1") == 1 and 'href="#glance"' not in text
    parsed(text)


def test_an_exhibit_first_in_its_chapter_skips_no_level():
    chapter = page().chapters[0]
    only = replace(chapter, blocks=chapter.blocks[1:2])
    assert places(replace(page(), chapters=(only,)))["exhibit", "value.whale"].level == 3
    assert places(page())["exhibit", "value.whale"].level == 4


def test_findings_count_per_chapter_and_exhibits_through_the_page():
    numbers = {ident: place.number for (_, ident), place in places(page()).items()}
    assert numbers == {
        "value.loss_makers": "2.1",
        "value.whale": "1",
        "value.offers": "",
        "coverage.white_spot": "4.1",
        "coverage.lean": "4.2",
        "coverage.effort": "2",
        "coverage.misfits": "1",
    }
    for kicker in ("Befund 4.2", "Abbildung 2", "Tabelle 1", "Kapitel 4 · Betreuungsverhältnis"):
        assert kicker in source()


def test_every_id_is_unique_and_every_reference_has_its_target():
    tree = parsed(source())
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    for element in tree.iter():
        targets = [element.get("href", "")[1:]] if element.get("href", "").startswith("#") else []
        assert set(targets + element.get("aria-labelledby", "").split()) <= set(ids)


def test_a_finding_and_an_exhibit_may_share_their_name():
    chapter = page().chapters[0]
    twin = replace(chapter.blocks[1], id="value.loss_makers")
    text = render(replace(page(), chapters=(replace(chapter, blocks=(chapter.blocks[0], twin)),)))
    assert 'id="value-loss_makers"' in text and 'id="value-loss_makers-"' in text


def test_every_table_has_a_caption_and_every_head_a_scope():
    tree = parsed(source())
    tables = list(tree.iter(HTML + "table"))
    assert len(tables) == 5
    for table in tables:
        assert "".join(table.find(HTML + "caption").itertext()).strip()
        assert all(h.get("scope") in ("row", "col") and "".join(h.itertext()).strip() for h in table.iter(HTML + "th"))


def test_every_chart_has_its_words_and_its_numbers():
    for figure in parsed(source()).iter(HTML + "figure"):
        assert figure.find(HTML + "figcaption") is not None
        assert figure.find(f".//{HTML}table") is not None
        for chart in figure.iter("{http://www.w3.org/2000/svg}svg"):
            assert chart.get("aria-hidden") or len(chart.get("aria-label")) > 30


def test_the_policy_knows_the_one_style_and_the_one_script():
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', source()).group(1).replace("&#39;", "'")
    style = re.search(r"<style>(.*?)</style>", source(), re.S).group(1)
    script = re.search(r"<script>(.*?)</script>", source(), re.S).group(1)
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src '{digest(style)}'" in policy and f"script-src '{digest(script)}'" in policy
    assert source().count("<style") == 1 and "unsafe" not in policy
    assert len(script.encode()) < 4096


def test_the_same_page_is_the_same_file():
    assert render(example_page()) == source()


def test_a_record_cannot_close_its_script():
    text = render(replace(page(), record={"note": "</script><!-- & \u2028"}))
    raw = re.search(r'id="record">(.*?)</script>', text, re.S).group(1)
    assert not set("<>&\u2028") & set(raw) and json.loads(raw) == {"note": "</script><!-- & \u2028"}


def test_the_running_foot_is_a_string_whatever_the_client_is_called():
    text = render(replace(page(), client='A"}*{x:y}</style>\n\\B'))
    parsed(text)
    assert "x:y" not in text.split("</style>")[0]


@pytest.mark.parametrize(
    "bad",
    [
        "<svg><script>1</script></svg>",
        "<svg><foreignObject/></svg>",
        '<svg onload="x"/>',
        '<svg><use href="http://example.org/a.svg#b"/></svg>',
        '<svg xmlns:x="http://www.w3.org/1999/xlink"><use x:href="//b"/></svg>',
        '<svg><path fill="url(http://example.org)"/></svg>',
        '<svg><path style="fill:red"/></svg>',
        "<svg><svg/></svg>",
        "<p/>",
        "<svg>",
        '<svg xmlns="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_only_drawings_pass_unescaped(bad):
    with pytest.raises(ValueError, match="drawing"):
        drawing(bad)


def test_the_alternative_text_of_an_exhibit_names_its_drawing():
    assert drawing('<svg aria-label="x"/>', '"a" & b') == '<svg aria-label="&quot;a&quot; &amp; b" />'


def csv_of(language, *cells):
    table = Table("c", (Head("Kunde"), Head("Umsatz", "T€", True)), (cells,), (Cell("Σ"), Cell("1,5", 1.5)))
    head, data = data_csv(table, language).split(",", 1)
    assert head == "data:text/csv;charset=utf-8"
    return unquote(data)


def test_a_german_download_opens_in_a_german_spreadsheet():
    text = csv_of("de", Cell("Müller"), Cell("−1.234,5", -1234.5))
    assert text == '\ufeff"Kunde";"Umsatz, T€"\r\n"Müller";-1234,5\r\n"Σ";1,5\r\n'


def test_an_english_download_has_commas_and_points():
    assert '"Müller",1234567.25\r\n' in csv_of("en", Cell("Müller"), Cell("1,234,567.3", 1234567.25))
    assert ",0.0000001" in csv_of("en", Cell("x"), Cell("0", 1e-7))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠", "  ="])
def test_a_text_is_never_a_formula(start):
    assert f"\"'{start}1+1" in csv_of("de", Cell(f"{start}1+1"), Cell("0", 0.0))


def test_a_number_that_is_none_shows_its_text():
    assert '"k. A."' in csv_of("de", Cell("x"), Cell("k. A.", float("nan")))


def test_the_download_stands_in_the_page():
    hrefs = [e.get("href") for e in parsed(source()).iter(HTML + "a") if e.get("download")]
    assert len(hrefs) == 3
    assert "Gronau Walzwerke" in unquote(hrefs[-1].split(",", 1)[1])


@pytest.mark.parametrize(
    ("spans", "ends"),
    [
        ([], (0, 1)),
        ([(0.35, 0.84), (0.4, 1.5)], (0, 1.5)),
        ([(10, 101)], (0, 120)),
        ([(-20, 45)], (-20, 50)),
        ([(0, 45), (-0.4, -0.2)], (0, 50)),
        ([(0, 0)], (0, 1)),
        ([(1e5, 999_999)], (0, 1e6)),
    ],
)
def test_all_spans_share_one_round_scale(spans, ends):
    assert scale(Span(a, (a + b) / 2, b, "", "", "") for a, b in spans) == pytest.approx(ends)


def test_an_estimate_carries_its_sign_and_its_dots():
    assert '<span class="est">≈\u00a00,90\u00a0Mio.\u00a0€</span>' in source()
    assert '<span class="est">≈\u00a030,2\u00a0Mio.\u00a0€</span> sind offen' in source()
    assert "ähnlichen Kunden (≈)" in source()


def test_a_class_keeps_its_mark():
    mark = re.search(r'class="(\w+)"[^>]*/></svg>Smart</span> Account \(171\)', source())
    assert f".{mark[1]}{{fill:var(--smart)}}" in source()


def test_a_chapter_that_failed_says_so_under_its_name():
    failed = Chapter("process", None, (), "Dieses Kapitel fehlt: Die Befragung ließ sich nicht lesen.")
    text = render(replace(page(), chapters=(*page().chapters, failed)))
    parsed(text)
    assert "ließ sich nicht lesen." in text and text.count("Prozessphasen und Steuerung") == 2


def test_labels_are_complete_in_both_languages():
    texts = tomllib.loads(files("workbook").joinpath("assets/texts/page.toml").read_text("utf-8"))
    assert all(set(text) == {"de", "en"} and all(text.values()) for text in texts.values())
    sources = [
        files("workbook").joinpath(f"assets/page/{n}").read_text("utf-8") for n in ("page.html.j2", "blocks.html.j2")
    ]
    used = set(re.findall(r'labels\["([\w.]+)"\]', "".join(sources))) | {"confidence.1", "confidence.2", "confidence.3"}
    used |= {
        "figure",
        "table",
        "page",
        *(f"chapter.{c}" for c in ["intake", "value", "segmentation", "coverage", "process", "summary"]),
    }
    assert {f"page.{key}" for key in used} <= set(texts)


def test_template_and_script_hold_no_words_of_their_own():
    for name in ("page.html.j2", "blocks.html.j2"):
        text = files("workbook").joinpath(f"assets/page/{name}").read_text("utf-8")
        bare = re.sub(r"<[^>]*>", " ", re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", text, flags=re.S))
        assert not re.findall(r"[A-Za-zäöüß]{3,}", bare.replace("<!DOCTYPE html>", ""))


def test_an_english_page_speaks_english():
    text = render(replace(page(), language="en", labels=labels("en")))
    assert '<html lang="en">' in text and "Finding 4.2" in text and "Befund 4.2" not in text


def test_every_block_stands_alone_in_a_notebook():
    for block in [page().front, *(b for c in page().chapters for b in (c.opening, *c.blocks))]:
        text = fragment(block, labels(), "de")
        html5lib.HTMLParser(strict=True).parseFragment(text)
        assert text.startswith('<div class="workbook" lang="de"><style>') and "<script" not in text
        assert isinstance(block, Front | Statement) or "None" not in text


def test_a_block_that_travelled_as_json_looks_the_same():
    chapters = tuple(
        replace(c, blocks=tuple(exhibit.from_json(json.loads(json.dumps(exhibit.as_json(b)))) for b in c.blocks))
        for c in page().chapters
    )
    assert render(replace(page(), chapters=chapters)) == source()


def test_a_deduction_is_written_and_not_drawn():
    row = re.search(r"<tr><th scope=\"row\">Überschneidung.*?</tr>", source(), re.S).group(0)
    assert "−0,29\u00a0Mio.\u00a0€" in row and "<svg" not in row


def test_a_span_alone_in_its_cell_is_spoken():
    assert 'role="img" aria-label="0,35 bis 0,84\u00a0Mio.\u00a0€"' in source()


def test_a_long_table_may_break_on_paper():
    chapter = page().chapters[1]
    table = chapter.blocks[3].table
    long = replace(chapter.blocks[3], table=replace(table, rows=table.rows * 3))
    assert "broad long" in render(replace(page(), chapters=(replace(chapter, blocks=(long,)),)))
    assert "broad long" not in source()


def test_notes_stand_below_a_chart_much_lower_than_they_are_long():
    """On paper a line of notes holds 36 letters and is 3.9 mm high; a chart is 126 mm wide."""
    table = Table("", (Head("a"),), ((Cell("b"),),))
    low, high = (f'<svg viewBox="0 0 640 {height}"></svg>' for height in (100, 400))

    def noted(drawn, letters):
        chart = Chart(drawn, drawn) if drawn else None
        return beneath(Exhibit("c.x", "", "", table, chart, notes=(Note("", "x" * letters),)))

    assert noted(low, 300) and not noted(low, 150)  # 9 and 5 lines beside 20 mm
    assert not noted(high, 300) and noted(high, 1200)  # 9 and 34 lines beside 79 mm
    assert not noted("", 1200)
    assert 'class="exhibit pair beneath"' in fragment(
        Exhibit("c.x", "", "", table, Chart(low, low), notes=(Note("", "x" * 300),)), labels("de"), "de"
    )
