"""Numbers"""

from __future__ import annotations

import datetime
from typing import Any

from intake.old_books import row, xlsx

from .case import FOUR, HEAD, SALES, TABLE, TOTAL, Case, Outcome, amounts, at, book, customers, sales, uncalculated

ALL = {"rows": (4, 4, 0), "money": (TOTAL, 0.0)}
WEALTH = "Kundennummer;Kundenname;Umsatzpotenzial"
SHARES = "Kundennummer;Kundenname;Lieferanteil"
ENGLISH: dict[str, Any] = {"language": "en"}


def good(group: int, name: str, cells: list[str], total: float, **settings: Any) -> Case:
    """Amounts that are understood, and their sum."""
    return Case(group, name, amounts(*cells, **settings), "SAFE", rows=(len(cells),) * 2 + (0,), money=(total, 0.0))


def plain(group: int, name: str, cells: list[str], total: float, language: str = "en") -> Case:
    """The same in a file without anything German."""
    rows = "".join(f'K{n},2024-02-{n:02d},"{cell}"\n' for n, cell in enumerate(cells, 1))
    return Case(
        group,
        name,
        sales("customer id,date,net revenue\n" + rows, "sales.csv", language=language),
        "SAFE",
        rows=(len(cells), len(cells), 0),
        money=(total, 0.0),
    )


def asked(
    group: int, name: str, cells: list[str], code: str, *says: str, outcome: Outcome = "ASK", **settings: Any
) -> Case:
    return Case(group, name, amounts(*cells, **settings), outcome, code, at(header="Nettoumsatz"), says)


def rejected(group: int, name: str, cell: str, code: str = "NUM-TEXT", *says: str) -> Case:
    """One amount that cannot be read behind four good ones: its row alone is lost, and named."""
    return Case(
        group,
        name,
        sales(SALES + f"K9;06.04.2024;{cell}\n"),
        "REJECT",
        code,
        at(row=6, header="Nettoumsatz"),
        says or (cell[:30],),
        (5, 4, 1),
        (TOTAL, 0.0),
    )


def sheet(*lines: tuple[Any, ...]) -> bytes:
    """Cells of a workbook as Excel stores them, below the usual header."""
    made = "".join(row(n, *line) for n, line in enumerate((tuple(TABLE[0]), *lines), 1))
    return xlsx(f"<sheetData>{made}</sheetData>")


def of_book(
    group: int,
    name: str,
    lines: list[tuple[Any, ...]],
    total: float,
    outcome: Outcome = "SAFE",
    codes: str = "",
    **more: Any,
) -> Case:
    rows = more.pop("rows", (len(lines), len(lines), 0))
    return Case(
        group,
        name,
        sales(lambda: sheet(*lines), "umsatz.xlsx"),
        outcome,
        codes,
        rows=rows,
        money=more.pop("money", (total, 0.0)),
        **more,
    )


def rate(group: int, name: str, *cells: str, code: str = "PCT-SCALE") -> Case:
    rows = [f"K{n};A{n};{cell}" for n, cell in enumerate(cells, 1)]
    outcome: Outcome = "ASK" if code == "PCT-SCALE" else "REJECT" if code else "SAFE"
    return Case(
        group,
        name,
        customers(*rows, head=SHARES),
        outcome,
        code,
        at("kunden.csv", header="Lieferanteil") if code else {},
        **({} if code else ALL),
    )


def errors(*texts: str) -> str:
    return SALES + "".join(f"K9;{n:02d}.06.2024;{text}\n" for n, text in enumerate(texts, 1))


def ids(name: str, *values: str, row_: int = 2) -> Case:
    text = "Kundennummer;Datum;Nettoumsatz\n" + "".join(f"{v};15.0{n}.2024;5,00\n" for n, v in enumerate(values, 1))
    return Case(
        37, name, sales(text), "REJECT", "ID-SCIENTIFIC", at(row=row_, header="Kundennummer"), (values[row_ - 2],)
    )


