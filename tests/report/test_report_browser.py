"""The published reports as a browser shows them, opened from disk without a network."""

from pathlib import Path
from urllib.parse import unquote, urlparse

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


@pytest.mark.parametrize("key", [("northwind", "en"), ("muster", "de")], ids="-".join)
def test_a_network_that_hangs_holds_nothing_up(address, browser):
    """Nobody answers any request: the words are painted all the same, for none is asked."""
    context = browser.new_context()
    asked = []
    context.route(lambda url: not url.startswith("file:"), lambda route: asked.append(route.request.url))
    context.route_web_socket("**/*", lambda socket: asked.append(socket.url))
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.locator("h1").wait_for(state="visible", timeout=10_000)
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length === 1", timeout=10_000)
    assert page.locator("main p").first.inner_text().strip()
    page.wait_for_load_state("load")
    context.close()
    assert asked == []


@pytest.fixture(scope="module")
def plans(reports):
    """The index, the programme, the plan with most words and the one with fewest, of the sample client in German."""
    folder = reports["muster", "de"].folder / "account-plans"
    by_size = sorted((p for p in folder.glob("*.html") if p.stem[0].isdigit()), key=lambda p: p.stat().st_size)
    return [p.as_uri() for p in (folder / "index.html", folder / "smart-accounts.html", by_size[0], by_size[-1])]


def test_account_plans_are_whole_without_a_network_and_on_a_phone(plans, quiet):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    for place in plans:
        page = quiet(place, 390, bypass_csp=True)
        page.evaluate(OPEN_ALL)
        assert page.locator("h1").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, place
        results = axe.Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        links = page.locator("main a[href$='.html']").evaluate_all("all => all.map(a => a.href)")
        assert all(Path(unquote(urlparse(link).path)).is_file() for link in links), place


# What has the focus after one key: its kind, its number among its kind, whether the focus is to be seen.
FOCUSED = """() => {
  const e = document.activeElement;
  if (e === document.body) return ["none", -1, true];
  const kind = e.matches("thead button") ? "thead button" : e.matches("summary") ? "summary" : "other";
  const look = getComputedStyle(e), box = e.getBoundingClientRect();
  const seen = e.matches(":focus-visible") && look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2
    && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  return [kind, kind === "other" ? -1 : [...document.querySelectorAll(kind)].indexOf(e), seen];
}"""
DONE = {
    "summary": "n => document.querySelectorAll('summary')[n].parentElement.open",
    "thead button": "n => document.querySelectorAll('thead button')[n].parentElement.getAttribute('aria-sort') !== null",
}


@pytest.mark.parametrize("key", [("northwind", "en"), ("muster", "de")], ids="-".join)
def test_the_whole_page_works_by_keyboard(address, quiet):
    """Tab from start to end: every part opens, every column sorts, by Enter and by Space, and the focus is always seen."""
    page = quiet(address)
    there = {kind: page.locator(kind).count() for kind in DONE}
    met = {kind: [] for kind in DONE}
    unseen, stops = [], 0
    while True:
        page.keyboard.press("Tab")
        kind, number, seen = page.evaluate(FOCUSED)
        if kind == "none":
            break
        stops += 1
        if not seen:
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
        if kind in DONE:
            met[kind].append(number)
            page.keyboard.press("Enter" if number % 2 else "Space")
            assert page.evaluate(DONE[kind], number), (kind, number)
        assert stops < 5_000
    assert unseen == []
    assert met == {kind: list(range(n)) for kind, n in there.items()} and all(there.values())
    assert page.locator("details:not([open])").count() == 0
