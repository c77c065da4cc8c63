"""The smallest workbooks other programs would write, byte by byte: xls, xlsb and ods."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable
from datetime import date
from xml.sax.saxutils import escape

Rows = list[list[object]]

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def packed(parts: Iterable[tuple[str, bytes | str]]) -> bytes:
    """A zip file of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts:
            archive.writestr(name, text)
    return target.getvalue()


def xlsx(sheet: str, book: str = "", name: str = "Umsatz") -> bytes:
    """An xlsx file whose one sheet is this XML (everything within `worksheet`); `book` stands before its sheets."""
    links = f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    start = f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>'
    sheets = f'<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets>'
    return packed(
        [
            ("[Content_Types].xml", "<Types/>"),
            ("_rels/.rels", f'<Relationships xmlns="{PACKAGE}">{start}</Relationships>'),
            ("xl/workbook.xml", f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{REL}">{book}{sheets}</workbook>'),
            ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'),
            ("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{SPREADSHEET}">{sheet}</worksheet>'),
        ]
    )


def row(number: int, *cells: object, extra: str = "") -> str:
    """One row of an xlsx sheet; a string that begins with < is the inside of a cell (`t="e"` where it is an error)."""
    made = []
    for column, value in enumerate(cells):
        place = f'r="{chr(65 + column)}{number}"'
        if isinstance(value, str) and value.startswith("<v>#"):
            made.append(f'<c {place} t="e">{value}</c>')
        elif isinstance(value, str) and value.startswith("<"):
            made.append(f"<c {place}>{value}</c>")
        elif isinstance(value, str):
            made.append(f'<c {place} t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else "")
        else:
            made.append(f"<c {place}><v>{value}</v></c>")
    return f'<row r="{number}"{extra}>{"".join(made)}</row>'


def ods(rows: Rows, name: str = "Umsatz", more: str = "", before: str = "") -> bytes:
    """An ods file; `more` are further rows as XML, `before` the columns."""
    spaces = " ".join(f'xmlns:{short}="{OFFICE}{short}:1.0"' for short in ("office", "table", "text"))
    spaces += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    table = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows) + more
    table = before + table
    body = f'<office:spreadsheet><table:table table:name="{name}">{table}</table:table></office:spreadsheet>'
    content = f"<office:document-content {spaces}><office:body>{body}</office:body></office:document-content>"
    manifest = f'<manifest:manifest xmlns:manifest="{OFFICE}manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed([("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest)])


def _ods_cell(value: object) -> str:
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'


def xlsb(rows: Rows, name: str = "Umsatz", before: bytes = b"", more: bytes = b"", behind: bytes = b"") -> bytes:
    """An xlsb file: its records are a kind and a length of one or two bytes, then the content.

    `before` are records ahead of the rows, `more` further rows and cells, `behind` what follows them.
    """
    bundle = struct.pack("<II", 0, 1) + _wide("rId1") + _wide(name)
    book = b"".join([part(131), part(143), part(156, bundle), part(144), part(132)])
    cells = []
    for number, line in enumerate(rows):
        cells.append(xlsb_row(number))
        for column, value in enumerate(line):
            head = struct.pack("<II", column, 0)
            text = isinstance(value, str)
            cells.append(part(6, head + _wide(str(value))) if text else part(5, head + struct.pack("<d", value)))
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    inside = [part(148, size), before, part(145), *cells, more, part(146), behind]
    sheet = b"".join([part(129), *inside, part(130)])
    links = f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.bin"/>'
    return packed(
        [
            ("xl/workbook.bin", book),
            ("xl/_rels/workbook.bin.rels", f"<Relationships>{links}</Relationships>"),
            ("xl/worksheets/sheet1.bin", sheet),
        ]
    )


def xlsb_row(number: int, hidden: bool = False) -> bytes:
    """The record in front of the cells of a row (counted from 0)."""
    return part(0, struct.pack("<IIHHBI", number, 0, 300, 0x1000 if hidden else 0, 0, 0))


def part(kind: int, content: bytes = b"") -> bytes:
    """A record of an xlsb file."""
    return _seven(kind, kind >= 128) + _seven(len(content), len(content) >= 128) + content


def _seven(number: int, long: bool) -> bytes:
    return bytes([number & 127 | 128, number >> 7]) if long else bytes([number])


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xls(rows: Rows, name: str = "Umsatz", locked: bool = False, more: bytes = b"") -> bytes:
    """An xls file of Excel 97: one stream of records in an OLE container; `locked` adds the mark of a password.

    `more` are further records of the sheet.
    """
    cells = b"".join(_xls_cell(r, c, value) for r, line in enumerate(rows) for c, value in enumerate(line))
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + (
        record(0x2F, b"\1\0" + b"\0" * 50) if locked else b""
    )
    named = struct.pack("<HBB", 0, len(name), 0) + name.encode("latin-1")
    start = len(begin) + 4 + 4 + len(named) + 4
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)) + cells + more + record(0x0A)
    return ole("Workbook", begin + record(0x85, struct.pack("<I", start) + named) + record(0x0A) + sheet)


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of an xls file."""
    return struct.pack("<HH", kind, len(content)) + content


def _xls_cell(row: int, column: int, value: object) -> bytes:
    head = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return record(0x204, head + struct.pack("<HB", len(value), 0) + value.encode("latin-1"))
    return record(0x203, head + struct.pack("<d", value))


def ole(name: str, stream: bytes) -> bytes:
    """An OLE container with one stream: header, one sector of allocation, one of directory, then the stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    allocation = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    entries = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(name, 2, 0xFFFFFFFF, 2, len(stream))
    return head.ljust(512, b"\xff") + allocation + entries.ljust(512, b"\0") + stream


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """A line of the directory of an OLE container."""
    wide = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBBIII", len(wide), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return wide.ljust(64, b"\0") + links + b"\0" * 36 + struct.pack("<IQ", start, size)
