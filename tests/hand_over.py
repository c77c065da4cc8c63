"""A client of five customers with everything the files people keep are made of, and a page of an invented company."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from example_page import example_page
from small_client import small_client
from workbook.chapters.segmentation.base import criteria_of
from workbook.client import Client
from workbook.exhibit import Page
from workbook.methods.score import score

ATTACK = '=HYPERLINK("http://x.example";"x")'
FIGURES = {
    "value.cm3": {"value": 4321.09, "unit": "EUR", "interval": [4000.5, 4700.25], "estimated": False},
    "process.quadrant": {"value": "fig_leaf", "unit": "code", "interval": None, "estimated": True},
}
FINDING = {
    "id": "value.loss_makers",
    "chapter": "value",
    "headline": ATTACK,
    "recommendation": "Neu verhandeln.",
    "source": "[001]",
}
SHOWN = {**FINDING, "impact": {"kind": "cash", "low": 1.0, "central": 2.5, "high": 3.0}}
APART = {**FINDING, "id": "coverage.persons", "headline": "Die Gruppe V-07 besucht zu wenig.", "impact": None}
RESULTS = {"figures": FIGURES, "findings": [SHOWN, APART]}


def client(folder: Path) -> Client:
    """The small client with rates per order and per line."""
    read = small_client(folder)
    rates = pd.DataFrame({"activity_type": ["order", "order_line"], "cost_per_event": [40.0, 2.5]})
    return replace(read, tables={**read.tables, "cost_rates": rates})


def customers(read: Client) -> pd.DataFrame:
    """Five customers as tables/customers.parquet has them, one with an attack for a name."""
    index = pd.Index(["K1", "K2", "K3", "K4", "K5"], name="customer_id")
    t = pd.DataFrame({"name": ["Adler AG", ATTACK, "Cedrus\x07 SE", "Dorn OHG", "Esche eG"]}, index)
    t["net_revenue"] = [12_000.0, 6_000.0, 1_500.5, 450.0, 149.5]
    t["revenue_per_year"] = t["net_revenue"]
    t["orders"], t["order_lines"], t["freight"] = [3.0, 3.0, 2.0, 2.0, 2.0], [3.0, 3.0, 2.0, 2.0, 2.0], 10.0
    t["cm1"] = t["net_revenue"] * 0.4
    t["order_cost"] = t["orders"] * 40 + t["order_lines"] * 2.5 + 10
    t["cm2"] = t["cm1"] - t["order_cost"]
    t["care_cost"] = [900.0, 2_500.0, 100.0, 20.0, 0.0]
    t["cm3"] = t["cm2"] - t["care_cost"]
    t["value_earned"], t["potential_revenue"] = t["cm3"], [20_000.0, 9_000.0, np.nan, 3_000.0, 400.0]
    t["strategic_importance"] = [5.0, 3.0, 3.0, np.nan, 1.0]
    t["class"] = ["key", "core", "smart", "lean", "lean"]
    t["priority"] = pd.array([1, 2, None, 4, 3], dtype="Int64")
    t["potential_level"] = ["high", "medium", None, "low", "low"]
    t["hours_budget"], t["hours_target"] = [40.0, 20.0, np.nan, 4.0, 2.0], [41.0, 21.0, 6.0, 5.0, 3.0]
    t["hours_now"] = [20.0, 50.0, 5.0, 4.0, 2.0]
    t["over_served"], t["under_served"] = [False, True, False, False, False], [False, False, False, False, False]
    t["owner_rep_id"], t["owner_now"] = "V-07", "V-07"
    t["customer_since"] = pd.to_datetime(["2001-02-03", None, "2010-01-01", None, "2020-12-31"])
    p = read.parameters.segmentation
    weights = {str(c): w for c, w in p.weights.items()}
    t["score"] = score(criteria_of(read, t), weights, p.least_known, p.reversed).score
    return t


def page() -> Page:
    """The invented company's page."""
    return example_page()
