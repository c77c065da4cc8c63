"""How long a room waits: from a key pressed in a real JupyterLab to the new number and the new picture on the screen.

Run by hand: python tests/benchmarks/workshop.py [CUSTOMERS …] [--events N]. For every number of customers it drives a slider of
chapter 3 with the keyboard and waits for the tables and for the picture to be others; the same slider then drives
`interactive_output` with a seaborn scatter. At the end N events in a row: widgets and memory before and after.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import numpy as np
from playwright.sync_api import sync_playwright

from workbook.chromium import browser
from workbook.workshop.start import lab

sys.path.insert(0, str(Path(__file__).parents[1]))
from small_client import small_folder

PANEL = ".workbook-panel"
STEPS = 30
SECONDS = 180_000
NAME = "03_segmentation.ipynb"
SETTINGS = "name: Messung GmbH\nlanguage: de\ncurrency: EUR\nperiod: [2024-01-01, 2024-12-31]\n"
BESIDE = """\
import ipywidgets as w, matplotlib.pyplot as plt, seaborn as sns
table = chapter._run._before("segmentation").customers.assign(x=range(len(chapter._run._before("segmentation").customers)))
def draw(weight):
    plt.subplots(figsize=(6.4, 3.4)); shown = table.assign(group=(table["x"] * weight) % 4)
    sns.scatterplot(shown, x="x", y="revenue_per_year", hue="group"); plt.show()
beside = w.IntSlider(30, 0, 100, description="Daneben")
w.VBox([beside, w.interactive_output(draw, {"weight": beside})])
"""
COUNT = """\
import ipywidgets, resource
print("BOUND", len(ipywidgets.widgets.widget._instances), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def client(place: Path, customers: int) -> Path:
    """A client of so many customers with potential and importance."""
    rng = np.random.default_rng(1)
    potential, revenue = rng.lognormal(9.5, 1, customers), rng.lognormal(8.5, 1.2, customers)
    rows = [f"K{i:05d};Firma {i:05d};{int(potential[i])};{i % 5 + 1}" for i in range(customers)]
    heads = "Kundennummer;Name;Potenzial (EUR);Strategische Bedeutung"
    lines = [f"A{i};K{i:05d};15.{i % 12 + 1:02d}.2024;{int(revenue[i]) + 1},00" for i in range(customers)]
    told = ["Auftragsnummer;Kundennummer;Datum;Nettoumsatz", *lines]
    return small_folder(place, SETTINGS, kunden="\n".join([heads, *rows]) + "\n", umsatz="\n".join(told) + "\n")


def notebook(folder: Path) -> None:
    """Only what is measured: the panel, beside it the usual way, and what there is in the kernel."""
    cells = [
        'run = {"client": "..", "workshop": True}',
        'from workbook.book import open_chapter\nchapter = open_chapter("segmentation", run)',
        "chapter.levers()",
        BESIDE,
        COUNT,
    ]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "workbook"}
    (folder / "notebooks").mkdir(exist_ok=True)
    nbformat.write(made, folder / "notebooks" / NAME)


def measured(page, slider, state: str, steps: int) -> np.ndarray:
    """Milliseconds from a key to another `state` (JavaScript), step by step, in the browser's own clock."""
    waits = []
    for step in range(steps):
        page.wait_for_timeout(700)  # each key alone: what the one before started is over
        slider.focus()
        before = page.evaluate(state)
        page.evaluate(
            f"before => {{ window.began = performance.now(); window.ended = 0; const look = () => {{"
            f" if (({state}) !== before) window.ended = performance.now(); else requestAnimationFrame(look); }};"
            " requestAnimationFrame(look); }",
            before,
        )
        page.evaluate("window.began = performance.now()")
        page.keyboard.press("ArrowRight" if step % 20 < 10 else "ArrowLeft")
        page.wait_for_function("window.ended > 0", timeout=30_000)
        waits.append(page.evaluate("window.ended - window.began"))
    return np.array(waits)


def told(name: str, waits: np.ndarray) -> None:
    p50, p90 = np.quantile(waits, [0.5, 0.9])
    print(f"  {name:34} p50 {p50:6.0f} ms   p90 {p90:6.0f} ms   n {len(waits)}", flush=True)


def bound(page) -> str:
    """Widgets and memory as the last cell counts them."""
    page.locator(".jp-CodeCell").last.locator(".jp-InputArea-editor").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(1_500)
    return page.locator(".jp-CodeCell").last.locator(".jp-OutputArea-output").last.inner_text().strip()


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("customers", type=int, nargs="*", default=[500, 2_000, 20_000])
    asked.add_argument("--events", type=int, default=500)
    chosen = asked.parse_args()
    tables = f"document.querySelector('{PANEL} .workbook').parentElement.textContent"
    picture = f"document.querySelector('{PANEL} img').src"
    usual = "(document.querySelectorAll('.jp-CodeCell')[3].querySelector('.jp-OutputArea-output img') || {}).src"
    for customers in chosen.customers:
        with tempfile.TemporaryDirectory() as place:
            folder = client(Path(place) / "messung", customers)
            notebook(folder)
            with lab(folder, "en") as running, sync_playwright() as started:
                chromium = started.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
                page = chromium.new_page(viewport={"width": 1500, "height": 1400})
                page.goto(running.address)
                page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=SECONDS)
                page.wait_for_timeout(2_000)
                page.get_by_role("menuitem", name="Run", exact=True).click()
                page.get_by_text("Run All Cells", exact=True).click()
                page.wait_for_selector(".jp-OutputArea-output >> text=BOUND", timeout=SECONDS)
                slider = page.locator(PANEL).get_by_role("slider").first
                print(f"{customers} customers", flush=True)
                told("numbers", measured(page, slider, tables, STEPS))
                told("picture", measured(page, slider, picture, STEPS))
                beside = page.get_by_role("slider").last
                told("interactive_output + seaborn", measured(page, beside, usual, STEPS // 2))
                before = bound(page)
                began = time.monotonic()
                slider.focus()
                for step in range(chosen.events):
                    page.keyboard.press("ArrowRight" if step % 40 < 20 else "ArrowLeft")
                page.wait_for_timeout(3_000)
                print(
                    f"  {chosen.events} events in {time.monotonic() - began:.0f} s: {before} → {bound(page)} (widgets, MB)"
                )
                chromium.close()


if __name__ == "__main__":
    main()
