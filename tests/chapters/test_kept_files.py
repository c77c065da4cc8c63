"""The files people keep, made of the whole sample client: nothing computed is missing, everything adds up."""

import csv

import pytest

from spreadsheet import Spreadsheet
from workbook import schema
from workbook.crm.export import Order, choices
from workbook.crm.export import hand_over as deliver
from workbook.crm.vendor import VENDORS, layout, violations
from workbook.language import Words
from workbook.report.assemble import frame
from workbook.report.customer_columns import COLUMNS, KEPT_BACK, columns, written
from workbook.report.xlsx import write

pytestmark = pytest.mark.chapters
WORDS = Words("de", "de_DE", "EUR")


def test_whatever_the_chapters_compute_is_shown_or_kept_back_for_a_reason(muster):
    delivered = {c for c in muster.customers if schema.column("customers", c) is not None}
    assert set(muster.customers) - delivered - set(COLUMNS) - set(KEPT_BACK) == set()


def test_every_code_the_chapters_give_has_its_word(muster):
    for name in columns(muster.customers):
        known = muster.customers[name].dropna()
        known = known[known.astype(str) != ""]
        empty = [v for v, told in zip(known, written(name, known, WORDS), strict=True) if not told]
        assert empty == [], name


def test_every_vendor_takes_the_hand_over(tmp_path, muster):
    classed = muster.customers["class"].notna() | muster.customers["priority"].notna()
    for vendor in VENDORS:
        given = layout(vendor)
        done = deliver(muster.customers, None, muster.run.client, WORDS, Order(vendor), tmp_path)
        with done.file.open(encoding="utf-8-sig", newline="") as file:
            heads, *rows = csv.reader(file, delimiter=given.delimiter)
        assert violations(heads, rows, given, choices(WORDS)) == [] and not done.left_out
        assert len(rows) == classed.sum()


def test_formulas_come_to_the_figures_of_the_report(tmp_path, muster):
    results = {"figures": {}, "findings": []}
    client = muster.run.client
    write(tmp_path / "x.xlsx", frame(client, WORDS, ()), muster.customers, results, client, WORDS)
    book = Spreadsheet(tmp_path / "x.xlsx")
    assert len(book.places) > 5_000
    for sheet, cell in book.places:
        assert book.value(sheet, cell) == pytest.approx(book.said[sheet][cell].value, rel=1e-9, abs=1e-9), (sheet, cell)
    assert book.value("DB-Rechnung", "L3") == pytest.approx(muster["value.cm3"])
    assert book.value("Kundenergebniskurve", "E3") == pytest.approx(muster["value.whale_peak"])
    assert book.formulas["DB-Rechnung"]["I5"].data_type == "f"
