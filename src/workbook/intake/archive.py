"""What must be known of a zipped file before it is parsed: size, foreign content, what its sheets say beside values."""

from __future__ import annotations

import html
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from workbook.intake import marks, marks_ods, marks_xlsb
from workbook.intake.marks import Marks
from workbook.intake.notes import Unusable

BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, IndexError, NotImplementedError,
    RuntimeError,
)  # fmt: skip
LARGEST = 800 * 2**20
RATIO = 200
FLOOR = 20 * 2**20
# A reader keeps the whole rectangle up to the last cell, filled or not, with this many bytes for each.
MOST_CELLS = 40_000_000
BYTES_PER_CELL = 24
# Where hardly any cell of the rectangle is filled, a stray one has made it so large: less is enough to refuse.
SPARSE, MOST_SPARSE = 50, 10_000_000
PIECE = 2**18
CARRIERS = ("sharedStrings.xml", "workbook.xml", "content.xml")  # beside the sheets, the parts values come from
LOCKED = 1  # the bit of a part that is under a password


def too_big(file: str, size: float, limit: float) -> Unusable:
    """What is said of a file that grows beyond its limit (both in bytes)."""
    shown = {"size": f"{size / 2**20:.0f} MB", "limit": f"{limit / 2**20:.0f} MB"}
    return Unusable("IN-TOOBIG", file, values=shown)


def guard(data: bytes, file: str) -> dict[str, Marks]:
    """Refuse archives that unpack to too much or declare a document type; else the marks of each sheet by its name.

    Every part is unpacked once, piece by piece, and nothing to disk: the sizes an archive states of itself may be lies.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            if _is_locked(data, parts):
                raise Unusable("IN-ENCRYPTED", file)
            if len(parts) < len(archive.infolist()):
                raise zipfile.BadZipFile  # of two parts of one name, which one is meant?
            total = sum(part.file_size for part in archive.infolist())
            if total > LARGEST or (total > FLOOR and total > RATIO * max(len(data), 1)):
                raise too_big(file, total, LARGEST if total > LARGEST else max(FLOOR, RATIO * len(data)))
            sheets = _sheet_parts(data, parts)
            found = {}
            for name, part in parts.items():
                pieces = _checked(data, part, file)
                if (name in sheets or name.endswith(CARRIERS)) and not name.endswith(".bin"):
                    pieces = _well_formed(pieces, file)
                if name in sheets:
                    found[sheets[name]] = (marks_xlsb if name.endswith(".bin") else marks).read(pieces)
                elif name == "content.xml":
                    found |= marks_ods.read(pieces)
                else:
                    for _ in pieces:
                        pass
            for sheet in found.values():
                refuse_far_corner(sheet, file)
            return found
    except BROKEN as broken:
        raise Unusable("IN-CORRUPT", file) from broken


def refuse_far_corner(sheet: Marks, file: str) -> None:
    """Refuse a sheet whose last cell stands so far out that all cells up to it would fill the memory."""
    cells = sheet.corner[0] * (sheet.corner[1] + 1)
    sparse = sheet.filled is not None and sheet.filled * SPARSE < cells
    most = MOST_SPARSE if sparse else MOST_CELLS
    if cells > most:
        raise too_big(file, cells * BYTES_PER_CELL, most * BYTES_PER_CELL)


def _is_locked(data: bytes, parts: dict[str, zipfile.ZipInfo]) -> bool:
    """Whether a part is under a password: marked as such, or said so by the manifest of an OpenDocument file."""
    if any(part.flag_bits & LOCKED and _says_so_itself(data, part) for part in parts.values()):
        return True
    manifest = parts.get("META-INF/manifest.xml")
    return manifest is not None and b"encryption-data" in _whole(data, manifest)


def _says_so_itself(data: bytes, part: zipfile.ZipInfo) -> bool:
    """Whether the part says what the list of parts says of it: where only the list does, the list is damaged."""
    found = data[part.header_offset + 6 : part.header_offset + 8]
    return len(found) == 2 and bool(struct.unpack("<H", found)[0] & LOCKED)


def _checked(data: bytes, part: zipfile.ZipInfo, file: str) -> Iterator[bytes]:
    """The pieces of a part; raises where it is longer than it says or declares a document type."""
    # A document type can only stand before the first element: the beginning of the part is enough.
    start, length, judged = b"", 0, not part.filename.endswith((".xml", ".rels"))
    for piece in unpacked(data, part):
        length += len(piece)
        if length > part.file_size:
            raise Unusable("IN-CORRUPT", file)
        if not judged:
            start += piece[: 64 * 1024]
            judged = len(start) >= 64 * 1024
            if _document_type(start):
                raise Unusable("IN-UNSAFE", file)
        yield piece


def _well_formed(pieces: Iterator[bytes], file: str) -> Iterator[bytes]:
    """The same pieces; raises where they are no XML: who reads values reads on there, and may read others than were written."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise Unusable("IN-UNSAFE", file)

    parser.StartDoctypeDeclHandler = refuse
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            yield piece
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as broken:
        raise zipfile.BadZipFile(file) from broken


