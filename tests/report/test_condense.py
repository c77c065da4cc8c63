"""A page made small paints what it painted before."""

import re

from workbook.report.condense import DRAWING, PAINT, TAG, condense, tight

PAGE = (
    '<p class="fill" style>fill="none" stays</p>'
    '<svg viewBox="0 0 9 9" fill="var(--ink)"><defs><path d="M0 0" id="whale-wide-0" stroke="none"/></defs>'
    '<path d="M0 1h9" fill="none" stroke="var(--grid)"/><use x="1" href="#whale-wide-0" stroke="var(--grid)" fill="none" />'
    '<g clip-path="url(#whale-wide-1)"><text class="loud" y="2" font-weight="700">fill="x" &lt;svg fill="x"&gt;</text></g></svg>'
    '<svg><path d="M1 1" stroke="var(--grid)" fill="none"/><clipPath id="whale-wide-1"/></svg>'
)


def painted(html, style=""):
    """Every tag of the drawings with what it paints, classes resolved, other attributes beside."""
    rules = dict(re.findall(r"\.(\w+)\{([^}]*)\}", style))
    found = []
    for drawing in DRAWING.findall(html):
        for name, attributes, _ in TAG.findall(drawing):
            given = dict(re.findall(r' ([\w:-]+)="([^"]*)"', attributes))
            look = {k: given.pop(k) for k in list(given) if k in PAINT}
            kept = []
            for one in given.pop("class", "").split():
                rule = dict(part.split(":", 1) for part in rules[one].split(";")) if one in rules else None
                look |= rule or {}
                kept += [] if rule else [one]
            plain = {k: v for k, v in given.items() if k not in ("id", "href", "clip-path")}
            found.append((name, look, plain, kept))
    return found


def test_the_same_is_painted():
    made, style = condense(PAGE)
    assert painted(made, style) == painted(PAGE)


def test_what_is_painted_alike_shares_one_class_and_texts_stay():
    made, style = condense(PAGE)
    assert style.count("{") == 4 and made.count('class="v2"') == 3
    assert made.startswith('<p class="fill" style>fill="none" stays</p>')
    assert 'fill="x" &lt;svg fill="x"&gt;</text>' in made and 'class="loud v3"' in made


def test_names_of_parts_stay_one_to_one():
    made, _ = condense(PAGE)
    assert re.findall(r'id="([^"]+)"', made) == ["_0", "_1"]
    assert 'href="#_0"' in made and 'clip-path="url(#_1)"' in made


def test_condensing_twice_changes_nothing_more():
    made, _ = condense(PAGE)
    again, style = condense(made)
    assert style == "" and painted(again) == painted(made)


def test_a_style_sheet_loses_only_what_makes_it_readable():
    style = (
        'a, b :is(i, p) { margin: 0 auto; content: " ↑" }\n@media (max-width: 600px) {\n  .c > d { color: red }\n}\n'
    )
    assert tight(style) == ('a,b :is(i,p){margin:0 auto;content:" ↑"}@media (max-width:600px){.c > d{color:red}}')
