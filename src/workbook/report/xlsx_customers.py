"""The sheet of all customers with everything computed for each of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
from xlsxwriter.utility import xl_col_to_name

from workbook.report.customer_columns import ADDED_UP, COLUMNS, NOT_ADDED, columns, written
from workbook.report.xlsx_sheet import Book, numbers, text, texts

TOTAL, HEAD, FIRST = 2, 3, 4
UNITS = {"share": "%", "hours": "h"}
FORMATS = {
    "money": "#,##0.00",
    "share": "0.0%",
    "count": "#,##0",
    "hours": "#,##0.0",
    "ratio": "0.00",
    "number": "#,##0.0",
    "date": "yyyy-mm-dd",
}
EPOCH = pd.Timestamp(1899, 12, 30)  # day 0 of a spreadsheet


def customers_sheet(book: Book, customers: pd.DataFrame, currency: str) -> None:
    """One row per customer (index customer_id), heads with units, panes frozen, a filter, totals that follow the filter."""
    words = book.words
    sheet = book.sheet(words.text("xlsx.customers"), words.text("xlsx.customers.about"))
    shown = columns(customers)
    last = FIRST + len(customers)
    sheet.write_string(TOTAL, 0, words.text("total"), book.format(bold=True))
    sheet.write_string(HEAD, 0, words.text("xlsx.customer_id"), book.head)
    body = [texts(0, FIRST, [str(i) for i in customers.index], book.format())]
    for column, name in enumerate(shown, 1):
        kind = COLUMNS[name]
        unit = currency if kind == "money" else UNITS.get(kind, "")
        head = words.text(f"customer_column.{name}")
        sheet.write_string(HEAD, column, text(f"{head}, {unit}" if unit else head), book.head_of(kind in FORMATS))
        body.append(_cells(book, column, name, customers[name]))
        if kind in ADDED_UP and name not in NOT_ADDED and len(customers):
            letter = xl_col_to_name(column)
            total = float(pd.to_numeric(customers[name]).sum())
            form = book.format(num_format=FORMATS[kind], bold=True)
            sheet.write_formula(TOTAL, column, f"=SUBTOTAL(109,{letter}{FIRST + 1}:{letter}{last})", form, total)
        sheet.set_column(column, column, 34 if name == "name" else 16)
    if len(customers):
        sheet.body, sheet.first = body, FIRST
        sheet.autofilter(HEAD, 0, last - 1, len(shown))
    sheet.set_column(0, 0, 14)
    sheet.set_row(HEAD, 42)
    sheet.freeze_panes(FIRST, 2 if shown[:1] == ["name"] else 1)


def _cells(book: Book, column: int, name: str, values: pd.Series) -> pa.Array:
    kind = COLUMNS[name]
    if kind not in FORMATS:
        return texts(column, FIRST, written(name, values, book.words), book.format())
    return numbers(column, FIRST, plain(kind, values), book.format(num_format=FORMATS[kind]))


def plain(kind: str, values: pd.Series) -> np.ndarray:
    """The column as numbers, a day as a spreadsheet counts it; NaN where nothing is known."""
    if kind == "date":
        return ((pd.to_datetime(values) - EPOCH) / pd.Timedelta(days=1)).to_numpy(float)
    return pd.to_numeric(values).astype("Float64").to_numpy(float, na_value=float("nan"))
