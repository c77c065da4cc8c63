"""Pages other tools make of the same order lines, measured beside the report in one browser.

Each tool lives in an interpreter of its own, none of them is needed by the project:
pip install ydata-profiling · pip install nbconvert ipykernel pandas matplotlib · pip install evidently "pandas<3"
Run: python tests/benchmarks/page_side_by_side.py --ydata PYTHON --nbconvert PYTHON --evidently PYTHON [--keep FOLDER]
Needs Chromium and pdfinfo. Prints the README's table.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from workbook.chromium import browser
from workbook.report.pdf import print_page

NORTHWIND = Path(__file__).parents[2] / "data/sample/northwind"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
REPEATS, PATIENCE = 5, 20.0  # page loads per median; seconds waited for a first text
FROM_OUTSIDE = re.compile(r"^(https?|wss?):")

BESIDE = (
    ("orders", "OrderID", ["CustomerID", "EmployeeID", "OrderDate", "RequiredDate", "ShippedDate", "Freight"]),
    ("products", "ProductID", ["CategoryID"]),
    ("categories", "CategoryID", ["CategoryName"]),
    ("customers", "CustomerID", ["CompanyName", "Country", "Region", "PostalCode"]),
)

PROFILE = """
import sys, pandas
from ydata_profiling import ProfileReport
lines = pandas.read_csv(sys.argv[1], parse_dates=["OrderDate", "RequiredDate", "ShippedDate"])
ProfileReport(lines, title="Northwind", progress_bar=False).to_file(sys.argv[2])
"""
SUMMARY = """
import sys, pandas
from evidently import DataDefinition, Dataset, Report
from evidently.presets import DataSummaryPreset
lines = pandas.read_csv(sys.argv[1], parse_dates=["OrderDate", "RequiredDate", "ShippedDate"])
lines = Dataset.from_pandas(lines, data_definition=DataDefinition())
Report([DataSummaryPreset()]).run(lines, None).save_html(sys.argv[2])
"""
NOTEBOOK = """
import pathlib, subprocess, sys, nbformat
from nbformat.v4 import new_code_cell as code, new_markdown_cell as text, new_notebook
target = pathlib.Path(sys.argv[2])
cells = [
    text("# Northwind: order lines"),
    code(f"import pandas as pd\\nlines = pd.read_csv({sys.argv[1]!r}, parse_dates=['OrderDate'])\\n"
         "lines['Revenue'] = lines.UnitPrice * lines.Quantity * (1 - lines.Discount)\\nlines.head(10)"),
    text("## What the columns hold"),
    code("lines.describe()"),
    text("## The 20 largest customers"),
    code("top = lines.groupby('CompanyName').Revenue.agg(['sum', 'count']).nlargest(20, 'sum')\\ntop"),
    code("top['sum'].plot.barh(figsize=(9, 6));"),
    text("## Revenue by month"),
    code("lines.groupby(lines.OrderDate.dt.to_period('M')).Revenue.sum().plot(figsize=(9, 4));"),
    text("## Revenue by category and discount"),
    code("lines.pivot_table(values='Revenue', index='CategoryName', columns='Discount', aggfunc='sum').round()"),
    code("lines.plot.scatter('Quantity', 'Revenue', figsize=(9, 5));"),
]
nbformat.write(new_notebook(cells=cells), target.with_suffix(".ipynb"))
convert = ["-m", "nbconvert", "--execute", "--to", "html", "--no-input", str(target.with_suffix(".ipynb"))]
subprocess.run([sys.executable, *convert], check=True)
"""
TOOLS = {
    "ydata": ("ydata-profiling", "`ProfileReport`, as it comes", PROFILE),
    "nbconvert": ("nbconvert", "`--no-input`, as it comes", NOTEBOOK),
    "evidently": ("evidently", "`DataSummaryPreset`", SUMMARY),
}


def order_lines(target: Path) -> None:
    """Northwind's order lines as one table, with the columns the report reads and no others."""
    data = NORTHWIND / "data"
    lines = pd.read_csv(data / "order_details.csv")
    for name, key, columns in BESIDE:
        lines = lines.merge(pd.read_csv(data / f"{name}.csv")[[key, *columns]], on=key, validate="many_to_one")
    lines.drop(columns="CategoryID").to_csv(target, index=False)


def made_by(tool: str, python: str, folder: Path) -> Path:
    """The page a tool makes of the order lines."""
    target = folder / f"{tool}.html"
    command = [python, "-c", TOOLS[tool][2], str(folder / "lines.csv"), str(target)]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    return target


