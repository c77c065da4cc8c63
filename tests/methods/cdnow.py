"""The CDNOW data where they lie beside the project; they may not be part of it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from workbook.methods.purchase_history import purchase_history

CUT = date(1997, 9, 30)


def cdnow(name: str) -> Path:
    """A file of the data set; skips the test where it is not there."""
    shared = os.environ.get("WORKBOOK_SHARED_DATA")
    if not shared:
        pytest.skip("WORKBOOK_SHARED_DATA is not set: CDNOW may not be shipped with the project")
    path = Path(shared) / "cdnow" / name
    if not path.is_file():
        pytest.skip(f"WORKBOOK_SHARED_DATA holds no cdnow/{name}")
    return path


def cdnow_lines() -> pd.DataFrame:
    """One row per transaction: customer_id, date, net_revenue in dollars."""
    rows = pd.read_csv(cdnow("cdnow_sample.txt"), sep=r"\s+", header=None, dtype=str)
    money = rows[4].astype(float)
    return pd.DataFrame({"customer_id": rows[1], "date": pd.to_datetime(rows[2]), "net_revenue": money})


def cdnow_history() -> pd.DataFrame:
    """One row per customer at the end of the calibration."""
    return purchase_history(cdnow_lines(), CUT)


def small_history() -> pd.DataFrame:
    """Twelve customers, small enough to check by hand."""
    rows = [
        (0, 0.0, 30.0), (0, 0.0, 30.0), (0, 0.0, 52.0), (1, 4.0, 40.0), (1, 30.0, 40.0), (2, 20.0, 52.0),
        (2, 50.0, 52.0), (3, 10.0, 45.0), (5, 44.0, 45.0), (8, 51.0, 52.0), (12, 50.0, 52.0), (4, 12.0, 52.0),
    ]  # fmt: skip
    values = [None, None, None, 20.0, 35.0, 12.0, 50.0, 22.0, 31.0, 40.0, 18.0, 27.0]
    frame = pd.DataFrame(rows, columns=["x", "t_x", "T"], index=[f"k{i:02d}" for i in range(len(rows))])
    return frame.assign(value=pd.Series(values, frame.index, dtype=float))
