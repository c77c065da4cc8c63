"""A client of five customers and twelve order lines, small enough to check by hand."""

from __future__ import annotations

from pathlib import Path

from workbook import intake
from workbook.client import Client
from workbook.settings import read_settings

SETTINGS = """\
name: Klein GmbH
language: de
currency: EUR
period: [2024-01-01, 2024-12-31]
"""
CUSTOMERS = """\
Kundennummer;Name;Branche
K1;Adler AG;Maschinenbau
K2;Birke KG;Maschinenbau
K3;Cedrus SE;Chemie
K4;Dorn OHG;Chemie
K5;Esche eG;Chemie
"""
LINES = """\
Auftragsnummer;Kundennummer;Datum;Nettoumsatz;Rabattsatz
A1;K1;15.01.2024;5.000,00;0,10
A2;K1;15.02.2024;4.000,00;0,10
A3;K1;15.03.2024;3.000,00;0,05
A4;K2;15.04.2024;2.500,00;0,00
A5;K2;15.05.2024;2.000,00;0,00
A6;K2;15.06.2024;1.500,00;0,05
A7;K3;15.07.2024;1.000,00;0,00
A8;K3;15.08.2024;500,50;0,20
A9;K4;15.09.2024;250,00;0,00
A10;K4;15.10.2024;200,00;0,00
A11;K5;15.11.2024;100,00;0,00
A12;K5;15.12.2024;49,50;0,00
"""
REVENUE = 20_100.0
BAD_LINES = LINES + "A13;K1;31.02.2024;10,00;0,00\nA14;K2;01.03.2024;viel;0,00\n"


def small_folder(path: Path, settings: str = SETTINGS, **files: str) -> Path:
    """The client's folder; `files` replaces or adds data files by name without suffix, an empty text leaves one out."""
    (path / "data").mkdir(parents=True)
    (path / "client.yaml").write_text(settings, encoding="utf-8")
    for name, text in {"kunden": CUSTOMERS, "umsatz": LINES, **files}.items():
        if text:
            (path / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def small_client(path: Path, settings: str = SETTINGS, **files: str) -> Client:
    """The same, read."""
    folder = small_folder(path, settings, **files)
    return intake.read(folder, read_settings(folder))


def no_traces(text: str) -> bool:
    """Whether a text for the user is free of tracebacks, exception names and places in our code."""
    here = str(Path(__file__).resolve().parents[1])
    return not any(word in text for word in ("Traceback", "Error:", 'File "/', ", line ", "site-packages", here))
