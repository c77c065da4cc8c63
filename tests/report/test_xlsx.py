"""results.xlsx as a whole: its sheets, what stands in them, and what must not."""

import errno
import math
import time
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

import hand_over
from example_page import example_page
from workbook.exhibit import Cell, Chapter, Exhibit, Head
from workbook.language import Words
from workbook.report.xlsx import write
from workbook.report.xlsx_chapters import _shown

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return hand_over.client(tmp_path_factory.mktemp("xlsx") / "klein")


def made(path, client, words=GERMAN):
    write(path, hand_over.page(), hand_over.customers(client), hand_over.RESULTS, client, words)
    return openpyxl.load_workbook(path, data_only=True)


@pytest.fixture(scope="module")
def book(tmp_path_factory, client):
    return made(tmp_path_factory.mktemp("book") / "results.xlsx", client)


def rows(sheet, first=1):
    return [[c.value for c in row] for row in sheet.iter_rows(min_row=first)]


def test_the_contents_name_every_sheet(book):
    listed = [row[0] for row in rows(book["Inhalt"])]
    assert set(book.sheetnames[1:]) <= set(listed) and book.sheetnames[0] == "Inhalt"
    assert all(sheet.sheet_state == "visible" for sheet in book.worksheets)
    links = [c.hyperlink for row in book["Inhalt"].iter_rows() for c in row if c.hyperlink]
    assert [link.location.split("!")[0].strip("'") for link in links] == book.sheetnames[1:]


def test_figures_are_those_of_the_json(book):
    found = {row[0]: row[1:] for row in rows(book["Kennzahlen"], 5)}
    assert found["value.cm3"] == [4321.09, "EUR", 4000.5, 4700.25, "nein"]
    assert found["process.quadrant"][0] == "fig_leaf" and found["process.quadrant"][4] == "ja"


def test_findings_are_those_of_the_page_and_none_is_about_persons(book):
    told = rows(book["Befunde"], 5)
    assert [row[8] for row in told] == ["value.loss_makers"]
    assert told[0][1] == hand_over.ATTACK and told[0][3:6] == [1.0, 2.5, 3.0]


def test_parameters_have_weights_and_thresholds_by_their_names(book):
    told = {row[0]: row[1] for row in rows(book["Parameter"], 5)}
    assert told["segmentation.weights.potential"] == 0.3 and told["cost_rates.order"] == 40
    assert told["segmentation.key_score"] == 0.6 and told["value.acceptance"] == "0.25; 0.5; 0.75"


def test_an_incomplete_report_has_its_file_too(tmp_path, client):
    page = replace(hand_over.page(), front=None, chapters=(Chapter("value", None, (), "Gescheitert."),))
    write(tmp_path / "x.xlsx", page, pd.DataFrame(), {"figures": {}, "findings": []}, client, GERMAN)
    read = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert read["Kundenwert und Umsatz"]["A4"].value == "Gescheitert." and "DB-Rechnung" not in read.sheetnames


def test_tables_are_those_of_the_page(book):
    numbers = {c for row in rows(book["Kundenwert und Umsatz"]) for c in row if isinstance(c, int | float)}
    for chapter in example_page().chapters:
        for block in (b for b in chapter.blocks if isinstance(b, Exhibit) and chapter.id == "value"):
            assert {c.value for row in block.table.rows for c in row if c.value is not None} <= numbers


def test_customers_have_heads_units_totals_and_nobody_in_charge(book):
    sheet = book["Kunden"]
    heads = [c.value for c in sheet[4]]
    assert heads[:2] == ["Kundennummer", "Name"] and "DB III, EUR" in heads and "Stundenbudget pro Jahr, h" in heads
    at = heads.index("DB I, EUR")
    assert sheet.cell(3, at + 1).value == pytest.approx(sum(sheet.cell(r, at + 1).value for r in range(5, 10)))
    assert sheet.freeze_panes == "C5" and sheet.auto_filter.ref.startswith("A4:")
    assert "V-07" not in {c for s in book.worksheets for row in rows(s) for c in row}
    assert sheet.cell(5, heads.index("Kunde seit") + 1).value.isoformat() == "2001-02-03T00:00:00"


def test_no_text_of_the_client_is_a_formula_and_none_holds_control_characters(book, tmp_path, client):
    made(tmp_path / "x.xlsx", client)
    formulas = openpyxl.load_workbook(tmp_path / "x.xlsx")
    held = [c for s in formulas.worksheets for row in s.iter_rows() for c in row]
    assert not [c.value for c in held if c.data_type == "f" and "HYPERLINK" in c.value]
    assert [c.coordinate for c in formulas["Kunden"]["B"] if c.value == hand_over.ATTACK] == ["B6"]
    assert "Cedrus SE" in {c.value for c in held}
    assert not [c.hyperlink.target for c in held if c.hyperlink and c.hyperlink.target]


def test_charts_are_native_and_read_from_the_sheets(tmp_path, client):
    made(tmp_path / "x.xlsx", client)
    with zipfile.ZipFile(tmp_path / "x.xlsx") as parts:
        charts = [parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/charts/chart")]
    assert len(charts) == 5  # scatter, whale curve, classes, the page's two
    assert all("<c:f>" in chart for chart in charts)


def test_the_same_day_gives_the_same_bytes_and_no_author(tmp_path, client, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768485900")
    made(tmp_path / "a.xlsx", client)
    monkeypatch.setattr(time, "time", lambda: 4e9)
    about = made(tmp_path / "b.xlsx", client).properties
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert not about.creator and not about.lastModifiedBy and about.created.isoformat() == "2026-01-15T14:05:00"


def test_in_english_no_german_sheet_is_left(tmp_path, client):
    sheets = made(tmp_path / "x.xlsx", client, ENGLISH).sheetnames
    assert sheets[:6] == ["Contents", "Parameters", "Figures", "Findings", "Customers", "Margins"]


@pytest.mark.parametrize(
    ("head", "cell", "form"),
    [
        (Head("", "T€", True, 1000.0), Cell("1.234", 1_234_000.0), "#,##0,"),
        (Head("", "T€", True, 1000.0), Cell("12,5", 12_500.0), "#,##0.0,"),
        (Head("", "Mio. €", True, 1e6), Cell("1,2", 1_200_000.0), "#,##0.0,,"),
        (Head("", "%", True, 0.01), Cell("12,6", 0.126), "0.0%"),
        (Head("", "", True), Cell("580", 580.0), "#,##0"),
        (Head("", "", True), Cell("0,125", 0.125), "#,##0.000"),
    ],
)
def test_a_number_is_shown_as_on_the_page(head, cell, form):
    assert _shown(head, cell) == form and math.isfinite(cell.value)


def test_what_the_system_refuses_is_said_as_it_said_it(client, tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(zipfile.ZipFile, "__init__", full)
    with pytest.raises(OSError, match="full") as refused:
        write(tmp_path / "x.xlsx", hand_over.page(), hand_over.customers(client), hand_over.RESULTS, client, GERMAN)
    assert refused.value.errno == errno.ENOSPC
