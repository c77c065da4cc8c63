"""The nine-customer sheet: one row per customer in a ten-point scale, for a first conversation about customer classes."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from workbook.language import Words
from workbook.settings import FILE
from workbook.template import save, style
from workbook.whole import write_whole

CUSTOMERS = 9
# Column by column: what it is called in the texts, whether it holds points from 1 to 10, and an example.
COLUMNS = (
    ("name", False, "Muster GmbH"),
    ("revenue", False, 250_000),
    ("potential", True, 8),
    ("satisfaction", True, 7),
    ("competition", True, 4),
    ("requirements", True, 6),
)


def settings_text(name: str, year: int, words: Words) -> str:
    """client.yaml of the sheet: points from 1 to 10, totals of one year, the row as the customer's number."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    text = files("workbook").joinpath(f"assets/client/small.{words.language}.yaml").read_text("utf-8")
    marks = {
        "@name@": quoted,
        "@year@": str(year),
        "@file@": words.text("small.file"),
        "@sheet@": words.text("small.sheet"),
    }
    marks |= {f"@{column}@": words.text(f"small.{column}") for column, _, _ in COLUMNS[1:]}
    marks["@name_column@"] = words.text("small.name")
    for mark, meant in (marks | {"@language@": words.language, "@locale@": words.locale}).items():
        text = text.replace(mark, meant)
    return text


def small_workbook(words: Words) -> Workbook:
    """The sheet with nine rows to fill in, and one that explains each column with an example."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = words.text("small.sheet")
    sheet.append([words.text(f"small.{column}") for column, _, _ in COLUMNS])
    grey = PatternFill("solid", fgColor="F5F5F5")
    for row in range(2, 2 + CUSTOMERS):
        for number in range(1, len(COLUMNS) + 1):
            sheet.cell(row, number).fill = grey
    points = DataValidation(type="whole", operator="between", formula1="1", formula2="10", allow_blank=True)
    for number, (_, scored, _) in enumerate(COLUMNS, 1):
        if scored:
            letter = sheet.cell(1, number).column_letter
            points.add(f"{letter}2:{letter}{1 + CUSTOMERS}")
    sheet.add_data_validation(points)
    style(sheet, (28, 18, 14, 16, 16, 16))
    _guide(book, words)
    return book


def _guide(book: Workbook, words: Words) -> None:
    guide = book.create_sheet(words.text("template.guide"))
    guide.append(
        [words.text(f"template.{head}") for head in ("column", "meaning", "allowed")] + [words.text("small.example")]
    )
    for column, scored, example in COLUMNS:
        allowed = "1–10" if scored else ""
        guide.append([words.text(f"small.{column}"), words.text(f"small.{column}.meaning"), allowed, example])
    guide.append([])
    guide.append([words.text("small.money")])
    guide.cell(guide.max_row, 1).font = Font(italic=True)
    style(guide, (28, 72, 12, 16))


def write(folder: Path, year: int, words: Words) -> None:
    """client.yaml and the sheet in data/."""
    write_whole(folder / FILE, settings_text(folder.name, year, words))
    save(small_workbook(words), folder / "data" / words.text("small.file"))
