"""Make the invented sample client: causes are drawn from one seed, files are written as a client would send them.

    python make.py [--seed 20260115] [--effect 1.0] [--structureless] [--out FOLDER] [--causes FILE [--draws 40]]

`--effect 0` plants nothing, so that a method can be shown to find nothing. The default folder is this script's own.
`--causes` also writes what each customer's causes come to without chance, the mean of so many other draws (two seconds each).
"""

import argparse
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import causes
import files
import numpy as np
import survey
import trade
import work
from customer import FIRST, Customer, workday
from names import AMBITION, BONUS, FAIR_BONUS, STAFF
from plants import SMALL
from truth import truths

SEED = 20260115
SOURCES = ["Schätzung Vertrieb", "Kundenangabe", "Marktstudie"]
ORDER_COST, LINE_COST, KM_COST = 165.0, 19.0, causes.KM_COST
MARGIN_GOAL = 0.20  # of the goal for revenue


def maybe(rng, value, missing: float):
    return None if rng.random() < missing else value


def rating(rng, mean: float, low: int = 1, high: int = 5) -> int:
    return int(np.clip(round(float(rng.normal(mean, 0.6))), low, high))


def yes(value) -> str:
    return "ja" if value else "nein"


CUSTOMER_HEADER = [
    "Kundennummer", "Kundenname", "Konzernnummer", "Branche", "Land", "Region", "PLZ", "Breitengrad", "Längengrad",
    "Fernbetreuung möglich", "Kunde seit", "Mitarbeiterzahl", "Betreuer", "Kundenklasse", "Bestandskunde", "Potenzial",
    "Potenzial von", "Potenzial bis", "Potenzial Quelle", "Potenzial Stand", "Lieferanteil", "Lieferanteil von",
    "Lieferanteil bis", "Lieferanteil Quelle", "Lieferanteil Stand", "Lieferantenrang", "Anzahl Lieferanten",
    "Erfolgswahrscheinlichkeit", "Bindungswahrscheinlichkeit", "Zufriedenheit", "Wechselbereitschaft", "Anforderungen",
    "Wettbewerbsintensität",
    "Strategische Bedeutung", "Bedürfnistyp", "Anzahl Entscheider", "Digitale Reife", "Kundenplan vorhanden",
    "Umsatzziel", "DB-Ziel",
]  # fmt: skip


def customer_sheet(rng, goals, found: list[Customer], lines: list[dict], effect: float) -> tuple[list[str], list[list]]:
    net_2024 = {c.id: 0.0 for c in found}
    for row in lines:
        if row["date"].year == 2024:
            net_2024[row["customer"].id] += row["net"] / 100
    ranked = sorted((c for c in found if not c.prospect), key=lambda c: -net_2024[c.id])
    classes = {c.id: "A" if i < 60 else "B" if i < 190 else "C" for i, c in enumerate(ranked)}
    rows = [customer_row(rng, c, classes.get(c.id)) for c in found]
    for c, row in zip(found, rows, strict=True):
        row[-2:] = goal(goals, c, row[-2], effect)
    return CUSTOMER_HEADER, rows


def goal(rng, c: Customer, revenue: float | None, effect: float) -> list[float | None]:
    """Goals of a customer: the larger it seems, the bolder; a goal for the margin for two in three."""
    with_margin = rng.random() < 0.65
    kind = "key" if c.key else "small" if c.revenue < SMALL else "other"
    bold = 1 + (AMBITION[kind] - 1) * effect
    aim = revenue and round(revenue * bold, -3)
    return [aim, round(MARGIN_GOAL * aim, -2) if aim and with_margin else None]


def estimates(rng, c: Customer) -> list:
    """Potential and share of wallet with range, source and day, for seven in ten, for hidden and neglected ones always."""
    seen = c.cause == "hidden" or (c.cause == "neglected" and c.care < 1)  # somebody saw what these could buy
    if rng.random() < 0.30 and not seen:
        return [None] * 10
    width, digits = float(rng.uniform(0.1, 0.35)), -3 if c.need >= 20_000 else -2
    guess = round(c.need * float(rng.lognormal(0, 0.4 * width)), digits)
    potential = [guess, round(guess * (1 - width), digits), round(guess * (1 + 1.2 * width), digits)]
    where, day = str(rng.choice(SOURCES, p=[0.6, 0.25, 0.15])), work.some_day(rng, date(2023, 6, 1))
    if c.prospect:
        return [*potential, where, day, *[None] * 5]
    share = float(np.clip(c.share_now * rng.lognormal(0, 0.1), 0.02, 0.95))
    shares = [round(share, 2), round(share * (1 - 0.6 * width), 2), round(min(share * (1 + 0.6 * width), 1), 2)]
    return [*potential, where, day, *shares, where, day]


