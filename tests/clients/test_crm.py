"""A sales pipeline without order lines: `crm_sales_opportunities` as a client."""

from __future__ import annotations

import json
from datetime import date

import pytest

from clients.shared import client_folder, settings_lines
from workbook.chapters import ORDER
from workbook.check import as_json, check
from workbook.check_text import as_text
from workbook.cli import main
from workbook.statement import statement


@pytest.fixture
def folder(tmp_path):
    return client_folder(tmp_path / "crm", "crm", "crm_sales_opportunities")


def test_the_settings_are_short():
    assert settings_lines("crm") < 40


def test_every_row_is_kept_and_what_is_missing_in_some_is_counted(folder):
    seen = check(folder)
    reading = seen.client.reading
    assert {f.file: (f.rows_read, f.rows_used) for f in reading.files} == {
        "sales_pipeline.csv": (8800, 8800),
        "accounts.csv": (85, 85),
        "sales_teams.csv": (35, 35),
    }
    found = {p["code"]: p["count"] for p in as_json(seen)["problems"]}
    assert found == {"KEPT-UNDATED": 500, "KEPT-UNASSIGNED": 1425}
    said = as_text(seen)
    assert "500 of 8,800" in said and "1,425 of 8,800" in said
    assert seen.client.period == (date(2016, 10, 20), date(2017, 12, 27))


def test_the_win_rate_is_the_published_one(folder):
    seen = check(folder)
    found = [seen.run.chapter(name) for name in ORDER][-1].after
    assert found.figures["process.conversion.4"].value == pytest.approx(4238 / 6711, abs=1e-12)
    assert round(found.figures["process.conversion.4"].value, 4) == 0.6315
    wins = next(f for f in found.findings if f.id == "process.wins")
    evidence = statement(wins, seen.words)
    assert "63.2" in evidence.headline and "57" in evidence.evidence and "2,089" in evidence.evidence


@pytest.mark.report
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_report_says_what_it_can_and_asks_for_the_order_lines(folder, tmp_path, language, capsys):
    out = tmp_path / "out"
    assert main(["report", str(folder), "-o", str(out), "--language", language]) == 0, capsys.readouterr().err
    results = json.loads((out / "crm" / "results.json").read_text("utf-8"))
    assert round(results["figures"]["process.conversion.4"]["value"], 4) == 0.6315
    needs = {gap["id"]: gap["needs"] for gap in results["not_assessable"]}
    assert needs["value.net_revenue"] == needs["segmentation.customers.key"] == ["transactions"]
    page = (out / "crm" / "report.html").read_text("utf-8")
    counted = ("1.425 davon ohne Kunden", "500 davon ohne") if language == "de" else ("1,425 of them", "500 of them")
    assert all(text in page for text in counted)
