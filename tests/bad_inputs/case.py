"""What a client sends, and what must become of it: stated by hand, never read from the program."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import openpyxl

from intake.folders import workbook_of

Outcome = Literal["SAFE", "REPAIR", "WARN", "ASK", "REJECT"]
Content = str | bytes | Callable[[], bytes]

SETTINGS: Mapping[str, Any] = {"name": "Muster", "language": "de", "period": ["2024-01-01", "2024-12-31"]}
HEAD = "Kundennummer;Datum;Nettoumsatz\n"
FOUR = "K1;15.01.2024;1.234,50\nK2;20.02.2024;500,00\nK3;10.03.2024;250,25\nK1;05.04.2024;15,25\n"
SALES = HEAD + FOUR
TOTAL = 2000.0
TABLE: list[list[Any]] = [
    ["Kundennummer", "Datum", "Nettoumsatz"],
    ["K1", "15.01.2024", 1234.5],
    ["K2", "20.02.2024", 500.0],
    ["K3", "10.03.2024", 250.25],
    ["K1", "05.04.2024", 15.25],
]


@dataclass(frozen=True)
class Sent:
    """A client folder: files below data/ by name, settings (a text stands as it is), and what no table can say."""

    files: Mapping[str, Content]
    settings: Mapping[str, Any] | str = field(default_factory=dict)
    also: Callable[[Path], object] | None = None

    def write(self, folder: Path, **intake: Any) -> Path:
        """The folder on disk; `intake` adds to that section of the settings."""
        (folder / "data").mkdir(parents=True)
        for name, content in self.files.items():
            data = content() if callable(content) else content
            path = folder / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        (folder / "client.yaml").write_bytes(self._yaml(intake).encode("utf-8"))
        if self.also:
            self.also(folder)
        return folder

    def _yaml(self, intake: Mapping[str, Any]) -> str:
        if isinstance(self.settings, str):
            return self.settings
        whole = {**SETTINGS, **self.settings}
        whole["intake"] = {**whole.get("intake", {}), **intake}
        return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in whole.items() if value)


@dataclass(frozen=True)
class Case:
    """One input of one group: the outcome, the codes it is told under, the place named, texts in both languages, the account.

    `along` are codes that may stop the run as well, because they follow.
    `at` names file, sheet, row, cell, header, letter or key. `rows` are (read, used, rejected) order lines and `money`
    (used, rejected); with a REJECT they hold once the client accepts rejected rows. `wrong`: what is not yet as it should be.
    """

    group: int
    name: str
    sent: Sent
    outcome: Outcome
    codes: str = ""
    at: Mapping[str, Any] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    rows: tuple[int, int, int] | None = None
    money: tuple[float, float] | None = None
    period: tuple[str, str] | None = None
    tables: Mapping[str, int] = field(default_factory=dict)
    wrong: str = ""
    along: str = ""

    def __str__(self) -> str:
        return f"{self.group:02d} {self.name}"


@dataclass(frozen=True)
class Trial:
    """One input that needs more than a folder: a function that makes it and proves what becomes of it."""

    group: int
    name: str
    prove: Callable[..., None]
    report: bool = False
    wrong: str = ""

    def __str__(self) -> str:
        return f"{self.group:02d} {self.name}"


def at(file: str = "umsatz.csv", **place: Any) -> dict[str, Any]:
    """Where the message must point."""
    return {"file": file, **place}


def sales(
    content: Content = SALES, name: str = "umsatz.csv", also: Callable[[Path], object] | None = None, **settings: Any
) -> Sent:
    """One file of order lines."""
    return Sent({name: content}, settings, also)


def amounts(*cells: str, **settings: Any) -> Sent:
    """One order line per amount, on the first days of February."""
    rows = "".join(f"K{n};{n:02d}.02.2024;{cell}\n" for n, cell in enumerate(cells, 1))
    return sales(HEAD + rows, **settings)


def dates(*cells: str, **settings: Any) -> Sent:
    """One order line of 100 per date."""
    return sales(HEAD + "".join(f"K{n};{cell};100,00\n" for n, cell in enumerate(cells, 1)), **settings)


def book(rows: list[list[Any]] | None = None, name: str = "Umsatz", **more: list[list[Any]]) -> bytes:
    """A workbook with order lines on its first sheet."""
    return workbook_of(**{name: TABLE if rows is None else rows, **more})


def customers(
    *rows: str, head: str = "Kundennummer;Kundenname", more: Mapping[str, Content] | None = None, **settings: Any
) -> Sent:
    """A customer list beside four order lines."""
    return Sent({"kunden.csv": "\n".join([head, *rows]) + "\n", "umsatz.csv": SALES, **(more or {})}, settings)


def uncalculated() -> bytes:
    """The four order lines, two cells of which are formulas nobody has calculated."""
    made = openpyxl.load_workbook(io.BytesIO(book()))
    made["Umsatz"]["C3"] = "=1+1"
    made["Umsatz"]["A4"] = '="K"&3'
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()
