"""The numbers behind a table as a file inside the page, safe to open in a spreadsheet."""

from __future__ import annotations

import base64
import csv
import io
import math
from decimal import Context, Decimal

from workbook import theme
from workbook.exhibit import Cell, Table

DIGITS = Context(prec=12)  # as in results.json
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def data_csv(table: Table, language: str) -> str:
    """The table as a CSV file in a data: address: semicolon and decimal comma for German, formulas made text."""
    german = language.startswith("de")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if german else ",", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([tame(f"{h.title}, {h.unit}" if h.unit else h.title) for h in table.heads])
    total = [table.total] if table.total else []
    for row in [*table.rows, *total]:
        writer.writerow([_plain(cell, head.factor, german) for cell, head in zip(row, table.heads, strict=True)])
    return "data:text/csv;charset=utf-8;base64," + base64.b64encode(out.getvalue().encode("utf-8-sig")).decode()


def _plain(cell: Cell, factor: float, german: bool) -> str:
    """The number with twelve digits, in the unit of its head, or the text; a number that is none shows its text."""
    if cell.value is None or not math.isfinite(cell.value):
        return tame(cell.text)
    number = format(DIGITS.divide(Decimal(repr(float(cell.value))), Decimal(repr(factor))), "f")
    number = number.rstrip("0").removesuffix(".") if "." in number else number
    return number.replace(".", ",") if german else number


def tame(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    text = theme.printable(text)
    return "'" + text if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text
