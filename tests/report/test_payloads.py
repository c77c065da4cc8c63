"""A client every text of which is an attack: nothing of it runs, all of it that is shown is shown as it is, layout holds."""

import csv
import io
import json
import re
import shutil
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import html5lib
import openpyxl
import pytest
from lxml import etree
from payloads import KEPT, PAYLOADS, Marked, attacked, payload_folder, shown

from sample_reports import EPOCH, again
from workbook import schema
from workbook.cli import main

MARK = re.compile(r"Q(\d+)q")
PAGES = pytest.mark.parametrize("name", ["payloads/report.html", "payloads/persons.html", "payloads-check.html"])
OPEN_ALL = "document.querySelectorAll('details').forEach(d => d.open = true)"
TOLD = "[...document.querySelectorAll('head > title, body')].map(e => e.innerText ?? e.textContent).join('\\n')"
STRANGE = """() => [...document.querySelectorAll('*')].filter(e =>
    /^(img|iframe|frame|object|embed|base|link|form|input|audio|video|template|math|foreignobject|animate|set)$/i.test(e.localName)
        && !e.matches('.filter > label > input[type=search]')  // our own script's
    || [...e.attributes].some(a => /^on/i.test(a.name) || /^\\s*javascript:/i.test(a.value))
    || e.localName === 'a' && !/^(#|data:text.csv;)/.test(e.getAttribute('href') ?? '#')).map(e => e.outerHTML.slice(0, 200))"""
SCRIPTS = "[...document.scripts].map(s => s.type + '|' + s.id + '|' + !!s.src)"


@dataclass(frozen=True)
class Attacked:
    """Where the results lie, and the payload behind every mark."""

    folder: Path
    said: list[str]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The client's report, its page of persons, and the page and the letter of its check."""
    folder = tmp_path_factory.mktemp("payloads")
    client, said = payload_folder(folder / "client")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        assert main(["check", str(client), "-o", str(folder)]) == 0
        assert main(["report", str(client), "-o", str(folder)]) == 0
    return Attacked(folder, list(said))


def unlike(text, said):
    """Marks in a text behind which the payload does not stand in full, or cut with an ellipsis; and the payloads met."""
    wrong, met = [], set()
    plain = re.sub(r"\s+", " ", shown(text)).replace("\ufffd", "")  # what a message shows for a sign nobody sees
    for mark in MARK.finditer(plain):
        payload, told = shown(said[int(mark[1])]), plain[mark.end() :]
        cut = told.partition("…")[0]
        if told.startswith(payload):
            met.add(payload)
        elif not (len(cut) < len(payload) and payload.startswith(cut)):
            wrong.append((payload[:60], told[:60]))
    return wrong, met


def test_every_text_of_every_table_holds_every_payload():
    found = defaultdict(set)
    for name, rows in attacked(marked := Marked()).items():
        for row in rows:
            for head, cell in row.items():
                if isinstance(cell, str) and (mark := MARK.match(cell)):
                    found[name, head].add(marked.said[int(mark[1])])
    for name, table in schema.tables().items():
        for column in table.columns.values():
            head = column.headers["de"][0]
            if column.type == "text" and head not in KEPT:
                assert found[name, head] == set(PAYLOADS), (name, head)


@pytest.mark.report
@PAGES
def test_a_page_is_valid_html_and_turns_no_text_around(made, name):
    html = (made.folder / name).read_text("utf-8")
    html5lib.HTMLParser(strict=True).parse(html)
    before, record, after = html.partition('<script type="application/json" id="record">')
    assert record and not re.search("[\u202a-\u202e\u2066-\u2069]", before + after.partition("</script>")[2])


