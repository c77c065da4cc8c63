"""Links between findings, tables and the rows of the key accounts."""

import re
from dataclasses import replace

import html5lib

from example_page import example_page
from workbook.exhibit import Cell, Statement
from workbook.report.crossings import HOME, NOWHERE, Crossings, crossings
from workbook.report.page import render

NAMES = ("Gronau Walzwerke", "Gronau Walzwerke Nord", "<b>Evil & Co.", "Zwei", "Zwei", "Ab")


def page(evidence="Gronau Walzwerke Nord und Gronau Walzwerke, nicht Gronau Walzwerkerin. Dazu <b>Evil & Co.", **more):
    """The example page whose second chapter holds the table of key accounts, a finding about them, and another table."""
    example = example_page()
    chapter = example.chapters[1]
    finding = next(b for b in chapter.blocks if isinstance(b, Statement))
    told = replace(finding, id="coverage.told", evidence=evidence, recommendation="Zwei und Ab und Gronau Walzwerke.")
    other = chapter.blocks[3]
    rows = tuple((Cell(name), *other.table.rows[0][1:]) for name in NAMES)
    home = replace(other, id=HOME, table=replace(other.table, rows=rows))
    return replace(example, chapters=(example.chapters[0], replace(chapter, blocks=(told, home, other))), **more)


def test_only_who_has_one_row_and_a_name_of_its_own_is_linked():
    found = crossings(page())
    assert list(found.anchors) == list(NAMES[:3]) and set(found.anchors.values()) == {
        f"customer-{i}" for i in (1, 2, 3)
    }
    assert found.back == dict.fromkeys(NAMES[:3], ("coverage.told",))


def test_the_longest_name_is_found_whole_and_each_only_once():
    parts = list(
        crossings(page()).parts("Gronau Walzwerke Nord, Gronau Walzwerke, Gronau Walzwerke, Gronau Walzwerkerin")
    )
    assert [p for p in parts if p[0]] == [("customer-2", NAMES[1]), ("customer-1", NAMES[0])]
    assert "".join(part for _, part in parts).endswith("Gronau Walzwerke, Gronau Walzwerkerin")


def test_a_page_without_the_table_links_nothing():
    assert crossings(example_page()) == NOWHERE and list(NOWHERE.parts("a")) == [("", "a")]
    assert list(Crossings({}, {}).parts("")) == [("", "")]
    assert "customer-" not in render(example_page())


def test_every_link_leads_to_its_row_and_back():
    text = render(page())
    html5lib.HTMLParser(strict=True).parse(text)
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids)) and set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)
    assert '<a href="#customer-3">&lt;b&gt;Evil &amp; Co.</a>' in text
    assert re.search(
        r'<span id="customer-1">Gronau Walzwerke</span> <a class="back" href="#coverage-told" aria-label="Befund 4.1">',
        text,
    )
    assert re.search(r'<th scope="row"><a href="#customer-1">Gronau Walzwerke</a></th>', text)
    assert text.count('href="#customer-1"') == 3  # evidence, recommendation, the other table
