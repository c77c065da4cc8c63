"""Muster with every so-manieth customer and few draws: all tables, a tenth of the time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from workbook import intake
from workbook.client import Client
from workbook.settings import read_settings

MUSTER = Path(__file__).parents[1] / "data" / "sample" / "muster"
FEWER = {
    "workbook.methods.bootstrap.DRAWS": 60,
    "workbook.methods.clusters.SAMPLES": 10,
    "workbook.methods.clusters.DRAWS": 10,
    "workbook.chapters.segmentation.dispute.MOST": 10,
    "workbook.chapters.segmentation.dispute.EVERYBODY": 0,
}


def cut_muster(customers: int = 60) -> Client:
    """The client, read, with about so many customers; FEWER says which draws to lessen beside it."""
    whole = intake.read(MUSTER, read_settings(MUSTER))
    ids = whole.tables["customers"]["customer_id"]
    kept = set(ids.iloc[:: len(ids) // customers])
    tables = {
        name: t[t["customer_id"].isna() | t["customer_id"].isin(kept)] if "customer_id" in t else t
        for name, t in whole.tables.items()
    }
    history, deals = tables["stage_history"], tables["opportunities"]["opportunity_id"]
    tables["stage_history"] = history[history["opportunity_id"].isin(deals)]
    draws = whole.parameters.segmentation.model_copy(update={"input_draws": 20, "weight_draws": 10})
    parameters = whole.parameters.model_copy(update={"segmentation": draws})
    return replace(whole, parameters=parameters, tables={n: t.reset_index(drop=True) for n, t in tables.items()})