def version(python: str, package: str) -> str:
    """The version of a package in an interpreter."""
    asked = [python, "-c", f"from importlib.metadata import version; print(version({package!r}))"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


def our_page(folder: Path) -> Path:
    """The report on the same files."""
    command = [sys.executable, "-m", "workbook", "report", str(NORTHWIND), "--language", "en", "-o", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "northwind" / "report.html"


def measure(page: Path, running: Browser, chromium: str) -> dict[str, Any]:
    """Size, requests, violated rules, seconds to the first text, and what the page is on paper."""
    requests, axe = _opened(page, running)
    waits = [_first_text(page, running)]
    while None not in waits and len(waits) < REPEATS:
        waits.append(_first_text(page, running))
    return {
        "size": page.stat().st_size,
        "requests": requests,
        "rules": sorted(found["id"] for found in axe["violations"]),
        "places": sum(len(found["nodes"]) for found in axe["violations"]),
        "seconds": None if None in waits else statistics.median(w for w in waits if w is not None),
        **_printed(page, chromium),
    }


def _opened(page: Path, running: Browser) -> tuple[int, dict[str, Any]]:
    """The requests a page makes when it is opened and read to its end, and what axe finds on it."""
    asked: list[str] = []

    def refuse(route: Any) -> None:
        asked.append(route.request.url)
        route.abort()

    context = running.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    context.route(FROM_OUTSIDE, refuse)
    tab = context.new_page()
    tab.goto(page.as_uri())
    tab.wait_for_timeout(3000)
    tab.evaluate("scrollTo(0, document.body.scrollHeight)")
    tab.wait_for_timeout(1000)
    found = Axe().run(tab, options={"runOnly": RULES}).response
    context.close()
    return len(asked), found


def _first_text(page: Path, running: Browser) -> float | None:
    """Seconds to the first contentful paint of a page with words, where the network never answers; None: none came."""
    context = running.new_context(viewport={"width": 1280, "height": 900})
    context.route(FROM_OUTSIDE, lambda _: None)
    tab = context.new_page()
    tab.goto(page.as_uri(), wait_until="commit")
    end, seen = time.monotonic() + PATIENCE, None
    while seen is None and time.monotonic() < end:
        seen = tab.evaluate(
            """() => document.body?.innerText.trim()
                 ? performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null : null"""
        )
        tab.wait_for_timeout(20)
    context.unroute_all(behavior="ignoreErrors")
    context.close()
    return None if seen is None else seen / 1000


def _printed(page: Path, chromium: str) -> dict[str, Any]:
    """Paper size, pages and tags of the page printed as it is."""
    with tempfile.TemporaryDirectory() as place:
        target = Path(place) / "page.pdf"
        if not print_page(page, target, chromium):
            return {"paper": None}
        said = subprocess.run(["pdfinfo", str(target)], check=True, capture_output=True, text=True).stdout
    fact = dict(re.findall(r"^([^:\n]+): +(.+)$", said, re.M))
    size = re.search(r"\((.+)\)", fact["Page size"])
    return {"paper": size[1] if size else fact["Page size"], "pages": int(fact["Pages"]), "tagged": fact["Tagged"]}


def row(name: str, found: dict[str, Any]) -> str:
    """One line of the README's table."""
    text = f"nothing in {PATIENCE:.0f} s" if found["seconds"] is None else f"{found['seconds']:.2f} s"
    rules = f"{len(found['rules'])} ({found['places']} places)" if found["rules"] else "0"
    paper = f"{found['paper']}, {found['pages']} pages" if found["paper"] else "not in 180 s"
    tags = "" if found["paper"] is None or found["tagged"] == "yes" else ", untagged"
    return f"| {name} | {found['size'] / 1000:,.0f} KB | {found['requests']} | {rules} | {text} | {paper}{tags} |"


def main(pythons: dict[str, str], folder: Path) -> None:
    """Make all pages, measure them, print the table and the rules each page breaks."""
    chromium = browser()
    if chromium is None:
        raise FileNotFoundError("no Chromium, Chrome or Edge on this machine")
    order_lines(folder / "lines.csv")
    pages = {"this report": our_page(folder)}
    for tool, python in pythons.items():
        package, how, _ = TOOLS[tool]
        pages[f"{package} {version(python, package)}, {how}"] = made_by(tool, python, folder)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        found = {}
        for name, page in pages.items():
            print(f"measuring {name}", file=sys.stderr)
            found[name] = measure(page, running, chromium)
        print(f"Chromium {running.version}, {datetime.date.today()}")
        running.close()
    print("| page | size | requests | rules broken | first text, network hanging | printed |")
    print("| --- | --- | --- | --- | --- | --- |")
    print("\n".join(row(name, facts) for name, facts in found.items()))
    print(json.dumps({name: facts["rules"] for name, facts in found.items()}, indent=1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for tool in TOOLS:
        parser.add_argument(f"--{tool}", metavar="PYTHON", help=f"an interpreter that has {TOOLS[tool][0]}")
    parser.add_argument("--keep", type=Path, help="a folder to leave the pages in")
    given = vars(parser.parse_args())
    kept = given.pop("keep")
    with tempfile.TemporaryDirectory() as passing:
        place = kept or Path(passing)
        place.mkdir(parents=True, exist_ok=True)
        main({tool: python for tool, python in given.items() if python}, place.resolve())
