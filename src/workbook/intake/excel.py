"""Workbooks to sheets: xlsx, xlsm, xlsb, xls and ods, with what stands in them beside the values."""

from __future__ import annotations

import gc
import io
import struct
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from workbook.intake import archive, marks_xls
from workbook.intake.gaps import UNCALCULATED
from workbook.intake.marks import Marks
from workbook.intake.notes import Unusable, letter
from workbook.intake.sheet import Sheet

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
# How the workbooks of Excel 2, 3, 4 and 5 begin where they are no compound files.
BEFORE_OLE = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00\x00\x05")
# Records of an xls file: the beginning of a workbook of Excel 97, and the mark of a password.
BEGIN, PASSWORD = b"\x09\x08\x10\x00\x00\x06\x05\x00", 0x2F


def sheets(data: bytes, file: str, digest: str) -> list[Sheet]:
    """All sheets of a workbook; raises Unusable where it cannot be read as one."""
    zipped = data.startswith(ZIP)
    if not zipped:
        _refuse_other_documents(data, file)
    found = archive.guard(data, file) if zipped else {}
    if zipped:
        _refuse_other_archives(data, file)
    try:
        since_1904 = zipped and archive.counts_from_1904(data)
        old = [] if zipped else marks_xls.read(data)
        for sheet in old:
            archive.refuse_far_corner(sheet, file)
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            if not zipped:
                names = [place.name for place in book.sheets_metadata]
                found = dict(zip(names, old, strict=True))
            return [
                _sheet(book.get_sheet_by_name(place.name), (file, digest, place.visible != SheetVisibleEnum.Visible),
                       found.get(place.name, Marks()), since_1904)
                for place in book.sheets_metadata
            ]  # fmt: skip
    except PasswordError as locked:
        raise Unusable("IN-ENCRYPTED", file) from locked
    except (CalamineError, KeyError, *archive.BROKEN) as broken:
        raise Unusable("IN-CORRUPT", file) from broken
    except BaseException as panic:
        # A reader that loses its way in damaged bytes says so with an exception that is no Exception.
        if type(panic).__name__ != "PanicException":
            raise
        raise Unusable("IN-CORRUPT", file) from None


def _sheet(sheet: CalamineSheet, of: tuple[str, str, bool], marks: Marks, since_1904: bool) -> Sheet:
    file, digest, hidden = of
    top, left = sheet.start or (0, 0)
    cells = _trimmed(_rows(sheet))
    top, left = _marked(cells, (top, left), marks)
    blank = frozenset((letter(column), row) for row, column in marks.uncalculated)
    numbers = list(range(top + 1, top + 1 + len(cells)))
    return Sheet(
        file, sheet.name, digest, cells, numbers, left, True, hidden,
        uncalculated=blank, marks=marks, date1904=since_1904,
    )  # fmt: skip


def _rows(sheet: CalamineSheet) -> list[list[Any]]:
    """All rows; the search for unused objects waits, because it would look again and again at a million new lists."""
    searching = gc.isenabled()
    gc.disable()
    try:
        return sheet.to_python(skip_empty_area=True)
    finally:
        if searching:
            gc.enable()


def _marked(cells: list[list[Any]], start: tuple[int, int], marks: Marks) -> tuple[int, int]:
    """Put into the cells what the reader leaves out: errors by their name, and formulas that were never calculated.

    Cells above or left of the first value stay out: there is no table before its header.
    """
    top, left = start
    shown = {**dict.fromkeys(marks.uncalculated, UNCALCULATED), **marks.errors}
    width = max(map(len, cells), default=0)
    for (row, column), text in sorted(shown.items()):
        down, right = row - 1 - top, column - left
        if not cells or down < 0 or right < 0:
            continue
        while len(cells) <= down:
            cells.append([""] * width)
        line = cells[down]
        line.extend([""] * (right + 1 - len(line)))
        if line[right] == "" or (row, column) in marks.errors:
            line[right] = text
    return top, left


def _trimmed(cells: list[list[Any]]) -> list[list[Any]]:
    """Without the blank rows at the end: one stray blank in the last row of a sheet makes a million of them."""
    last = len(cells)
    while last and (cells[last - 1].count("") == len(cells[last - 1]) or _blank(cells[last - 1])):
        last -= 1
    return cells[:last]


def _blank(line: list[Any]) -> bool:
    return all(isinstance(cell, str) and not cell.strip() for cell in line)


def _refuse_other_documents(data: bytes, file: str) -> None:
    """Old Office documents share one container: what it holds is named in its directory."""
    if _named("EncryptedPackage", data) or _locked(data):
        raise Unusable("IN-ENCRYPTED", file)
    others = {"WordDocument": "Word", "PowerPoint Document": "PowerPoint", "__nameid_version1.0": "Outlook"}
    for stream, actual in others.items():
        if _named(stream, data) and not _named("Workbook", data):
            raise Unusable("IN-FORMAT", file, values={"actual": actual, "suffix": Path(file).suffix})


def _locked(data: bytes) -> bool:
    """Whether an xls file carries the record of a password: it is one of the first behind the beginning."""
    at = data.find(BEGIN)
    for _ in range(10 if at >= 0 else 0):
        kind, length = struct.unpack("<HH", data[at : at + 4].ljust(4, b"\0"))
        if kind == PASSWORD:
            return True
        at += 4 + length
    return False


def _named(stream: str, data: bytes) -> bool:
    return stream.encode("utf-16-le") in data


def _refuse_other_archives(data: bytes, file: str) -> None:
    names = archive.names(data)
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        kinds = {"word/": "Word", "ppt/": "PowerPoint", "Index/": "Numbers"}
        actual = next((kind for start, kind in kinds.items() if any(name.startswith(start) for name in names)), "ZIP")
        raise Unusable("IN-FORMAT", file, values={"actual": actual, "suffix": Path(file).suffix})