CASES: tuple[Case, ...] = (
    good(28, "decimal commas and thousands", ["1.234,56", "12.500,00", "0,44"], 13_735.0),
    good(28, "thousands alone, dates German", ["1.234", "12.500", "7.000"], 20_734.0),
    good(28, "thousands alone, language English but dates German", ["1.234", "12.500"], 13_734.0, **ENGLISH),
    good(28, "thousands and one decimal comma", ["1.234", "500,50"], 1734.5),
    good(28, "whole numbers", ["1234", "500"], 1734.0),
    good(28, "points that are no thousands", ["1234.56", "500.44"], 1735.0),
    good(28, "two points", ["1.234.567", "1.000"], 1_235_567.0),
    good(28, "signs in front", ["+1.234,50", "-234,50"], 1000.0),
    good(
        28,
        "thousands alone, decimal point decided",
        ["1.234", "12.500"],
        13.734,
        intake={"decimal": {"net_revenue": "."}},
    ),
    good(28, "one comma with three digits, German", ["1,234", "0,766"], 2.0),
    plain(28, "English thousands and points", ["1,234.56", "12,500.44"], 13_735.0),
    plain(28, "English decimal points", ["1234.56", "500.44"], 1735.0),
    plain(28, "thousands alone, language German", ["1.234", "12.500"], 13_734.0, "de"),
    Case(
        28,
        "thousands alone, nothing German",
        sales("customer id,date,net revenue\nK1,2024-02-01,1.234\nK2,2024-02-02,12.500\n", "sales.csv", **ENGLISH),
        "ASK",
        "NUM-AMBIGUOUS",
        at("sales.csv", header="net revenue"),
        ("1.234", "intake.decimal.net_revenue"),
    ),
    Case(
        28,
        "comma with three digits, nothing German",
        sales('customer id,date,net revenue\nK1,2024-02-01,"1,234"\nK2,2024-02-02,"2,500"\n', "sales.csv", **ENGLISH),
        "ASK",
        "NUM-AMBIGUOUS",
        at("sales.csv", header="net revenue"),
        ("intake.decimal.net_revenue",),
    ),
    asked(29, "both ways of writing", ["1,234.56", "1.234,56"], "NUM-MIXED", "1,234.56", "1.234,56", outcome="REJECT"),
    asked(
        29, "one English amount among German ones", ["1.234,56", "2.500,00", "3,000.10"], "NUM-MIXED", outcome="REJECT"
    ),
    asked(29, "both ways without thousands", ["1234,56", "1234.56"], "NUM-MIXED", outcome="REJECT"),
    asked(29, "apostrophes and points", ["1'234,50", "1,234.50"], "NUM-MIXED", outcome="REJECT"),
    *(
        good(30, f"written {name}", [cell, "0,50"], total)
        for name, cell, total in (
            ("with a no-break blank", "1\u00a0234,50", 1235.0),
            ("with a narrow blank", "1\u202f234,50", 1235.0),
            ("with a blank", "1 234,50", 1235.0),
            ("with a thin blank", "1\u2009234,50", 1235.0),
            ("with a true minus", "\u2212500,50", -500.0),
            ("with a dash", "\u2013500,50", -500.0),
            ("in brackets", "(500,50)", -500.0),
            ("with the minus behind", "500,50-", -500.0),
            ("with blanks around", "  500,50 ", 501.0),
            ("without the leading zero", ",50", 1.0),
            ("ending in a dash", "500,-", 500.5),
            ("ending in two dashes", "500,--", 500.5),
        )
    ),
    good(30, "Swiss", ["1'234.50", "0.50"], 1235.0),
    good(30, "Swiss with a typographic apostrophe", ["1’234.50", "0.50"], 1235.0),
    good(30, "Swiss with an accent for an apostrophe", ["1´234.50", "1`000.00", "0.50"], 2235.0),
    good(30, "unit in every cell", ["5 Mio.", "12 T€"], 5_012_000.0),
    good(30, "thousands written TEUR", ["12 TEUR", "3,5 TEUR"], 15_500.0),
    good(30, "millions with decimal comma", ["1,5 Mio. €", "0,5 Mio. €"], 2_000_000.0),
    asked(30, "unit in some cells", ["5 Mio.", "12"], "NUM-UNIT", "intake.units.net_revenue"),
    Case(
        30,
        "unit in the header",
        sales(SALES.replace("Nettoumsatz", "Nettoumsatz in T€")),
        "ASK",
        "NUM-UNIT",
        at(),
        ("intake.units",),
    ),
    Case(
        30,
        "unit in the header, decided",
        sales(SALES.replace("Nettoumsatz", "Nettoumsatz in T€"), intake={"units": {"net_revenue": 1000}}),
        "SAFE",
        rows=(4, 4, 0),
        money=(2_000_000.0, 0.0),
    ),
    good(31, "euro signs", ["1.000 €", "500,50 €"], 1500.5),
    good(31, "EUR behind", ["1.000,00 EUR", "500,50 EUR"], 1500.5),
    good(31, "euro signs in front", ["€ 1.000,00", "€500,50"], 1500.5),
    good(31, "dollars of a client in dollars", ["$1.000,00", "$500,50"], 1500.5, currency="USD"),
    asked(31, "euro and dollar", ["1.000,00 €", "$2.000,00"], "CUR-MIX", "EUR", "USD", outcome="REJECT"),
    asked(31, "euro and francs", ["1.000,00 €", "CHF 3'000,00"], "CUR-MIX", "CHF", outcome="REJECT"),
    asked(31, "dollars only", ["$1.000,00", "$500,50"], "CUR-MIX", "USD", outcome="REJECT"),
    good(31, "euro and francs with a rate", ["1.000,00 €", "3.000,00 CHF"], 4300.0, intake={"rates": {"CHF": 1.1}}),
    Case(
        31,
        "currency in a column of its own",
        sales("Kundennummer;Datum;Nettoumsatz;Währung\nK1;15.01.2024;5,00;EUR\nK2;16.01.2024;7,00;USD\n"),
        "REJECT",
        "CUR-MIX",
        at(),
        ("USD",),
    ),
    rate(32, "45 %, 0.45 and 45", "45 %", "0,45", "45"),
    rate(32, "0.45 and 45", "0,45", "45"),
    rate(32, "one whole number among shares", "0,20", "0,30", "0,45", "80"),
    rate(32, "all with a sign", "45 %", "12,5 %", "0 %", code=""),
    rate(32, "all whole", "45", "30", "100", code=""),
    rate(32, "all shares", "0,45", "0,3", "1", code=""),
    rate(32, "above 100 %", "45 %", "145 %", code="RANGE"),
    rate(32, "below 0", "45 %", "-5 %", code="RANGE"),
    good(33, "a credit note", ["1.500,00", "-500,00", "0,50"], 1000.5),
    Case(33, "all negative", amounts("-100,50", "-200,50"), "WARN", "SUM-BASE", rows=(2, 2, 0), money=(-301.0, 0.0)),
    Case(33, "all zero", amounts("0,00", "0,00", "0"), "WARN", "SUM-BASE", rows=(3, 3, 0), money=(0.0, 0.0)),
    Case(
        33,
        "negative in all",
        amounts("100,00", "-300,50", "50,50"),
        "WARN",
        "SUM-BASE",
        rows=(3, 3, 0),
        money=(-150.0, 0.0),
    ),
    Case(
        33, "exactly nothing in all", amounts("100,00", "-100,00"), "WARN", "SUM-BASE", rows=(2, 2, 0), money=(0.0, 0.0)
    ),
    good(33, "one customer negative", ["900,00", "-100,00"], 800.0),
    good(34, "a third of ten cents", ["0,1", "0,2", "0,7"], 1.0),
    Case(
        34,
        "a quadrillion and a cent",
        amounts("1000000000000000,00", "0,01", "-1000000000000000,00"),
        "WARN",
        "",
        rows=(3, 3, 0),
        money=(0.01, 0.0),
    ),
    Case(
        34,
        "a trillion",
        amounts("2.000.000.000.000,00", "5,00"),
        "WARN",
        "NUM-HUGE",
        rows=(2, 2, 0),
        money=(2_000_000_000_005.0, 0.0),
    ),
    *(rejected(34, f"amount {cell!r}", cell) for cell in ("inf", "-inf", "1e400", "Infinity", "∞", "1e31", "9" * 309)),
    Case(
        34,
        "amount 'NaN'",
        sales(SALES + "K9;06.04.2024;NaN\n"),
        "REJECT",
        "REQUIRED",
        at(row=6, header="Nettoumsatz"),
        (),
        (5, 4, 1),
        (TOTAL, 0.0),
    ),
    of_book(
        34,
        "number of 16 digits as customer",
        [("1234567890123456", "15.01.2024", 5), ("1234567890123457", "16.01.2024", 6)],
        11.0,
    ),
    Case(
        34,
        "number of 18 digits as customer",
        sales(SALES.replace("K1", "123456789012345678").replace("K2", "123456789012345679")),
        "SAFE",
        **ALL,
    ),
    of_book(35, "numbers as text", [("K1", "15.01.2024", "1.234,50"), ("K2", "16.01.2024", 765.5)], 2000.0),
    of_book(35, "numbers as text with a point", [("K1", "15.01.2024", "1234.50"), ("K2", "16.01.2024", 765.5)], 2000.0),
    of_book(35, "apostrophe in front", [("K1", "15.01.2024", "'00123"), ("K2", "16.01.2024", 77)], 200.0),
    of_book(35, "customer numbers as text and as number", [("4711", "15.01.2024", 5), (4711, "16.01.2024", 6)], 11.0),
    Case(
        35,
        "date among amounts",
        sales(SALES + "K9;06.04.2024;01.Feb\n"),
        "REJECT",
        "NUM-TEXT",
        at(row=6),
        ("01.Feb",),
        (5, 4, 1),
        (TOTAL, 0.0),
    ),
    Case(
        35,
        "true date among amounts",
        sales(lambda: book([*TABLE, ["K9", "06.04.2024", datetime.date(2024, 2, 1)]]), "umsatz.xlsx"),
        "REJECT",
        "NUM-TEXT",
        at("umsatz.xlsx", cell="C6", sheet="Umsatz"),
        (),
        (5, 4, 1),
        (TOTAL, 0.0),
    ),
    of_book(
        35,
        "yes among amounts",
        [("K1", "15.01.2024", 5), ("K2", "16.01.2024", "ja")],
        5.0,
        "REJECT",
        "NUM-TEXT",
        rows=(2, 1, 1),
        at=at("umsatz.xlsx", cell="C3"),
    ),
    Case(
        36,
        "formulas never calculated",
        sales(uncalculated, "umsatz.xlsx"),
        "REJECT",
        "NUM-FORMULA",
        at("umsatz.xlsx", cell="C3", sheet="Umsatz"),
        ("A4",),
        (4, 2, 2),
        (1249.75, 250.25),
    ),
    *(
        Case(
            36,
            f"error {text}",
            sales(errors(text, text)),
            "REJECT",
            "REQUIRED",
            at(row=6, header="Nettoumsatz"),
            (),
            (6, 4, 2),
            (TOTAL, 0.0),
        )
        for text in ("#DIV/0!", "#NV", "#WERT!", "#BEZUG!", "#N/A", "#REF!", "#NAME?", "#ÜBERLAUF!")
    ),
    of_book(
        36,
        "errors in a workbook",
        [("K1", "15.01.2024", 5), ("K2", "16.01.2024", "<v>#DIV/0!</v>")],
        5.0,
        "REJECT",
        "REQUIRED",
        rows=(2, 1, 1),
        at=at("umsatz.xlsx", cell="C3"),
    ),
    Case(
        36,
        "error in a column not required",
        customers("K1;A;5.000,50", "K2;B;#NV", "K3;C;1.000,00", head=WEALTH),
        "WARN",
        "NUM-ERROR",
        at("kunden.csv", row=3, header="Umsatzpotenzial"),
        ("#NV",),
        **ALL,
    ),
    ids("comma and E", "1,23E+12", "1,24E+12"),
    ids("point and E", "1.23E+12", "1.24E+12"),
    ids("without decimals", "5E+11", "K2"),
    ids("one among good ones", "4711", "4,71E+15", row_=3),
    of_book(
        37,
        "float beyond what Excel keeps",
        [(1.23456789012345e17, "15.01.2024", 5), ("K2", "16.01.2024", 6)],
        11.0,
        "REJECT",
        "ID-SCIENTIFIC",
        rows=None,
        at=at("umsatz.xlsx", cell="A2"),
    ),
    of_book(35, "apostrophe before a customer number", [("'00123", "15.01.2024", 5), ("00123", "16.01.2024", 6)], 11.0),
    Case(37, "an id that only looks alike", sales(SALES.replace("K3", "12E5A")), "SAFE", **ALL),
    Case(
        37,
        "in the customer list",
        customers("1,23E+12;A", "1,24E+12;B"),
        "REJECT",
        "ID-SCIENTIFIC",
        at("kunden.csv", row=2),
    ),
    rejected(35, "word among amounts", "zweitausend"),
    rejected(35, "raised digit", "2²"),
    rejected(35, "circled digit", "②"),
    rejected(35, "fraction", "1½"),
    Case(
        32,
        "percent for an amount",
        sales(SALES + "K9;06.04.2024;45 %\n"),
        "REJECT",
        "NUM-TEXT",
        at(row=6, header="Nettoumsatz"),
        ("45 %",),
        (5, 4, 1),
        (TOTAL, 45.0),
    ),
    rejected(35, "question mark among amounts", "ca. 500?"),
    Case(
        35,
        "amount left empty",
        sales(HEAD + FOUR + "K9;06.04.2024;\n"),
        "REJECT",
        "REQUIRED",
        at(row=6, header="Nettoumsatz"),
        (),
        (5, 4, 1),
        (TOTAL, 0.0),
    ),
)
