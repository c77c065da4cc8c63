from dataclasses import replace

import pytest

from example_page import example_page
from workbook.report.page import render

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(render(example_page()), "utf-8")
    return file.as_uri()


@pytest.fixture
def opened(quiet, address):
    """Opens the example page."""

    def open_at(width=1280, scheme="light", where=address, **more):
        return quiet(where, width, scheme, **more)

    return open_at


def test_the_page_asks_for_nothing_and_says_nothing(opened):
    page = opened()
    assert page.locator("h1").count() == 1
    page.wait_for_timeout(200)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_axe_finds_nothing(opened, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = opened(width, scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [320, 390, 700, 1000, 1280])
def test_no_page_is_wider_than_its_screen(opened, width):
    page = opened(width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_very_long_name_does_not_widen_the_page(opened, tmp_path):
    example = example_page()
    file = tmp_path / "long.html"
    file.write_text(render(replace(example, client="x" * 300, title="y" * 300, subtitle="z" * 300)), "utf-8")
    page = opened(320, where=file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_phone_shows_the_narrow_drawing(opened):
    wide, narrow = "#value-whale .wide svg", "#value-whale .narrow svg"
    desk, phone = opened(1280), opened(390)
    assert desk.locator(wide).is_visible() and not desk.locator(narrow).is_visible()
    assert phone.locator(narrow).is_visible() and not phone.locator(wide).is_visible()


def test_a_table_sorts_by_keyboard(opened):
    page = opened()
    button = page.locator("#coverage-misfits thead button").nth(2)
    button.focus()
    page.keyboard.press("Enter")
    head = page.locator("#coverage-misfits thead th").nth(2)
    values = page.locator("#coverage-misfits tbody tr td:nth-child(3)")
    assert head.get_attribute("aria-sort") == "descending"
    assert values.all_inner_texts() == ["2.210", "1.412", "1.187", "902", "388", "341"]
    page.keyboard.press("Space")
    assert head.get_attribute("aria-sort") == "ascending"
    assert values.first.inner_text() == "341"
    assert page.locator("#coverage-misfits tfoot th").inner_text() == "Zusammen"


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    """The example page with a long table."""
    example = example_page()
    chapter = example.chapters[1]
    table = chapter.blocks[3].table
    block = replace(chapter.blocks[3], table=replace(table, rows=table.rows * 3))
    file = tmp_path_factory.mktemp("page") / "long.html"
    file.write_text(render(replace(example, chapters=(replace(chapter, blocks=(block,)),))), "utf-8")
    return file.as_uri()


def test_a_long_table_is_filtered_by_keyboard_and_tells_how_many_rows_are_left(opened, long):
    page = opened(where=long)
    field, rows = page.get_by_label("Zeilen filtern"), page.locator("#coverage-misfits tbody tr:visible")
    told, total = page.locator("#coverage-misfits output"), page.locator("#coverage-misfits tfoot")
    assert field.count() == 1 and told.get_attribute("aria-live") == "polite" and told.inner_text() == ""
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.type") != "search":
        page.keyboard.press("Tab")
    page.keyboard.type("WALZwerke  grónau")
    assert rows.count() == 3 and told.inner_text() == "3 von 18 Zeilen" and not total.is_visible()
    page.locator("#coverage-misfits thead button").nth(2).click()
    assert rows.count() == 3
    page.emulate_media(media="print")
    assert rows.count() == 18 and total.is_visible() and not field.is_visible() and not told.is_visible()
    page.emulate_media(media="screen")
    field.fill("nobody")
    assert rows.count() == 0 and told.inner_text() == "0 von 18 Zeilen"
    field.fill("")
    assert rows.count() == 18 and told.inner_text() == "18 von 18 Zeilen" and total.is_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_at_a_filtered_table(opened, long, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = opened(width, where=long, bypass_csp=True)
    page.get_by_label("Zeilen filtern").fill("x")
    results = axe.Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_short_table_and_a_page_without_script_have_no_filter(opened, long):
    assert opened().locator("input").count() == 0
    assert opened(where=long, java_script_enabled=False).locator("input, .filter").count() == 0


def test_without_script_everything_is_there_and_nothing_is_dead(opened):
    page = opened(java_script_enabled=False)
    assert page.locator("button").count() == 0
    assert page.locator("#coverage-misfits tbody tr").count() == 6
    assert page.locator("details summary").count() == 2


def test_paper_is_light_and_a4(opened, tmp_path):
    page = opened(1280, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    page.emulate_media(media="print")
    data = page.pdf(prefer_css_page_size=True, tagged=True, outline=True)
    assert data.startswith(b"%PDF") and b"/MediaBox [0 0 594.95996 841.91998]" in data