def _document_type(start: bytes) -> bool:
    return any(
        "<!DOCTYPE".encode(code) in start.upper() or "<!ENTITY".encode(code) in start.upper()
        for code in ("utf-8", "utf-16-le", "utf-16-be")
    )


def unpacked(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of one part as they really are, in pieces: the library would stop where the stated size ends."""
    if part.flag_bits & LOCKED or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(part.filename)
    names, extra = struct.unpack_from("<HH", data, part.header_offset + 26)
    start = part.header_offset + 30 + names + extra
    packed = memoryview(data)[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + PIECE]) for at in range(0, len(packed), PIECE))
        return
    yield from inflated(packed, zlib.decompressobj(-zlib.MAX_WBITS))


def inflated(packed: memoryview, machine: zlib._Decompress) -> Iterator[bytes]:
    """Unpacked pieces of a bounded size, however far the bytes grow; EOFError where the end is missing."""
    for at in range(0, len(packed), PIECE):
        rest: bytes | memoryview = packed[at : at + PIECE]
        while rest and not machine.eof:
            piece = machine.decompress(rest, 16 * PIECE)
            rest = machine.unconsumed_tail
            if piece:
                yield piece
    # What the machine still holds back when all is fed.
    while not machine.eof and (piece := machine.decompress(b"", 16 * PIECE)):
        yield piece
    if not machine.eof:
        raise EOFError


def names(data: bytes) -> list[str]:
    """The parts of an archive, to tell a workbook from another zipped document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except BROKEN:
        return []


def counts_from_1904(data: bytes) -> bool:
    """Whether the days of this workbook are counted from 1904, as old Excel for Mac did."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book = archive.read("xl/workbook.xml") if "xl/workbook.xml" in archive.namelist() else b""
    return re.search(rb'<(?:\w+:)?workbookPr\b[^>]*\sdate1904="(?:1|true|on)"', book) is not None


def _sheet_parts(data: bytes, parts: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """From the parts of an xlsx or xlsb file to {part: name of the sheet}."""
    for book in ("xl/workbook.xml", "xl/workbook.bin"):
        links = f"xl/_rels/{book[3:]}.rels"
        if all(name in parts and parts[name].file_size < FLOOR for name in (book, links)):
            targets = _targets(_whole(data, parts[links]).decode("utf-8", "replace"))
            content = _whole(data, parts[book])
            named = marks_xlsb.sheets(content) if book.endswith(".bin") else _named(content.decode("utf-8", "replace"))
            return {targets[key]: name for key, name in named if key in targets}
    return {}


def _targets(links: str) -> dict[str, str]:
    """From the links of a book to {key: part}."""
    found = {}
    for link in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
        key, target = re.search(r'\bId="([^"]+)"', link), re.search(r'\bTarget="([^"]+)"', link)
        if key and target:
            path = target.group(1)
            found[key.group(1)] = path.lstrip("/") if path.startswith("/") else "xl/" + path
    return found


def _named(book: str) -> list[tuple[str, str]]:
    """From the XML of a book to (key of its part, name) of every sheet."""
    found = []
    for sheet in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
        name, key = re.search(r'\bname="([^"]*)"', sheet), re.search(r'\b\w+:id="([^"]+)"', sheet)
        if name and key:
            found.append((key.group(1), html.unescape(name.group(1))))
    return found


def _whole(data: bytes, part: zipfile.ZipInfo) -> bytes:
    content = b""
    for piece in unpacked(data, part):
        content += piece
        if len(content) > FLOOR:
            raise zipfile.BadZipFile(part.filename)
    return content
