"""Files as received to sheets of raw cells: what a file is shows in its content, never in its suffix."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path
from typing import Any

from workbook.intake import archive, database, dialect, excel, large_text, native, packed
from workbook.intake.notes import Unusable
from workbook.intake.place import inside
from workbook.intake.sheet import Sheet
from workbook.section import composed

TABULAR = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".parquet"})
OTHERS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (packed.GZIP, "gzip"),
    (b"PK\x03\x04", "ZIP"),
    (excel.OLE, "Office"),
    (b"PAR1", "Parquet"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"Rar!", "RAR"),
    (b"{\\rtf", "RTF"),
    *((start, "Excel 2–5") for start in excel.BEFORE_OLE),
)
MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<style")
LARGEST_FILE = 2 * 2**30
# Text files from this size on are not loaded: their first rows are read, the rest is left to a database engine.
LARGE = 60 * 2**20


def files(folder: Path) -> list[str]:
    """The files below data/ by name, twice where two names look the same; what programs leave behind is none."""
    data = folder / "data"
    if not data.is_dir():
        return []
    found = (path for path in data.rglob("*") if path.is_symlink() or not path.is_dir())
    kept = (path for path in found if not path.name.startswith(("~$", ".")) and path.name.lower() != "thumbs.db")
    names = sorted(composed(path.relative_to(data).as_posix()) for path in kept)
    own = database.own_files(data) if database.FILE in names else set()
    return [name for name in names if name not in own]


def is_tabular(file: str) -> bool:
    """Whether a file is meant to hold a table, so that it is told where it does not."""
    suffix = Path(file).suffix.lower()
    inner = Path(file).with_suffix("").suffix.lower() if suffix == ".gz" else suffix
    return inner in TABULAR or file == database.FILE


def sheets(folder: Path, file: str, encoding: str = "") -> list[Sheet]:
    """All sheets of one file (text in the encoding told, if any; of a large text file its first rows).

    Raises Unusable where the file as a whole cannot be used.
    """
    path = inside(folder / "data", file)
    if file == database.FILE:
        return database.sheets(path.parent)
    if not encoding and path.stat().st_size > LARGE and (sheet := _large(path, file)):
        return [sheet]
    data = _content(path, file)
    if not data.strip():
        raise Unusable("IN-EMPTY", file)
    # A folder kept in a cloud may hold a file's place and length, but not yet its content.
    if not data.strip(b"\x00"):
        raise Unusable("IN-PLACEHOLDER", file)
    digest = hashlib.sha256(data).hexdigest()
    if packed.is_packed(data):
        data = packed.unpacked(data, file)
        if not data.strip():
            raise Unusable("IN-EMPTY", file)
    elif data.startswith((excel.ZIP, excel.OLE)):
        return excel.sheets(data, file, digest)
    elif data.startswith(b"PAR1"):
        return [native.parquet(data, file, digest)]
    _refuse_others(data, file)
    return [_text(data, file, digest, encoding)]


def _text(data: bytes, file: str, digest: str, encoding: str = "") -> Sheet:
    text, encoding = dialect.decode(data, file, encoding)
    cells, numbers, sign = dialect.rows(text, file)
    return Sheet(file, "", digest, list(cells), numbers, encoding=encoding, delimiter=sign)


def _large(path: Path, file: str) -> Sheet | None:
    """The first rows of a large text file; None where it is no text or has to be read whole."""
    with path.open("rb") as stream:
        start = stream.read(2048)
    if packed.is_packed(start) or start.startswith((excel.ZIP, excel.OLE, b"PAR1")) or not start.strip(b"\x00 \r\n\t"):
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
    return _text(_content(sheet.large.source, sheet.file), sheet.file, sheet.sha256)


def _content(path: Path, file: str) -> bytes:
    """The bytes of a file that stays the same while it is read."""
    if path.name.startswith("~$"):
        raise Unusable("IN-LOCKED", file)
    try:
        # Without waiting: what was a file a moment ago may have become a pipe.
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)), "rb") as one:  # noqa: PTH123
            before = os.fstat(one.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise Unusable("IN-PATH", file)
            if before.st_size > LARGEST_FILE:
                raise archive.too_big(file, before.st_size, LARGEST_FILE)
            data = one.read()
        after = path.stat()
    except PermissionError as locked:
        raise Unusable("IN-LOCKED", file) from locked
    except OSError as broken:
        if broken.errno in (errno.EMFILE, errno.ENFILE, errno.ENOMEM):
            raise  # this machine's fault, not the file's
        raise Unusable("IN-CORRUPT", file) from broken
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise Unusable("IN-GROWING", file)
    return data


def _refuse_others(data: bytes, file: str) -> None:
    # Web pages come in two bytes a letter, too: without the zeros their beginning reads the same.
    start = data[:2048].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    actual = next((name for magic, name in OTHERS if data.startswith(magic)), "")
    if start.startswith(MARKUP) or (start.startswith(b"<!--") and any(mark in start for mark in MARKUP)):
        actual = "HTML"
    elif start.startswith((b"<?xml", b"mime-version:")):
        actual = "HTML" if b"<html" in start else "XML"
    elif not actual and start.startswith((b"{", b"[{")) and file.lower().endswith((".json", ".xlsx", ".xls")):
        actual = "JSON"
    if actual:
        raise Unusable("IN-FORMAT", file, values={"actual": actual, "suffix": Path(file).suffix})
