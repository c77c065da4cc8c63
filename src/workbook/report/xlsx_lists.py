"""The sheets of results.xlsx that list: contents, parameters, figures, findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workbook.client import Client
from workbook.exhibit import Page, Statement
from workbook.methods.contribution import event_rates
from workbook.report.xlsx_sheet import BodySheet, Book, text

SECTIONS = ("value", "segmentation", "coverage", "process", "summary")
FIRST = 4  # the first row below the heads


def contents(book: Book, sheet: BodySheet, page: Page) -> None:
    """What the file is, what the reader must know first, and a way to every sheet."""
    words = book.words
    lines = [page.title, page.subtitle, *page.banners, words.text("xlsx.persons")]
    for row, line in enumerate(lines, 3):
        sheet.write_string(row, 0, text(line), book.format(bold=row == 3))
    row = len(lines) + 4
    heads(book, sheet, row, (words.text("xlsx.sheet"), words.text("xlsx.holds")))
    link = book.format(font_color=book.colour("link"), underline=1)
    for place, (name, about) in enumerate(book.sheets[1:], row + 1):
        target = name.replace("'", "''")
        sheet.write_url(place, 0, f"internal:'{target}'!A1", link, text(name))
        sheet.write_string(place, 1, text(about), book.format())
    for place, (label, told) in enumerate(page.provenance.facts, row + len(book.sheets) + 1):
        sheet.write_string(place, 0, text(label), book.format(bold=True))
        sheet.write_string(place, 1, text(told), book.format())
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)


def heads(book: Book, sheet: BodySheet, row: int, titles: Sequence[str]) -> None:
    """One row of heads."""
    for column, title in enumerate(titles):
        sheet.write_string(row, column, text(title), book.head)


def parameters(book: Book, client: Client) -> Mapping[str, str]:
    """Every setting by its name in client.yaml; returned are the cells formulas use, by `weights.<criterion>` and cost rate."""
    words = book.words
    sheet = book.sheet(words.text("xlsx.parameters"), words.text("xlsx.parameters.about"))
    heads(book, sheet, FIRST - 1, (words.text("xlsx.setting"), words.text("xlsx.value"), words.text("xlsx.meaning")))
    used = book.format(num_format="0.00##", bg_color="#FFF7CC", border=1, border_color=book.colour("rule"))
    named: dict[str, str] = {}
    row = FIRST
    for key, value, meaning in _live(book, client):
        sheet.write_string(row, 0, key, book.format())
        sheet.write_number(row, 1, value, used)
        sheet.write_string(row, 2, text(meaning), book.format())
        name = key.replace(".", "_")
        book.file.define_name(name, f"='{sheet.get_name()}'!$B${row + 1}")
        named[key.removeprefix("segmentation.")] = name
        row += 1
    for key, told in _settings(client):
        sheet.write_string(row, 0, key, book.format())
        if isinstance(told, str):
            sheet.write_string(row, 1, text(told), book.format())
        else:
            sheet.write_number(row, 1, told, book.format(align="left"))
        sheet.write_string(row, 2, words.text(f"page.chapter.{key.partition('.')[0]}"), book.muted)
        row += 1
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 44)
    sheet.freeze_panes(FIRST, 0)
    return named


def _live(book: Book, client: Client) -> Iterator[tuple[str, float, str]]:
    """The settings the calculation sheets use: key, value, what it means."""
    words = book.words
    for criterion, weight in client.parameters.segmentation.weights.items():
        meaning = words.text("xlsx.weight", criterion=words.label(f"criterion.{criterion}"))
        yield f"segmentation.weights.{criterion}", weight, meaning
    order, line = event_rates(client.tables.get("cost_rates"))
    yield "cost_rates.order", order, words.text("xlsx.cost_order")
    yield "cost_rates.order_line", line, words.text("xlsx.cost_order_line")


def _settings(client: Client) -> Iterator[tuple[str, str | float]]:
    """Every other setting of the chapters by its path; what is not set is left out."""
    told = client.parameters.model_dump(mode="json", by_alias=True)
    for section in SECTIONS:
        for key, value in leaves(section, told[section]):
            if not key.startswith(("segmentation.weights.", "segmentation.participants")):
                yield key, value


def leaves(path: str, value: Any) -> Iterator[tuple[str, str | float]]:
    """Every value below `path` by its own path; what is not set is left out."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(f"{path}.{key}", part)
    elif isinstance(value, list):
        if any(isinstance(v, dict | list) for v in value):
            for number, part in enumerate(value, 1):
                yield from leaves(f"{path}.{number}", part)
        elif value:
            yield path, "; ".join(map(str, value))
    elif isinstance(value, bool):
        yield path, "true" if value else "false"  # as client.yaml writes it
    elif isinstance(value, str):
        yield path, value
    elif value is not None:
        yield path, float(value)


