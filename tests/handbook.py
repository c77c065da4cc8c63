"""The handbook's builder, its sources, and a way to run the commands they name."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterable
from pathlib import Path

from small_client import CUSTOMERS, LINES
from workbook.cli import main

BOOK = Path(__file__).parents[1] / "docs/handbook"
sys.path.insert(0, str(BOOK))

import build  # noqa: E402
import handbook_parts as parts  # noqa: E402
import handbook_settings as settings  # noqa: E402

__all__ = ["BOOK", "blocks", "build", "commands", "delivered", "parts", "run", "settings", "sources"]
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.M | re.S)
REQUESTS = """\
Anfragenummer;Kundennummer;Eingangsdatum;Bearbeitungsbeginn;Bearbeitungszeit;Anfrageart
R1;K5;20.12.2024 09:00;;2,0;Angebot
R2;K1;30.12.2024 15:00;;1,0;Angebot
R3;K2;18.12.2024 09:00;18.12.2024 10:00;1,0;Angebot
"""


def sources(language: str) -> dict[str, str]:
    """The pages' Markdown by file name, in order."""
    return {file.name: file.read_text("utf-8") for file in sorted((BOOK / language).glob("*.md"))}


def blocks(language: str) -> list[tuple[str, str]]:
    """Every fenced block: its mark and its text."""
    return [block for text in sources(language).values() for block in FENCE.findall(text)]


def commands(language: str, mark: str) -> list[str]:
    """The commands of the blocks so marked, each once, in the order a reader meets them."""
    return list(dict.fromkeys(line for kind, text in blocks(language) if kind == mark for line in text.splitlines()))


def delivered(folder: Path) -> None:
    """What the reader does by hand: exports into data/, the period into client.yaml."""
    for name, text in {"kunden": CUSTOMERS, "umsatz": LINES, "anfragen": REQUESTS}.items():
        (folder / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    with (folder / "client.yaml").open("a", encoding="utf-8") as file:
        file.write("\nperiod: [2024-01-01, 2024-12-31]\n")


def run(lines: Iterable[str]) -> dict[str, int]:
    """The status of every command, run in the current folder; a new client gets its exports at once."""
    done = {}
    for line in lines:
        program, *arguments = shlex.split(line)
        assert program == "workbook", line
        done[line] = main(arguments)
        if arguments[:2] == ["new", "clients/acme"] and "--questionnaire" not in arguments:
            delivered(Path("clients/acme"))
    return done
