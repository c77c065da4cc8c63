"""Yearly totals by category without number or date: `wholesale_customers` as a client."""

from __future__ import annotations

import json
from datetime import date

import pytest

from clients.shared import client_folder, settings_lines
from workbook.chapters import ORDER
from workbook.check import check
from workbook.cli import main

SUMS = {
    "Fresh": 5_280_131,
    "Milk": 2_550_357,
    "Grocery": 3_498_562,
    "Frozen": 1_351_650,
    "Detergents_Paper": 1_267_857,
    "Delicassen": 670_943,
}


@pytest.fixture
def folder(tmp_path):
    return client_folder(tmp_path / "wholesale", "wholesale", "wholesale_customers")


def test_the_settings_are_short():
    assert settings_lines("wholesale") < 40


def test_categories_become_lines_and_the_sums_are_the_published_ones(folder):
    seen = check(folder)
    lines, customers = seen.client.tables["transactions"], seen.client.tables["customers"]
    assert lines.groupby("category")["net_revenue"].sum().to_dict() == SUMS
    assert lines["customer_id"].nunique() == len(customers) == 440
    assert customers["industry"].value_counts().to_dict() == {"Horeca": 298, "Retail": 142}
    assert customers["region"].value_counts().to_dict() == {"Other": 316, "Lisbon": 77, "Oporto": 47}
    assert seen.client.period == (date(2014, 1, 1), date(2014, 12, 31))
    assert {f.rows_read for f in seen.client.reading.files} == {440}


def test_the_concentration_is_the_published_one_and_dates_are_missed(folder):
    seen = check(folder)
    found = [seen.run.chapter(name) for name in ORDER][-1].after
    assert found.figures["value.net_revenue"].value == 14_619_500
    assert found.figures["value.customers"].value == 440
    revenue = found.customers["net_revenue"].sort_values(ascending=False)
    assert round(revenue.head(88).sum() / revenue.sum(), 3) == 0.429
    assert "process.conversion.8" not in found.figures


@pytest.mark.report
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_report_is_made_in_both_languages(folder, tmp_path, language, capsys):
    out = tmp_path / "out"
    assert main(["report", str(folder), "-o", str(out), "--language", language]) == 0, capsys.readouterr().err
    results = json.loads((out / "wholesale" / "results.json").read_text("utf-8"))
    assert results["figures"]["value.net_revenue"]["value"] == 14_619_500
