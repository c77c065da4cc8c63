"""Degenerate analytics"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbook import intake
from workbook.run import Run
from workbook.settings import read_settings

from .case import HEAD, SALES, TOTAL, Case, Outcome, Sent, Trial, at, customers, sales
from .prove import run

STAFF = (
    "Mitarbeiternummer;Rolle;Vollzeitstellen;Jahreskosten;Jahresarbeitszeit\n"
    "V1;Außendienst;{0};90.000,00;1.600,00\nV2;Innendienst;{0};50.000,00;1.600,00\n"
)
VISITS = "Datum;Art;Kundennummer;Mitarbeiternummer;Stunden\n" + "".join(
    f"{d:02d}.02.2024;Besuch;K{d % 5};V1;{{0}}\n" for d in range(1, 20)
)
RATED = "Kundennummer;Kundenname;Umsatzpotenzial;Zufriedenheit;Strategische Bedeutung"
LEADS = "Chancennummer;Kundennummer;Status;Angelegt am;Abgeschlossen am;Ergebnis;Auftragswert\n"
TABLES = {
    "mitarbeiter": "staff",
    "aktivitaeten": "activities",
    "chancen": "opportunities",
    "phasenverlauf": "stage_history",
}
HISTORY = "Chancennummer;Phase;Eintritt;Austritt\n"


def lines(*amounts: float, customers_: int = 5) -> str:
    """One order line per amount, the customers in turn, three days apart."""
    made = (
        f"K{n % customers_};{1 + n * 3 % 28:02d}.{1 + n * 3 // 28 % 12:02d}.2024;{amount:.2f}\n".replace(".", ",")
        for n, amount in enumerate(amounts)
    )
    return HEAD + "".join(line.replace(",", ".", 2) for line in made)


USUAL = lines(*(100 + 37 * n % 900 for n in range(60)))
SUM = float(sum(100 + 37 * n % 900 for n in range(60)))


def alone(
    group: int,
    name: str,
    text: str,
    money: float,
    rows: int,
    outcome: Outcome = "SAFE",
    codes: str = "",
    **settings: Any,
) -> Case:
    return Case(group, name, sales(text, **settings), outcome, codes, rows=(rows, rows, 0), money=(money, 0.0))


def beside(
    group: int,
    name: str,
    outcome: Outcome = "SAFE",
    codes: str = "",
    place: Mapping[str, Any] | None = None,
    says: tuple[str, ...] = (),
    **files: str,
) -> Case:
    """Sixty order lines and further files."""
    sent = Sent({"umsatz.csv": USUAL, **{f"{name}.csv": text for name, text in files.items()}})
    return Case(
        group,
        name,
        sent,
        outcome,
        codes,
        place or {},
        says,
        rows=(60, 60, 0) if outcome in ("SAFE", "WARN", "REPAIR") else None,
        money=(SUM, 0.0),
        tables={TABLES[name]: len(text.splitlines()) - 1 for name, text in files.items()},
    )


def rated(
    name: str,
    *rows: str,
    outcome: Outcome = "SAFE",
    codes: str = "",
    place: Mapping[str, Any] | None = None,
    **settings: Any,
) -> Case:
    return Case(
        53,
        name,
        customers(*rows, head=RATED, **settings),
        outcome,
        codes,
        place or {},
        rows=None if outcome in ("ASK", "REJECT") else (4, 4, 0),
    )


def weights(name: str, outcome: Outcome, codes: str, says: tuple[str, ...] = (), **weight: float) -> Case:
    whole = {
        "potential": 0.0,
        "earned_value": 0.0,
        "strategic_importance": 0.0,
        "revenue": 0.0,
        "requirements": 0.0,
        "competition": 0.0,
        **weight,
    }
    return Case(53, name, sales(segmentation={"weights": whole}), outcome, codes, at("client.yaml"), says)


CASES: tuple[Case, ...] = (
    alone(49, "one customer", lines(*range(100, 110), customers_=1), 1045.0, 10),
    alone(49, "one line", lines(100), 100.0, 1),
    alone(49, "two customers", lines(*range(100, 120), customers_=2), 2190.0, 20),
    Case(
        49,
        "nothing in the period",
        sales(period=["2030-01-01", "2030-12-31"]),
        "WARN",
        "PERIOD",
        rows=(4, 4, 0),
        money=(TOTAL, 0.0),
    ),
    Case(
        49,
        "one day in the period",
        sales(period=["2024-01-15", "2024-01-15"]),
        "WARN",
        "DATE-FUTURE",
        rows=(4, 4, 0),
        money=(TOTAL, 0.0),
    ),
    Case(
        49,
        "one customer in the list, none in the lines",
        Sent({"kunden.csv": "Kundennummer;Kundenname\nK9;A\n", "umsatz.csv": SALES}),
        "ASK",
        "REF-ORPHAN",
    ),
    alone(50, "all amounts alike", lines(*[100] * 40), 4000.0, 40),
    alone(50, "all customers alike", lines(*[100] * 40, customers_=40), 4000.0, 40),
    alone(50, "ties at the edge of a class", lines(*[500] * 10, *[100] * 30, customers_=40), 8000.0, 40),
    alone(50, "two values only", lines(*[100, 200] * 20, customers_=40), 6000.0, 40),
    rated("all ratings alike", *(f"K{n};A{n};1.000,50;5;3" for n in range(1, 4))),
    beside(51, "no persons in sales", "REJECT", "IN-EMPTY", at("mitarbeiter.csv"), mitarbeiter=STAFF.splitlines()[0]),
    beside(51, "no capacity", mitarbeiter=STAFF.format("0,0"), aktivitaeten=VISITS.format("2,00")),
    beside(51, "no hours", mitarbeiter=STAFF.format("1,0"), aktivitaeten=VISITS.format("0,00")),
    beside(51, "half positions", mitarbeiter=STAFF.format("0,5"), aktivitaeten=VISITS.format("2,00")),
    beside(51, "ten times the capacity", mitarbeiter=STAFF.format("0,01"), aktivitaeten=VISITS.format("90,00")),
    beside(
        51,
        "negative capacity",
        "REJECT",
        "RANGE",
        at("mitarbeiter.csv", row=2, header="Vollzeitstellen"),
        ("-1,0",),
        mitarbeiter=STAFF.format("-1,0"),
    ),
    beside(
        51,
        "negative hours",
        "REJECT",
        "RANGE",
        at("aktivitaeten.csv", row=2, header="Stunden"),
        ("-2,00",),
        mitarbeiter=STAFF.format("1,0"),
        aktivitaeten=VISITS.format("-2,00"),
    ),
    beside(
        51,
        "persons without capacity given",
        mitarbeiter="Mitarbeiternummer;Rolle\nV1;Außendienst\n",
        aktivitaeten=VISITS.format("2,00"),
    ),
    beside(51, "activities without persons", aktivitaeten=VISITS.format("2,00")),
    alone(52, "one customer with 99 %", lines(99_000, *[10] * 100, customers_=101), 100_000.0, 101),
    alone(52, "one of a billion", lines(1e9, *[100] * 40, customers_=41), 1_000_004_000.0, 41),
    alone(52, "a tail of credit notes", lines(*[1000] * 10, *[-50] * 30, customers_=40), 8500.0, 40),
    alone(52, "one large credit note", lines(*[1000] * 10, -9999, customers_=11), 1.0, 11),
    alone(52, "cents only", lines(*[0.01] * 20, customers_=20), 0.2, 20),
    rated("no rating at all", "K1;A;;;", "K2;B;;;", "K3;C;;;"),
    rated("half of the ratings", "K1;A;1.000,50;5;3", "K2;B;;;", "K3;C;2.000,50;;"),
    rated("one rating", "K1;A;;5;", "K2;B;;;", "K3;C;;;"),
    rated(
        "strategic importance on ten points",
        "K1;A;;5;3",
        "K2;B;;6;9",
        "K3;C;;7;10",
        outcome="REJECT",
        codes="RANGE",
        place=at("kunden.csv", row=3, header="Strategische Bedeutung"),
    ),
    rated(
        "satisfaction on a hundred points",
        "K1;A;;50;3",
        "K2;B;;60;4",
        "K3;C;;70;5",
        outcome="REJECT",
        codes="RANGE",
        place=at("kunden.csv", row=2, header="Zufriedenheit"),
    ),
    rated(
        "strategic importance on ten points, scale told",
        "K1;A;;5;3",
        "K2;B;;6;9",
        "K3;C;;7;10",
        intake={"scales": {"strategic_importance": [1, 10]}},
    ),
    rated(
        "negative potential",
        "K1;A;-5.000,50;5;3",
        "K2;B;1,50;;",
        "K3;C;;;",
        outcome="REJECT",
        codes="RANGE",
        place=at("kunden.csv", row=2, header="Umsatzpotenzial"),
    ),
    weights("weights of 0.9", "REJECT", "CFG-WEIGHTS", ("0.9",), potential=0.5, revenue=0.4),
    weights("weights of 1.1", "REJECT", "CFG-WEIGHTS", ("1.1",), potential=0.6, revenue=0.5),
    weights("weights all 0", "REJECT", "CFG-WEIGHTS", ("0",)),
    weights("weights in percent", "REJECT", "CFG-VALUE", ("60",), potential=60, revenue=40),
    weights("negative weight", "REJECT", "CFG-VALUE", ("-0.2",), potential=1.2, revenue=-0.2),
    Case(
        53,
        "one weight",
        sales(segmentation={"weights": {"potential": 1.0}}),
        "SAFE",
        rows=(4, 4, 0),
        money=(TOTAL, 0.0),
    ),
    beside(54, "empty pipeline", "REJECT", "IN-EMPTY", at("chancen.csv"), chancen=LEADS),
    beside(
        54,
        "nothing won",
        chancen=LEADS
        + "X1;K1;Angebot;01.01.2024;20.01.2024;verloren;1.000,50\nX2;K2;Angebot;01.02.2024;20.02.2024;verloren;1.000,50\n",
    ),
    beside(54, "nothing closed", chancen=LEADS + "X1;K1;Angebot;01.01.2024;;offen;1.000,50\n"),
    beside(
        54,
        "unknown outcome",
        "REJECT",
        "CODE-UNKNOWN",
        at("chancen.csv", row=2, header="Ergebnis"),
        ("vielleicht",),
        chancen=LEADS + "X1;K1;Angebot;01.01.2024;20.01.2024;vielleicht;1.000,50\n",
    ),
    beside(
        54,
        "backward step and a lead in two phases",
        chancen=LEADS + "X1;K1;Angebot;01.01.2024;20.01.2024;gewonnen;1.000,50\n",
        phasenverlauf=HISTORY + "X1;3;01.01.2024;10.01.2024\nX1;2;05.01.2024;12.01.2024\n",
    ),
    beside(
        54,
        "left before it entered",
        chancen=LEADS + "X1;K1;Angebot;01.01.2024;20.01.2024;gewonnen;1.000,50\n",
        phasenverlauf=HISTORY + "X1;3;10.01.2024;01.01.2024\n",
    ),
    beside(
        54,
        "history of nobody",
        chancen=LEADS + "X1;K1;Angebot;01.01.2024;20.01.2024;gewonnen;1.000,50\n",
        phasenverlauf=HISTORY + "X9;3;01.01.2024;10.01.2024\n",
    ),
    beside(
        54, "closed before it was opened", chancen=LEADS + "X1;K1;Angebot;20.01.2024;01.01.2024;gewonnen;1.000,50\n"
    ),
)


def figures(folder: Path) -> dict[str, Any]:
    """All figures of all chapters, to 12 digits."""
    whole = Run(intake.read(folder, read_settings(folder)))
    found = whole.chapter("summary").after.figures
    return {
        name: json.loads(f"{figure.value:.12g}") if isinstance(figure.value, float) else figure.value
        for name, figure in found.items()
    }


def same_however_sent(files: Mapping[str, str], name: str) -> Trial:
    """The sixty lines in another form give the same figures."""

    def prove(path: Path, monkeypatch: Any) -> None:
        plain = sales(USUAL).write(path / "a" / "client")
        other = Sent(files).write(path / "b" / "client")
        assert figures(other) == figures(plain)
        for folder in (plain, other):
            assert run("check", folder).account["money"]["used"] == SUM

    return Trial(55, name, prove)


def shuffled() -> str:
    rows = USUAL.splitlines()[1:]
    random.Random(7).shuffle(rows)
    return HEAD + "\n".join(rows) + "\n"


def turned(text: str) -> str:
    return "".join(";".join(line.split(";")[::-1]) + "\n" for line in text.splitlines())


BODY = USUAL.splitlines()[1:]
TRIALS: tuple[Trial, ...] = (
    same_however_sent({"umsatz.csv": shuffled()}, "rows in another order"),
    same_however_sent({"umsatz.csv": turned(USUAL)}, "columns in another order"),
    same_however_sent({"umsatz.csv": turned(shuffled())}, "rows and columns in another order"),
    same_however_sent(
        {"umsatz_1.csv": HEAD + "\n".join(BODY[:31]) + "\n", "umsatz_2.csv": HEAD + "\n".join(BODY[31:]) + "\n"},
        "split over two files",
    ),
    same_however_sent(
        {
            "umsatz_1.csv": HEAD + "\n".join(BODY[::2]) + "\n",
            "umsatz_2.csv": turned(HEAD + "\n".join(BODY[1::2]) + "\n"),
        },
        "split line by line, columns turned",
    ),
    same_however_sent({"umsatz.txt": USUAL.replace(";", "\t").replace("\n", "\r\n")}, "another dialect"),
)
