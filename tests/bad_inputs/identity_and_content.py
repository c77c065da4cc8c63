"""Identity and content"""

from __future__ import annotations

from typing import Any

from .case import HEAD, SALES, TOTAL, Case, Outcome, Sent, Trial, at, customers, sales
from .hostile import FORMULAS, NAMES, named, page_shows_names, safe_export

ALL: dict[str, Any] = {"rows": (4, 4, 0), "money": (TOTAL, 0.0)}
THREE = ("K1;Adler AG", "K2;Birke KG", "K3;Cedrus SE")
TWICE = (
    "Kundennummer;Datum;Nettoumsatz;Belegnummer;Position\n"
    + "K1;15.01.2024;100,00;R1;1\n" * 2
    + "K1;15.01.2024;100,00;R1;2\n"
)
STAFF = "Mitarbeiternummer;Rolle;Vollzeitstellen\nV1;Außendienst;1,0\nV2;Innendienst;0,5\n"


def good(
    group: int, name: str, *rows: str, outcome: Outcome = "SAFE", codes: str = "", count: int = 3, **more: Any
) -> Case:
    head = more.pop("head", "Kundennummer;Kundenname")
    return Case(
        group,
        name,
        customers(*rows, head=head, **more.pop("settings", {})),
        outcome,
        codes,
        tables={"customers": count},
        **{**ALL, **more},
    )


def stopped(
    group: int, name: str, *rows: str, outcome: Outcome = "ASK", codes: str = "ID-DUPLICATE", **more: Any
) -> Case:
    head, also = more.pop("head", "Kundennummer;Kundenname"), more.pop("also", None)
    place = more.pop("at", at("kunden.csv"))
    return Case(
        group, name, customers(*rows, head=head, more=also, **more.pop("settings", {})), outcome, codes, place, **more
    )


def joined(orders: str, lines: str, outcome: Outcome, codes: str = "", **more: Any) -> Case:
    """Order lines that get customer and date from their orders."""
    tables = {
        "transactions": {
            "file": "zeilen.csv",
            "columns": {"net_revenue": "Betrag"},
            "joins": [
                {"file": "auftraege.csv", "key": "Auftrag", "columns": {"customer_id": "Kundennummer", "date": "Datum"}}
            ],
        }
    }
    sent = Sent(
        {"zeilen.csv": "Auftrag;Betrag\n" + lines, "auftraege.csv": "Auftrag;Kundennummer;Datum\n" + orders},
        {"intake": {"tables": tables}},
    )
    return Case(more.pop("group", 42), more.pop("name"), sent, outcome, codes, **more)


def orphans(name: str, good_: int, lost: int, outcome: Outcome, **more: Any) -> Case:
    """Order lines of listed customers and of others, 10 each."""
    lines = "".join(f"K{n};15.01.2024;10,00\n" for n in range(good_)) + "".join(
        f"X{n};15.02.2024;10,00\n" for n in range(lost)
    )
    list_ = "Kundennummer;Kundenname\n" + "".join(f"K{n};Firma {n}\n" for n in range(good_))
    return Case(
        48, name, Sent({"kunden.csv": list_, "umsatz.csv": HEAD + lines}), outcome, "REF-ORPHAN" if lost else "", **more
    )


def book_of_reps(customers_: str, lines: str, staff: str = STAFF) -> Sent:
    return Sent({"kunden.csv": customers_, "umsatz.csv": lines, "mitarbeiter.csv": staff})


OWNED = "Kundennummer;Kundenname;Betreuer\nK1;A;V1\nK2;B;V1\nK3;C;V2\n"
BY = (
    "Kundennummer;Datum;Nettoumsatz;Mitarbeiternummer\nK1;15.01.2024;1.234,50;{0}\nK2;20.02.2024;500,00;{1}\n"
    "K3;10.03.2024;250,25;{2}\nK1;05.04.2024;15,25;{0}\n"
)
GROUPS = "Kundennummer;Kundenname;Konzernnummer"

