"""Files and containers"""

from __future__ import annotations

import errno
import gzip
import io
import os
import resource
import warnings
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from intake.old_books import ods, ole, packed, row, xls, xlsb, xlsx

from .case import FOUR, HEAD, SALES, TABLE, TOTAL, Case, Sent, Trial, at, book, sales
from .prove import run

ALL = {"rows": (4, 4, 0), "money": (TOTAL, 0.0)}
LAST = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>'
ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def cells(more: str = "", extra: str = "", first: int = 1) -> str:
    """The four order lines as the XML of a sheet; `extra` are attributes of the second row."""
    made = [row(first + n, *line, extra=extra if n == 1 else "") for n, line in enumerate(TABLE)]
    return f"<sheetData>{''.join(made)}{more}</sheetData>"


def saved(change: Any) -> Sent:
    """A workbook of the four order lines, changed before it is saved."""

    def content() -> bytes:
        made = openpyxl.load_workbook(io.BytesIO(book(Notizen=[["Stand"], ["heute"]])))
        change(made)
        target = io.BytesIO()
        made.save(target)
        return target.getvalue()

    return sales(content, "umsatz.xlsx")


def hide_sheet(state: str) -> Any:
    def change(made: Any) -> None:
        secret = made.create_sheet("Geheim", 0)
        for line in TABLE:
            secret.append([*line[:2], 99.0 if line[2] != "Nettoumsatz" else line[2]])
        secret.sheet_state, made.active = state, 1

    return change


def hide_row(made: Any) -> None:
    made["Umsatz"].row_dimensions[3].hidden = True


def hide_column(made: Any) -> None:
    made["Umsatz"].column_dimensions["B"].hidden = True


def filtered(made: Any) -> None:
    made["Umsatz"].auto_filter.ref = "A1:C5"
    made["Umsatz"].auto_filter.add_filter_column(0, ["K1"])
    for number in (3, 4):
        made["Umsatz"].row_dimensions[number].hidden = True


def bomb(part: str, size: int) -> bytes:
    return packed([("[Content_Types].xml", "<Types/>"), (part, b"0" * size)])


def wide(columns: int) -> str:
    """The four order lines, each with so many cells more."""
    heads = ";".join(f"Feld {n}" for n in range(columns))
    return f"{HEAD.strip()};{heads}\n" + "".join(f"{line}{';1' * columns}\n" for line in FOUR.splitlines())


def styled() -> bytes:
    wide = "".join(f'<c r="{c}{{0}}" s="1"/>' for c in "ABCDEFGHIJ")
    return xlsx(cells("".join(f'<row r="{n}">{wide.format(n)}</row>' for n in range(6, 20_006))))


LOCKED_ODS = (
    ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
    ("content.xml", b"\x93\x11" * 400),
    (
        "META-INF/manifest.xml",
        '<m:manifest><m:file-entry><m:encryption-data m:checksum="x"/></m:file-entry></m:manifest>',
    ),
)


def marked_locked(data: bytes) -> bytes:
    """A workbook each part of which bears the mark of a password, as packing programs write it."""
    made = bytearray(data)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for start in [n for n in range(len(data)) if data.startswith(mark, n)]:
            made[start + flags] |= 1
    return bytes(made)


