"""Every number of every exhibit is the same in the notebook's record, on the page, in results.xlsx and on the slides.

The records the executed notebooks hold are the measure: their texts must be their values, written in the report's language.
"""

import io
import math
import re
from dataclasses import dataclass

import lxml.html
import nbformat
import openpyxl
import pytest
from pptx import Presentation

from workbook.exhibit import MIME, Exhibit, Statement, from_json
from workbook.language import Words

pytestmark = pytest.mark.report
EVERY = [("northwind", "de"), ("northwind", "en"), ("muster", "de"), ("muster", "en")]


@dataclass(frozen=True)
class Told:
    """One report: its language, and what its notebooks show in order."""

    made: object
    exhibits: dict
    statements: dict

    @property
    def words(self):
        return Words(self.made.language, "de_DE" if self.made.language == "de" else "en_GB", "EUR")


@pytest.fixture(scope="module", params=EVERY, ids="-".join)
def told(reports, request):
    blocks = []
    made = reports[request.param]
    for file in sorted((made.folder / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(file, as_version=4).cells:
            for output in cell.get("outputs", []):
                blocks += [from_json(b) for b in output.get("data", {}).get(MIME, [])]
    exhibits = {b.id: b for b in blocks if isinstance(b, Exhibit)}
    assert len(exhibits) > (60 if made.client == "muster" else 15)
    return Told(made, exhibits, {b.id: b for b in blocks if isinstance(b, Statement)})


def cells(exhibit):
    """Every cell with its head, the total's too."""
    rows = [*exhibit.table.rows, *([exhibit.table.total] if exhibit.table.total else [])]
    return [(head, cell) for row in rows for head, cell in zip(exhibit.table.heads, row, strict=True)]


def squeezed(text):
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())


def number(text, german):
    """The number a text of the page says."""
    plain = re.sub(r"[^\d,.\-−+]", "", text).replace("−", "-")
    return float(plain.replace(".", "").replace(",", ".") if german else plain.replace(",", ""))


def test_what_is_written_is_the_value_rounded(told):
    german, seen = told.made.language == "de", 0
    for name, exhibit in told.exhibits.items():
        for head, cell in cells(exhibit):
            if cell.value is None or not math.isfinite(cell.value):
                continue
            places = re.search(rf"\{',' if german else '.'}(\d+)\D*$", cell.text)
            half = 0.5 * 10 ** -(len(places[1]) if places else 0)
            shown, value = number(cell.text, german), cell.value / head.factor
            assert abs(shown - value) <= half * (1 + 1e-6) + abs(value) * 1e-12, (name, head.title, cell)
            seen += 1
    assert seen > (2_000 if told.made.client == "muster" else 300)


def test_the_page_shows_every_table_as_it_is(told):
    tree = lxml.html.fromstring(told.made.html)
    tables = {c.get("id"): c.getparent() for c in tree.iter("caption") if c.get("id")}
    for name, exhibit in told.exhibits.items():
        shown = tables[f"t-{name.replace('.', '-')}"]
        wanted = [squeezed(cell.text) for _, cell in cells(exhibit)]
        for back in shown.find_class("back"):  # a customer's way back to the findings that name it
            back.drop_tree()
        places = [*shown.iterfind("tbody/tr/*"), *shown.iterfind("tfoot/tr/*")]
        assert [squeezed(p.text_content()) for p in places] == wanted, name


def test_the_spreadsheet_holds_every_value_of_every_table(told):
    book = openpyxl.load_workbook(told.made.folder / "results.xlsx", read_only=True, data_only=True)
    chapters = {told.words.text(f"page.chapter.{name.split('.')[0]}")[:31] for name in told.exhibits}
    found = {}
    for sheet in chapters:
        rows = [list(row) + [None] * 13 for row in book[sheet].iter_rows(values_only=True)]
        found |= {row[12]: rows[at + 3 :] for at, row in enumerate(rows) if row[12] in told.exhibits}
    assert set(found) == set(told.exhibits)
    for name, exhibit in told.exhibits.items():
        width = len(exhibit.table.heads)
        there = [value for row in found[name][: len(cells(exhibit)) // width] for value in row[:width]]
        for value, (head, cell) in zip(there, cells(exhibit), strict=True):
            if cell.value is not None and math.isfinite(cell.value):
                assert value == pytest.approx(cell.value, rel=1e-14, abs=1e-300), (name, head.title)
            else:
                assert squeezed(str(value or "")) == squeezed(cell.text), (name, head.title)


def test_the_spreadsheet_holds_every_figure_and_every_finding_of_the_json(told):
    book = openpyxl.load_workbook(told.made.folder / "results.xlsx", read_only=True, data_only=True)
    results = told.made.results
    listed = {row[0]: row[1:5] for row in book[told.words.text("xlsx.figures")].iter_rows(min_row=5, values_only=True)}
    for name, figure in results["figures"].items():
        assert list(listed[name]) == [figure["value"], figure["unit"], *(figure["interval"] or (None, None))], name
    rows = {row[8]: row for row in book[told.words.text("xlsx.findings")].iter_rows(min_row=5, values_only=True)}
    for finding in results["findings"]:
        if finding["id"] in told.statements:
            impact = finding["impact"] or {"low": None, "central": None, "high": None}
            row = rows[finding["id"]]
            assert squeezed(row[1]) == squeezed(finding["headline"])
            assert list(row[3:6]) == [impact["low"], impact["central"], impact["high"]], finding["id"]


def test_the_slides_show_the_same_words_values_and_workbooks(told):
    by_message = {squeezed(e.message): e for e in told.exhibits.values()}
    headlines = {squeezed(s.headline) for s in told.statements.values()}
    drawn, titled = 0, set()
    for slide in Presentation(told.made.folder / "report.pptx").slides:
        texts = [squeezed(s.text_frame.text) for s in slide.shapes if s.has_text_frame]
        titled |= headlines & {squeezed(slide.shapes.title.text_frame.text)}
        exhibit = next((by_message[t] for t in texts if t in by_message), None)
        for shape in slide.shapes:
            if shape.has_chart:
                drawn += 1
                if exhibit is not None:
                    same(shape.chart, exhibit)
            elif shape.has_table and exhibit is not None:
                known = {squeezed(cell.text) for _, cell in cells(exhibit)}
                said = [squeezed(c.text) for row in list(shape.table.rows)[1:] for c in row.cells]
                assert all(s in known or any(k.startswith(s.removesuffix("…").rstrip()) for k in known) for s in said)
    assert drawn > (20 if told.made.client == "muster" else 3) and len(titled) > 0.8 * len(headlines)


def same(chart, exhibit):
    """Every value of the chart is one of the exhibit's table in its unit, and stands in the workbook behind the chart."""
    factors = {head.factor for head in exhibit.table.heads}
    values = {cell.value / by for _, cell in cells(exhibit) for by in factors if cell.value is not None}
    points = [v for plot in chart.plots for series in plot.series for v in series.values if v is not None]
    off = [p for p in points if not any(math.isclose(p, v, rel_tol=1e-12, abs_tol=1e-12) for v in values)]
    assert points and off == [], (exhibit.id, off[:3])
    behind = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob), read_only=True)
    kept = [v for row in behind.worksheets[0].iter_rows(values_only=True) for v in row if isinstance(v, int | float)]
    assert all(any(math.isclose(p, v, rel_tol=1e-12, abs_tol=1e-12) for v in kept) for p in points), exhibit.id
