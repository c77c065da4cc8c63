"""The sheets of results.xlsx that compare with an earlier result: every figure, every customer of another class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbook.report.xlsx_lists import FIRST, heads
from workbook.report.xlsx_sheet import Book, text


def comparison_sheets(book: Book, results: Mapping[str, Any], customers: pd.DataFrame) -> None:
    """Both sheets from `comparison` of results.json; nothing where the report compares with nothing."""
    found = results.get("comparison")
    if found is None:
        return
    _figures(book, found["figures"])
    if found["moved"]:
        _moved(book, found["moved"], customers)


def _figures(book: Book, figures: Mapping[str, Mapping[str, Any]]) -> None:
    words = book.words
    sheet = book.sheet(words.text("xlsx.comparison"), words.text("xlsx.comparison.about"))
    apart = any(one["middle"] is not None for one in figures.values())
    named = ["before", "now", "change", *(["of_rest", "of_parameters"] if apart else []), "within"]
    heads(book, sheet, FIRST - 1, [words.text("xlsx.id"), *(words.text(f"comparison.head.{n}") for n in named)])
    plain = book.format(num_format="#,##0.00####")
    for row, (name, one) in enumerate(figures.items(), FIRST):
        told = words.text("comparison.per_year", figure=name) if one["yearly"] else name
        sheet.write_string(row, 0, text(told), book.format())
        before, middle, after = one["before"], one["middle"], one["after"]
        numbers = [before, after, _less(after, before)]
        numbers += [_less(middle, before), _less(after, middle)] if apart else []
        for column, value in enumerate(numbers, 1):
            if value is not None:
                sheet.write_number(row, column, value, plain)
        sheet.write_string(row, len(named), words.text(f"comparison.within.{one['within']}"), book.format())
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(named), 20)
    sheet.freeze_panes(FIRST, 1)
    sheet.autofilter(FIRST - 1, 0, FIRST - 1 + max(1, len(figures)), len(named))


def _less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


def _moved(book: Book, moved: Mapping[str, Mapping[str, str]], customers: pd.DataFrame) -> None:
    words = book.words
    sheet = book.sheet(words.text("xlsx.moved"), words.text("xlsx.moved.about"))
    titles = ("xlsx.customer_id", "head.customer", "comparison.head.class_before", "comparison.head.class_now")
    heads(book, sheet, FIRST - 1, [words.text(t) for t in (*titles, "comparison.head.cause")])
    names = customers["name"] if "name" in customers else pd.Series(dtype=str)
    for row, (customer, one) in enumerate(moved.items(), FIRST):
        name = names.get(customer)
        classes = (words.text(f"class.{one[part]}") for part in ("before", "after"))
        told = (customer, "" if pd.isna(name) else str(name), *classes, words.text(f"comparison.cause.{one['cause']}"))
        for column, value in enumerate(told):
            sheet.write_string(row, column, text(value), book.format())
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 4, 30)
    sheet.freeze_panes(FIRST, 0)
    sheet.autofilter(FIRST - 1, 0, FIRST - 1 + len(moved), 4)
