"""Results as a run leaves them, made of nothing: for comparing, for the portfolio, for the benchmark."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from workbook import __version__
from workbook.parameters import Parameters
from workbook.report.results import PACKAGES


def figure(value: float | str, unit: str = "EUR", interval: list[float] | None = None) -> dict[str, Any]:
    return {"value": value, "unit": unit, "interval": interval, "estimated": False}


RESULTS: dict[str, Any] = {
    "client": "acme",
    "language": "de",
    "currency": "EUR",
    "period": ["2024-01-01", "2024-12-31"],
    "as_of": "2024-12-31",
    "figures": {
        "value.net_revenue": figure(1000.0),
        "value.customers": figure(3, "count"),
        "value.top10_share": figure(0.5, "share"),
        "process.on_time_share": figure(0.9, "share", [0.85, 0.95]),
        "coverage.fte.kam": figure(2, "count"),
    },
    "findings": [
        {"id": "value.loss_makers", "headline": "Ein Kunde verliert Geld."},
        {"id": "coverage.persons", "headline": "Person P-7 ist überlastet."},
    ],
    "claims": [],
    "not_assessable": [],
}
CUSTOMERS = pd.DataFrame(
    {"name": ["Adler AG", "Birke KG", "Cedrus SE"], "class": ["key", "core", "lean"], "orders": [3.0, 2.0, 1.0]},
    pd.Index(["K1", "K2", "K3"], name="customer_id"),
)
INPUTS = [{"file": "umsatz.csv", "sheet": "", "table": "transactions", "sha256": "a" * 64}]


def manifest(client: str = "acme", **other: Any) -> dict[str, Any]:
    parameters = json.loads(Parameters(name="Acme", id=client).model_dump_json(by_alias=True))
    packages = {name: importlib.metadata.version(name) for name in PACKAGES}
    told = {"client": client, "version": __version__, "python": platform.python_version(), "packages": packages}
    return {
        **told,
        "inputs": INPUTS,
        "parameters": parameters,
        "chapters": [],
        "generated_at": "2025-01-10T08:00:00+00:00",
    } | other


def leave(
    folder: Path,
    client: str = "acme",
    results: Mapping[str, Any] | None = None,
    customers: pd.DataFrame = CUSTOMERS,
    **other: Any,
) -> Path:
    """A result in `folder`; its results.json."""
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    path, table = folder / "results.json", folder / "tables" / "customers.parquet"
    path.write_text(json.dumps(results or {**RESULTS, "client": client}), encoding="utf-8")
    customers.to_parquet(table)
    files = {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in (path, table)}
    (folder / "manifest.json").write_text(json.dumps(manifest(client, outputs=files, **other)), encoding="utf-8")
    return path
