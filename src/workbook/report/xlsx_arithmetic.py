"""The sheets in which a controller follows the arithmetic: margins, whale curve, weights → score → rank, as live formulas.

Every formula carries the value the report has; a spreadsheet that calculates again must get the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from xlsxwriter.utility import xl_col_to_name

from workbook.chapters.segmentation.base import criteria_of
from workbook.client import Client
from workbook.methods.contribution import event_rates
from workbook.methods.score import Score
from workbook.methods.score import score as scored
from workbook.report.xlsx_sheet import BodySheet, Book, formulas, numbers, text, texts
from workbook.section import CLASSES

HEAD, FIRST = 3, 4
MONEY, SHARE = "#,##0.00", "0.0%"
DIGITS = 12


@dataclass(frozen=True)
class Rows:
    """Where CM III of every customer stands: sheet, range, values."""

    sheet: str
    place: str
    values: np.ndarray


def margins(book: Book, customers: pd.DataFrame, client: Client, named: Mapping[str, str]) -> Rows | None:
    """Net revenue − cost of goods = CM I − order cost = CM II − cost of care = CM III per customer, with totals and a scatter.

    Order cost is orders × rate + lines × rate + freight where that is how it came about. No sheet where CM III is not known.
    """
    needed = ["net_revenue", "cm1", "order_cost", "cm2", "care_cost", "cm3"]
    if not set(needed) <= set(customers) or not customers["cm3"].notna().any():
        return None
    words = book.words
    t = customers[customers["cm3"].notna()]
    net = t["net_revenue"].fillna(0.0)
    sheet = book.sheet(words.text("xlsx.margins"), words.text("xlsx.margins.about"))
    money, count = book.format(num_format=MONEY), book.format(num_format="#,##0")
    counts = [t[c].fillna(0.0) if c in t else 0.0 * net for c in ("orders", "order_lines", "freight")]
    heads = [words.text("xlsx.customer_id"), *(words.text(f"customer_column.{c}") for c in ("name", "net_revenue"))]
    heads += [words.text("xlsx.goods"), words.text("customer_column.cm1")]
    heads += [words.text(f"customer_column.{c}") for c in ("orders", "order_lines", "freight", *needed[2:])]
    names = t["name"].fillna("").astype(str) if "name" in t else [""] * len(t)
    sheet.body = [
        texts(0, FIRST, map(str, t.index), book.format()),
        texts(1, FIRST, names, book.format()),
        numbers(2, FIRST, net, money),
        numbers(3, FIRST, net - t["cm1"], money),
        formulas(4, FIRST, t["cm1"], lambda r: f"C{r}-D{r}", money),
        numbers(5, FIRST, counts[0], count),
        numbers(6, FIRST, counts[1], count),
        numbers(7, FIRST, counts[2], money),
        _order_cost(book, t["order_cost"], counts, client, named),
        formulas(9, FIRST, t["cm2"], lambda r: f"E{r}-I{r}", money),
        numbers(10, FIRST, t["care_cost"], money),
        formulas(11, FIRST, t["cm3"], lambda r: f"J{r}-K{r}", money),
    ]
    added = [net, net - t["cm1"], t["cm1"], *counts, *(t[c] for c in needed[2:])]
    _frame(book, sheet, heads, {i: float(values.sum()) for i, values in enumerate(added, 2)}, len(t))
    _scatter(book, sheet, len(t))
    last = FIRST + len(t)
    return Rows(sheet.get_name(), f"$L${FIRST + 1}:$L${last}", t["cm3"].to_numpy(float))


def _order_cost(
    book: Book, cost: pd.Series, counts: list[pd.Series], client: Client, named: Mapping[str, str]
) -> pa.Array:
    """Formulas with the two rates where these explain every customer's cost, else the cost itself."""
    money = book.format(num_format=MONEY)
    per_order, per_line = event_rates(client.tables.get("cost_rates"))
    made = counts[0] * per_order + counts[1] * per_line + counts[2]
    if not np.allclose(made, cost.fillna(0.0), rtol=1e-12, atol=1e-6):
        return numbers(8, FIRST, cost, money)
    order, line = named["cost_rates.order"], named["cost_rates.order_line"]
    return formulas(8, FIRST, cost, lambda r: f"F{r}*{order}+G{r}*{line}+H{r}", money)


def _frame(book: Book, sheet: BodySheet, heads: list[str], sums: Mapping[int, float], n: int) -> None:
    """Heads, totals above them, frozen panes, filter, widths."""
    sheet.first = FIRST
    sheet.write_string(HEAD - 1, 0, book.words.text("total"), book.format(bold=True))
    for column, head in enumerate(heads):
        sheet.write_string(HEAD, column, text(head), book.head_of(column > 1))
    for column, value in sums.items():
        letter = xl_col_to_name(column)
        form = book.format(num_format="#,##0", bold=True)
        sheet.write_formula(HEAD - 1, column, f"=SUBTOTAL(109,{letter}{FIRST + 1}:{letter}{FIRST + n})", form, value)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, max(2, len(heads) - 1), 16)
    sheet.set_row(HEAD, 30)
    sheet.freeze_panes(FIRST, 2)
    sheet.autofilter(HEAD, 0, HEAD + n, len(heads) - 1)