def customer_row(rng, c: Customer, by_revenue: str | None) -> list:
    habitual = by_revenue if c.prospect or rng.random() < 0.85 else str(rng.choice(["A", "B", "C"]))
    since = workday(date(int(rng.integers(1998, 2022)), int(rng.integers(1, 13)), int(rng.integers(1, 28))))
    goal = round(c.revenue * 1.06 * float(rng.lognormal(0, 0.1)), -3) if not c.prospect and rng.random() < 0.7 else None
    existing = not c.prospect
    rivals = 1 + int(rng.poisson(0.4 * c.competition))
    return [
        c.id, c.name, c.parent, c.industry, c.city[3], c.city[2], c.city[0],
        round(c.city[4] + float(rng.normal(0, 0.06)), 3), round(c.city[5] + float(rng.normal(0, 0.08)), 3),
        yes(c.digital >= 4 and c.complexity <= 3), None if c.prospect else c.start if c.start > FIRST else since,
        maybe(rng, max(4, round(float(c.need / 4500 * rng.lognormal(0, 0.5)))), 0.06), c.owner,
        maybe(rng, habitual, 0.03), yes(existing), *estimates(rng, c),
        maybe(rng, 1 if c.share > 0.5 else min(rivals + 1, rating(rng, 2.4)), 0.35) if existing else None,
        maybe(rng, rivals + 1, 0.4) if existing else None,
        maybe(rng, round(float(rng.beta(4, 3 if c.share > 0.4 else 5)), 2), 0.2),
        maybe(rng, round(float(np.clip(c.stay + rng.normal(0, 0.04), 0.05, 0.99)), 2), 0.75) if existing else None,
        maybe(rng, rating(rng, 8.6 - 0.35 * c.competition - 4 * c.late, 0, 10), 0.3) if existing else None,
        maybe(rng, rating(rng, 1.2 + 0.5 * c.competition), 0.25), maybe(rng, c.complexity, 0.08),
        maybe(rng, c.competition, 0.15), maybe(rng, c.strategic, 0.15), maybe(rng, c.need_type or None, 0.4),
        maybe(rng, 1 + int(rng.poisson(0.8 + 0.5 * c.strategic)), 0.3), maybe(rng, c.digital, 0.2),
        yes(rng.random() < (0.6 if c.key else 0.05)), goal, None,
    ]  # fmt: skip


def bonus(role: str, effect: float) -> list[float]:
    """Weights of the variable pay, and its share; the field is paid for revenue only."""
    return [round(effect * w + (1 - effect) * fair, 2) for w, fair in zip(BONUS[role], FAIR_BONUS[role], strict=True)]


def staff_sheet(effect: float) -> tuple[list[str], list[list]]:
    header = ["Mitarbeiternummer", "Rolle", "Vollzeitstellen", "Jahreskosten", "Jahresarbeitszeit", "Kundenzeitanteil",
              "Gebiet", "PLZ", "Breitengrad", "Längengrad", "Bonusgewicht Umsatz", "Bonusgewicht Deckungsbeitrag",
              "Bonusgewicht Aktivität", "Bonusgewicht Zufriedenheit", "Bonusgewicht Team",
              "Variabler Anteil"]  # fmt: skip
    return header, [[*row[:2], *row[3:11], *bonus(row[2], effect)] for row in STAFF]


def opportunity_sheets(rng, deals: list[dict], history: list[dict]) -> dict:
    likely = {1: 0.2, 2: 0.35, 3: 0.5, 4: 0.75}
    header = ["Chancennummer", "Verkaufsphase", "Eröffnet am", "Abgeschlossen am", "Kundennummer", "Mitarbeiternummer",
              "Ergebnis", "Wert", "Wahrscheinlichkeit", "Bearbeitungsansatz"]  # fmt: skip
    rows = [
        [d["id"], d["phase"], d["opened"], d["closed"], d["customer"].id, d["customer"].owner, d["outcome"], d["value"],
         None if d["closed"] else likely[d["phase"]], maybe(rng, d["approach"], 0.1)]
        for d in deals
    ]  # fmt: skip
    steps = [[s["id"], s["phase"], s["entered"], s["left"]] for s in history]
    return {"Chancen": (header, rows), "Phasenverlauf": (["Chancennummer", "Phase", "Eintritt", "Austritt"], steps)}


