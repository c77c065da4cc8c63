"""Names that are no names: code, markup, formulas, signs that turn the text around."""

from __future__ import annotations

from typing import Any

from workbook.report.results import write_rejects

from .case import FOUR, HEAD, Sent, sales
from .prove import run

NAMES = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</script>",
    "$\\frac{$",
    "_x_",
    "a|b",
    "{{7*7}}",
    "{client}",
    "%s%n%d",
    "\u202eGmbH",
    "😀 GmbH",
    "株式会社山田",
    "شركة",
    "**fett**",
    "[x](javascript:alert(1))",
    "&amp;",
    "C:\\neu\\test",
    "`rm -rf`",
    "A" * 300,
    "Tab\there",
    "__proto__",
    "'; DROP TABLE kunden; --",
    "\\u0041",
    "#REF",
    "‹›",
    "null",
    "-",
)
FORMULAS = ("=cmd|'/c calc'!A0", "@SUM(1+1)", "+1", "-2+3", "\t=1+1", '=HYPERLINK("http://x")', "=1+1")


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def named(*names: str) -> Sent:
    """Customers of these names, each with an order line of 100."""
    lines = "".join(f"K{n};15.01.2024;100,00\n" for n in range(len(names)))
    list_ = "Kundennummer;Kundenname\n" + "".join(f"K{n};{quoted(name)}\n" for n, name in enumerate(names))
    return Sent({"kunden.csv": list_, "umsatz.csv": HEAD + lines})


def safe_export(path: Any, monkeypatch: Any) -> None:
    """Formulas among rejected rows are text when rejects.csv is opened in Excel, and no row gets lost on the way."""
    from workbook import intake
    from workbook.settings import read_settings

    rows = "".join(f"{quoted(name)};06.04.2024;viel\n" for name in FORMULAS)
    folder = sales(HEAD + FOUR + rows).write(path / "client", accept_rejects=True, reason="Test")
    write_rejects(path / "rejects.csv", intake.read(folder, read_settings(folder)))
    text = (path / "rejects.csv").read_text("utf-8-sig")
    assert len(text.splitlines()) == 1 + len(FORMULAS)
    cells = [cell.strip('"') for line in text.splitlines() for cell in line.split(";")]
    assert [cell for cell in cells if cell.startswith(("=", "@", "-", "\t"))] == []


def page_shows_names(path: Any, monkeypatch: Any) -> None:
    """The page of a check holds no hostile name as markup."""
    folder = named(*NAMES[:3], "Birke").write(path / "client")
    text = (folder / "data" / "umsatz.csv").read_text("utf-8").replace("K0;", "K1;")
    (folder / "data" / "umsatz.csv").write_text(text, encoding="utf-8")
    assert run("check", folder, "-o", path / "out").status == 0
    html = next((path / "out").glob("*.html")).read_text("utf-8")
    assert "<script>alert" not in html and "<img src=x" not in html
