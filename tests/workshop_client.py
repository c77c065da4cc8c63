"""A client of thirty customers with classes, small enough for a workshop in a test."""

from __future__ import annotations

from pathlib import Path

from small_client import small_folder
from workbook import intake
from workbook.chapters import ORDER
from workbook.run import Run
from workbook.settings import read_settings

KEPT: dict[tuple[tuple[str, bytes], ...], Run] = {}

SETTINGS = """\
# Entscheidungen der Runde stehen hier.
name: Runde GmbH
language: de
currency: EUR
period: [2024-01-01, 2024-12-31]   # ein Jahr

segmentation:   # Kapitel 3
  key_score: 0.60   # ab hier
"""


def room_folder(path: Path, settings: str = SETTINGS) -> Path:
    """The client's folder: potential, strategic importance and revenue rank the customers differently."""
    heads = "Kundennummer;Name;Potenzial (EUR);Strategische Bedeutung"
    rows = [f"K{i:02d};Firma {i:02d};{(i * 7919) % 30 * 1000 + 2000};{i % 5 + 1}" for i in range(1, 31)]
    lines = ["Auftragsnummer;Kundennummer;Datum;Nettoumsatz"]
    for i in range(1, 31):
        for month in range(1, 1 + i % 4 + 1):
            lines.append(f"A{i}-{month};K{i:02d};15.{month * 3:02d}.2024;{(i * 31) % 17 * 400 + 300},00")
    return small_folder(path, settings, kunden="\n".join([heads, *rows]) + "\n", umsatz="\n".join(lines) + "\n")


def run_of(folder: Path, before: str = ORDER[0]) -> Run:
    """The client read and worked out up to the chapter `before`; of folders with the same files only the first is."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    content = tuple((p.relative_to(folder.parent).as_posix(), p.read_bytes()) for p in files)
    if content not in KEPT:
        KEPT[content] = Run(intake.enough(intake.read(folder, read_settings(folder))))
    kept = KEPT[content]
    for name in ORDER[: ORDER.index(before)]:
        kept.chapter(name)
    return kept.under(kept.client.parameters)
