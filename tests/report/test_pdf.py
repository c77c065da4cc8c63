"""The report on paper: A4, tagged, with bookmarks, no page blank, no heading left alone."""

import re
import shutil
import subprocess
from html import unescape

import pytest

from sample_reports import SAMPLES
from workbook import cli
from workbook.chromium import browser
from workbook.report import job
from workbook.report.pdf import print_page

pytestmark = pytest.mark.browser
HEADING = re.compile(r"<h([1-4])[^>]*>(.*?)</h\1>", re.S)
PLAIN = re.compile(r"<[^>]*>")


def told(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module", params=[("northwind", "en"), ("muster", "de")], ids="-".join)
def printed(request, reports, tmp_path_factory):
    """A sample report's page and its PDF."""
    if browser() is None or shutil.which("pdftotext") is None:
        pytest.skip("no Chromium or no pdftotext on this machine")
    made = reports[request.param]
    target = tmp_path_factory.mktemp("paper") / "report.pdf"
    assert print_page(made.folder / "report.html", target, browser())
    return made.html, target


def squeezed(text):
    """Words without spaces and hyphenation, as they are looked for on paper."""
    return re.sub(r"[\s\u00ad-]+", "", text)


def words(markup):
    """The words of a piece of the page, squeezed."""
    return squeezed(unescape(PLAIN.sub("", markup)))


def pages_of(pdf):
    """The words of each page, squeezed."""
    return [squeezed(page) for page in told("pdftotext", "-raw", str(pdf), "-").split("\f")[:-1]]


def unfolded(html):
    """What of a page stands on paper, as markup: no folded table, nothing meant for the phone."""
    open_ones = re.sub(r"<figure\b(?:(?!</figure>).)*<details class=\"folded\">.*?</figure>", "", html, flags=re.S)
    return re.sub(r"<(nav|details|script|style)\b.*?</\1>|<span class=\"range\">.*?</span>", "", open_ones, flags=re.S)


def test_paper_is_a4_tagged_and_has_a_title(printed):
    _, pdf = printed
    found = told("pdfinfo", str(pdf))
    assert re.search(r"Page size: +594\.\d+ x 841\.\d+ pts \(A4\)", found) and re.search(r"Tagged: +yes", found)
    assert re.search(r"Title: +\S", found)
    assert b"/Outlines" in pdf.read_bytes() and re.search(rb"/Lang ?\((de|en)\)", pdf.read_bytes())


def test_every_page_has_a_foot_with_its_number_and_no_page_is_blank(printed):
    _, pdf = printed
    pages = pages_of(pdf)
    for number, page in enumerate(pages, 1):
        assert re.search(rf"(Page|Seite){number}(of|von){len(pages)}", page) and len(page) > 200, (number, page[-200:])


def test_every_heading_stands_on_paper_and_with_what_follows(printed):
    html, pdf = printed
    pages = pages_of(pdf)
    shown = unfolded(html)
    for found in HEADING.finditer(shown):
        after = words(PLAIN.sub(" ", shown[found.end() : found.end() + 4000]))[:8]
        assert any(words(found[2]) in page and after in page for page in pages), PLAIN.sub("", found[2])


def test_a_figure_stands_on_one_page_with_its_notes(printed):
    html, pdf = printed
    pages = pages_of(pdf)
    figures = re.findall(r'<figure class="([^"]*)" id="([^"]*)">(.*?)</figure>', unfolded(html), re.S)
    whole = [(name, inside) for kind, name, inside in figures if "long" not in kind and 'class="notes"' in inside]
    assert len(whole) >= 12
    for name, inside in whole:
        caption = words(re.search(r"<figcaption>(.*?)</figcaption>", inside, re.S)[1])
        note = words(re.findall(r"<p>(.*?)</p>", inside, re.S)[-1])
        assert any(caption in page and note in page for page in pages), name


def test_no_row_is_cut_and_every_page_of_a_table_has_its_head(printed):
    html, pdf = printed
    pages = pages_of(pdf)
    for table in re.findall(r"<table.*?</table>", unfolded(html), re.S):
        first, *rows = [
            [words(cell) for cell in re.findall(r"<t[hd]\b.*?</t[hd]>", row, re.S)]
            for row in re.findall(r"<tr>.*?</tr>", table, re.S)
        ]
        for row in rows:
            assert any(all(cell in page for cell in [*first, *row]) for page in pages), row


def test_the_command_prints_or_says_how(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(job, "browser", lambda: None)
    folder = SAMPLES / "northwind"
    assert cli.main(["report", str(folder), "-o", str(tmp_path), "--only", "intake", "--pdf", "--language", "de"]) == 0
    assert "Kein PDF" in capsys.readouterr().err
    assert not (tmp_path / "northwind-only" / "report.pdf").exists()
    monkeypatch.undo()
    assert cli.main(["report", str(folder), "-o", str(tmp_path), "--only", "intake", "--pdf", "--language", "de"]) == 0
    assert (tmp_path / "northwind-only" / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_a_browser_that_fails_leaves_nothing(tmp_path):
    page = tmp_path / "a.html"
    page.write_text("<p>x", encoding="utf-8")
    assert print_page(page, tmp_path / "a.pdf", shutil.which("false") or "nowhere") is False
    assert not (tmp_path / "a.pdf").exists()
