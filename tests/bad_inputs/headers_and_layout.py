"""Headers and layout"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .case import FOUR, HEAD, SALES, TABLE, TOTAL, Case, Content, Outcome, at, book, customers, sales

ALL = {"rows": (4, 4, 0), "money": (TOTAL, 0.0)}
MERGED = [["Stammdaten", None, "Beleg", None], ["Kundennummer", "Ort", "Datum", "Nettoumsatz"]]
PLACED = [[line[0], "Ulm", *line[1:]] for line in TABLE[1:]]
MONTHS = "Kundennummer;Jan 2024;Feb 2024;Mrz 2024\nK1;1.000,00;200,00;\nK2;;300,00;500,00\n"
UNPIVOT = {"tables": {"transactions": {"file": "umsatz.csv", "unpivot": {"columns": ["* 2024"], "into": "date"}}}}


def good(group: int, name: str, content: Content, file: str = "umsatz.csv", **more: Any) -> Case:
    return Case(
        group, name, sales(content, file, **more.pop("settings", {})), more.pop("outcome", "SAFE"), **{**ALL, **more}
    )


def repaired(group: int, name: str, content: Content, codes: str, file: str = "umsatz.csv", **more: Any) -> Case:
    return good(group, name, content, file, outcome="REPAIR", codes=codes, at=at(file), **more)


def stopped(outcome: Outcome, group: int, name: str, content: Content, code: str, *says: str, **place: Any) -> Case:
    file, along = place.pop("file", "umsatz.csv"), place.pop("along", "")
    return Case(group, name, sales(content, file), outcome, code, at(file, **place), says, along=along)


def renamed(header: str, place: str = "Nettoumsatz") -> str:
    return SALES.replace(place, header)


def under(*rows: str) -> str:
    return "".join(row + "\n" for row in rows) + SALES


def table(*heads: str, **more: Any) -> list[list[Any]]:
    return [list(heads), *TABLE[1:]]


def above(*rows: list[Any]) -> Content:
    return lambda: book([*rows, *TABLE])


def decided(totals: str) -> Mapping[str, Any]:
    return {"intake": {"totals": {"umsatz.csv": totals}}}


def missing(name: str, content: Content, column: str, *says: str) -> Case:
    return stopped("REJECT", 25, name, content, "HD-MISSING", column, "client.yaml", *says)


HALF = ["K1;15.01.2024;1.234,50", "K2;20.02.2024;500,00"]
REST = ["K3;10.03.2024;250,25", "K1;05.04.2024;15,25"]
GROUPED = [*HALF, "Zwischensumme;;1.734,50", *REST, "Zwischensumme;;265,50"]

CASES: tuple[Case, ...] = (
    good(21, "title", under("Umsatzliste 2024;;")),
    good(21, "title and date of the list", under("Umsatzliste;;", "Stand: 31.12.2024;;", ";;", ";;")),
    good(21, "title without separators", under("Umsatzliste der Muster GmbH", "erstellt am 31.12.2024", "")),
    good(21, "twenty lines of a covering note", under(*[f"Hinweis {n} zum Export;;" for n in range(20)])),
    good(
        21,
        "address beside the title",
        above(["Muster GmbH", None, "Stand:"], [None, None, "31.12.2024"], [None, None, None]),
        "umsatz.xlsx",
    ),
    good(21, "table begins in column C", lambda: book([[None, None, *line] for line in TABLE]), "umsatz.xlsx"),
    good(
        21,
        "table begins in C4 under a title",
        lambda: book([[None, None, "Umsatz"], [], [], *[[None, None, *r] for r in TABLE]]),
        "umsatz.xlsx",
    ),
    good(21, "filters above the header", under("Filter: Region = Süd;;", "Zeitraum: 01.01.2024 - 31.12.2024;;")),
    stopped(
        "ASK",
        21,
        "two rows that may be the header",
        "Kd-Nr.;Belegdatum;Umsatz\n" + SALES,
        "HD-ROW",
        "intake.tables.transactions.header_row",
        "1, 2",
        along="DATE-INVALID NUM-TEXT",
    ),
    good(
        21,
        "two rows that may be the header, decided",
        "Kd-Nr.;Belegdatum;Umsatz\n" + SALES,
        settings={"intake": {"tables": {"transactions": {"file": "umsatz.csv", "header_row": 2}}}},
    ),
    good(22, "merged words above the header", lambda: book([*MERGED, *PLACED]), "umsatz.xlsx"),
    good(
        22,
        "net and gross under one merged word",
        "Kundennummer;Datum;Umsatz;\n;;netto;brutto\n" + "".join(f"{line};9,99\n" for line in (*HALF, *REST)),
        settings={
            "intake": {"tables": {"transactions": {"file": "umsatz.csv", "columns": {"net_revenue": "Umsatz / netto"}}}}
        },
    ),
    good(22, "merged words above, decorated with a title", lambda: book([["Liste"], *MERGED, *PLACED]), "umsatz.xlsx"),
    stopped(
        "ASK",
        22,
        "years under one merged word",
        "Kundennummer;Umsatz;\n;2023;2024\nK1;5,00;6,00\nK2;7,00;8,00\n",
        "HD-WIDE",
        "Umsatz / 2023",
    ),
    repaired(23, "sum at the end", SALES + "Summe;;2.000,00\n", "TOTAL-ROW"),
    repaired(23, "Gesamt", SALES + "Gesamt;;2.000,00\n", "TOTAL-ROW"),
    repaired(23, "Gesamtergebnis of a pivot table", SALES + "Gesamtergebnis;;2.000,00\n", "TOTAL-ROW"),
    repaired(23, "Total", SALES + "Total;;2.000,00\n", "TOTAL-ROW"),
    repaired(23, "Grand total", SALES + "Grand total;;2.000,00\n", "TOTAL-ROW"),
    repaired(23, "sum rounded to whole euros", SALES + "Summe;;2.000\n", "TOTAL-ROW"),
    repaired(23, "sum off by 0.4 %", SALES + "Summe;;1.992,00\n", "TOTAL-ROW"),
    repaired(23, "subtotals", HEAD + "\n".join(GROUPED) + "\n", "TOTAL-ROW"),
    repaired(23, "subtotals and the grand total", HEAD + "\n".join(GROUPED) + "\nGesamt;;2.000,00\n", "TOTAL-ROW"),
    repaired(23, "sum of a workbook", lambda: book([*TABLE, ["Summe", None, 2000.0]]), "TOTAL-ROW", "umsatz.xlsx"),
    repaired(
        23,
        "sum in the date column",
        "Datum;Kundennummer;Nettoumsatz\n15.01.2024;K1;1.500,00\n16.01.2024;K2;500,00\nSumme;;2.000,00\n",
        "TOTAL-ROW",
        rows=(2, 2, 0),
    ),
    stopped(
        "ASK", 23, "label without the value", SALES + "Summe;;2.500,00\n", "HD-TOTAL", "intake.totals.umsatz.csv", row=6
    ),
    stopped(
        "ASK", 23, "value without the label", SALES + ";;2.000,00\n", "HD-TOTAL", "intake.totals.umsatz.csv", row=6
    ),
    stopped("ASK", 23, "sum off by 0.6 %", SALES + "Summe;;1.988,00\n", "HD-TOTAL", row=6),
    stopped("ASK", 23, "sum of another currency's rows", SALES + "Total;;1,00\n", "HD-TOTAL", row=6),
    good(23, "label without the value, told to leave out", SALES + "Summe;;2.500,00\n", settings=decided("exclude")),
    Case(
        23,
        "a customer called Summe, told to keep",
        sales(SALES + "Summe;06.04.2024;2.500,00\n", **decided("keep")),
        "SAFE",
        rows=(5, 5, 0),
        money=(4500.0, 0.0),
    ),
    good(23, "a customer called Total Energies", SALES.replace("K3;", "Total Energies;")),
    repaired(24, "blank rows in the middle", SALES.replace("K2", ";;\n\nK2"), "BLANK-ROW"),
    repaired(24, "header repeated", HEAD + "\n".join(HALF) + "\n" + HEAD + "\n".join(REST) + "\n", "HEADER-ROW"),
    repaired(
        24,
        "header repeated after a page break",
        HEAD + "\n".join(HALF) + "\n;;\n" + HEAD + "\n".join(REST) + "\n",
        "HEADER-ROW BLANK-ROW",
    ),
    repaired(
        24, "blank rows of a workbook", lambda: book([*TABLE[:3], [None] * 3, *TABLE[3:]]), "BLANK-ROW", "umsatz.xlsx"
    ),
    good(24, "footnote", SALES + "\n* ohne Gewähr\n"),
    good(24, "three lines of remarks", SALES + "\nQuelle: SAP\nStand: 31.12.2024\nVertraulich\n"),
    good(24, "page number", SALES + "\nSeite 1 von 1\n"),
    stopped(
        "ASK",
        24,
        "second table below",
        SALES + "\nKundennummer;Firma;PLZ\nK1;Adler;01067\n",
        "HD-TWOTABLES",
        "Firma",
        row=7,
    ),
    stopped(
        "ASK",
        24,
        "second table directly below",
        SALES + "Artikelnummer;Menge;Preis\nA1;5;7,50\n",
        "HD-TWOTABLES",
        "Artikelnummer",
    ),
    stopped(
        "ASK",
        24,
        "second table beside",
        lambda: book(
            [[*TABLE[0], None, "Kundennummer", "Firma"], *[[*line, None, line[0], "Adler"] for line in TABLE[1:]]]
        ),
        "HD-TWOTABLES",
        file="umsatz.xlsx",
        sheet="Umsatz",
        letter="E",
        along="HD-DUPLICATE",
    ),
    *(
        good(25, f"header {header!r}", renamed(header))
        for header in (
            "Umsatz",
            "NETTOUMSATZ",
            "netto umsatz",
            "Erlös",
            "Revenue",
            "Net Sales",
            "NetSales",
            "net_revenue",
            "Nettoumsatz ",
            "\u00a0Nettoumsatz",
            "Netto-Umsatz",
            "Umsatz (netto)",
            "Nettoumsatz\u200b",
            "Umsatz netto",
            "NETWR",
        )
    ),
    good(25, "line break in the header", renamed('"Netto\numsatz"')),
    good(25, "decomposed umlaut in the header", renamed("Erlo\u0308s")),
    good(25, "header with unit euro", renamed("Nettoumsatz [€]")),
    good(25, "header with unit EUR", renamed("Nettoumsatz (EUR)")),
    good(
        25,
        "SAP names",
        SALES.replace("Kundennummer", "KUNNR").replace("Datum", "FKDAT").replace("Nettoumsatz", "NETWR"),
    ),
    good(25, "other order of columns", "\n".join(";".join(line.split(";")[::-1]) for line in SALES.splitlines())),
    missing("no amount", renamed("Bemerkung"), "net_revenue"),
    missing("header beyond any length", renamed("Nettoumsatz" + " x" * 300_000), "net_revenue"),
    missing("no date", renamed("Bemerkung", "Datum"), "date"),
    missing("no customer", renamed("Bemerkung", "Kundennummer"), "customer_id"),
    *(
        good(
            25,
            f"misspelt {header}",
            renamed(header, place),
            outcome="WARN",
            codes="HD-NEAR",
            at=at(header=header),
            says=(f"columns.{column}",),
        )
        for header, place, column in (
            ("Nettoumsazt", "Nettoumsatz", "net_revenue"),
            ("Rechnungsdtaum", "Datum", "date"),
            ("Kundenummer", "Kundennummer", "customer_id"),
        )
    ),
    stopped("REJECT", 25, "no header at all", FOUR, "HD-MISSING", "net_revenue"),
    stopped(
        "ASK",
        25,
        "two columns that fit",
        "\n".join(
            line + ";" + more
            for line, more in zip(SALES.splitlines(), ("Umsatz", "1,00", "2,00", "3,00", "4,00"), strict=True)
        ),
        "HD-AMBIGUOUS",
        "net_revenue",
        "Umsatz",
    ),
    good(
        25,
        "two columns that fit, decided",
        "\n".join(
            line + ";" + more
            for line, more in zip(SALES.splitlines(), ("Umsatz", "1,00", "2,00", "3,00", "4,00"), strict=True)
        ),
        settings={
            "intake": {"tables": {"transactions": {"file": "umsatz.csv", "columns": {"net_revenue": "Nettoumsatz"}}}}
        },
    ),
    Case(
        25,
        "customer list without number",
        customers("Adler", "Birke", head="Firma"),
        "REJECT",
        "HD-MISSING",
        at("kunden.csv"),
        ("customer_id",),
    ),
    stopped(
        "REJECT",
        26,
        "one amount twice",
        "\n".join(line + ";" + line.split(";")[2] for line in SALES.splitlines()),
        "HD-DUPLICATE",
        "Nettoumsatz",
    ),
    stopped(
        "REJECT",
        26,
        "customer number twice",
        "\n".join(line.split(";")[0] + ";" + line for line in SALES.splitlines()),
        "HD-DUPLICATE",
        "Kundennummer",
    ),
    stopped(
        "REJECT",
        26,
        "two columns called the same in a workbook",
        lambda: book([[*line, line[2]] for line in TABLE]),
        "HD-DUPLICATE",
        file="umsatz.xlsx",
        sheet="Umsatz",
    ),
    stopped(
        "REJECT",
        26,
        "column of values without a header",
        lambda: book([[*line, n or None] for n, line in enumerate(TABLE)]),
        "HD-EMPTY",
        file="umsatz.xlsx",
        header="(D)",
    ),
    Case(
        26,
        "remark beside the table",
        sales(lambda: book([[*line, "geprüft" if n == 2 else None] for n, line in enumerate(TABLE)]), "umsatz.xlsx"),
        "WARN",
        "HD-EMPTY",
        at("umsatz.xlsx", header="(D)"),
        **ALL,
    ),
    good(
        26, "empty column between columns", lambda: book([[line[0], None, *line[1:]] for line in TABLE]), "umsatz.xlsx"
    ),
    stopped("ASK", 27, "months side by side", MONTHS, "HD-WIDE", "Jan 2024", "unpivot"),
    stopped(
        "ASK",
        27,
        "months side by side in a workbook",
        lambda: book([["Kundennummer", "2024-01", "2024-02", "2024-03"], ["K1", 5.5, 6.5, 7.5], ["K2", 1.5, 2.5, 3.5]]),
        "HD-WIDE",
        "2024-01",
        file="umsatz.xlsx",
        sheet="Umsatz",
    ),
    stopped(
        "ASK",
        27,
        "years side by side",
        "Kundennummer;2022;2023;2024\nK1;5,50;6,50;7,50\nK2;1,50;2,50;3,50\n",
        "HD-WIDE",
        "2022",
    ),
    Case(
        27, "months side by side, decided", sales(MONTHS, intake=UNPIVOT), "SAFE", rows=(2, 2, 0), money=(2000.0, 0.0)
    ),
    Case(
        27,
        "transposed",
        sales(
            "Kundennummer;K1;K2;K3;K4\nDatum;15.01.2024;20.02.2024;10.03.2024;05.04.2024\nNettoumsatz;1.234,50;500,00;250,25;15,25\n"
        ),
        "ASK",
        "HD-TRANSPOSED",
        at(),
    ),
)
