"""Whatever tables and columns a client does not deliver, every chapter speaks, draws and says what it needs."""

import os
from dataclasses import replace

import numpy as np
import pytest

from cut_muster import FEWER, cut_muster
from speaking import every_chapter_speaks
from workbook import schema
from workbook.exhibit import Chart
from workbook.language import Words
from workbook.run import Run

# Without a number asked for, two that once found something.
SEEDS = range(int(os.environ["WORKBOOK_DROPS"])) if "WORKBOOK_DROPS" in os.environ else (2, 4)


@pytest.fixture(scope="module")
def client():
    return cut_muster()


def poorer(client, seed):
    """Up to three tables less, every fourth column less, now and then half its customers or a loss instead of revenue."""
    draw = np.random.default_rng(seed)
    names = sorted(n for n in client.tables if n != "transactions")
    gone = set(draw.choice(names, draw.integers(0, 4), replace=False))
    tables = {}
    for name, table in client.tables.items():
        if name in gone:
            continue
        needed = {c.name for c in schema.table(name).columns.values() if c.required} | {"customer_id"}
        kept = [c for c in table if c in needed or draw.random() > 0.25]
        if {"list_revenue", "discount"} - set(kept):  # the intake works out one from the other
            kept = [c for c in kept if c not in ("list_revenue", "discount", "discount_rate")]
        tables[name] = table[kept]
    if draw.random() < 0.3:
        ids = tables["transactions"]["customer_id"].dropna().unique()
        some = set(draw.choice(ids, max(1, len(ids) // int(draw.integers(2, 30))), replace=False))
        lines = tables["transactions"]
        tables["transactions"] = lines[lines["customer_id"].isin(some)].reset_index(drop=True)
    if draw.random() < 0.2 and "cost_of_goods" in tables["transactions"]:
        lines = tables["transactions"]
        tables["transactions"] = lines.assign(cost_of_goods=lines["cost_of_goods"] * 3)
    return replace(client, tables=tables)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_chapter_speaks_of_whatever_is_there(client, seed, monkeypatch):
    for name, number in FEWER.items():
        monkeypatch.setattr(name, number)
    if seed % 5:  # drawn now and then
        monkeypatch.setattr("workbook.plate.both", lambda draw, name, label: Chart("", ""))
    run, words = Run(poorer(client, seed)), Words("de", "de_DE", "EUR")
    every_chapter_speaks(run, words)