def _scatter(book: Book, sheet: BodySheet, n: int) -> None:
    """Revenue against CM III, one point per customer."""
    words, name = book.words, sheet.get_name()
    chart = book.file.add_chart({"type": "scatter"})
    dot = {"type": "circle", "size": 4, "fill": {"color": book.colour("core")}, "border": {"none": True}}
    span = (FIRST, FIRST + n - 1)
    chart.add_series(
        {
            "name": words.text("customer_column.cm3"),
            "categories": [name, span[0], 2, span[1], 2],
            "values": [name, span[0], 11, span[1], 11],
            "marker": dot,
        }
    )
    finish(
        book,
        chart,
        words.text("xlsx.scatter"),
        words.text("customer_column.net_revenue"),
        words.text("customer_column.cm3"),
    )
    sheet.insert_chart(FIRST, 13, chart)


def finish(book: Book, chart: Any, title: str, x: str = "", y: str = "", legend: bool = False) -> None:
    """The quiet look all our charts share."""
    font = {"name": "Arial", "size": 9, "color": book.colour("muted")}
    grid = {"visible": True, "line": {"color": book.colour("grid"), "width": 0.75}}
    chart.set_title({"name": text(title), "name_font": {"name": "Arial", "size": 11}, "overlay": False})
    chart.set_x_axis({"name": text(x), "num_font": font, "name_font": font, "label_position": "low"})
    chart.set_y_axis({"name": text(y), "num_font": font, "name_font": font, "major_gridlines": grid})
    chart.set_legend({"position": "bottom", "font": font} if legend else {"none": True})
    chart.set_size({"width": 640, "height": 360})


def whale(book: Book, rows: Rows) -> None:
    """CM III sorted and cumulated by formulas over the margins, so that a change there moves the curve."""
    words, n = book.words, len(rows.values)
    sheet = book.sheet(words.text("xlsx.whale"), words.text("xlsx.whale.about"))
    ordered = np.sort(rows.values)[::-1]
    curve, total = np.cumsum(ordered), float(rows.values.sum())
    source = f"'{rows.sheet.replace(chr(39), chr(39) * 2)}'!{rows.place}"
    money, share = book.format(num_format=MONEY), book.format(num_format=SHARE)
    ranks = np.arange(1, n + 1)
    sheet.first = FIRST
    sheet.body = [
        numbers(0, FIRST, ranks, book.format()),
        formulas(1, FIRST, ordered, lambda r: f"LARGE({source},A{r})", money),
        formulas(2, FIRST, curve, lambda r: f"B{r}" if r == FIRST + 1 else f"C{r - 1}+B{r}", money),
        formulas(3, FIRST, ranks / n, lambda r: f"A{r}/{n}", share),
    ]
    heads = ["xlsx.rank", "customer_column.cm3", "xlsx.cumulated", "xlsx.share_customers"]
    last, peak = FIRST + n, float(curve.max())
    if total > 0:
        sheet.body.append(formulas(4, FIRST, curve / total, lambda r: f"C{r}/$C${last}", share))
        heads.append("xlsx.share_result")
        sheet.write_string(HEAD - 1, 3, words.text("xlsx.peak"), book.format(bold=True))
        form = book.format(num_format=SHARE, bold=True)
        sheet.write_formula(HEAD - 1, 4, f"=MAX(E{FIRST + 1}:E{last})", form, peak / total)
    for column, head in enumerate(heads):
        sheet.write_string(HEAD, column, words.text(head), book.head_of(True))
    sheet.set_column(0, 4, 18)
    sheet.freeze_panes(FIRST, 0)
    drawn = 4 if total > 0 else 2
    chart = book.file.add_chart({"type": "scatter", "subtype": "straight"})
    name = sheet.get_name()
    line = {"color": book.colour("key"), "width": 2}
    places = {"categories": [name, FIRST, 0, last - 1, 0], "values": [name, FIRST, drawn, last - 1, drawn]}
    chart.add_series({"name": words.text(heads[drawn]), **places, "line": line})
    finish(book, chart, words.text("xlsx.whale"), words.text("xlsx.rank"), words.text(heads[drawn]))
    if total > 0:
        chart.y_axis["num_format"] = "0%"
    sheet.insert_chart(FIRST, 6, chart)


