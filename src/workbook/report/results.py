"""The files beside the page: results.json, tables, rejects.csv, executed notebooks, manifest.json."""

from __future__ import annotations

import copy
import csv
import hashlib
import importlib.metadata
import json
import platform
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from workbook import __version__
from workbook.client import Client
from workbook.report.assemble import generated_at, settings_hash
from workbook.report.download import tame
from workbook.report.execute import Executed

INJECTED = "injected-parameters"
KEEP = re.compile(r', "keep": "(?:[^"\\]|\\.)*"')
PLACE = re.compile(r'("client": ")(?:(?:[^"\\]|\\.)*[\\/])?((?:[^"\\/]|\\.)*")')
PACKAGES = ("pandas", "numpy", "scipy", "matplotlib", "seaborn", "papermill", "nbconvert", "python-calamine")


def results(client: Client, language: str, executed: Sequence[Executed]) -> dict[str, Any]:
    """Every figure, finding, claim and gap of the report, in the form of CONTRACT results.json."""
    kept = [e.facts for e in executed if e.facts is not None and not e.failed]
    return {
        "client": client.parameters.id,
        "language": language,
        "currency": client.parameters.currency,
        "period": [d.isoformat() for d in client.period],
        "as_of": client.as_of.isoformat(),
        "figures": {i: f for facts in kept for i, f in facts["figures"].items()},
        "findings": [f for facts in kept for f in facts["findings"]],
        "claims": [c for facts in kept for c in facts["claims"]],
        "not_assessable": [g for facts in kept for g in facts["not_assessable"]],
    }


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """JSON in UTF-8, keys in their order, no NaN."""
    path.write_text(as_text(content), encoding="utf-8", newline="\n")


def as_text(content: Mapping[str, Any]) -> str:
    """The same as text."""
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def read_customers(kept: Path) -> pd.DataFrame:
    """The customers table the run kept (index customer_id), empty where no chapter got that far."""
    path = kept / "customers.parquet"
    return pd.read_parquet(path) if path.is_file() else pd.DataFrame()


def write_tables(folder: Path, kept: Path) -> None:
    """`customers` with every per-customer result, as parquet."""
    folder.mkdir()
    source = kept / "customers.parquet"
    if source.is_file():
        shutil.copyfile(source, folder / source.name)


def write_rejects(path: Path, client: Client) -> None:
    """Every input row not used, with file, sheet, row, reason and its cells; formulas made text."""
    rows = client.reading.rejects
    head = [str(c) for c in rows.columns] or ["file", "sheet", "row", "code", "reason"]
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow([tame(c) for c in head])
        for row in rows.itertuples(index=False):
            writer.writerow(["" if pd.isna(v) else _cell(str(v)) for v in row])


def _cell(text: str) -> str:
    """A cell as it was, made text where a spreadsheet would take it for a formula; numbers stay numbers."""
    return text if re.fullmatch(r"[+\-−]?[\d.,'’\s]+-?%?", text) else tame(text)


def write_notebooks(folder: Path, notebooks: Sequence[tuple[str, nbformat.NotebookNode]], places: bool = True) -> None:
    """The executed notebooks by chapter, for the consultant; `places`: whether they say where the client's folder is."""
    folder.mkdir()
    for number, (chapter, notebook) in enumerate(notebooks, 1):
        nbformat.write(_settled(notebook, places), folder / f"{number:02d}_{chapter}.ipynb")


def _settled(notebook: nbformat.NotebookNode, places: bool) -> nbformat.NotebookNode:
    """A copy whose parameters name no passing folder of the run and bear no number drawn at random: it runs again as it is.

    Without `places` from the folder above the client's: a path of a machine often names who works there.
    """
    made = copy.deepcopy(notebook)
    if not places and "papermill" in made.metadata:
        kept = ("duration", "start_time", "end_time", "version", "exception")
        made.metadata["papermill"] = {k: v for k, v in made.metadata["papermill"].items() if k in kept}
    for cell in made.cells:
        if INJECTED in cell.metadata.get("tags", []):
            cell.id = INJECTED
            cell.source = KEEP.sub("", cell.source)
            if not places:
                cell.source = PLACE.sub(r"\1\2", cell.source)
    return made


def manifest(client: Client, language: str, executed: Sequence[Executed], files: Path) -> dict[str, Any]:
    """What the report was made of: input hashes, parameters, versions, failures, hashes of the outputs, time."""
    outputs = sorted(p for p in files.rglob("*") if p.is_file())
    return {
        "client": client.parameters.id,
        "language": language,
        "generated_at": generated_at().isoformat(),
        "version": __version__,
        "python": platform.python_version(),
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
        "settings_sha256": settings_hash(client),
        "brand_sha256": client.brand and client.brand.sha256,
        "parameters": json.loads(client.parameters.model_dump_json(by_alias=True)),
        "inputs": [
            {"file": f.file, "sheet": f.sheet, "table": f.table, "sha256": f.sha256} for f in client.reading.files
        ],
        "chapters": [{"chapter": e.chapter, "failed": e.failed, "seconds": seconds(e)} for e in executed],
        "outputs": {p.relative_to(files).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in outputs},
    }


def seconds(done: Executed) -> float | None:
    """How long the chapter's notebook took."""
    taken = done.notebook.metadata.get("papermill", {}).get("duration")
    return round(float(taken), 3) if taken is not None else None
