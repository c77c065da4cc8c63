"""Files as received to sheets of raw cells: what a file is shows in its content, never in its suffix."""

from __future__ import annotations

import hashlib
import io
import stat
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from workbook.intake import archive, dialect, large_text
from workbook.intake.large_text import Large
from workbook.intake.notes import Unusable

TABULAR = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".parquet"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"{\\rtf", "RTF"),
)
LARGEST_FILE = 2 * 2**30
# Text files from this size on are not loaded: their first rows are read, the rest is left to a database engine.
LARGE = 60 * 2**20


@dataclass(frozen=True)
class Sheet:
    """Raw cells of one sheet. `numbers` are the physical rows, `left` the position of the first column.

    Of a `large` text file these are the first rows only.
    """

    file: str
    name: str
    sha256: str
    cells: list[list[Any]]
    numbers: list[int]
    left: int = 0
    excel: bool = False
    hidden: bool = False
    encoding: str = ""
    delimiter: str = ""
    uncalculated: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    large: Large | None = None


def files(folder: Path) -> list[str]:
    """The files below data/ by name; what programs leave behind is none."""
    data = folder / "data"
    if not data.is_dir():
        return []
    found = (path for path in data.rglob("*") if path.is_symlink() or not path.is_dir())
    kept = (path for path in found if not path.name.startswith(("~$", ".")) and path.name.lower() != "thumbs.db")
    return sorted(path.relative_to(data).as_posix() for path in kept)


def sheets(folder: Path, file: str) -> list[Sheet]:
    """All sheets of one file (of a large text file its first rows); raises Unusable where the file cannot be used."""
    path = _inside(folder, file)
    if path.stat().st_size > LARGEST_FILE:
        raise Unusable("IN-TOOBIG", file, values={"size": f"{path.stat().st_size / 2**20:.0f} MB", "limit": "2048 MB"})
    try:
        if path.stat().st_size > LARGE and (sheet := _large(path, file)):
            return [sheet]
        data = path.read_bytes()
    except PermissionError as locked:
        raise Unusable("IN-LOCKED", file) from locked
    except OSError as broken:
        raise Unusable("IN-CORRUPT", file) from broken
    if not data.strip():
        raise Unusable("IN-EMPTY", file)
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(b"PAR1"):
        return [_parquet(data, file, digest)]
    if data.startswith(b"PK\x03\x04") or data.startswith(OLE):
        return _workbook(data, file, digest)
    _refuse_others(data, file)
    return [_text(data, file, digest)]


def _text(data: bytes, file: str, digest: str) -> Sheet:
    text, encoding = dialect.decode(data, file)
    cells, numbers, sign = dialect.rows(text, file)
    return Sheet(file, "", digest, list(cells), numbers, encoding=encoding, delimiter=sign)


def _large(path: Path, file: str) -> Sheet | None:
    """The first rows of a large text file; None where it is no text or has to be read whole."""
    with path.open("rb") as stream:
        start = stream.read(2048)
    if start.startswith((b"PAR1", b"PK\x03\x04", OLE)):
        return None
    _refuse_others(start, file)
    found = large_text.opened(path)
    if found is None:
        return None
    large, cells, numbers, digest = found
    first: list[list[Any]] = list(cells)
    return Sheet(file, "", digest, first, numbers, encoding=large.encoding, delimiter=large.sign, large=large)


def whole(sheet: Sheet) -> Sheet:
    """All rows of a large text file, where nothing less will do."""
    if sheet.large is None:
        return sheet
    return _text(sheet.large.source.read_bytes(), sheet.file, sheet.sha256)


def _inside(folder: Path, file: str) -> Path:
    """The path of a plain file below data/, without following links out of it."""
    data = (folder / "data").resolve()
    if (
        "://" in file
        or file.startswith("file:")
        or PurePosixPath(file).is_absolute()
        or "\x00" in file
        or Path(file).is_absolute()
    ):
        raise Unusable("IN-PATH", file)
    path = data / file
    real = path.resolve()
    if not real.is_relative_to(data):
        raise Unusable("IN-PATH", file)
    if not real.exists():
        raise Unusable("IN-MISSING", file)
    if not stat.S_ISREG(real.stat().st_mode):
        raise Unusable("IN-PATH", file)
    return real


def _refuse_others(data: bytes, file: str) -> None:
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    actual = next((name for magic, name in OTHERS if data.startswith(magic)), "")
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        actual = "HTML"
    elif start.startswith((b"<?xml", b"mime-version:")):
        actual = "XML"
    if actual:
        raise Unusable("IN-FORMAT", file, values={"actual": actual, "suffix": Path(file).suffix})


def _workbook(data: bytes, file: str, digest: str) -> list[Sheet]:
    if data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise Unusable("IN-ENCRYPTED", file)
    zipped = data.startswith(b"PK")
    if zipped:
        archive.guard(data, file)
        _refuse_other_archives(data, file)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        empty = archive.uncalculated(data) if zipped else {}
        found = []
        for place in book.sheets_metadata:
            sheet = book.get_sheet_by_name(place.name)
            top, left = sheet.start or (0, 0)
            cells = _trimmed(sheet.to_python(skip_empty_area=True))
            numbers = list(range(top + 1, top + 1 + len(cells)))
            hidden = place.visible != SheetVisibleEnum.Visible
            blank = frozenset(empty.get(place.name, ()))
            found.append(Sheet(file, place.name, digest, cells, numbers, left, True, hidden, uncalculated=blank))
        return found
    except PasswordError as locked:
        raise Unusable("IN-ENCRYPTED", file) from locked
    except (CalamineError, KeyError, *archive.BROKEN) as broken:
        raise Unusable("IN-CORRUPT", file) from broken


def _refuse_other_archives(data: bytes, file: str) -> None:
    names = archive.unpacked_names(data)
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        actual = "Word" if any(name.startswith("word/") for name in names) else "ZIP"
        raise Unusable("IN-FORMAT", file, values={"actual": actual, "suffix": Path(file).suffix})


def _trimmed(cells: list[list[Any]]) -> list[list[Any]]:
    """Without the blank rows at the end: one stray blank in the last row of a sheet makes a million of them."""
    last = len(cells)
    while last and all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in cells[last - 1]):
        last -= 1
    return cells[:last]


def _parquet(data: bytes, file: str, digest: str) -> Sheet:
    try:
        frame = pd.read_parquet(io.BytesIO(data))
    except (ValueError, OSError) as broken:
        raise Unusable("IN-CORRUPT", file) from broken
    body = frame.astype(object).where(frame.notna(), "").to_numpy().tolist()
    cells = [[str(name) for name in frame.columns], *body]
    return Sheet(file, "", digest, cells, list(range(1, len(cells) + 1)), excel=True)