def twofold(data: bytes) -> bytes:
    """A workbook with its sheet twice under one name, the second time with other amounts."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    more = [(name, text.replace(b"1234.5", b"9234.5")) for name, text in parts if "sheet1.xml" in name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return packed([*parts, *more])


def spoiled(start: str) -> bytes:
    """A workbook whose sheet begins with a document type."""
    content = io.BytesIO(xlsx(cells()))
    with zipfile.ZipFile(content) as old:
        parts = [(name, old.read(name).decode()) for name in old.namelist()]
    return packed([(name, start + text if "sheet1" in name else text) for name, text in parts])


def link(name: str, to: str) -> Any:
    return lambda folder: (folder / "data" / name).symlink_to(to)


def pipe(name: str) -> Any:
    return lambda folder: os.mkfifo(folder / "data" / name)


def named(file: str, **more: Any) -> Sent:
    return sales(**more, intake={"tables": {"transactions": {"file": file}}})


def empty(name: str, content: Any, file: str = "umsatz.csv", **place: Any) -> Case:
    return Case(1, name, sales(content, file), "REJECT", "IN-EMPTY", at(file, **place))


def whole(group: int, name: str, content: Any, file: str = "umsatz.xlsx", **more: Any) -> Case:
    return Case(group, name, sales(content, file), "SAFE", **{**ALL, **more})


def refused(group: int, name: str, content: Any, code: str, file: str = "umsatz.xlsx", *says: str) -> Case:
    return Case(group, name, sales(content, file), "REJECT", code, at(file), says)


def no_id(value: str) -> Case:
    name = value if len(value) < 40 else f"{len(value)} signs"
    return Case(13, f"id {name!r}", sales(id=value), "REJECT", "CFG-CLIENTID", at("client.yaml"), ("id",))


CASES: tuple[Case, ...] = (
    empty("nothing at all", b""),
    empty("header only", HEAD),
    empty("header only, no line end", HEAD.strip()),
    empty("blank lines", "\n\n   \n"),
    empty("header and blank lines", HEAD + "\n;;\n\n"),
    empty("only a byte order mark", b"\xef\xbb\xbf"),
    empty("only a byte order mark of Unicode text", b"\xff\xfe"),
    empty("title and header", "Umsatzliste 2024;;\n" + HEAD),
    empty("workbook with header only", lambda: book(TABLE[:1]), "umsatz.xlsx"),
    empty("workbook without a cell", lambda: book([]), "umsatz.xlsx"),
    empty("old workbook with header only", lambda: xls(TABLE[:1]), "umsatz.xls"),
    empty("packed nothing", lambda: gzip.compress(b"", mtime=0), "umsatz.csv.gz"),
    Case(
        1,
        "one of two files empty",
        Sent({"umsatz.csv": SALES, "kunden.csv": ""}),
        "REJECT",
        "IN-EMPTY",
        at("kunden.csv"),
    ),
    Case(1, "no file", Sent({}), "REJECT", "IN-NOFILE"),
    whole(2, "empty first sheet", lambda: book([], "Tabelle1", Umsatz=TABLE)),
    whole(2, "cover sheet first", lambda: book([["Umsatzliste"], ["erstellt von EDV"]], "Deckblatt", Umsatz=TABLE)),
    whole(2, "three empty sheets of Excel", lambda: book([], "Tabelle1", Tabelle2=TABLE, Tabelle3=[])),
    whole(2, "data on the last sheet, no word for it", lambda: book([], "Tabelle1", Export=TABLE), "2024.xlsx"),
    Case(
        2,
        "two sheets of order lines",
        sales(lambda: book(TABLE[:3], "Umsatz", Verkäufe=[TABLE[0], *TABLE[3:]]), "daten.xlsx"),
        "SAFE",
        **ALL,
    ),
    Case(
        3,
        "hidden first sheet",
        saved(hide_sheet("hidden")),
        "WARN",
        "IN-HIDDEN",
        at("umsatz.xlsx", sheet="Geheim"),
        **ALL,
    ),
    Case(
        3, "very hidden first sheet", saved(hide_sheet("veryHidden")), "WARN", "IN-HIDDEN", {"sheet": "Geheim"}, **ALL
    ),
    Case(3, "hidden row", saved(hide_row), "WARN", "IN-HIDDENROWS", at("umsatz.xlsx", sheet="Umsatz", row=3), **ALL),
    Case(
        3,
        "hidden column",
        saved(hide_column),
        "WARN",
        "IN-HIDDENCOLS",
        at("umsatz.xlsx", sheet="Umsatz"),
        ("B: Datum",),
        **ALL,
    ),
    Case(3, "rows a filter hides", saved(filtered), "WARN", "IN-HIDDENROWS", at("umsatz.xlsx", row=3), ("2",), **ALL),
    refused(4, "password of today", lambda: ole("EncryptedPackage", b"x" * 5000), "IN-ENCRYPTED"),
    refused(4, "password of Excel 97", lambda: xls(TABLE, locked=True), "IN-ENCRYPTED", "umsatz.xls"),
    refused(4, "password, named csv", lambda: ole("EncryptedPackage", b"x" * 5000), "IN-ENCRYPTED", "umsatz.csv"),
    refused(4, "password of a part of a workbook", lambda: marked_locked(book()), "IN-ENCRYPTED"),
    refused(4, "password of an ods file", lambda: packed(LOCKED_ODS), "IN-ENCRYPTED", "umsatz.ods"),
    *(
        refused(
            6, f"workbook of 1993, beginning {start.hex()}", start + bytes(40), "IN-FORMAT", "umsatz.xls", "Excel 2–5"
        )
        for start in (b"\x09\x00\x04\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00\x00\x05")
    ),
    *(
        whole(5, f"{kind.__name__} named {suffix}", lambda kind=kind: kind(TABLE), f"umsatz.{suffix}")
        for kind in (xls, xlsb, ods)
        for suffix in ("xls", "xlsx", "xlsb", "ods")
    ),
    whole(5, "xlsx named xls", book, "umsatz.xls"),
    whole(5, "xlsx named xlsm", book, "umsatz.xlsm"),
    whole(5, "capitals", book, "UMSATZ.XLSX"),
    whole(6, "text named xlsx", SALES),
    whole(6, "text named xls", SALES.replace(";", "\t"), "umsatz.xls"),
    whole(6, "workbook named csv", book, "umsatz.csv"),
    whole(6, "workbook named txt", book, "umsatz.txt"),
    refused(
        6,
        "web page of SAP named xls",
        "<html><table><tr><td>K1</td></tr></table></html>",
        "IN-FORMAT",
        "umsatz.xls",
        "HTML",
    ),
    refused(6, "web page with a mark", "\ufeff<!DOCTYPE html>\n<html></html>", "IN-FORMAT", "umsatz.xls", "HTML"),
    refused(6, "web page in two bytes", "<table></table>".encode("utf-16"), "IN-FORMAT", "umsatz.xls", "HTML"),
    refused(
        6, "spreadsheet of 2003", '<?xml version="1.0"?><Workbook xmlns="urn:x"/>', "IN-FORMAT", "umsatz.xls", "XML"
    ),
    refused(6, "PDF named xlsx", b"%PDF-1.7\n1 0 obj", "IN-FORMAT", "umsatz.xlsx", "PDF"),
    refused(6, "Word named xlsx", lambda: packed([("word/document.xml", "<a/>")]), "IN-FORMAT", "umsatz.xlsx", "Word"),
    refused(6, "rich text", b"{\\rtf1 a}", "IN-FORMAT", "umsatz.xls", "RTF"),
    refused(7, "half a workbook", lambda: book()[: len(book()) // 2], "IN-CORRUPT"),
    refused(7, "workbook without its end", lambda: book()[:-30], "IN-CORRUPT"),
    refused(7, "half an old workbook", lambda: xls(TABLE)[:1200], "IN-CORRUPT", "umsatz.xls"),
    refused(
        7, "half a packed file", lambda: gzip.compress(SALES.encode(), mtime=0)[:-20], "IN-CORRUPT", "umsatz.csv.gz"
    ),
    refused(
        7,
        "packed file with more behind",
        lambda: gzip.compress(SALES.encode(), mtime=0) + b"K9",
        "IN-CORRUPT",
        "a.csv.gz",
    ),
    refused(7, "two parts of one name", lambda: twofold(xlsx(cells())), "IN-CORRUPT"),
    refused(7, "placeholder of a cloud", b"\x00" * 4096, "IN-PLACEHOLDER"),
    refused(7, "placeholder named csv", b"\x00" * 512, "IN-PLACEHOLDER", "umsatz.csv"),
    Case(
        7,
        "mark of an open workbook, named",
        named("~$umsatz.xlsx", also=lambda f: (f / "data" / "~$umsatz.xlsx").write_bytes(b"x" * 165)),
        "REJECT",
        "IN-LOCKED",
        at("~$umsatz.xlsx"),
    ),
    Case(
        7,
        "what programs leave behind",
        Sent(
            {"umsatz.csv": SALES, "~$umsatz.xlsx": "x", ".DS_Store": "x", "Thumbs.db": "x", ".~lock.umsatz.csv#": "x"}
        ),
        "SAFE",
        **ALL,
    ),
    refused(8, "archive of 60 million zeros", lambda: bomb("xl/workbook.xml", 60_000_000), "IN-TOOBIG"),
    refused(8, "sheet of 60 million zeros", lambda: bomb("xl/worksheets/sheet1.xml", 60_000_000), "IN-TOOBIG"),
    refused(8, "5,000 columns", wide(5000), "IN-COLUMNS", "umsatz.csv", "5003", "4000"),
    refused(
        8,
        "value in the very last corner",
        lambda: xlsx(cells('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        "IN-TOOBIG",
    ),
    whole(8, "200,000 empty cells with a format", styled),
    refused(9, "entity of a file", lambda: spoiled(ENTITY), "IN-UNSAFE"),
    refused(9, "billion laughs", lambda: spoiled(LAUGHS), "IN-UNSAFE"),
    refused(9, "small letters", lambda: spoiled(ENTITY.replace("DOCTYPE", "doctype")), "IN-UNSAFE"),
    Case(
        9,
        "entity in an ods file",
        sales(lambda: packed([("content.xml", ENTITY + "<a/>")]), "umsatz.ods"),
        "REJECT",
        "IN-UNSAFE",
    ),
    whole(10, "blank in the last row of a sheet", lambda: xlsx(cells(LAST))),
    whole(10, "a thousand blank rows", lambda: book([*TABLE, *[[" ", None, None]] * 1000])),
    whole(10, "blank rows at the end of a text", HEAD + FOUR + ";;\n" * 500, "umsatz.csv"),
    *(
        Case(12, f"path {path}", named(path), "REJECT", "IN-PATH", {"file": path[-12:]})
        for path in (
            "../umsatz.csv",
            "../../etc/passwd",
            "/etc/passwd",
            "file:///etc/passwd",
            "https://example.org/a.csv",
        )
    ),
    Case(12, "link out of the folder", Sent({}, also=link("umsatz.csv", "/etc/hostname")), "REJECT", "IN-PATH", at()),
    Case(12, "link to itself", Sent({}, also=link("umsatz.csv", "umsatz.csv")), "REJECT", "IN-PATH", at()),
    Case(12, "link to a device", Sent({}, also=link("umsatz.csv", "/dev/zero")), "REJECT", "IN-PATH", at()),
    Case(
        12, "file name of two lines", sales(name="um\nsatz [OK].csv"), "REJECT", "IN-NAME", {"file": "um satz [OK].csv"}
    ),
    Case(
        12, "file name that clears the screen", sales(name="u\x1b[2J.csv"), "REJECT", "IN-NAME", {"file": "u\ufffd[2J"}
    ),
    Case(12, "file name in bytes that are no text", sales(name="ums\udce4tze.csv"), "REJECT", "IN-NAME"),
    Case(12, "pipe", Sent({}, also=pipe("umsatz.csv")), "REJECT", "IN-PATH", at()),
    Case(12, "pipe beside good data", sales(also=pipe("kunden.csv")), "REJECT", "IN-PATH", at("kunden.csv")),
    Case(12, "missing file", named("umsaetze.csv"), "REJECT", "IN-MISSING", {"file": "umsaetze.csv"}, ("client.yaml",)),
    *(
        no_id(value)
        for value in (
            "../x",
            "a/b",
            "CON",
            "con",
            "aux",
            "aux.txt",
            "ACME",
            "acme.",
            "acme ",
            "x" * 300,
            "😀",
            "-a",
            "failed",
            "acme-only",
            "com1",
        )
    ),
)


def many_rows(count: int) -> Trial:
    """Lines of 12.50, in less than 2 GB."""

    def prove(path: Path, monkeypatch: Any) -> None:
        lines = "".join(f"K{n % 500};{1 + n % 28:02d}.{1 + n % 12:02d}.2024;12,50\n" for n in range(count))
        done = run("check", sales(HEAD + lines).write(path / "client"))
        assert done.status == 0 and done.account is not None
        assert done.account["money"] == {"read": count * 12.5, "used": count * 12.5, "rejected": 0.0}
        assert done.account["files"][0]["rows_used"] == count
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2 * 2**20

    return Trial(11, f"{count:,} lines of a text", prove, report=count > 100_000)


def many_rows_of_a_workbook(path: Path, monkeypatch: Any) -> None:
    content = xlsx(
        "<sheetData>"
        + row(1, *TABLE[0])
        + "".join(row(n, f"K{n % 500}", f"{1 + n % 28:02d}.{1 + n % 12:02d}.2024", 12.5) for n in range(2, 20_002))
        + "</sheetData>"
    )
    done = run("check", sales(content, "umsatz.xlsx").write(path / "client"))
    assert done.status == 0 and done.account["money"]["used"] == 250_000.0


def locked(path: Path, monkeypatch: Any) -> None:
    """Open in Excel under Windows: the system refuses to open it."""
    folder, real = sales(book, "umsatz.xlsx").write(path / "client"), os.open

    def refusing(name: Any, *given: Any, **more: Any) -> int:
        if str(name).endswith("umsatz.xlsx"):
            raise PermissionError(errno.EACCES, "locked", str(name))
        return real(name, *given, **more)

    monkeypatch.setattr(os, "open", refusing)
    for language, word in (("de", "anderen Programm"), ("en", "another program")):
        said = run("check", folder, "--language", language)
        assert said.status == 1 and "umsatz.xlsx" in said.err and word in said.err
        assert [p.code for p in said.problems if p.stops] == ["IN-LOCKED"]


def growing(path: Path, monkeypatch: Any) -> None:
    folder, real = sales().write(path / "client"), os.fstat

    def more(number: int) -> os.stat_result:
        found = real(number)
        with (folder / "data" / "umsatz.csv").open("a", encoding="utf-8") as file:
            file.write("K9;01.02.2024;7\n")
        return found

    monkeypatch.setattr(os, "fstat", more)
    for language, word in (("de", "noch geschrieben"), ("en", "still being written")):
        said = run("check", folder, "--language", language)
        assert said.status == 1 and "umsatz.csv" in said.err and word in said.err


def bomb_in_time(path: Path, monkeypatch: Any) -> None:
    folder = sales(lambda: bomb("xl/worksheets/sheet1.xml", 60_000_000), "umsatz.xlsx").write(path / "client")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert run("check", folder).status == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 2**10


def odd_folder(name: str, made: str) -> Trial:
    """A folder's name becomes an id of plain letters; a reserved one is refused."""

    def prove(path: Path, monkeypatch: Any) -> None:
        said = run("check", sales().write(path / name))
        assert said.status == (0 if made else 1), said.text
        assert said.account["client"] == made if made else "CFG-CLIENTID" in {p.code for p in said.problems}

    return Trial(13, f"folder {name!r}", prove)


TRIALS: tuple[Trial, ...] = (
    Trial(7, "open in Excel", locked),
    Trial(7, "still growing", growing),
    Trial(8, "archive refused within 300 MB", bomb_in_time),
    many_rows(40_000),
    many_rows(1_000_000),
    Trial(11, "20,000 lines of a workbook", many_rows_of_a_workbook),
    odd_folder("Müller & Söhne", "mueller---soehne"),
    odd_folder("ACME.2024", "acme-2024"),
    odd_folder("aux", ""),
    odd_folder("😀", "client"),
)
