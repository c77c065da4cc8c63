"""One sheet per chapter of the page: the tables behind its charts, each with a native chart beside it."""

from __future__ import annotations

import math
import re
from typing import Any

from workbook.exhibit import Cell, Chapter, Exhibit, Head, Page, Table
from workbook.report.native_chart import Plan, plan, positive
from workbook.report.xlsx_arithmetic import finish
from workbook.report.xlsx_sheet import BodySheet, Book, text

CHART_ROWS = 20
LOUD = ("key", "gain", "smart", "lean", "core", "loss", "dot")


def chapter_sheet(book: Book, page: Page, chapter: Chapter) -> None:
    """The exhibits of the chapter one below the other, as on the page: message, heads, rows, total."""
    words = book.words
    sheet = book.sheet(words.text(f"page.chapter.{chapter.id}"), words.text("xlsx.chapter.about"))
    row = 3
    for exhibit in (b for b in chapter.blocks if isinstance(b, Exhibit)):
        row = _exhibit(book, sheet, row, exhibit)
    if row == 3:
        sheet.write_string(row, 0, text(chapter.failed or words.text("xlsx.no_table")), book.format())
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, 14, 17)


def _exhibit(book: Book, sheet: BodySheet, row: int, exhibit: Exhibit) -> int:
    """One exhibit from `row` on; the row where the next may begin."""
    table = exhibit.table
    sheet.write_string(row, 0, text(exhibit.message), book.format(bold=True))
    sheet.write_string(row + 1, 0, text(exhibit.unit or table.caption), book.muted)
    sheet.write_string(row, 12, text(exhibit.id), book.muted)
    for column, head in enumerate(table.heads):
        title = f"{head.title}, {head.unit}" if head.unit else head.title
        sheet.write_string(row + 2, column, text(title), book.head_of(head.numeric))
    for place, cells in enumerate(table.rows, row + 3):
        for column, cell in enumerate(cells):
            _cell(book, sheet, place, column, cell, table.heads[column])
    after = row + 3 + len(table.rows)
    for column, cell in enumerate(table.total or ()):
        _cell(book, sheet, after, column, cell, table.heads[column], bold=True, top=1)
    after += bool(table.total) + 2
    chosen = plan(exhibit)
    if chosen is None:
        return after
    _chart(book, sheet, (row, len(table.heads) + 1), exhibit, chosen)
    return max(after, row + CHART_ROWS)


def _cell(book: Book, sheet: BodySheet, row: int, column: int, cell: Cell, head: Head, **how: object) -> None:
    """The number in its own unit, shown in that of the head; else the text."""
    if cell.value is None or not math.isfinite(cell.value):
        form = book.format(align="right", **how) if head.numeric else book.format(text_wrap=column > 0, **how)
        sheet.write_string(row, column, text(cell.text), form)
        return
    sheet.write_number(row, column, cell.value, book.format(num_format=_shown(head, cell), **how))


def _shown(head: Head, cell: Cell) -> str:
    """The number format that shows the cell as the page does: same decimals, same unit."""
    tail = re.search(r"[.,](\d+)\D*$", cell.text)
    grouped = tail and len(tail[1]) == 3 and head.unit != "%" and abs(cell.value or 0) / head.factor >= 1000
    decimals = "." + "0" * len(tail[1]) if tail and not grouped else ""
    if head.unit == "%":
        return f"0{decimals}%"
    steps = round(math.log10(head.factor) / 3) if head.factor >= 1000 else 0
    return f"#,##0{decimals}" + "," * steps


def _chart(book: Book, sheet: BodySheet, place: tuple[int, int], exhibit: Exhibit, chosen: Plan) -> None:
    """The native chart of the exhibit right of its table."""
    row, column = place
    kinds = {"bar": "bar", "stacked": "bar", "line": "line", "curve": "scatter", "points": "scatter"}
    subtypes = {"stacked": "stacked", "curve": "straight_with_markers"}
    options = {"type": kinds[chosen.kind]}
    options |= {"subtype": subtypes[chosen.kind]} if chosen.kind in subtypes else {}
    chart = book.file.add_chart(options)
    table, name = exhibit.table, sheet.get_name()
    first, last = row + 3, row + 2 + len(table.rows)
    if chosen.kind == "points":
        _points(book, chart, name, (first, last), chosen)
    else:
        for number, value in enumerate(chosen.values):
            colour = book.colour(LOUD[number % len(LOUD)])
            drawn = {"line": {"color": colour, "width": 2}} if chosen.kind in ("line", "curve") else {}
            series: dict[str, Any] = {
                "name": [name, row + 2, value],
                "categories": [name, first, chosen.by[0], last, chosen.by[-1]],
                "values": [name, first, value, last, value],
                **(drawn or {"fill": {"color": colour}, "gap": 60}),
            }
            chart.add_series(series)
    legend = len(chosen.values) > 1 or chosen.kind == "points"
    x, y = _axes(table, chosen)
    finish(book, chart, exhibit.message, x, y, legend)
    _scales(book, chart, table, chosen)
    sheet.insert_chart(row, column, chart)


def _axes(table: Table, chosen: Plan) -> tuple[str, str]:
    """The names of the axes where a chart has two measures."""
    if chosen.kind == "points":
        return table.heads[chosen.values[0]].title, table.heads[chosen.values[1]].title
    if chosen.kind == "curve":
        return table.heads[chosen.by[0]].title, ""
    return "", ""


def _points(book: Book, chart: Any, name: str, span: tuple[int, int], chosen: Plan) -> None:
    """One series per row, so that every point has its name in the legend."""
    x, y = chosen.values[:2]
    for number, row in enumerate(range(span[0], span[1] + 1)):
        dot = {"type": "circle", "size": 8, "fill": {"color": book.colour(LOUD[number % len(LOUD)])}}
        places = {"categories": [name, row, x, row, x], "values": [name, row, y, row, y]}
        chart.add_series({"name": [name, row, 0], **places, "marker": dot})


def _scales(book: Book, chart: Any, table: Table, chosen: Plan) -> None:
    """Numbers on the axes as in the table; bars in the order of the rows, from top to bottom."""
    font = {"name": "Arial", "size": 9, "color": book.colour("muted")}
    grid = {"visible": True, "line": {"color": book.colour("grid"), "width": 0.75}}
    shown = _format_of(table, chosen.values[-1])
    x, y = _axes(table, chosen)
    value: dict[str, Any] = {"num_font": font, "num_format": shown, "major_gridlines": grid}
    value |= {"min": 0} if positive(table, chosen) else {}
    if chosen.kind in ("bar", "stacked"):  # a bar chart's y axis holds the categories
        chart.set_y_axis(
            {"reverse": True, "num_font": font, "label_position": "low", "major_gridlines": {"visible": False}}
        )
        chart.set_x_axis({**value, "label_position": "high"})
        return
    chart.set_y_axis({**value, "name": text(y), "name_font": font})
    if chosen.kind == "points":
        how: dict[str, Any] = {
            "num_format": _format_of(table, chosen.values[0]),
            "name": text(x),
            "name_font": font,
            "num_font": font,
        }
        chart.set_x_axis(how)


def _format_of(table: Table, column: int) -> str:
    """The format of the first number in the column."""
    return next(_shown(table.heads[column], row[column]) for row in table.rows if row[column].value is not None)
