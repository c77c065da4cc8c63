"""A sales pipeline without order lines: `crm_sales_opportunities` as a client."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest

from clients.shared import client_folder, settings_lines
from workbook.chapters import ORDER
from workbook.chapters.process.deals import Deals
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
        "products.csv": (7, 7),
    }
    found = {p["code"]: p["count"] for p in as_json(seen)["problems"]}
    assert found == {"KEPT-UNDATED": 500, "KEPT-UNASSIGNED": 1425, "KEPT-UNMATCHED": 1480}
    said = as_text(seen)
    assert "GTXPro" in said and "1,480 of 8,800" in said
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


@pytest.fixture
def raw(folder):
    """The pipeline as delivered, read without the workbook, with each agent's office."""
    teams = pd.read_csv(folder / "data" / "sales_teams.csv").set_index("sales_agent")["regional_office"]
    deals = pd.read_csv(folder / "data" / "sales_pipeline.csv", parse_dates=["engage_date", "close_date"])
    return deals.assign(office=deals["sales_agent"].map(teams))


@pytest.mark.parametrize(("by", "column", "groups"), [("product", "product", 7), ("office", "office", 3)])
def test_8800_deals_reconcile_by_product_and_by_office(folder, raw, by, column, groups):
    table = check(folder).run.chapter("process").result.topics.of(Deals).tables[by]
    assert len(table) == groups and table["deals"].sum() == 8800
    assert table[["won", "lost", "open"]].sum().tolist() == [4238, 2473, 2089]
    assert (table["won"] + table["lost"] + table["open"]).tolist() == table["deals"].tolist()
    for name, own in raw.groupby(column):
        won, lost = (own[own["deal_stage"] == stage] for stage in ("Won", "Lost"))
        days = (won["close_date"] - won["engage_date"]).dt.days
        row = table.loc[name]
        assert (row["deals"], row["won"], row["lost"]) == (len(own), len(won), len(lost))
        assert row["conversion"] == pytest.approx(len(won) / (len(won) + len(lost)))
        assert (row["median_days"], row["n_days"]) == (days.median(), len(won))
        assert (days >= row["p90_days"]).mean() >= 0.1 > (days > row["p90_days"]).mean()


def test_conversion_depends_neither_on_product_nor_on_office(folder):
    seen = check(folder)
    found = [seen.run.chapter(name) for name in ORDER][-1].after
    alike = statement(next(f for f in found.findings if f.id == "process.deals_alike"), seen.words)
    assert "60.0%" in alike.headline or "60.3%" in alike.headline or "62.6%" in alike.headline
    assert "8,800" in alike.evidence
    assert found.figures["process.days_to_win"].value == 57


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