def request_sheet(found: list[dict]) -> tuple[list[str], list[list]]:
    header = ["Anfragenummer", "Kundennummer", "Eingangsdatum", "Bearbeitungsbeginn", "Erledigt am", "Fällig am",
              "Bearbeitungszeit", "Anfrageart", "Anforderer", "Priorität", "Ausnahme", "Ausnahmegrund",
              "Freigegeben von", "Freigabedatum", "Erfolgswahrscheinlichkeit", "Erwarteter Wert", "Ergebnis",
              "Wert"]  # fmt: skip
    names = ["received", "started", "finished", "due", "effort", "kind", "requester", "priority", "pushed", "reason",
             "approver", "approved", "probability", "expected", "outcome", "value"]  # fmt: skip
    rows = [[r["id"], r["customer"].id, *(r[name] for name in names)] for r in found]
    for row in rows:
        row[10] = yes(row[10])
    return header, rows


def rate_sheet() -> tuple[list[str], list[list]]:
    rates = {"Besuch": 88.0, "Anruf": 72.0, "E-Mail": 66.0, "Angebot": 78.0, "Videokonferenz": 76.0, "Service": 70.0,
             "Reklamation": 70.0, "Schulung": 74.0}  # fmt: skip
    rows = [[name, rate, None, round(0.85 * rate), round(1.2 * rate)] for name, rate in rates.items()]
    rows += [["Kosten je Auftrag", None, ORDER_COST, 130.0, 200.0], ["Kosten je Position", None, LINE_COST, 14.0, 24.0],
             ["Kilometersatz", None, KM_COST, 0.35, 0.52]]  # fmt: skip
    return ["Aktivitätsart", "Stundensatz", "Kosten je Vorgang", "Untergrenze", "Obergrenze"], rows


UNMEASURED = {"Wiederkaufquote": 0.85, "Kosten je Kunde": 3_200, "Kosten je Besuch": 480, "Kosten je Anruf": 75}
PLANNED = [  # unit, role, activity, figure, target of 2025
    ("Key Account Manager", "kam", "Besuch", "Besuche", 200), ("Außendienst", "field", "Besuch", "Besuche", 1000),
    ("Außendienst", "field", "Angebot", "Angebote", 260), ("Innendienst", "inside", "Angebot", "Angebote", 240),
    ("Innendienst", "inside", "Anruf", "Anrufe", 300), ("Kundenservice", "service", "Reklamation", "Reklamationen", 240),
]  # fmt: skip


def target_sheet(found: list[Customer], lines: list[dict], done: list[list]) -> tuple[list[str], list[list]]:
    """Targets of 2025; actuals counted from the planted data."""
    year = [row for row in lines if row["date"].year == 2025]
    heads = {row["order_id"]: row for row in year if row["shipped"] and row["net"] > 0}.values()
    on_time = sum(row["shipped"] <= row["promised"] for row in heads) / len(heads)
    net, goods = (sum(row[name] for row in year) / 100 for name in ("net", "goods"))
    known = {c.id for c in found if not c.prospect}
    rows = [
        ["Unternehmen", "Nettoumsatz", 18_500_000, round(net)],
        ["Unternehmen", "Deckungsbeitrag I", 5_300_000, round(net - goods)],
        ["Unternehmen", "Termintreue", 0.95, round(on_time, 3)],
        ["Unternehmen", "Zufriedenheit", 8.0, None],
        ["Unternehmen", "Neukunden", 15, sum(c.start.year == 2025 for c in found)],
        ["Unternehmen", "Bearbeitete Kunden", 560, len({r[2] for r in done if r[0].year == 2025} & known)],
        *(["Unternehmen", name, plan, None] for name, plan in UNMEASURED.items()),
    ]
    for unit, role, kind, name, plan in PLANNED:
        codes = {row[0] for row in STAFF if row[2] == role}
        rows.append([unit, name, plan, sum(r[0].year == 2025 and r[1] == kind and r[3] in codes for r in done)])
    rows.append(["Kundenservice", "Erstlösungsquote", 0.85, None])
    return ["Einheit", "Kennzahl", "Ziel", "Ist"], rows