def score(book: Book, customers: pd.DataFrame, client: Client, named: Mapping[str, str]) -> None:
    """Place by criterion × weight = score and rank of every customer scored, and how many each class has; none without scores."""
    if "score" not in customers or not customers["score"].notna().any():
        return
    known = customers.loc[client.existing(customers.index)]
    p = client.parameters.segmentation
    found = scored(criteria_of(client, known), {str(c): w for c, w in p.weights.items()}, p.least_known, p.reversed)
    words = book.words
    sheet = book.sheet(words.text("xlsx.score"), words.text("xlsx.score.about"))
    t = known[known["score"].notna()]
    sheet.body = _scored(book, t, found)
    sheet.first = FIRST
    at = 2 + len(found.used)
    heads = [words.text("xlsx.customer_id"), words.text("customer_column.name")]
    heads += [words.label(f"criterion.{c}") for c in found.used]
    heads += [words.text(k) for k in ("customer_column.score", "xlsx.rank", "customer_column.class")]
    _weights(book, sheet, found, client, named)
    for column, head in enumerate(heads):
        sheet.write_string(HEAD, column, text(head), book.head_of(1 < column < at + 2))
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, at + 2, 16)
    sheet.freeze_panes(FIRST, 2)
    sheet.autofilter(HEAD, 0, HEAD + len(t), at + 2)
    _classes(book, sheet, at + 2, t["class"])


def _scored(book: Book, t: pd.DataFrame, found: Score) -> list[pa.Array]:
    """The rows: places by criterion, the score and the rank as formulas, the class."""
    used, last = list(found.used), FIRST + len(t)
    at, end, ranked = 2 + len(used), xl_col_to_name(1 + len(used)), xl_col_to_name(2 + len(used))
    places = book.format(num_format="0.000")
    weights = f"$C${HEAD}:${end}${HEAD}"
    names = t["name"].fillna("").astype(str) if "name" in t else [""] * len(t)
    classes = [book.words.label(f"class.{c}") if isinstance(c, str) else "" for c in t["class"]]
    ranking = f"${ranked}${FIRST + 1}:${ranked}${last}"
    return [
        texts(0, FIRST, map(str, t.index), book.format()),
        texts(1, FIRST, names, book.format()),
        *(numbers(i, FIRST, found.values.loc[t.index, c], places) for i, c in enumerate(used, 2)),
        formulas(at, FIRST, t["score"].round(DIGITS), lambda r: _weighted(weights, f"C{r}:{end}{r}"), places),
        formulas(at + 1, FIRST, ranks(t["score"]), lambda r: f"RANK({ranked}{r},{ranking})", book.format()),
        texts(at + 2, FIRST, classes, book.format()),
    ]


def _weighted(weights: str, row: str) -> str:
    """The weighted mean of what is known of a row; rounded, so that equal scores share a rank in every program."""
    return f"ROUND(SUMPRODUCT({weights},{row})/SUMPRODUCT({weights},--ISNUMBER({row})),{DIGITS})"


def ranks(scores: pd.Series) -> pd.Series:
    """Rank by score, 1 for the highest, equal scores sharing the better rank."""
    return scores.round(DIGITS).rank(method="min", ascending=False)


def _weights(book: Book, sheet: BodySheet, found: Score, client: Client, named: Mapping[str, str]) -> None:
    """The weight of every criterion used, taken from the parameters, above its column."""
    sheet.write_string(HEAD - 1, 1, book.words.text("xlsx.weights"), book.format(bold=True))
    given = {str(c): w for c, w in client.parameters.segmentation.weights.items()}
    for column, criterion in enumerate(found.used, 2):
        form = book.format(num_format="0.00##", bold=True)
        sheet.write_formula(HEAD - 1, column, f"={named[f'weights.{criterion}']}", form, given[criterion])


def _classes(book: Book, sheet: BodySheet, column: int, classes: pd.Series) -> None:
    """How many customers each class has, counted in the sheet, beside it as a chart."""
    words, name = book.words, sheet.get_name()
    letter, left = xl_col_to_name(column), column + 2
    last = FIRST + len(classes)
    shown = [c for c in CLASSES if (classes == c).any()]
    sheet.write_string(0, left, words.text("xlsx.class_counts"), book.format(bold=True))
    place = xl_col_to_name(left)
    for column_, one in enumerate(shown, left):
        sheet.write_string(1, column_, words.label(f"class.{one}"), book.head)
        at = xl_col_to_name(column_)
        counted = f"=COUNTIF(${letter}${FIRST + 1}:${letter}${last},{at}2)"
        sheet.write_formula(2, column_, counted, book.format(), int((classes == one).sum()))
    if not shown:
        return
    chart = book.file.add_chart({"type": "column"})
    ends = {
        "categories": [name, 1, left, 1, left + len(shown) - 1],
        "values": [name, 2, left, 2, left + len(shown) - 1],
    }
    points = [{"fill": {"color": book.colour(c)}} for c in shown]
    chart.add_series(
        {"name": words.text("xlsx.class_counts"), **ends, "points": points, "data_labels": {"value": True}}
    )
    finish(book, chart, words.text("xlsx.class_counts"))
    sheet.insert_chart(f"{place}{FIRST + 1}", chart)
