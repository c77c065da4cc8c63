"""Encoding and CSV dialect"""

from __future__ import annotations

from typing import Any

from .case import FOUR, HEAD, SALES, TOTAL, Case, Content, Sent, at, customers, sales

ALL = {"rows": (4, 4, 0), "money": (TOTAL, 0.0)}
SPECIAL = "Kundennummer;Kundenname;Datum;Nettoumsatz\n" + "".join(
    f"K{n};{name};{day};{amount}\n"
    for n, name, day, amount in (
        (1, "Müller & Söhne", "15.01.2024", "1.234,50"),
        (2, "Großhandel Übelhör", "20.02.2024", "500,00"),
        (3, "Bäckerei Weiß", "10.03.2024", "250,25"),
        (4, "Ölmühle Jägerhof", "05.04.2024", "15,25"),
    )
)
TABS = SALES.replace(";", "\t")
TWICE = SPECIAL.encode().decode("cp1252", "replace").encode("utf-8")


def good(group: int, name: str, content: Content, file: str = "umsatz.csv", **more: Any) -> Case:
    settings = more.pop("settings", {})
    return Case(group, name, sales(content, file, **settings), more.pop("outcome", "SAFE"), **{**ALL, **more})


def bad(group: int, name: str, content: Content, code: str, *says: str, **place: Any) -> Case:
    """A whole file that is refused (or asked about)."""
    outcome = "ASK" if code == "IN-ENCODING" else "REJECT"
    return Case(group, name, sales(content), outcome, code, at(**place), says)


def ragged(
    name: str, content: str, row: int, says: str, rows: tuple[int, int, int], money: tuple[float, float]
) -> Case:
    return Case(19, name, sales(content), "REJECT", "IN-RAGGED", at(row=row), (says,), rows, money)


