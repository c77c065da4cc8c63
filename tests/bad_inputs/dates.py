"""Dates"""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pandas as pd

from intake.old_books import ods, row, xls, xlsx

from .case import FOUR, HEAD, SALES, TABLE, TOTAL, Case, Sent, at, customers, dates, sales

OPEN: dict[str, Any] = {"period": None}
FUTURE = "Kundennummer;Datum;Nettoumsatz\nK1;15.01.2024;5,00\nK2;16.02.2024;6,00\nK3;17.03.2026;7,00\n"


def good(group: int, name: str, cells: list[str], first: str, last: str, **settings: Any) -> Case:
    """Dates that are understood; without a period told, the first and the last show what they were read as."""
    n = len(cells)
    return Case(
        group,
        name,
        dates(*cells, **{**OPEN, **settings}),
        "SAFE",
        period=(first, last),
        rows=(n, n, 0),
        money=(100.0 * n, 0.0),
    )


def asked(group: int, name: str, *cells: str, **settings: Any) -> Case:
    return Case(group, name, dates(*cells, **settings), "ASK", "DATE-ORDER", at(header="Datum"), ("intake.dates.date",))


def invalid(group: int, name: str, cell: str, says: str = "") -> Case:
    """One day that no calendar has behind four good ones."""
    return Case(
        group,
        name,
        sales(SALES + f"K9;{cell};100,00\n"),
        "REJECT",
        "DATE-INVALID",
        at(row=6, header="Datum"),
        (says or cell,),
        (5, 4, 1),
        (TOTAL, 100.0),
    )


def serial(*days: Any, flag: str = "") -> bytes:
    made = "".join(
        row(n, *line) for n, line in enumerate([TABLE[0], *([f"K{n}", day, 100] for n, day in enumerate(days))], 1)
    )
    return xlsx(f"<sheetData>{made}</sheetData>", flag)


def native(*days: Any, epoch: Any = None) -> bytes:
    made = openpyxl.Workbook()
    if epoch:
        made.epoch = epoch
    made.active.title = "Umsatz"
    for line in [TABLE[0], *([f"K{n}", day, 100] for n, day in enumerate(days))]:
        made.active.append(line)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def of_book(name: str, content: Any, n: int, *period: str, file: str = "umsatz.xlsx") -> Case:
    return Case(39, name, sales(content, file, **OPEN), "SAFE", period=period, rows=(n, n, 0), money=(100.0 * n, 0.0))


def two(early: str, late: str, **settings: Any) -> Sent:
    return Sent({"umsatz_a.csv": HEAD + early, "umsatz_b.csv": HEAD + late}, settings)


def each_third_day(first: str, last: str, but: tuple[int, ...]) -> Sent:
    days = (day for day in pd.date_range(first, last, freq="3D") if day.month not in but)
    return dates(*(f"{day:%d.%m.%Y}" for day in days), **OPEN)


