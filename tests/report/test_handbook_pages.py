"""The handbook as it is built: every link leads somewhere, the long commands work, a browser finds nothing wrong."""

import re

import pytest

from handbook import build, commands, delivered, run
from workbook.cli import main

pytestmark = pytest.mark.report
PAGES = ["index", "first-report", "data-request", "data-dictionary", "workshop", "exhibits", "methods", "settings", "messages",
         "operation", "privacy"]  # fmt: skip
SEEN = [("de", "data-dictionary", 390, "dark"), ("de", "methods", 1280, "light"), ("en", "operation", 390, "dark"),
        ("de", "settings", 1280, "dark"), ("en", "first-report", 390, "light")]  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("handbook")
    build.build(folder)
    return folder


def test_every_page_is_there_in_both_languages(book):
    assert sorted(f.relative_to(book).as_posix() for f in book.rglob("*.html")) == sorted(
        f"{language}/{name}.html" for language in ("de", "en") for name in PAGES
    )


def test_every_link_leads_somewhere(book):
    lost = []
    for file in book.rglob("*.html"):
        for link in re.findall(r'href="(.+?)"', file.read_text("utf-8")):
            path, _, place = link.partition("#")
            target = (file.parent / path).resolve() if path else file
            if not target.is_file() or (place and f'id="{place}"' not in target.read_text("utf-8")):
                lost.append(f"{file.parent.name}/{file.name}: {link}")
    assert lost == []


def test_a_page_holds_all_it_needs(book):
    for file in book.rglob("*.html"):
        html = file.read_text("utf-8")
        assert not re.search(r"<(?:script|img|link|iframe)\b|url\(|@import|https?://", html), file
        assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
        assert html.count("<h1>") == 1 and "{{" not in html and len(html) < 400_000


def test_the_letter_is_the_one_the_program_writes(book):
    assert "Sehr geehrte Damen und Herren," in (book / "de/data-request.html").read_text("utf-8")
    assert "Dear Sir or Madam," in (book / "en/data-request.html").read_text("utf-8")


def test_the_commands_that_make_reports_work(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "clients/acme", "--language", "en"]) == 0
    delivered(tmp_path / "clients/acme")
    done = run(commands("en", "sh report"))
    assert {line: status for line, status in done.items() if status} == {} and len(done) == 4
    assert (tmp_path / "reports/acme/report.html").is_file() and (tmp_path / "reports/acme-crm-generic.csv").is_file()
    capsys.readouterr()


@pytest.mark.browser
@pytest.mark.parametrize(("language", "name", "width", "scheme"), SEEN)
def test_a_browser_finds_nothing_wrong(book, quiet, language, name, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = quiet((book / language / f"{name}.html").as_uri(), width, scheme, bypass_csp=True)
    if name != "methods":
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.browser
def test_a_page_keeps_its_own_policy_and_its_style(book, quiet):
    page = quiet((book / "de/index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.sheet')).display") == "grid"
