"""Clients made of public data that lies beside the project, never in it: WORKBOOK_SHARED_DATA names the folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def client_folder(target: Path, settings: str, data: str) -> Path:
    """The client's folder with the CSV files of one data set; skips the test where the data are not there."""
    shared = os.environ.get("WORKBOOK_SHARED_DATA")
    if not shared:
        pytest.skip("WORKBOOK_SHARED_DATA is not set: the public data sets are not part of the project")
    source = Path(shared) / data
    if not source.is_dir():
        pytest.skip(f"WORKBOOK_SHARED_DATA holds no folder {data}")
    (target / "data").mkdir(parents=True)
    shutil.copy(HERE / settings / "client.yaml", target)
    for file in sorted(source.glob("*.csv")):
        shutil.copy(file, target / "data")
    return target


def settings_lines(settings: str) -> int:
    """How many lines the client's settings have."""
    return len((HERE / settings / "client.yaml").read_text(encoding="utf-8").splitlines())
