"""Native charts of a presentation: drawn from an exhibit's table, editable, with the numbers in a workbook of their own."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.util import Pt
from xlsxwriter import Workbook

from workbook import theme
from workbook.exhibit import Exhibit, Table
from workbook.report.native_chart import Plan, common_factor, positive
from workbook.report.slide_text import shortened

SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
TYPES = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "line": XL_CHART_TYPE.LINE,
    "curve": XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
    "points": XL_CHART_TYPE.XY_SCATTER,
}
LOUD = ("key", "gain", "smart", "core", "lean", "loss", "dot")


class _Dated:
    """The workbook behind a chart: no text becomes a formula, made on the report's day."""

    when: datetime

    @contextmanager
    def _open_worksheet(self, xlsx_file: io.BytesIO) -> Iterator[tuple[Any, Any]]:
        workbook = Workbook(xlsx_file, SAFE)
        workbook.set_properties({"author": "", "created": self.when})
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _CategoryWriter(_Dated, CategoryWorkbookWriter):
    pass


class _XyWriter(_Dated, XyWorkbookWriter):
    pass


@dataclass(frozen=True)
class Drawn:
    """The data of a chart, its type, how many series, how its numbers are written; `named`: only the legend tells their unit."""

    data: Any
    kind: Any
    series: int
    plan: Plan
    ticks: str
    positive: bool
    named: bool


def chart_data(exhibit: Exhibit, plan: Plan, when: datetime) -> Drawn:
    """The exhibit's numbers in the unit of its table, ready to draw."""
    factor, unit = common_factor(exhibit.table, plan)
    form = '0.0"\u00a0%"' if unit == "%" else "#,##0.##" if factor == 1 else "#,##0.0"
    if plan.kind in ("curve", "points"):
        data: Any = _xy(exhibit.table, plan, form)
        data.__dict__["_workbook_writer"] = _writer(_XyWriter, data, when)
    else:
        data = _categories(exhibit.table, plan, factor, form)
        data.__dict__["_workbook_writer"] = _writer(_CategoryWriter, data, when)
    ticks = '0"\u00a0%"' if unit == "%" else "#,##0.##" if factor == 1 else "#,##0"
    return Drawn(data, TYPES[plan.kind], len(data), plan, ticks, positive(exhibit.table, plan), unit not in ("", "%"))


def _writer(kind: type, data: Any, when: datetime) -> Any:
    made = kind(data)
    made.when = when
    return made


def _number(value: float | None, factor: float) -> float | None:
    """The number as the table shows it, not cut."""
    return None if value is None or value != value else value / factor


def _name(table: Table, column: int) -> str:
    head = table.heads[column]
    return theme.printable(f"{head.title}, {head.unit}" if head.unit else head.title)


def _xy(table: Table, plan: Plan, form: str) -> XyChartData:
    """One series per column over the first; for points one series per row."""
    data = XyChartData(number_format=form)
    if plan.kind == "points":
        x, y = plan.values[:2]
        for row in table.rows:
            if row[x].value is not None and row[y].value is not None:
                series = data.add_series(theme.printable(row[plan.by[0]].text))
                series.add_data_point(*(_number(row[i].value, table.heads[i].factor) for i in (x, y)))
        return data
    for column in plan.values:
        series = data.add_series(_name(table, column))
        for row in table.rows:
            if row[plan.by[0]].value is not None and row[column].value is not None:
                series.add_data_point(row[plan.by[0]].value, _number(row[column].value, table.heads[column].factor))
    return data


def _categories(table: Table, plan: Plan, factor: float, form: str) -> CategoryChartData:
    """Rows as categories; where the plan splits, the entries of that column become series."""
    data = CategoryChartData(number_format=form)
    if plan.split is None:
        data.categories = [theme.printable(" · ".join(row[i].text for i in plan.by)) for row in table.rows]
        for column in plan.values:
            data.add_series(_name(table, column), [_number(row[column].value, factor) for row in table.rows])
        return data
    value, split = plan.values[0], plan.split
    rest = [i for i in plan.by if i != split]
    names = list(dict.fromkeys(tuple(row[i].text for i in rest) for row in table.rows))
    data.categories = [theme.printable(" · ".join(name)) for name in names]
    for entry in dict.fromkeys(row[split].text for row in table.rows):
        found = {tuple(r[i].text for i in rest): r[value].value for r in table.rows if r[split].text == entry}
        data.add_series(theme.printable(entry), [_number(found.get(name), factor) for name in names])
    return data


def place(shapes: Any, drawn: Drawn, box: tuple[int, int, int, int], colours: dict[str, str], title: str) -> None:
    """Put the chart on a slide, quiet and in the colours of the look."""
    frame = shapes.add_chart(drawn.kind, *box, drawn.data)
    frame.name = shortened(title, 1, 60)
    chart = frame.chart
    chart.has_title = False
    chart.font.size, chart.font.name = Pt(11), "Arial"
    chart.font.color.rgb = rgb(colours["muted"])
    chart.has_legend = drawn.series > 1 or drawn.named
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _axes(chart, drawn, colours)
    for number, series in enumerate(chart.plots[0].series):
        colour = rgb(colours[LOUD[number % len(LOUD)]])
        if drawn.plan.kind == "points":
            series.marker.format.fill.solid()
            series.marker.format.fill.fore_color.rgb = colour
            series.marker.size = 10
        elif drawn.plan.kind in ("line", "curve"):
            series.smooth = False
            series.format.line.color.rgb, series.format.line.width = colour, Pt(2.25)
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour
            series.invert_if_negative = False


def _axes(chart: Any, drawn: Drawn, colours: dict[str, str]) -> None:
    plan = drawn.plan
    value, category = chart.value_axis, chart.category_axis
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = drawn.ticks, False
    if drawn.positive:
        value.minimum_scale = 0  # bars are read by their length
    value.major_gridlines.format.line.color.rgb = rgb(colours["grid"])
    value.format.line.fill.background()
    category.format.line.color.rgb = rgb(colours["rule"])
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if plan.kind in ("bar", "stacked"):
        category.reverse_order = True
        value.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        chart.plots[0].gap_width = 60
        if plan.kind == "stacked":
            chart.plots[0].overlap = 100
    else:
        category.has_major_gridlines = False


def rgb(colour: str) -> RGBColor:
    """A colour of ours as a presentation writes it."""
    return RGBColor.from_string(colour.removeprefix("#").upper())
