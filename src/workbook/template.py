"""A new client folder: client.yaml with commented defaults, and an Excel workbook to fill in, one sheet per table."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from workbook import schema
from workbook.language import Words
from workbook.problem import Misuse
from workbook.settings import FILE
from workbook.whole import whole_folder, write_whole

ROWS = 2000  # how far drop-downs reach
DAY = (1980, 1, 1, 0, 0, 0)  # the first day a zip file knows
CLOCK = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


@contextmanager
def empty_folder(folder: Path) -> Iterator[Path]:
    """The client's folder with data/ in it, gone again where it is not filled; Misuse where it exists and is not empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Misuse("cli.folder_taken", folder=str(folder))
    with whole_folder(folder):
        data = folder / "data"
        data.mkdir()
        yield data


def new_client(folder: Path, words: Words) -> None:
    """The folder with its settings and the intake workbook."""
    with empty_folder(folder) as data:
        write_whole(folder / FILE, settings_text(folder.name, words))
        save(intake_workbook(words), data / words.text("template.file"))


def save(book: Workbook, place: Path) -> None:
    """The workbook as a file without the clock: the same bytes at any time, as nothing in it depends on the day."""
    made, stored = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(stored, "w") as out:
        for name in parts.namelist():
            one = zipfile.ZipInfo(name, DAY)
            one.create_system, one.compress_type = 0, zipfile.ZIP_DEFLATED
            out.writestr(one, CLOCK.sub(rb"\g<1>1980-01-01T00:00:00Z", parts.read(name)))
    write_whole(place, stored.getvalue())


def settings_text(name: str, words: Words) -> str:
    """client.yaml with its defaults as comments."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    text = files("workbook").joinpath(f"assets/client/client.{words.language}.yaml").read_text("utf-8")
    return text.replace("@name@", quoted).replace("@language@", words.language).replace("@locale@", words.locale)


def intake_workbook(words: Words) -> Workbook:
    """The workbook: a sheet that explains every column, then one sheet per table with headers and drop-downs."""
    book = Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)
    guide.title = words.text("template.guide")
    guide.append([words.text(f"template.{c}") for c in ("table", "column", "required", "unit", "meaning", "allowed")])
    for table in schema.tables().values():
        _table_sheet(book, guide, table, words)
    style(guide, (18, 26, 10, 12, 60, 44))
    return book


def _table_sheet(book: Workbook, guide: Worksheet, table: schema.Table, words: Words) -> None:
    """One table's sheet, and its columns explained in the guide."""
    sheet = book.create_sheet(table.sheets[words.language][0])
    columns = list(table.columns.values())
    sheet.append([column.headers[words.language][0] for column in columns])
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        head = sheet.cell(1, number)
        head.comment = Comment(column.meaning[words.language], "workbook")
        needed = words.text("template.yes") if column.required else ""
        choices = spoken(table, column, words)
        allowed = ", ".join(choices)
        if not allowed and column.low is not None and column.high is not None:
            allowed = f"{column.low:g}–{column.high:g}"
        meaning = column.meaning[words.language]
        guide.append([sheet.title, column.headers[words.language][0], needed, column.unit, meaning, allowed])
        if choices:
            _drop_down(sheet, letter, choices)
        if column.type in ("id", "postcode", "text"):
            for row in range(2, 52):
                sheet.cell(row, number).number_format = "@"
    style(sheet, tuple(max(12, len(str(c.value)) + 3) for c in sheet[1]))


def spoken(table: schema.Table, column: schema.Column, words: Words) -> list[str]:
    """The words of a column's codes in the template's language, as the intake reads them back."""
    written = schema.words_of(table.name, column.name)
    if column.type == "flag":
        return [words.text("template.yes"), words.text("template.no")]
    if words.language == "de":
        return [(*written.get(code, ()), code)[0] for code in column.codes]
    return [code.replace("_", " ") for code in column.codes]


def _drop_down(sheet: Worksheet, letter: str, choices: list[str]) -> None:
    """A list to choose from; Excel takes 255 characters."""
    choice = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    if len(choice.formula1) <= 255:
        choice.add(f"{letter}2:{letter}{ROWS}")
        sheet.add_data_validation(choice)


def style(sheet: Worksheet, widths: tuple[float, ...]) -> None:
    """Widths, and a header that stays in sight."""
    for number, wide in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = wide
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="EFF4F8")
    sheet.freeze_panes = "A2"
