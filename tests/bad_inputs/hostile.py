"""Names that are no names: code, markup, formulas, signs that turn the text around."""

from __future__ import annotations

from .case import HEAD, Sent

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
