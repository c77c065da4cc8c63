"""A csv file packed as gz or zip: unpacked in memory, within limits, and only where it is the only one."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from workbook.intake import archive
from workbook.intake.notes import Unusable

GZIP = b"\x1f\x8b"
PARTS = ("xl/", "word/", "ppt/", "Index/", "content.xml", "mimetype", "[Content_Types].xml")
TEXT = frozenset({".csv", ".tsv", ".txt"})
TABLES = TEXT | {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".parquet"}


def is_packed(data: bytes) -> bool:
    """Whether these bytes are a gz file, or a zip file that is no document of an office program."""
    if data.startswith(GZIP):
        return True
    return data.startswith(b"PK") and not any(name.startswith(PARTS) for name in archive.names(data))


def unpacked(data: bytes, file: str) -> bytes:
    """The one csv file inside; raises Unusable where there is none, where there are several, or too much of it."""
    try:
        return _gunzipped(data, file) if data.startswith(GZIP) else _unzipped(data, file)
    except archive.BROKEN as broken:
        raise Unusable("IN-CORRUPT", file) from broken


def _limit(data: bytes) -> int:
    return min(archive.LARGEST, max(archive.FLOOR, archive.RATIO * len(data)))


def _gunzipped(data: bytes, file: str) -> bytes:
    """All members of a gz file, one behind the other."""
    found, rest, limit = bytearray(), data, _limit(data)
    while rest.startswith(GZIP):
        machine = zlib.decompressobj(16 + zlib.MAX_WBITS)
        for piece in archive.inflated(memoryview(rest), machine):
            found += piece
            if len(found) > limit:
                raise archive.too_big(file, len(found), limit)
        rest = _behind(machine, rest)
    if rest.strip(b"\0"):  # zeros fill up a tape; anything else was data and cannot be read
        raise EOFError
    if found[257:262] == b"ustar":
        raise Unusable("IN-FORMAT", file, values={"actual": "TAR", "suffix": Path(file).suffix})
    return bytes(found)


def _behind(machine: zlib._Decompress, rest: bytes) -> bytes:
    """What follows a member: the machine keeps only what it was fed last, so its place is searched from there."""
    unused = machine.unused_data
    start = rest.find(unused) if unused else -1
    return rest[start:] if unused and start >= 0 else b""


def _unzipped(data: bytes, file: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        inside = [part for part in packed.infolist() if not part.is_dir() and not _left_behind(part.filename)]
    tables = [part for part in inside if PurePosixPath(part.filename).suffix.lower() in TABLES]
    if not tables:
        raise Unusable("IN-FORMAT", file, values={"actual": "ZIP", "suffix": Path(file).suffix})
    if len(inside) != 1 or PurePosixPath(tables[0].filename).suffix.lower() not in TEXT:
        names = [part.filename for part in inside]
        shown = names[:5] + (["…"] if len(names) > 5 else [])
        raise Unusable("IN-ARCHIVE", file, values={"candidates": shown})
    if inside[0].flag_bits & 1:
        raise Unusable("IN-ENCRYPTED", file)
    found, limit = bytearray(), _limit(data)
    for piece in archive.unpacked(data, inside[0]):
        found += piece
        if len(found) > limit:
            raise archive.too_big(file, len(found), limit)
    if zlib.crc32(found) != inside[0].CRC:
        raise zipfile.BadZipFile(file)
    return bytes(found)


def _left_behind(name: str) -> bool:
    path = PurePosixPath(name)
    return "__MACOSX" in path.parts or path.name.startswith(".") or path.name.lower() == "thumbs.db"