CASES: tuple[Case, ...] = (
    good(14, "mark before semicolons", b"\xef\xbb\xbf" + SALES.encode()),
    good(
        14,
        "mark before commas",
        b"\xef\xbb\xbf" + b'Kundennummer,Datum,Nettoumsatz\nK1,15.01.2024,"1.999,50"\nK2,16.01.2024,"0,50"\n',
        rows=(2, 2, 0),
    ),
    good(14, "mark before a title", b"\xef\xbb\xbfListe;;\n" + SALES.encode()),
    good(14, "mark before sep=", b"\xef\xbb\xbfsep=;\r\n" + SALES.encode()),
    good(14, "mark, umlauts, quotes", b"\xef\xbb\xbf" + SPECIAL.replace("Kundennummer", '"Kundennummer"').encode()),
    Case(
        14,
        "mark in two files",
        Sent(
            {
                "umsatz.csv": b"\xef\xbb\xbf" + SALES.encode(),
                "kunden.csv": b"\xef\xbb\xbfKundennummer;Kundenname\nK1;A\nK2;B\nK3;C\n",
            }
        ),
        "SAFE",
        tables={"customers": 3},
        **ALL,
    ),
    *(
        good(15, code, SPECIAL.encode(code))
        for code in ("utf-8", "cp1252", "iso-8859-15", "mac_roman", "cp850", "utf-16")
    ),
    good(15, "Unicode text of Excel", b"\xff\xfe" + SPECIAL.replace(";", "\t").encode("utf-16-le"), "umsatz.txt"),
    good(15, "four bytes, low first", b"\xff\xfe\x00\x00" + SPECIAL.encode("utf-32-le")),
    good(15, "four bytes, high first", b"\x00\x00\xfe\xff" + SPECIAL.encode("utf-32-be")),
    bad(15, "another alphabet", SPECIAL.replace("Weiß", "Мюллер").encode("cp1251", "replace"), "IN-ENCODING", row=4),
    good(15, "two bytes, high first", b"\xfe\xff" + SPECIAL.encode("utf-16-be")),
    good(
        15,
        "cp1252 with quotes and euro",
        SPECIAL.replace("1.234,50", "1.234,50 €").replace("Müller", "„Müller“").encode("cp1252"),
    ),
    good(15, "encoding told", SPECIAL.encode("cp850"), settings={"intake": {"encoding": {"umsatz.csv": "cp850"}}}),
    good(15, "encoded twice, told", TWICE, settings={"intake": {"encoding": {"umsatz.csv": "utf-8-twice"}}}),
    bad(15, "encoded twice", TWICE, "IN-ENCODING", "MÃ¼ller", "intake.encoding.umsatz.csv", row=2),
    bad(15, "replacement signs", SPECIAL.replace("ü", "\ufffd"), "IN-ENCODING", row=2),
    bad(15, "one garbled name among good ones", SPECIAL.replace("Weiß", "WeiÃŸ"), "IN-ENCODING", "WeiÃŸ", row=4),
    bad(15, "broken euro", SPECIAL.replace("1.234,50", "1.234,50 â‚¬"), "IN-ENCODING", row=2),
    bad(15, "broken mark inside", SALES.replace("K2", "ï»¿K2"), "IN-ENCODING", row=3),
    bad(
        15,
        "umlauts of Mac read as Windows",
        SPECIAL.replace("ü", "Ÿ").replace("ä", "Š").replace("ö", "š"),
        "IN-ENCODING",
        row=2,
    ),
    bad(
        16, "two encodings", SPECIAL.encode() + "K5;Käse Größe;06.04.2024;1,00\n".encode("cp1252"), "IN-MIXEDENC", row=6
    ),
    bad(16, "lone byte among umlauts", SPECIAL.encode().replace("Weiß".encode(), b"Wei\xff"), "IN-MIXEDENC", row=4),
    bad(16, "lone byte cut off at the end", SPECIAL.encode() + b"K5;M\xc3", "IN-MIXEDENC", row=6),
    bad(16, "zero byte in a name", SPECIAL.encode().replace(b"Gro", b"Gr\x00"), "IN-MIXEDENC", row=3),
    bad(16, "zero byte in an amount", SALES.encode().replace(b"500", b"5\x0000"), "IN-MIXEDENC", row=3),
    bad(16, "zero sign among signs of two bytes", SPECIAL.replace("ü", "\0").encode("utf-16"), "IN-MIXEDENC", row=2),
    bad(16, "half a sign of two bytes", b"\xff\xfe" + SPECIAL.encode("utf-16-le") + b"K", "IN-MIXEDENC"),
    Case(
        16,
        "wrong encoding told",
        sales(SPECIAL.encode("cp1252"), intake={"encoding": {"umsatz.csv": "utf-8"}}),
        "REJECT",
        "IN-MIXEDENC",
        at(),
    ),
    good(17, "tabs", TABS, "umsatz.tsv"),
    good(17, "tabs named csv", TABS),
    good(17, "bars", SALES.replace(";", "|")),
    good(17, "sep=;", "sep=;\n" + SALES),
    good(17, "SEP=TAB, Windows line ends", ("SEP=\t\n" + TABS).replace("\n", "\r\n")),
    good(
        17,
        "sep=, with points",
        "sep=,\nKundennummer,Datum,Nettoumsatz\nK1,2024-01-15,1999.50\nK2,2024-01-16,0.50\n",
        rows=(2, 2, 0),
    ),
    good(
        17,
        "commas and quoted commas",
        'Kundennummer,Kundenname,Datum,Nettoumsatz\nK1,"Adler, Ulm",15.01.2024,"1.999,50"\n'
        'K2,"Birke, Hof",16.01.2024,"0,50"\n',
        rows=(2, 2, 0),
    ),
    good(17, "semicolons within quotes", SPECIAL.replace("Müller & Söhne", '"Müller; Söhne"')),
    good(17, "decimal commas in every field", SALES.replace("Datum", "Datum;Menge").replace("2024;", "2024;1,5;")),
    good(17, "Windows line ends", SALES.replace("\n", "\r\n")),
    good(17, "no line end at the end", SALES.rstrip()),
    good(
        17,
        "commas in names outnumber semicolons",
        SPECIAL.replace(" & ", ", , , , ").replace("Bäckerei", "a, b, c, d, e,"),
    ),
    *(
        bad(18, name, text, "IN-QUOTE", row=row)
        for name, text, row in (
            ("quote never closed", SPECIAL.replace("Großhandel", '"Großhandel'), 3),
            ("quote never closed in the last line", SPECIAL.replace("Ölmühle", '"Ölmühle'), 5),
            ("text behind the closing quote", SPECIAL.replace("Bäckerei Weiß", '"Bäckerei" Weiß'), 4),
            ("quote never closed under sep=", "sep=;\n" + SPECIAL.replace("Großhandel", '"Großhandel'), 4),
        )
    ),
    good(18, "line break within a name", SPECIAL.replace("Müller & Söhne", '"Müller\n& Söhne"')),
    good(18, "Windows line break within a name", SPECIAL.replace("Müller & Söhne", '"Müller\r\n& Söhne"')),
    good(18, "doubled quotes", SPECIAL.replace("Müller & Söhne", '"Müller ""Söhne"""')),
    good(18, "inches in the middle of a name", SPECIAL.replace("Müller & Söhne", 'Rohre 3" Müller')),
    good(
        18, "everything quoted", "\n".join(";".join(f'"{c}"' for c in line.split(";")) for line in SPECIAL.splitlines())
    ),
    good(18, "empty quotes", SPECIAL.replace("Müller & Söhne", '""')),
    good(18, "apostrophe", SPECIAL.replace("Müller & Söhne", "D'Angelo's")),
    ragged("too few fields", SALES + "K9;06.04.2024\n", 6, "2", (5, 4, 1), (TOTAL, 0.0)),
    ragged("too many fields", SALES + "K9;06.04.2024;5,00;Rest\n", 6, "4", (5, 4, 1), (TOTAL, 0.0)),
    ragged("separator in a name", SPECIAL.replace("Müller & Söhne", "Müller; Söhne"), 2, "5", (4, 3, 1), (765.5, 0.0)),
    ragged(
        "amount cut at its comma",
        "Kundennummer,Datum,Nettoumsatz\nK1,15.01.2024,5\nK2,16.01.2024,7,50\nK3,17.01.2024,8\n",
        3,
        "4",
        (3, 2, 1),
        (13.0, 0.0),
    ),
    ragged("twelve short rows", SALES + "K9;06.04.2024\n" * 12, 6, "2", (16, 4, 12), (TOTAL, 0.0)),
    ragged(
        "one short, one long",
        SALES + "K9\n" + "K9;06.04.2024;1,00;x;y\n" + "K8;07.04.2024;3,00\n",
        6,
        "1",
        (7, 5, 2),
        (2003.0, 0.0),
    ),
    good(20, "carriage returns only", SALES.replace("\n", "\r")),
    good(20, "trailing separators", "".join(line + ";\n" for line in SALES.splitlines())),
    good(20, "three trailing separators", "".join(line + ";;;\n" for line in SALES.splitlines())),
    good(20, "trailing separators below the header only", HEAD + "".join(line + ";\n" for line in FOUR.splitlines())),
    good(20, "mixed line ends", SALES.replace("\n", "\r\n", 2)),
    good(20, "leading empty column", "".join(";" + line + "\n" for line in SALES.splitlines())),
    good(20, "blanks around every cell", SALES.replace(";", " ; ")),
    Case(20, "blank lines between rows", sales(SALES.replace("K2", "\n\nK2")), "REPAIR", "BLANK-ROW", at(), **ALL),
    Case(
        20,
        "trailing separators of a customer list",
        customers("K1;Adler;", "K2;Birke;", "K3;Cedrus;", head="Kundennummer;Kundenname;"),
        "SAFE",
        tables={"customers": 3},
        **ALL,
    ),
)