DAY = datetime.date
CASES: tuple[Case, ...] = (
    good(38, "points are day first", ["01.02.2024", "03.02.2024"], "2024-02-01", "2024-02-03"),
    good(38, "points with two-digit years", ["01.02.24", "03.02.24"], "2024-02-01", "2024-02-03"),
    good(38, "points without leading zeros", ["1.2.2024", "3.2.2024"], "2024-02-01", "2024-02-03"),
    good(38, "year first", ["2024-02-01", "2024-02-03"], "2024-02-01", "2024-02-03"),
    good(38, "points and year first", ["01.02.2024", "2024-03-01"], "2024-02-01", "2024-03-01"),
    good(38, "slashes with a day above 12", ["01/02/2024", "13/02/2024"], "2024-02-01", "2024-02-13"),
    good(38, "slashes with a month behind", ["02/01/2024", "02/13/2024"], "2024-02-01", "2024-02-13"),
    good(38, "hyphens with a day above 12", ["01-02-2024", "25-02-2024"], "2024-02-01", "2024-02-25"),
    good(38, "SAP, eight digits", ["20240201", "20240213"], "2024-02-01", "2024-02-13"),
    good(38, "month in words", ["1. Februar 2024", "13. März 2024"], "2024-02-01", "2024-03-13"),
    good(38, "month in short words", ["01-Feb-2024", "13-Mar-2024"], "2024-02-01", "2024-03-13"),
    good(
        38, "order decided", ["01/02/2024", "03/02/2024"], "2024-01-02", "2024-03-02", intake={"dates": {"date": "mdy"}}
    ),
    asked(38, "slashes without a day above 12", "01/02/2024", "03/04/2024"),
    asked(38, "hyphens without a day above 12", "01-02-2024", "03-04-2024"),
    asked(38, "slashes with two-digit years", "01/02/24", "03/04/24"),
    asked(38, "twelve slashes, all below 13", *(f"{n:02d}/{13 - n:02d}/2024" for n in range(1, 13))),
    Case(
        38,
        "both orders in one column",
        dates("13/02/2024", "02/13/2024", "14/02/2024"),
        "ASK",
        "DATE-MIXED",
        at(header="Datum"),
        ("13/02/2024", "02/13/2024", "intake.dates.date"),
        along="DATE-INVALID",
    ),
    Case(
        38,
        "both orders in one column, decided",
        dates("13/02/2024", "02/13/2024", "14/02/2024", intake={"dates": {"date": "dmy"}}),
        "REJECT",
        "DATE-INVALID",
        at(row=3, header="Datum"),
        ("02/13/2024",),
        (3, 2, 1),
        (200.0, 100.0),
    ),
    of_book("serial numbers", lambda: serial(45292, 45322), 2, "2024-01-01", "2024-01-31"),
    of_book("serial numbers as text", lambda: serial("45292", "45322"), 2, "2024-01-01", "2024-01-31"),
    of_book("serial numbers with a time", lambda: serial(45292.5, 45322.25), 2, "2024-01-01", "2024-01-31"),
    of_book(
        "serial numbers since 1904",
        lambda: serial(43830, 43860, flag='<workbookPr date1904="1"/>'),
        2,
        "2024-01-01",
        "2024-01-31",
    ),
    of_book("true dates", lambda: native(DAY(2024, 1, 1), DAY(2024, 1, 31)), 2, "2024-01-01", "2024-01-31"),
    of_book(
        "true dates of a workbook since 1904",
        lambda: native(DAY(2024, 1, 1), DAY(2024, 1, 31), epoch=openpyxl.utils.datetime.MAC_EPOCH),
        2,
        "2024-01-01",
        "2024-01-31",
    ),
    of_book("true dates and text", lambda: native(DAY(2024, 1, 1), "31.01.2024"), 2, "2024-01-01", "2024-01-31"),
    of_book(
        "true dates, text and serial numbers",
        lambda: native(DAY(2024, 1, 1), "15.01.2024", 45322),
        3,
        "2024-01-01",
        "2024-01-31",
    ),
    of_book(
        "true dates with a time",
        lambda: native(datetime.datetime(2024, 1, 1, 23, 59), datetime.datetime(2024, 1, 31, 0, 1)),
        2,
        "2024-01-01",
        "2024-01-31",
    ),
    of_book(
        "serial numbers of an old workbook",
        lambda: xls([TABLE[0], ["K1", 45292, 100], ["K2", 45322, 100]]),
        2,
        "2024-01-01",
        "2024-01-31",
        file="umsatz.xls",
    ),
    of_book(
        "true dates of an ods file",
        lambda: ods([TABLE[0], ["K1", DAY(2024, 1, 1), 100], ["K2", DAY(2024, 1, 31), 100]]),
        2,
        "2024-01-01",
        "2024-01-31",
        file="umsatz.ods",
    ),
    invalid(40, "29 February of a common year", "29.02.2023"),
    invalid(40, "31 April", "31.04.2024"),
    invalid(40, "30 February, year first", "2024-02-30"),
    invalid(40, "month 13", "01.13.2024"),
    invalid(40, "day 0", "00.01.2024"),
    invalid(40, "year 0024", "01.02.0024"),
    invalid(40, "all zeros", "00.00.0000"),
    invalid(40, "word", "demnächst"),
    invalid(40, "quarter", "Q1 2024"),
    invalid(40, "day without a year", "15.03."),
    invalid(40, "year 2204", "01.02.2204"),
    Case(
        40,
        "end of time in an order line",
        sales(SALES + "K9;31.12.9999;100,00\n"),
        "REJECT",
        "REQUIRED",
        at(row=6),
        (),
        (5, 4, 1),
        (TOTAL, 100.0),
    ),
    Case(40, "day after the report's", sales(FUTURE), "WARN", "DATE-FUTURE", rows=(3, 3, 0), money=(18.0, 0.0)),
    Case(
        40,
        "end of time as a customer's first day",
        customers("K1;A;31.12.9999", "K2;B;01.02.2020", "K3;C;", head="Kundennummer;Kundenname;Kunde seit"),
        "SAFE",
        tables={"customers": 3},
    ),
    Case(
        40,
        "empty date",
        sales(SALES + "K9;;100,00\n"),
        "REJECT",
        "REQUIRED",
        at(row=6, header="Datum"),
        (),
        (5, 4, 1),
        (TOTAL, 100.0),
    ),
    good(
        40,
        "time stamps with a zone",
        ["2024-01-01T00:30:00+01:00", "2024-01-31T23:30:00+01:00"],
        "2024-01-01",
        "2024-01-31",
    ),
    good(40, "time stamps of Greenwich", ["2024-01-01T10:30:00Z", "2024-01-31T10:30:00Z"], "2024-01-01", "2024-01-31"),
    good(40, "hour that summer time leaves out", ["31.03.2024 02:30", "15.03.2024 10:00"], "2024-03-15", "2024-03-31"),
    good(40, "time stamps", ["2024-01-01 10:30:00", "2024-01-31 10:30:00.123"], "2024-01-01", "2024-01-31"),
    Case(
        40,
        "one date a century ago among two hundred",
        dates(*(f"{1 + n % 28:02d}.{1 + n % 12:02d}.2024" for n in range(200)), "01.01.1924", **OPEN),
        "ASK",
        "DATE-FAR",
        says=("1924", "period"),
    ),
    Case(
        41,
        "gap in the middle",
        each_third_day("2024-01-01", "2024-12-31", (4, 5)),
        "WARN",
        "DATE-GAP",
        says=("04/2024", "05/2024"),
    ),
    Case(
        41,
        "begun months at the edges",
        each_third_day("2024-01-20", "2024-12-10", ()),
        "WARN",
        "DATE-PARTIAL",
        says=("01/2024, 12/2024",),
    ),
    Case(
        41,
        "two files with the same months",
        two(FOUR, "K7;16.01.2024;7,00\nK8;11.03.2024;8,00\n"),
        "WARN",
        "DATE-OVERLAP",
        rows=(6, 6, 0),
        money=(2015.0, 0.0),
    ),
    Case(
        41,
        "two files, one after the other",
        two("K7;16.01.2024;7,00\n", "K8;11.03.2024;8,00\n"),
        "SAFE",
        rows=(2, 2, 0),
        money=(15.0, 0.0),
    ),
    Case(
        41,
        "fiscal year told",
        sales(
            HEAD + "K1;15.07.2023;1,00\nK1;15.06.2024;2,00\nK1;15.07.2024;4,00\n", period=["2023-07-01", "2024-06-30"]
        ),
        "WARN",
        "DATE-FUTURE",
        rows=(3, 3, 0),
        money=(7.0, 0.0),
    ),
    Case(
        41,
        "period the other way round",
        sales(period=["2024-12-31", "2024-01-01"]),
        "REJECT",
        "CFG-VALUE",
        at("client.yaml"),
        ("period",),
    ),
    Case(
        41,
        "order lines of one year, activities of another",
        Sent(
            {
                "umsatz.csv": SALES,
                "aktivitaeten.csv": "Datum;Art;Kundennummer;Mitarbeiternummer;Stunden\n"
                + "".join(f"{d:02d}.05.2021;Besuch;K1;V1;2,00\n" for d in range(1, 20)),
            },
            OPEN,
        ),
        "ASK",
        "PERIOD",
        says=("2021", "period"),
    ),
    Case(
        41,
        "yearly totals",
        sales("Kundennummer;Nettoumsatz\nK1;1.500,00\nK2;500,00\n", intake={"annual_totals": 2024}, **OPEN),
        "SAFE",
        rows=(2, 2, 0),
        money=(TOTAL, 0.0),
    ),
)