def figures(book: Book, results: Mapping[str, Any]) -> None:
    """Every figure as it stands in results.json."""
    words = book.words
    sheet = book.sheet(words.text("xlsx.figures"), words.text("xlsx.figures.about"))
    titles = ("xlsx.id", "xlsx.value", "xlsx.unit", "xlsx.from", "xlsx.to", "xlsx.estimated")
    heads(book, sheet, FIRST - 1, [words.text(title) for title in titles])
    plain = book.format(num_format="#,##0.00####")
    for row, (name, one) in enumerate(results["figures"].items(), FIRST):
        sheet.write_string(row, 0, text(name), book.format())
        if isinstance(one["value"], str):
            sheet.write_string(row, 1, text(one["value"]), book.format())
        else:
            sheet.write_number(row, 1, one["value"], plain)
        sheet.write_string(row, 2, text(one["unit"]), book.format())
        for column, bound in enumerate(one["interval"] or (), 3):
            sheet.write_number(row, column, bound, plain)
        sheet.write_string(row, 5, words.text("word.yes" if one["estimated"] else "word.no"), book.format())
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 5, 18)
    sheet.freeze_panes(FIRST, 1)
    sheet.autofilter(FIRST - 1, 0, FIRST - 1 + max(1, len(results["figures"])), 5)


def findings(book: Book, results: Mapping[str, Any], page: Page) -> None:
    """Every finding the page shows, with its amount; what is about persons stands on a page of its own and not here."""
    words = book.words
    sheet = book.sheet(words.text("xlsx.findings"), words.text("xlsx.findings.about"))
    titles = ("chapter", "finding", "kind", "low", "central", "high", "recommendation", "source", "id")
    heads(book, sheet, FIRST - 1, [words.text(f"xlsx.{title}") for title in titles])
    wrapped, amount = book.format(text_wrap=True), book.format(num_format="#,##0")
    shown = {b.id for chapter in page.chapters for b in chapter.blocks if isinstance(b, Statement)}
    told = [one for one in results["findings"] if one["id"] in shown]
    for row, one in enumerate(told, FIRST):
        impact = one["impact"]
        sheet.write_string(row, 0, words.text(f"page.chapter.{one['chapter']}"), wrapped)
        sheet.write_string(row, 1, text(one["headline"]), wrapped)
        if impact:
            sheet.write_string(row, 2, words.text(f"kind.{impact['kind']}"), wrapped)
            for column, part in enumerate(("low", "central", "high"), 3):
                sheet.write_number(row, column, impact[part], amount)
        sheet.write_string(row, 6, text(one["recommendation"]), wrapped)
        sheet.write_string(row, 7, text(one["source"]), wrapped)
        sheet.write_string(row, 8, text(one["id"]), book.muted)
    for column, width in enumerate((22, 60, 18, 14, 14, 14, 60, 14, 32)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(FIRST, 0)
    sheet.autofilter(FIRST - 1, 0, FIRST - 1 + max(1, len(told)), len(titles) - 1)