CASES: tuple[Case, ...] = (
    good(42, "identical customers", *THREE, THREE[0], outcome="REPAIR", codes="DUP-ROW"),
    good(42, "identical customers thrice", *THREE, *THREE, *THREE, outcome="REPAIR", codes="DUP-ROW"),
    stopped(
        42,
        "customer with two names",
        *THREE,
        "K1;Anders GmbH",
        at=at("kunden.csv", row=2),
        says=("K1", "intake.duplicates"),
    ),
    stopped(42, "customer twice, once without a name", *THREE, "K1;", says=("K1",)),
    good(
        42,
        "customer with two names, the last decided",
        *THREE,
        "K1;Anders GmbH",
        outcome="REPAIR",
        codes="LATEST-ROW",
        settings={"intake": {"duplicates": "latest"}},
    ),
    Case(
        42,
        "customer with two names in two files",
        Sent(
            {
                "kunden_a.csv": "Kundennummer;Kundenname\nK1;A\nK2;B\nK3;C\n",
                "kunden_b.csv": "Kundennummer;Kundenname\nK1;Anders\n",
                "umsatz.csv": SALES,
            }
        ),
        "ASK",
        "ID-DUPLICATE",
        says=("K1",),
    ),
    Case(
        42,
        "identical customers in two files",
        Sent(
            {
                "kunden_a.csv": "Kundennummer;Kundenname\nK1;A\nK2;B\n",
                "kunden_b.csv": "Kundennummer;Kundenname\nK1;A\nK3;C\n",
                "umsatz.csv": SALES,
            }
        ),
        "REPAIR",
        "DUP-ROW",
        tables={"customers": 3},
        **ALL,
    ),
    Case(42, "invoice line twice", sales(TWICE), "REPAIR", "DUP-ROW", rows=(3, 2, 1), money=(200.0, 100.0)),
    Case(
        42,
        "equal lines without a number",
        sales(SALES + "K1;15.01.2024;1.234,50\n"),
        "WARN",
        "DUP-KEPT",
        rows=(5, 5, 0),
        money=(3234.5, 0.0),
    ),
    Case(
        42,
        "the same file twice",
        Sent({"umsatz.csv": SALES, "umsatz_kopie.csv": SALES}),
        "WARN",
        "IN-COPY",
        rows=(4, 4, 0),
        money=(2000.0, 0.0),
    ),
    joined(
        "A1;K1;15.01.2024\nA2;K2;16.01.2024\n",
        "A1;10,50\nA1;20,00\nA2;5,00\n",
        "SAFE",
        name="lines of one order",
        rows=(5, 5, 0),
        money=(35.5, 0.0),
    ),
    joined(
        "A1;K1;15.01.2024\nA1;K2;16.01.2024\nA2;K2;16.01.2024\n",
        "A1;10,50\nA1;20,00\nA2;5,00\n",
        "REJECT",
        "JOIN-DUPLICATE",
        name="order twice, lines twice",
        says=("A1", "auftraege.csv"),
    ),
    joined(
        "A1;K1;15.01.2024\n",
        "A1;10,50\nA9;20,00\n",
        "REJECT",
        "JOIN-UNMATCHED",
        name="line without its order",
        at=at("zeilen.csv", row=3),
        says=("A9",),
        rows=(3, 2, 1),
        money=(10.5, 20.0),
    ),
    *(
        good(43, name, f"K1;{one}", f"K2;{other}", "K3;Cedrus")
        for name, one, other in (
            ("composed and decomposed", "Müller", "Mu\u0308ller"),
            ("no-break blank behind", "Müller\u00a0", "Müller"),
            ("zero width", "Mül\u200bler", "Müller"),
            ("two blanks", "Müller  AG", "Müller AG"),
            ("soft hyphen", "Mül\u00adler", "Müller"),
        )
    ),
    *(
        Case(43, f"customer number with {name}", sales(SALES.replace("K1;05", f"{cell};05")), "SAFE", **ALL)
        for name, cell in (
            ("a no-break blank", "K1\u00a0"),
            ("zero width", "K\u200b1"),
            ("blanks", "  K1 "),
            ("a direction mark", "\u200eK1"),
        )
    ),
    good(
        43,
        "names alike but for their form",
        "K1;Bäckerei Huber GmbH",
        "K2;Bäckerei Huber GmbH & Co. KG",
        "K3;Cedrus",
        outcome="WARN",
        codes="ID-SIMILAR",
    ),
    good(
        43,
        "ß and ss",
        "K1;Großhandel Weiß GmbH",
        "K2;Grosshandel Weiss GmbH",
        "K3;Cedrus",
        outcome="WARN",
        codes="ID-SIMILAR",
    ),
    good(
        43,
        "capitals",
        "K1;MASCHINENBAU ADLER GMBH",
        "K2;Maschinenbau Adler GmbH",
        "K3;Cedrus",
        outcome="WARN",
        codes="ID-SIMILAR",
    ),
    *(
        good(44, f"customer called {name!r}", f"K1;{name}", "K2;B", "K3;C")
        for name in ("NA", "None", "null", "nan", "-", "0", "N/A", "NULL", "True", "inf")
    ),
    *(
        Case(44, f"customer number {name!r}", sales(SALES.replace("K2", name)), "SAFE", **ALL)
        for name in ("NA", "None", "null", "nan", "0", "True")
    ),
    good(44, "Namibia", "K1;A;NA", "K2;B;DE", "K3;C;NA", head="Kundennummer;Kundenname;Land"),
    good(45, "postcode with a zero", "K1;A;01067", "K2;B;04109", "K3;C;99999", head="Kundennummer;Kundenname;PLZ"),
    Case(
        45,
        "customer numbers with zeros",
        Sent(
            {
                "kunden.csv": "Kundennummer;Kundenname\n007;A\n7;B\n07;C\n",
                "umsatz.csv": SALES.replace("K1", "007").replace("K2", "7").replace("K3", "07"),
            }
        ),
        "SAFE",
        tables={"customers": 3},
        **ALL,
    ),
    Case(
        45,
        "zeros lost in one of two files",
        Sent(
            {
                "kunden.csv": "Kundennummer;Kundenname\n007;A\n008;B\n009;C\n",
                "umsatz.csv": SALES.replace("K1", "7").replace("K2", "8").replace("K3", "9"),
            }
        ),
        "ASK",
        "REF-ORPHAN",
        says=("7",),
    ),
    *(
        Case(46, f"name {name[:20]!r}", named(name, "Birke KG"), "SAFE", rows=(2, 2, 0), money=(200.0, 0.0))
        for name in NAMES
    ),
    Case(
        46,
        "all hostile names together",
        named(*NAMES),
        "SAFE",
        rows=(len(NAMES),) * 2 + (0,),
        money=(100.0 * len(NAMES), 0.0),
    ),
    Case(
        46,
        "hostile header",
        sales(SALES.replace("Datum;", "Datum;<script>{0}%s</script>;").replace("2024;", "2024;x;")),
        "SAFE",
        **ALL,
    ),
    Case(46, "hostile file name", Sent({"umsatz {0} %s <b>.csv": SALES}), "SAFE", **ALL),
    Case(
        46,
        "hostile value in a message",
        sales(SALES + "K9;06.04.2024;{0}<script>%s\n"),
        "REJECT",
        "NUM-TEXT",
        at(row=6),
        ("{0}<script>%s",),
        (5, 4, 1),
        (TOTAL, 0.0),
    ),
    *(
        Case(47, f"name {name!r}", named(name, "Birke KG"), "SAFE", rows=(2, 2, 0), money=(200.0, 0.0))
        for name in FORMULAS
    ),
    orphans("all listed", 10, 0, "SAFE", rows=(10, 10, 0), money=(100.0, 0.0)),
    orphans("one of ten not listed", 9, 1, "WARN", rows=(10, 10, 0), money=(100.0, 0.0)),
    orphans("a third not listed", 6, 3, "ASK", says=("3", "33")),
    orphans("none listed", 1, 9, "ASK", says=("90",)),
    good(48, "customer without an order line", *THREE, "K4;Dorn", outcome="WARN", codes="REF-IDLE", count=4),
    Case(
        48,
        "person without customers",
        book_of_reps(OWNED.replace("V2", "V1"), BY.format("V1", "V1", "V1")),
        "WARN",
        "REF-UNUSED",
        says=("V2",),
        **ALL,
    ),
    Case(
        48,
        "unknown person",
        book_of_reps(OWNED.replace("V2", "V9"), BY.format("V1", "V1", "V2")),
        "WARN",
        "REF-REP",
        says=("V9",),
        **ALL,
    ),
    Case(
        48,
        "revenue booked on somebody else",
        book_of_reps(OWNED, BY.format("V2", "V1", "V2")),
        "WARN",
        "REF-OWNER",
        says=("K1",),
        **ALL,
    ),
    Case(
        48,
        "unknown role",
        book_of_reps(OWNED, BY.format("V1", "V1", "V2"), STAFF.replace("Innendienst", "Zauberer")),
        "REJECT",
        "CODE-UNKNOWN",
        at("mitarbeiter.csv", row=3, header="Rolle"),
        ("Zauberer",),
    ),
    stopped(
        48,
        "group of two that own each other",
        "K1;A;K2",
        "K2;B;K1",
        "K3;C;",
        head=GROUPS,
        outcome="WARN",
        codes="REF-CYCLE",
        at={},
        says=("K1 → K2 → K1",),
    ),
    stopped(
        48,
        "group in a circle of three",
        "K1;A;K2",
        "K2;B;K3",
        "K3;C;K1",
        head=GROUPS,
        outcome="WARN",
        codes="REF-CYCLE",
        at={},
        says=("K1 → K2 → K3 → K1",),
    ),
    good(
        48,
        "group number nobody has",
        "K1;A;K99",
        "K2;B;",
        "K3;C;",
        head=GROUPS,
        outcome="WARN",
        codes="REF-PARENT",
        says=("K99",),
    ),
    good(48, "customer as its own group", "K1;A;K1", "K2;B;", "K3;C;", head=GROUPS),
)


TRIALS: tuple[Trial, ...] = (
    Trial(46, "page of the check", page_shows_names),
    Trial(47, "rejected rows opened in Excel", safe_export),
)
