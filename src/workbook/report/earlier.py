"""An earlier result a report is compared with: results.json and what lies beside it, proven whole, of the same client."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from workbook.finding import Term
from workbook.parameters import Parameters
from workbook.problem import Problem, Refused
from workbook.report.publish import MARK

RESULTS = "results.json"
TABLE = "tables/customers.parquet"
LARGEST = 50_000_000  # bytes; no results.json of ours comes near it
NEEDED = {"client": str, "currency": str, "as_of": str, "period": list, "figures": dict, "findings": list}


@dataclass(frozen=True)
class Earlier:
    """What an earlier run left. `manifest` and `customers` (index customer_id) are None where they do not lie beside it."""

    results: Mapping[str, Any]
    manifest: Mapping[str, Any] | None
    customers: pd.DataFrame | None
    sha256: str


def named(folder: Path, parameters: Parameters, asked: Path | None) -> Path | None:
    """The results.json to compare with: the one asked for, else that of `compare_with` (from the client's folder), else none."""
    if asked is not None:
        return asked
    return folder / parameters.compare_with if parameters.compare_with else None


def read_earlier(path: Path | None, client: str) -> Earlier | None:
    """The earlier result in `path`, read whole before anything is written; None where none is named.

    Raises Refused where the file cannot be read, is no results.json, is of another client, or is not as its run left it.
    """
    if path is None:
        return None
    data = _bytes(path, path)
    results = _json(data, path)
    if not _is_results(results):
        raise _refused(path, "not_results")
    if results["client"] != client:
        values = {"value": str(results["client"])[:41], "other": client}
        raise Refused([Problem("CFG-COMPAREOTHER", "reject", file=path.name, values=values)])
    manifest, table = path.parent / MARK, path.parent / TABLE
    told = _json(_bytes(manifest, path), path) if manifest.is_file() else None
    content = _bytes(table, path) if table.is_file() else None
    if told is not None:
        _proven(path, told, client, {RESULTS: data, TABLE: content})
    customers = None if content is None else _table(table, path)
    return Earlier(results, told, customers, hashlib.sha256(data).hexdigest())


def key_of(path: Path | None) -> str:
    """What a comparison rests on, as a hash; empty where there is none. It is the same for two runs with the same outcome."""
    if path is None:
        return ""
    found = hashlib.sha256()
    for part in (path, path.parent / TABLE):
        found.update(part.read_bytes() if part.is_file() else b"-")
    return found.hexdigest()


def _is_results(told: Any) -> bool:
    if not isinstance(told, dict) or not all(isinstance(told.get(k), kind) for k, kind in NEEDED.items()):
        return False
    figures = told["figures"].values()
    found = [f for f in told["findings"] if isinstance(f, dict) and {"id", "headline"} <= set(f)]
    whole = all(isinstance(f, dict) and {"value", "unit"} <= set(f) for f in figures)
    return whole and len(found) == len(told["findings"]) and len(told["period"]) == 2


def _proven(path: Path, manifest: Any, client: str, found: Mapping[str, bytes | None]) -> None:
    """Refused where the manifest is another client's, or a file is not the one its run wrote."""
    outputs = manifest.get("outputs") if isinstance(manifest, dict) else None
    if not isinstance(outputs, dict) or manifest.get("client") != client:
        raise _refused(path, "manifest")
    for name, data in found.items():
        if data is not None and outputs.get(name) != hashlib.sha256(data).hexdigest():
            raise _refused(path, "changed")


def _bytes(path: Path, of: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise _refused(of, "not_results")
        return path.read_bytes()
    except OSError:
        raise _refused(of, "unreadable") from None


def _json(data: bytes, path: Path) -> Any:
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise _refused(path, "torn") from None


def _table(table: Path, path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(table)
    except Exception:  # whatever is wrong inside a parquet file, it is none of ours
        raise _refused(path, "changed") from None


def _refused(path: Path, cause: str) -> Refused:
    values = {"cause": Term(f"cause.compare_{cause}")}
    return Refused([Problem("CFG-COMPARE", "reject", file=path.name, values=values)])
