"""The workshop in a real JupyterLab: a weight moves, a class is set by hand, saved, reported, and found after a killed kernel."""

import re

import psutil
import pytest

from workbook.chromium import browser
from workbook.settings import read_settings
from workbook.workshop.start import lab
from workshop_client import room_folder

pytestmark = pytest.mark.browser
PANEL = ".workbook-panel"
SECONDS = 60_000


def run_all(page):
    page.get_by_role("menuitem", name="Ausführen", exact=True).click()
    page.get_by_text("Alle Zellen ausführen", exact=True).click()
    page.wait_for_selector(f"{PANEL} img", timeout=SECONDS, state="attached")
    page.locator(PANEL).last.scroll_into_view_if_needed()


def opened(page, address):
    page.goto(address)
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=SECONDS)
    page.wait_for_selector("text=workbook | ", timeout=SECONDS)
    run_all(page)


def test_what_is_decided_in_the_room_is_found_in_the_report(tmp_path):
    playwright = pytest.importorskip("playwright.sync_api")
    if browser() is None:
        pytest.skip("no browser on this machine")
    folder = room_folder(tmp_path / "runde")
    with lab(folder, "de") as running, playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1500, "height": 1400}, locale="de-DE")
        asked = []
        page.on("request", lambda r: asked.append(r.url))
        opened(page, running.address)
        moved_by_keyboard(page)
        set_by_hand(page)
        save(page, "Eva Muster", "Die Runde ist sich einig")
        saved = read_settings(folder)
        report_from_the_notebook(page, folder)
        journal = folder / "decisions.jsonl"
        told = journal.read_bytes()
        dead_kernel(page, running.process.pid)
        assert page.locator(PANEL).last.get_by_role("slider").first.get_attribute("aria-valuenow") != "30"
        assert journal.read_bytes() == told
        assert "Basiskunde" in page.locator(PANEL).last.inner_text() and read_settings(folder) == saved
        assert [u for u in asked if not re.match(r"(https?|wss?)://127\.0\.0\.1:|data:|blob:|about:", u)] == []
        chromium.close()
    assert saved.overrides[0].reason == "Zusage bis Ende des Jahres" and saved.overrides[0].owner == "Jo Beispiel"


def moved_by_keyboard(page):
    """A slider is reached and moved without a mouse, and a class changes."""
    slider = page.locator(PANEL).last.get_by_role("slider").first
    slider.focus()
    for _ in range(3):
        page.keyboard.press("PageUp")
    page.locator(PANEL).last.get_by_text(
        re.compile(r"(Ein Kunde hat|\d+ Kunden haben) eine andere Klasse")
    ).first.wait_for(timeout=SECONDS)
    page.wait_for_selector("text=Eine Änderung ist nicht gespeichert.", timeout=SECONDS)


def set_by_hand(page):
    panel = page.locator(PANEL).last
    panel.get_by_text("Manuelle Festlegung", exact=True).click()
    panel.get_by_label("Kunde", exact=True).fill("Firma 05 (K05)")
    panel.get_by_label("Kunde", exact=True).press("Tab")
    panel.get_by_label("Klasse", exact=True).select_option("Basiskunde")
    for label, text in (("Zuständige Person", "Jo Beispiel"), ("Grund (Pflichtangabe)", "Zusage bis Ende des Jahres")):
        panel.get_by_label(label, exact=True).first.fill(text)
        panel.get_by_label(label, exact=True).first.press("Tab")
    panel.get_by_role("button", name="Festlegung vormerken").click()
    page.wait_for_selector("text=2 Änderungen sind nicht gespeichert.", timeout=SECONDS)


def save(page, who, why):
    panel = page.locator(PANEL).last
    panel.get_by_label("Entschieden von", exact=True).fill(who)
    panel.get_by_label("Grund (Pflichtangabe)", exact=True).last.fill(why)
    panel.get_by_label("Grund (Pflichtangabe)", exact=True).last.press("Tab")
    panel.get_by_role("button", name="Entscheidung speichern").click()
    page.wait_for_selector("text=Gespeichert um", timeout=SECONDS)


def report_from_the_notebook(page, folder):
    panel = page.locator(PANEL).last
    panel.get_by_role("button", name="Stand von heute als Bericht ausgeben").click()
    panel.get_by_role("link", name="report.html").wait_for(timeout=SECONDS)
    (html,) = (folder / "reports").rglob("report.html")
    told = re.sub(r"<[^>]+>", " ", html.read_text("utf-8"))
    for word in ("Zusage bis Ende des Jahres", "Jo Beispiel", "Eva Muster", "Die Runde ist sich einig", "Firma 05"):
        assert word in told


def kernel_of(server):
    """The one kernel the server runs, as a process."""
    started = psutil.Process(server).children(recursive=True)
    (kernel,) = [child for child in started if "ipykernel_launcher" in " ".join(child.cmdline())]
    return kernel


def dead_kernel(page, server):
    """The kernel's process is killed in the middle; opened again, everything decided is there."""
    page.keyboard.press("Escape")
    killed = kernel_of(server)
    killed.kill()
    psutil.wait_procs([killed], timeout=10)
    assert not killed.is_running()
    page.wait_for_timeout(1_500)
    page.reload()
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=SECONDS)
    page.wait_for_timeout(1_000)
    run_all(page)
    page.wait_for_selector("text=Alle Entscheidungen sind gespeichert.", timeout=SECONDS)
    assert kernel_of(server).pid != killed.pid
