"""How long an assignment by hand waits for its totals: from Enter on its button in a real JupyterLab to the new figures.

Run by hand: python tests/benchmarks/pins.py [CLIENT] [--steps N] [--picture FILE]. CLIENT is a folder, by default the invented
company with 600 customers; it is copied first. Everything is done with the keyboard.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import nbformat
import numpy as np
from playwright.sync_api import sync_playwright

from workbook import intake
from workbook.chapters.coverage.territory import TerritoryPlan
from workbook.chromium import browser
from workbook.run import Run
from workbook.settings import read_settings
from workbook.workshop.start import lab

MUSTER = Path(__file__).parents[2] / "data" / "sample" / "muster"
PANEL = ".workbook-panel"
TABLE = f"[...document.querySelectorAll('{PANEL} .workbook')].map(e => e.textContent).join()"
SECONDS = 180_000
NAME = "03_segmentation.ipynb"


def notebook(folder: Path) -> None:
    """Only the panel of chapter 4."""
    cells = [
        'run = {"client": "..", "workshop": True}',
        'from workbook.book import open_chapter\nchapter = open_chapter("coverage", run)',
        "chapter.levers()",
        'print("READY")',
    ]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "workbook"}
    (folder / "notebooks").mkdir(exist_ok=True)
    nbformat.write(made, folder / "notebooks" / NAME)


def assigned(page, customer: str, person: str) -> float:
    """Milliseconds from Enter to other figures, in the browser's own clock."""
    page.locator(PANEL).get_by_label("Kunde", exact=True).focus()
    for text, tabs in ((customer, 2), (person, 1), ("Zusage", 1)):
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
        for _ in range(tabs):
            page.keyboard.press("Tab")
    page.wait_for_timeout(500)
    before = page.evaluate(TABLE)
    page.evaluate(
        f"before => {{ window.ended = 0; const look = () => {{ if (({TABLE}) !== before) window.ended = performance.now();"
        " else requestAnimationFrame(look); }; requestAnimationFrame(look); window.began = performance.now(); }",
        before,
    )
    page.keyboard.press("Enter")
    page.wait_for_function("window.ended > 0", timeout=30_000)
    return float(page.evaluate("window.ended - window.began"))


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("client", type=Path, nargs="?", default=MUSTER)
    asked.add_argument("--steps", type=int, default=20)
    asked.add_argument("--picture", type=Path)
    chosen = asked.parse_args()
    run = Run(intake.enough(intake.read(chosen.client, read_settings(chosen.client))))
    plan = run.chapter("coverage").result.topics.of(TerritoryPlan)
    pairs = [
        (c, plan.people.index[(r + 1) % len(plan.people)])
        for c, r in zip(plan.table.index, plan.chosen.rep, strict=True)
    ]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(chosen.client, Path(place) / "client"))
        notebook(folder)
        with lab(folder, "de") as running, sync_playwright() as started:
            chromium = started.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
            page = chromium.new_page(viewport={"width": 1500, "height": 1800})
            page.goto(running.address)
            page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=SECONDS)
            page.wait_for_timeout(2_000)
            page.get_by_role("menuitem", name="Ausführen", exact=True).click()
            page.get_by_text("Alle Zellen ausführen", exact=True).click()
            page.wait_for_selector(".jp-OutputArea-output >> text=READY", timeout=SECONDS)
            page.get_by_text("Kunden fest zuordnen oder eine Zuordnung ausschließen").click()
            waits = np.array([assigned(page, c, r) for c, r in pairs[: chosen.steps]])
            if chosen.picture:
                page.locator(PANEL).screenshot(path=chosen.picture)
            p50, p90 = np.quantile(waits, [0.5, 0.9])
            print(
                f"{len(plan.table)} customers, {len(plan.people)} persons: p50 {p50:.0f} ms, p90 {p90:.0f} ms",
                flush=True,
            )
            print(f"most {waits.max():.0f} ms, n {len(waits)}")
            chromium.close()


if __name__ == "__main__":
    main()
