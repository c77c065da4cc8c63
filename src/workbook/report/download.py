"""The numbers behind a table as a file inside the page, safe to open in a spreadsheet."""

from __future__ import annotations

import math
from decimal import Context, Decimal
from functools import lru_cache

from workbook import theme
from workbook.exhibit import Cell, Table

DIGITS = Context(prec=12)  # as in results.json
MARK = "%EF%BB%BF"  # by which Excel knows that it is UTF-8
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
ESCAPED = {ord(c): f"%{ord(c):02X}" for c in "%#\"<>\r\n \t'\\^`{|}"}  # the rest may stand in an address as it is
LINE_END = "\r\n".translate(ESCAPED)


def data_csv(table: Table, language: str) -> str:
    """The table as a CSV file in a data: address: semicolon and decimal comma for German, texts in quotes, formulas made text."""
    german = language.startswith("de")
    heads = [_quoted(f"{h.title}, {h.unit}" if h.unit else h.title) for h in table.heads]
    rows = [*table.rows, *([table.total] if table.total else [])]
    cells = [[_plain(cell, head.factor, german) for cell, head in zip(row, table.heads, strict=True)] for row in rows]
    lines = "".join((";" if german else ",").join(line) + LINE_END for line in (heads, *cells))
    return f"data:text/csv;charset=utf-8,{MARK}{lines}"


def _plain(cell: Cell, factor: float, german: bool) -> str:
    """The number with twelve digits, in the unit of its head, or the text; a number that is none shows its text."""
    if cell.value is None or not math.isfinite(cell.value):
        return _quoted(cell.text)
    number = format(DIGITS.divide(Decimal(repr(float(cell.value))), Decimal(repr(factor))), "f")
    number = number.rstrip("0").removesuffix(".") if "." in number else number
    return number.replace(".", ",") if german else number


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    """The text in quotes, as an address may hold it."""
    return ('"' + tame(text).replace('"', '""') + '"').translate(ESCAPED)


def tame(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    text = theme.printable(text)
    return "'" + text if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text
