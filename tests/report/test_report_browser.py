"""The published reports as a browser shows them, opened from disk without a network."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.report]
MADE = pytest.mark.parametrize(
    "key", [("northwind", "de"), ("northwind", "en"), ("muster", "de"), ("muster", "en")], ids="-".join
)
OPEN_ALL = "document.querySelectorAll('details').forEach(d => d.open = true)"


@pytest.fixture
def address(reports, key):
    return (reports[key].folder / "report.html").as_uri()


@MADE
def test_a_report_asks_for_nothing_and_says_nothing(address, quiet):
    page = quiet(address)
    page.evaluate(OPEN_ALL)
    page.wait_for_timeout(200)
    assert page.locator("h1").count() == 1 and page.locator("h1").is_visible()


@MADE
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_axe_finds_nothing(address, quiet, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = quiet(address, width, scheme, bypass_csp=True)
    page.evaluate(OPEN_ALL)
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@MADE
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_report_is_wider_than_its_screen(address, quiet, width):
    page = quiet(address, width)
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@MADE
def test_no_words_of_a_drawing_are_cut_off(address, quiet):
    """Every text of every visible drawing lies inside its drawing, on the desk and on the phone."""
    for width in (1280, 390):
        page = quiet(address, width)
        cut = page.evaluate(
            """() => [...document.querySelectorAll('.chart svg')].filter(s => s.getBoundingClientRect().width).flatMap(s => {
                 const box = s.getBoundingClientRect();
                 return [...s.querySelectorAll('text')].filter(t => {
                   const b = t.getBoundingClientRect();
                   return b.left < box.left - 2 || b.right > box.right + 2 || b.top < box.top - 2 || b.bottom > box.bottom + 2;
                 }).map(t => s.closest('figure').id + ': ' + t.textContent);
               })"""
        )
        assert cut == [], width


@MADE
def test_every_link_leads_somewhere(address, quiet):
    page = quiet(address)
    lost = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.hash.slice(1)).filter(h => !document.getElementById(h))"
    )
    assert lost == []