@pytest.mark.report
def test_files_beside_the_page_hold_the_texts_as_they_are(made):
    results = json.loads((made.folder / "payloads" / "results.json").read_text("utf-8"))
    assert unlike("\n".join(f["headline"] for f in results["findings"]), made.said)[0] == []
    with (made.folder / "payloads" / "rejects.csv").open(encoding="utf-8-sig", newline="") as handle:
        head, *rows = csv.reader(handle, delimiter=";")
    assert {len(row) for row in rows} == {len(head)} and len(rows) == 2 * len(PAYLOADS)
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+@\t\r＝＋－＠"))]
    wrong, met = unlike("\n".join(cell for row in rows for cell in row), made.said)
    assert wrong == [] and met == set(map(shown, PAYLOADS))
    letter = (made.folder / "payloads-letter.txt").read_text("utf-8")
    wrong, met = unlike(letter, made.said)
    assert wrong == [] and len(met) >= 10 and "\u202e" not in letter


def books(folder):
    """Every workbook of the result: results.xlsx and those inside the slides."""
    yield openpyxl.load_workbook(folder / "results.xlsx")
    with zipfile.ZipFile(folder / "report.pptx") as parts:
        for name in parts.namelist():
            if name.endswith(".xlsx"):
                yield openpyxl.load_workbook(io.BytesIO(parts.read(name)))


@pytest.mark.report
def test_no_text_is_a_formula_in_any_workbook_and_none_names_a_sheet_or_a_property(made):
    for book in books(made.folder / "payloads"):
        assert not [name for name in book.sheetnames if MARK.search(name) or name.startswith(tuple("=+-@"))]
        properties = vars(book.properties).values()
        assert not [text for text in properties if isinstance(text, str) and text.startswith(tuple("=+-@"))]
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f" and MARK.search(str(cell.value))]
        assert not [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target]


@pytest.mark.report
def test_slides_show_every_text_as_it_is_and_link_nowhere(made):
    with zipfile.ZipFile(made.folder / "payloads" / "report.pptx") as parts:
        links = "".join(parts.read(n).decode() for n in parts.namelist() if n.endswith(".rels"))
        slides = [etree.fromstring(parts.read(n)) for n in parts.namelist() if re.match(r"ppt/slides/slide\d+\.xml", n)]
    assert "External" not in links and "javascript" not in links
    told = "\n".join("".join(p.itertext()) for slide in slides for p in slide.iter("{*}p"))
    assert MARK.search(told) and not re.search("[\u202a-\u202e\u2066-\u2069]", told)


@pytest.mark.report
def test_texts_of_any_kind_make_the_same_bytes_anywhere(made, tmp_path):
    """Also of the page of persons, which the sample clients have none of."""
    shutil.copytree(made.folder / "client", tmp_path / "elsewhere")
    other = again(tmp_path / "elsewhere", tmp_path / "out", "4711", "Pacific/Auckland", "C")
    here = {p.relative_to(made.folder): p for p in (made.folder / "payloads").rglob("*") if p.is_file()}
    assert set(here) == set(other) and Path("payloads/persons.html") in other
    timed = {p for p in here if p.suffix == ".ipynb" or p.name == "manifest.json"}
    assert [str(p) for p in sorted(set(here) - timed) if here[p].read_bytes() != other[p]] == []


@pytest.mark.report
@pytest.mark.browser
@PAGES
def test_nothing_runs_and_everything_is_shown_as_it_is(made, quiet, name):
    page = quiet((made.folder / name).as_uri())
    page.evaluate(OPEN_ALL)
    page.wait_for_timeout(200)
    assert page.evaluate(SCRIPTS) == ["application/json|record|false", "||false"]
    assert page.evaluate(STRANGE) == []
    wrong, met = unlike(page.evaluate(TOLD), made.said)
    assert wrong == [] and met == set(map(shown, PAYLOADS))


@pytest.mark.report
@pytest.mark.browser
@PAGES
@pytest.mark.parametrize("width", [390, 1280])
def test_layout_holds_and_axe_finds_nothing(made, quiet, name, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = quiet((made.folder / name).as_uri(), width, bypass_csp=True)
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
