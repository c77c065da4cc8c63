"""The questionnaire: one Excel sheet per respondent, one question per row, which the intake reads back as it is."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from workbook import schema
from workbook.language import Words
from workbook.parameters import INSTRUMENTS, PHASES
from workbook.problem import Misuse
from workbook.template import save, spoken

COLUMNS = (
    ("respondent", 14),
    ("group", 20),
    ("class", 12),
    ("item", 74),
    ("performance", 12),
    ("importance", 12),
    ("comment", 40),
    ("dimension", 24),
)
TO_FILL = ("respondent", "group", "performance", "importance", "comment")
GUIDE = ("aim", "code", "performance", "importance", "approach", "open", "people")
MATURITY = ("strategy", "organisation", "information", "steering", "instruments")
APPROACHES = ("performance", "range", "relationship", "stable_price", "temporary_price", "communication")


def questions(words: Words) -> list[tuple[str, str, str]]:
    """Every question: class it is about (all|key|smart), dimension, wording."""
    phases = [(k, f"phase:{p}", words.text(f"question.phase.{p}")) for k in ("key", "smart") for p in PHASES]
    asked = [(f"maturity:{d}", f"question.maturity.{d}.{n}") for d in MATURITY for n in (1, 2)]
    asked += [(f"kam:{n}", f"question.kam.{n}") for n in range(1, 11)]
    asked += [(f"lever:{n}", f"question.lever.{n}") for n in range(1, 6)]
    asked += [(f"instrument:{name}", f"question.instrument.{name}") for name in INSTRUMENTS]
    asked += [(f"approach:{name}", f"question.approach.{name}") for name in APPROACHES]
    return phases + [("all", dimension, words.text(key)) for dimension, key in asked]


def questionnaire(words: Words) -> Workbook:
    """The sheet: how to fill it in, then one row per question with drop-downs for the ratings."""
    table = schema.table("assessment")
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = table.sheets[words.language][0]
    for line in ("title", *GUIDE):
        sheet.append([words.text(f"questionnaire.{line}")])
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.append([])
    head = len(GUIDE) + 3
    said = dict(zip(table.columns["class"].codes, spoken(table, table.columns["class"], words), strict=True))
    sheet.append([table.columns[name].headers[words.language][0] for name, _ in COLUMNS])
    for about, dimension, wording in questions(words):
        sheet.append([None, None, said[about], wording, None, None, None, dimension])
    _dress(sheet, head, words)
    return book


def _dress(sheet: Worksheet, head: int, words: Words) -> None:
    """Widths, a header that stays in sight, and what is to be filled in set apart from what is not."""
    fill, told = PatternFill("solid", fgColor="FFF8E1"), PatternFill("solid", fgColor="EFF4F8")
    last = sheet.max_row
    for number, (name, wide) in enumerate(COLUMNS, 1):
        letter = sheet.cell(head, number).column_letter
        sheet.column_dimensions[letter].width = wide
        sheet.cell(head, number).font, sheet.cell(head, number).fill = Font(bold=True), told
        meaning = schema.table("assessment").columns[name].meaning[words.language]
        sheet.cell(head, number).comment = Comment(meaning, "workbook")
        once = name in ("respondent", "group")
        for row in range(head + 1, (head + 1 if once else last) + 1):
            cell = sheet.cell(row, number)
            cell.fill = fill if name in TO_FILL else PatternFill()
            cell.alignment = Alignment(wrap_text=name in ("item", "comment"), vertical="top")
            cell.number_format = "General" if name in ("performance", "importance") else "@"
        if name in ("performance", "importance"):
            points = DataValidation(type="list", formula1='"1,2,3,4,5"', allow_blank=True)
            points.add(f"{letter}{head + 1}:{letter}{last}")
            sheet.add_data_validation(points)
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def write(folder: Path, words: Words) -> Path:
    """The questionnaire beside the client's settings; Misuse where one is there already, as it may be filled in."""
    place = folder / words.text("questionnaire.file")
    if place.exists():
        raise Misuse("cli.file_taken", file=str(place))
    folder.mkdir(parents=True, exist_ok=True)
    save(questionnaire(words), place)
    return place
