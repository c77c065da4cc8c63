"""The list of codes and whom they stand for: written only when asked for, for the owner's eyes, never beside a report."""

from __future__ import annotations

import csv
import os
import uuid
from pathlib import Path

import pandas as pd

from workbook.problem import Misuse
from workbook.report.download import tame


def place(file: Path, folder: Path, out: Path) -> Path:
    """Where the list goes, links followed; Misuse where that is inside the report's or the client's folder."""
    found = file.resolve()
    if found.is_dir() or any(found.is_relative_to(kept.resolve()) for kept in (folder, out)):
        raise Misuse("privacy.mapping_beside", file=str(file))
    return found


def write(file: Path, mapping: pd.DataFrame) -> None:
    """The list as CSV that only its owner may read, in the old one's place only once it is whole."""
    aside = file.with_name(f".{file.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        os.close(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with aside.open("w", encoding="utf-8-sig", newline="") as lines:
            writer = csv.writer(lines, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
            writer.writerow(mapping.columns)
            writer.writerows([[tame(str(cell)) for cell in row] for row in mapping.itertuples(index=False)])
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
