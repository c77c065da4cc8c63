"""A client every text of which is an attack: the sample client, cut down, with payloads wherever a text may stand."""

from __future__ import annotations

import csv
import itertools
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from sample_reports import SAMPLES
from workbook import schema
from workbook.intake.cells import INVISIBLE

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "</script></style></title></svg>",
    "$\\frac{$",
    "{{7*7}} {% raw %} {n}",
    "\u202eGmbH & Co.",
    "A" * 300,
    "😀 👩‍🔧",
    "株式会社山田製作所",
    "]]> <!-- -->",
    '"><svg onload=alert(3)>',
    "javascript:alert(4) [x](javascript:alert(5)) ‖ ∅",
)
CUSTOMERS, STAFF, PERSONS = 84, 60, 5
# Headers whose cells name the same things wherever they stand.
NAMED = {
    "Kundennummer": "customer", "Konzernnummer": "customer", "Betreuer": "rep", "Mitarbeiternummer": "rep",
    "Anforderer": "rep", "Freigegeben von": "rep", "Chancennummer": "chance", "Auftragsnummer": "order",
    "Artikelnummer": "product", "Anfragenummer": "request",
}  # fmt: skip
KEPT = {"Dimension", "Merkmal", "Wert"}  # texts of which each stands for something
EXTRA = {  # rows added, so that texts that stand for something hold every payload, too; of order lines, to be rejected
    "transactions": ("Nettoumsatz",),
    "facts": ("Merkmal", "Wert", "Quelle"),
    "requests": ("Anfragenummer", "Anforderer", "Freigegeben von"),
    "team_targets": ("Einheit", "Kennzahl"),
    "assessment": ("Dimension",),
}
ENCODED = {"Auftragspositionen": "cp1252", "Aktivitaeten": "utf-8"}
CLASSES = {"A": "key", "B": "core", "C": "smart"}
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00]")  # in names of sheets, and of files
Rows = list[dict[str, Any]]


class Marked:
    """Hands out payloads in turn, each behind a mark of its own by which it is found again on a page."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.named: dict[tuple[str, Any], str] = {}

    def next(self, payload: str) -> str:
        """The payload behind a new mark."""
        self.said.append(payload)
        return f"Q{len(self.said) - 1}q{payload}"

    def of(self, kind: str, value: Any) -> str:
        """The same text for the same thing, another payload for the next one of its kind."""
        if (kind, value) not in self.named:
            met = sum(1 for known, _ in self.named if known == kind)
            self.named[kind, value] = self.next(PAYLOADS[met % len(PAYLOADS)])
        return self.named[kind, value]


def shown(text: str) -> str:
    """A text without the signs nobody sees: the intake takes them out of cells, so that what looks alike is alike."""
    return INVISIBLE.sub("", text)


def payload_folder(folder: Path) -> tuple[Path, Sequence[str]]:
    """The client's folder, and the payload behind every mark."""
    marked = Marked()
    tables = attacked(marked)
    (folder / "data").mkdir(parents=True)
    sources = {name: _write(folder / "data", name, rows, marked) for name, rows in tables.items()}
    settings = _settings(sources, tables, marked)
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in settings.items())
    (folder / "client.yaml").write_text("".join(lines), encoding="utf-8")
    return folder, marked.said


