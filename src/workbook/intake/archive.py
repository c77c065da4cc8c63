"""What must be known of a zipped workbook before it is parsed: size, foreign content, uncalculated formulas."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from workbook.intake.notes import Unusable

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
LARGEST = 200 * 2**20
RATIO = 200
FLOOR = 20 * 2**20
FORMULA = re.compile(
    rb'<c r="([A-Z]+)(\d+)"((?: [^>]*)?)>\s*<f(?:>[^<]*</f>|[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)


def guard(data: bytes, file: str) -> None:
    """Refuse archives that unpack to too much or declare a document type; nothing is unpacked to disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            total = sum(part.file_size for part in parts)
            if total > LARGEST or (total > FLOOR and total > RATIO * max(len(data), 1)):
                raise Unusable("IN-TOOBIG", file, values={"size": f"{total / 2**20:.0f} MB", "limit": "200 MB"})
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_document_type(archive, part, file)
    except BROKEN as broken:
        raise Unusable("IN-CORRUPT", file) from broken


def _refuse_document_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file: str) -> None:
    # A document type can only stand before the first element: the beginning of the part is enough.
    with archive.open(part) as stream:
        start = stream.read(64 * 1024)
    if any(
        "<!DOCTYPE".encode(code) in start.upper() or "<!ENTITY".encode(code) in start
        for code in ("utf-8", "utf-16-le", "utf-16-be")
    ):
        raise Unusable("IN-UNSAFE", file)


def unpacked_names(data: bytes) -> list[str]:
    """The parts of an archive, to tell a workbook from another zipped document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except BROKEN:
        return []


def uncalculated(data: bytes) -> dict[str, list[tuple[str, int]]]:
    """From an xlsx file to the cells per sheet whose formula has no stored value: {sheet: [(column letter, row)]}."""
    found: dict[str, list[tuple[str, int]]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        for sheet, part in _sheet_parts(archive, names).items():
            if part not in names:
                continue
            text = archive.read(part)
            if b"<f" not in text:
                continue
            # A text formula may rightly give an empty text.
            cells = [m for m in FORMULA.finditer(text) if b't="str"' not in m.group(3)]
            if cells:
                found[sheet] = [(m.group(1).decode(), int(m.group(2))) for m in cells]
    return found


def _sheet_parts(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return {}
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for link in re.findall(r"<Relationship\b[^>]*>", links):
        key, target = re.search(r'\bId="([^"]+)"', link), re.search(r'\bTarget="([^"]+)"', link)
        if key and target:
            path = target.group(1)
            targets[key.group(1)] = path.lstrip("/") if path.startswith("/") else "xl/" + path
    parts = {}
    for sheet in re.findall(r"<sheet\b[^>]*>", book):
        name, key = re.search(r'\bname="([^"]*)"', sheet), re.search(r'\br:id="([^"]+)"', sheet)
        if name and key and key.group(1) in targets:
            parts[_unescape(name.group(1))] = targets[key.group(1)]
    return parts


def _unescape(text: str) -> str:
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text
