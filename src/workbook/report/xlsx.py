"""results.xlsx: every table and figure of the report, the customers, and calculation sheets with live formulas.

The numbers are those of the page and of results.json; nothing is computed here but what a formula shows again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from workbook.client import Client
from workbook.exhibit import Page
from workbook.language import Words
from workbook.report.assemble import generated_at
from workbook.report.xlsx_arithmetic import margins, score, whale
from workbook.report.xlsx_chapters import chapter_sheet
from workbook.report.xlsx_comparison import comparison_sheets
from workbook.report.xlsx_customers import customers_sheet
from workbook.report.xlsx_lists import contents, figures, findings, parameters
from workbook.report.xlsx_sheet import Book, text

PROPERTY = 255  # what other programs take as a property of a file

SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": False}


def write(
    path: Path, page: Page, customers: pd.DataFrame, results: Mapping[str, Any], client: Client, words: Words
) -> None:
    """Write the file. `customers` is the table of tables/customers.parquet, `results` the content of results.json.

    The same input on the same day (SOURCE_DATE_EPOCH) gives the same bytes. No cell is a formula that a text of the client's
    made, no column is about a person.
    """
    file = Workbook(str(path), {**SAFE, "in_memory": True})
    when = generated_at().replace(tzinfo=None)
    file.set_properties(
        {"title": text(page.title)[:PROPERTY], "author": "", "company": text(page.client)[:PROPERTY], "created": when}
    )
    book = Book(file, words, page.brand)
    listed = book.sheet(words.text("xlsx.contents"), words.text("xlsx.contents.about"))
    named = parameters(book, client)
    figures(book, results)
    findings(book, results, page)
    comparison_sheets(book, results, customers)
    customers_sheet(book, customers, client.parameters.currency)
    rows = margins(book, customers, client, named)
    if rows is not None:
        whale(book, rows)
    score(book, customers, client, named)
    for chapter in page.chapters:
        chapter_sheet(book, page, chapter)
    contents(book, listed, page)
    try:
        file.close()
    except FileCreateError as refused:  # an exception of the package's own kind around what the system said
        raise refused.args[0] from None