def _sample() -> dict[str, Rows]:
    """The sample client's tables by their canonical names, cut to some customers; more staff and more persons asked."""
    data = SAMPLES / "muster" / "data"
    book = openpyxl.load_workbook(data / "Stammdaten.xlsx", read_only=True)
    found = {sheet.title: [list(row) for row in sheet.values] for sheet in book}
    for path in sorted(data.glob("*.csv")):
        found[path.stem] = list(csv.reader(path.read_text(ENCODED[path.stem]).splitlines(), delimiter=";"))
    kinds = {sheet: name for name, table in schema.tables().items() for sheet in table.sheets["de"]}
    kinds |= {"Auftragspositionen": "transactions", "Aktivitaeten": "activities"}
    whole = {kinds[name]: [dict(zip(rows[0], row, strict=True)) for row in rows[1:]] for name, rows in found.items()}
    named = {row["Kundennummer"] for row in whole["facts"]}
    first = sorted(whole["customers"], key=lambda row: row["Kundennummer"] not in named)[:CUSTOMERS]
    kept = {row["Kundennummer"] for row in first}
    cut = {name: [r for r in rows if r.get("Kundennummer") in kept | {None, ""}] for name, rows in whole.items()}
    chances = {row["Chancennummer"] for row in cut["opportunities"]}
    cut["stage_history"] = [row for row in cut["stage_history"] if row["Chancennummer"] in chances]
    cut["staff"] = _more(cut["staff"], "Mitarbeitende", STAFF)
    asked = {person: list(rows) for person, rows in itertools.groupby(cut["assessment"], lambda r: r["Teilnehmer"])}
    people = list(asked.values())
    cut["assessment"] = [
        row | {"Teilnehmer": f"B-{n:02d}", "Gruppe": n // PERSONS}
        for n in range(PERSONS * len(PAYLOADS))
        for row in people[n % len(people)]
    ]
    return cut


def _more(rows: Rows, kind: str, number: int) -> Rows:
    """As many rows as wanted, those beyond the first ones with numbers of their own."""
    more = [rows[n % len(rows)] | {"Mitarbeiternummer": f"{kind}-{n}"} for n in range(len(rows), number)]
    return [*rows, *more]


def attacked(marked: Marked) -> dict[str, Rows]:
    """Every text and every number of a thing in every table becomes a payload; columns the sample lacks are added."""
    made = {}
    for name, rows in _sample().items():
        columns = schema.table(name).columns.values()
        texts = {column.headers["de"][0] for column in columns if column.type in ("text", "id")} - KEPT
        texts |= {head for head in rows[0] if head in NAMED or head.endswith(" Quelle")}
        made[name] = [
            row | {h: marked.of(*_thing(name, h, n, row.get(h))) for h in sorted(texts) if _filled(name, h, row.get(h))}
            for n, row in enumerate(rows)
        ]
        made[name] += [made[name][0] | {h: marked.next(p) for h in EXTRA[name]} for p in PAYLOADS * 2 if name in EXTRA]
    return made


def _filled(name: str, head: str, value: Any) -> bool:
    """Gaps stay gaps only where they mean something: no parent, no chance behind an activity."""
    return value not in (None, "") or head not in (
        "Konzernnummer",
        "Chancennummer",
        "Kundennummer",
        "Betreuer",
        "Kundenklasse",
    )


def _thing(name: str, head: str, n: int, value: Any) -> tuple[str, Any]:
    """Which thing a cell names: the same payload wherever it stands; where it names nothing, payloads in turn."""
    if head in NAMED and value not in (None, ""):
        return NAMED[head], value
    spread = {
        "Gebiet": n // PERSONS,
        "Gruppe": value,
        "Teilnehmer": value,
        "Frage": value,
        "Warengruppe": (value, n % 3),
    }
    spread |= {"Kundenklasse": (value, n % 4), "Verkaufsphase": (value, n % 3), "Einheit": value, "Kennzahl": value}
    return f"{name}.{head}", spread.get(head, n if name == "customers" else n % (2 * len(PAYLOADS)))


def _write(data: Path, name: str, rows: Rows, marked: Marked) -> dict[str, Any]:
    """One table as a file; names of file, sheet and headers of texts are payloads, too. How the settings point to it."""
    number = list(schema.tables()).index(name)
    renamed = {
        c.headers["de"][0]: (column, f"{n} {PAYLOADS[(number + n) % len(PAYLOADS)]}")
        for n, (column, c) in enumerate(schema.table(name).columns.items())
        if c.type in ("text", "id") and c.headers["de"][0] in rows[0]
    }
    heads = [renamed.get(head, ("", head))[1] for head in rows[0]]
    heads += [f"X{n} {payload}" for n, payload in enumerate(PAYLOADS)]
    cells = [
        [*row.values(), *((marked.next(p) for p in PAYLOADS) if n == 0 else [""] * len(PAYLOADS))]
        for n, row in enumerate(rows)
    ]
    title = FORBIDDEN.sub(" ", PAYLOADS[number % len(PAYLOADS)])
    stem = f"{number} {title[:100]}"
    source: dict[str, Any] = {"columns": dict(renamed.values())}
    if name in ("transactions", "activities"):
        with (data / f"{stem}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows([heads, *cells])
        return source | {"file": f"{stem}.csv"}
    book = openpyxl.Workbook()
    book.active.title = sheet = f"{number} {title[:25]}"
    for row in [heads, *cells]:
        book.active.append(row)
    book.save(data / f"{stem}.xlsx")
    return source | {"file": f"{stem}.xlsx", "sheet": sheet}


def _settings(sources: Mapping[str, Any], tables: Mapping[str, Rows], marked: Marked) -> dict[str, Any]:
    """Payloads in every text of client.yaml, too."""
    told, short = [marked.next(p) for p in PAYLOADS], [marked.next(p) for p in PAYLOADS if len(p) < 60]

    def of(kind: str) -> dict[Any, str]:
        return {value: text for (known, value), text in marked.named.items() if known == kind}

    ids = [shown(text) for text in of("customer").values()]
    judged = {"at_0": 0.5, "at_50": 0.7, "at_100": 1.0, "at_150": 1.2, "saturation": 1.4}
    points = [*(f"lever:{n}" for n in range(1, 6)), *(f"kam:{n}" for n in range(1, 11))]
    said = zip(points, itertools.cycle(short))
    checked = {point: {"status": "weak", "owner": text, "due": "2026-03-31"} for point, text in said}
    checked["kam:10"]["item"] = short[0]
    day = "2026-12-31"
    return {
        "id": "payloads",
        "name": " ".join(short),
        "language": "de",
        "period": ["2023-01-01", "2025-12-31"],
        "people": "named",
        "agreement": {"with": " ".join(told), "date": "2026-01-10", "scope": " ".join(told)},
        "intake": {"accept_rejects": True, "reason": " ".join(told), "tables": sources},
        "segmentation": {"current_classes": {t: CLASSES[v[0]] for v, t in of("customers.Kundenklasse").items()}},
        "coverage": {"judgements": {"key": judged | {"by": told[0]}, "core": judged | {"by": told[4]}}},
        "process": {
            "self_estimate": "qualified",
            "stages": {text: int(v[0]) for v, text in of("opportunities.Verkaufsphase").items()},
            "lower_is_better": [row["Kennzahl"] for row in tables["team_targets"][-12:]],
            "unit_persons": {row["Einheit"]: 6 for row in tables["team_targets"]},
            "checklist": checked,
        },
        "overrides": [
            {"customer_id": ids[n], "to": "lean", "reason": text, "owner": text, "expires": day}
            for n, text in enumerate(told)
        ],
        "decisions": [{"key": text, "value": text, "who": text, "when": "2026-01-10", "why": text} for text in told],
    }
