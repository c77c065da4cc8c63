"""Writing the files as clients send them, the same bytes on every run."""

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

STAMP = datetime(2026, 1, 15, 8, 0, 0)


def german(value) -> str:
    """A cell of a German csv: decimal comma, thousands point in money (Decimal), dotted dates, empty for missing."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    return str(value)


def write_csv(path: Path, header: list[str], rows: list[list], encoding: str) -> None:
    lines = [";".join(map(german, row)) for row in [header, *rows]]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))


def write_xlsx(path: Path, sheets: dict[str, tuple[list[str], list[list]]]) -> None:
    """A workbook with real dates and numbers, without the clock: properties and zip stamps are fixed."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "Muster Antriebstechnik GmbH"
    for title, (header, rows) in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for row in [header, *rows]:
            sheet.append(row)
        for cells in sheet.iter_rows(min_row=2):
            for cell in cells:
                if cell.is_date:
                    cell.number_format = "dd.mm.yyyy hh:mm" if isinstance(cell.value, datetime) else "dd.mm.yyyy"
                elif isinstance(cell.value, str):
                    cell.number_format = "@"
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(without_clock(buffer))


def without_clock(buffer: io.BytesIO) -> bytes:
    """The same zip with fixed times, inside and outside."""
    out = io.BytesIO()
    stamp = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ")
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                text = re.sub(r"(<dcterms:(created|modified)[^>]*>)[^<]*", rf"\g<1>{stamp}", content.decode())
                content = text.encode()
            info = zipfile.ZipInfo(name, date_time=STAMP.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0
            new.writestr(info, content)
    return out.getvalue()