def fact_sheet(rng, found: list[Customer]) -> tuple[list[str], list[list]]:
    """One value from several sources that do not agree."""
    rows, sources = [], [("CRM", 0.25), ("Kundengespräch", 0.10), ("Marktstudie", 0.35)]
    for c in sorted(rng.permutation([c for c in found if not c.prospect])[:24], key=lambda c: c.id):
        for source, noise in sources[: int(rng.integers(2, 4))]:
            value = round(c.need * float(rng.lognormal(0, noise)), -3)
            rows.append([c.id, "Potenzial", value, source, work.some_day(rng, date(2024, 1, 1))])
    return ["Kundennummer", "Merkmal", "Wert", "Quelle", "Stand"], rows


LINE_HEADER = [
    "Kundennummer", "Rechnungsdatum", "Nettoumsatz", "Listenumsatz", "Rabatt", "Wareneinsatz", "Auftragsnummer",
    "Position", "Artikelnummer", "Warengruppe", "Menge", "Fracht", "Auftragsdatum", "Zugesagter Termin", "Lieferdatum",
    "Bestellweg", "Sonderanfertigung", "Mitarbeiternummer",
]  # fmt: skip


def line_row(row: dict) -> list:
    net, gross, discount, goods = (Decimal(row[name]) / 100 for name in ("net", "list", "discount", "goods"))
    return [
        row["customer"].id, row["date"], net, gross, discount, goods, row["order_id"], row["line"], row["article"],
        row["category"], row["quantity"], row["freight"], row["ordered"], row["promised"], row["shipped"],
        row["channel"], yes(row["special"]), row["rep"],
    ]  # fmt: skip


def make(seed: int, effect: float, structureless: bool, out: Path) -> None:
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(11)]
    found = trade.customers(streams[0], effect, structureless)
    lines = trade.orders(streams[1], found)
    trade.promise(streams[7], lines, effect)
    deals, history = work.opportunities(streams[2], found, effect)
    done = work.activities(streams[3], found, lines, history, effect)
    answers = survey.assessment(streams[5], effect) + survey.audit(streams[9], effect)
    folder = out / "data"
    folder.mkdir(parents=True, exist_ok=True)
    files.write_csv(folder / "Auftragspositionen.csv", LINE_HEADER, [line_row(row) for row in lines], "cp1252")
    header = ["Datum", "Aktivitätsart", "Kundennummer", "Mitarbeiternummer", "Chancennummer", "Phase", "Stunden",
              "Fahrstrecke"]  # fmt: skip
    files.write_csv(folder / "Aktivitaeten.csv", header, done, "utf-8")
    question = ["Teilnehmer", "Gruppe", "Segment", "Dimension", "Frage", "Leistung", "Wichtigkeit", "Kommentar"]
    sheets = {
        "Kunden": customer_sheet(streams[6], streams[8], found, lines, effect),
        "Mitarbeitende": staff_sheet(effect),
    }
    sheets |= opportunity_sheets(streams[6], deals, history)
    sheets |= {
        "Anfragen": request_sheet(work.requests(streams[4], streams[10], found, effect)), "Befragung": (question, answers),
        "Kostensätze": rate_sheet(), "Ziele": target_sheet(found, lines, done), "Fakten": fact_sheet(streams[6], found),
    }  # fmt: skip
    files.write_xlsx(folder / "Stammdaten.xlsx", sheets)
    text = json.dumps(truths(found, lines, effect, seed, structureless), ensure_ascii=False, indent=2)
    (out / "truth.json").write_bytes((text + "\n").encode())


def write_causes(seed: int, effect: float, structureless: bool, draws: int, file: Path) -> None:
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(7)]
    found = trade.customers(streams[0], effect, structureless)
    _, history = work.opportunities(streams[2], found, effect)
    rows = [",".join(map(str, row)) for row in causes.expected(seed, found, history, effect, draws)]
    file.write_bytes(("\n".join([",".join(causes.HEADER), *rows]) + "\n").encode())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--effect", type=float, default=1.0)
    parser.add_argument("--structureless", action="store_true", help="small accounts without clusters")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--causes", type=Path, help="file for what the causes come to without chance")
    parser.add_argument("--draws", type=int, default=40)
    chosen = parser.parse_args()
    make(chosen.seed, chosen.effect, chosen.structureless, chosen.out)
    if chosen.causes:
        write_causes(chosen.seed, chosen.effect, chosen.structureless, chosen.draws, chosen.causes)


if __name__ == "__main__":
    main()
