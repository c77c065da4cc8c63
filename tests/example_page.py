# ruff: noqa: E501
"""An invented company's page: two chapters, two charts, a sortable table, a gap. No number in it is anybody's."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib.resources import files

import numpy as np
from matplotlib.figure import Figure

from workbook import theme
from workbook.exhibit import (
    Ask,
    Cell,
    Chapter,
    Chart,
    Exhibit,
    Front,
    Head,
    Note,
    Opening,
    Page,
    Provenance,
    Span,
    Statement,
    Table,
    Unknown,
)

VALUE = Span(0.35, 0.62, 0.84, "0,62\u00a0Mio.\u00a0€", "0,35 bis 0,84\u00a0Mio.\u00a0€", "Auf dem Spiel, pro Jahr")
GROWTH = Span(
    0.40, 0.90, 1.50, "0,90\u00a0Mio.\u00a0€", "0,40 bis 1,50\u00a0Mio.\u00a0€", "Auf dem Spiel, pro Jahr", True
)
COVER = Span(0.31, 0.48, 0.60, "0,48\u00a0Mio.\u00a0€", "0,31 bis 0,60\u00a0Mio.\u00a0€", "Auf dem Spiel, pro Jahr")
OVERLAP = Span(-0.42, -0.29, -0.19, "−0,29\u00a0Mio.\u00a0€", "", "")
NAMES = {"key": "Key Account", "core": "Stammkunde", "smart": "Smart Account", "lean": "Basiskunde"}
SHARES = {"key": (18, 50), "core": (41, 35), "smart": (20, 18), "lean": (21, -3)}


def labels(language: str = "de") -> dict[str, str]:
    texts = tomllib.loads(files("workbook").joinpath("assets/texts/page.toml").read_text("utf-8"))
    return {key.removeprefix("page."): text[language] for key, text in texts.items()}


def number(value: float, decimals: int = 0) -> Cell:
    text = f"{value:,.{decimals}f}".translate(str.maketrans(",.-", ".,−"))
    return Cell(text, float(value))


def curve() -> tuple[np.ndarray, int]:
    earned = np.concatenate([60 * np.exp(-np.arange(289) / 40), -(np.linspace(0.2, 3, 123) ** 1.6)])
    total = np.r_[0, np.cumsum(earned)]
    return total / total[-1] * 100, 289


def whale(narrow: bool = False) -> Figure:
    shares, peak = curve()
    n, top, ink, loss = len(shares) - 1, shares.max(), theme.colour("ink"), theme.colour("loss")
    fig, ax = theme.canvas(theme.width(narrow), 300 if narrow else 330, left=44, right=8, top=14, bottom=40)
    x = np.unique(np.r_[0:30, 30:n:6, peak, n])
    late = x[x >= peak]
    ax.fill_between(x, shares[x] * 0.96, shares[x] * 1.03, color=theme.colour("band"), lw=0)
    ax.fill_between(late, shares[late], top, color=theme.colour("losswash"), lw=0)
    theme.hair(ax, 100, 0, n, "muted")
    ax.plot([peak, n], [top, top], color=loss, lw=theme.weight("hair"), ls=(0, (3, 3)))
    ax.plot(x, shares[x], color=ink, lw=theme.weight("loud"))
    ax.plot(late, shares[late], color=loss, lw=theme.weight("loud"))
    ax.plot(peak, top, "o", ms=7, color=ink)
    ax.set(xlim=(0, n), ylim=(0, top * 1.2), yticks=[0, 50, 100], xticks=[0, 100, 200, peak, n])
    ax.set_yticklabels(["0", "50", "100\u00a0%"])
    ax.grid(axis="y")
    theme.note(ax, 0, -top * 0.135, "Kunden, absteigend nach Deckungsbeitrag III")
    theme.label(ax, peak, top * 1.14, f"Höchststand {top:.0f}\u00a0%", ha="center", weight="bold")
    theme.note(ax, peak, top * 1.08, f"nach {peak} Kunden", ha="center")
    theme.label(ax, n, 82, "123 Kunden zehren\n0,98\u00a0Mio.\u00a0€ auf", ha="right", color=loss, weight="bold")
    half = int((shares < 50).sum())
    ax.plot(half, shares[half], "o", ms=5, color=ink)
    theme.label(ax, half + 9, shares[half] - 3, f"{half} Kunden bringen die Hälfte")
    return fig


def effort(narrow: bool = False) -> Figure:
    pitch, top = (80, 34) if narrow else (54, 30)
    x0, x1, right = (16, 330, 350) if narrow else (192, 600, 640)
    fig, ax = theme.rows(narrow, 4, pitch, top, 28)

    def at(share: float) -> float:
        return x0 + (x1 - x0) * (share + 10) / 70

    for share in (0, 20, 40, 60):
        ax.plot(
            [at(share)] * 2, [top - 4, top + 4 * pitch], color=theme.colour("rule" if share == 0 else "grid"), lw=0.75
        )
        theme.note(ax, at(share), top + 4 * pitch + 14, f"{share}\u00a0%", ha="center")
    for i, (name, (hours, value)) in enumerate(SHARES.items()):
        y, tone = top + i * pitch + (50 if narrow else 27), theme.colour(name)
        theme.hair(ax, top + i * pitch, 0, right)
        theme.label(
            ax,
            16,
            y - 34 if narrow else y,
            f"{NAMES[name]}s" if "Acc" in NAMES[name] else f"{NAMES[name]}n",
            weight="bold",
        )
        ax.plot(5, y - 34 if narrow else y, theme.marker(name), ms=8, color=tone)
        ax.plot([at(hours), at(value)], [y, y], color=tone, lw=3, alpha=0.45, solid_capstyle="butt")
        ax.plot(at(hours), y, theme.marker(name), ms=9, mfc=theme.colour("paper"), mec=tone, mew=1.75)
        ax.plot(at(value), y, theme.marker(name), ms=10, color=tone)
        for share, other in ((hours, value), (value, hours)):
            side = 1 if share > other else -1
            text = f"{share}\u00a0%".replace("-", "−")
            theme.label(
                ax,
                at(share) + 11 * side,
                y,
                text,
                ha="left" if side > 0 else "right",
                weight="bold" if share == value else "normal",
            )
        if i == 0:
            theme.note(ax, at(hours), y - 17, "Anteil Stunden", ha="center", halo=True)
            theme.note(ax, at(value), y - 17, "Anteil Wert", ha="center", halo=True)
    return fig


def charts() -> tuple[Chart, Chart]:
    return theme.both(whale, "value-whale", "Kundenergebniskurve"), theme.both(effort, "coverage-effort", "Aufwand")


def value_chapter(chart: Chart) -> Chapter:
    shares, peak = curve()
    opening = Opening(
        "value", 2, "Kundenwert", "Kundenwert und Umsatz",
        "24 Kunden bringen die Hälfte des Ergebnisses, 123 zehren 0,98\u00a0Mio.\u00a0€ wieder auf",
        "Dieses Kapitel setzt Vertriebs-, Service- und Betreuungsaufwand zu den Margen jedes Kunden ins Verhältnis. Erst danach zeigt sich, welcher Umsatz sich lohnt.",
        (("Grundlage", "29.114 Auftragszeilen, 6.208 Aktivitäten, 38 Mitarbeitende, 2025"), ("In diesem Kapitel", "1 Befund, 1 Abbildung")),
    )  # fmt: skip
    losers = Statement(
        "value.loss_makers",
        "123 von 412 Kunden kosten mehr, als sie bringen: 0,98\u00a0Mio.\u00a0€ Deckungsbeitrag gehen im Jahr verloren",
        "79 der Verlustkunden sind Basiskunden, 21 Stammkunden, 23 Smart Accounts. Die meisten verlieren wenig: Auf die zehn größten Verluste entfallen 0,53\u00a0Mio.\u00a0€. Allein zwei Kunden verlieren 279\u00a0T€, bei Rabatten über dem Korridor und mehr als 600 Stunden Betreuung.",
        "Mit den zehn größten Verlustkunden Konditionen und Leistungsumfang neu vereinbaren. Für die übrigen gilt ab Juli der schlanke Leistungsumfang; niemand wird gekündigt.",
        3, "Ergebnis hält bei Kostensätzen ±\u00a020\u00a0%", "Aufträgen, Aktivitäten, Kostensätzen", VALUE,
    )  # fmt: skip
    heads = (Head("Kunden (Rang)", numeric=True), Head("DB III kumuliert", "%", True))
    points = tuple((number(i), number(round(float(shares[i]), 1), 1)) for i in (10, 25, 50, 100, 200, peak, 412))
    picture = Exhibit(
        "value.whale", "289 Kunden verdienen 114\u00a0% des Ergebnisses, die übrigen 123 geben 14 Punkte wieder her",
        "Deckungsbeitrag III, kumuliert, in % des Gesamtergebnisses von 6,27\u00a0Mio.\u00a0€, 2025",
        Table("Deckungsbeitrag III, kumuliert", heads, points), chart,
        "Kumulierter Deckungsbeitrag III: Höchststand nach 289 Kunden, danach sinkt er auf 100\u00a0%.",
        (
            Note("So lesen Sie es.", "Von links nach rechts kommt Kunde um Kunde hinzu, der beste zuerst. Solange die Linie steigt, verdient der nächste Kunde Geld; wo sie fällt, kostet er."),
            Note("Graues Band.", "Kostensätze ±\u00a020\u00a0%, 90\u00a0% der Läufe."),
            Note("Quelle.", "Aufträge und Aktivitäten 2025, Bearbeitungskosten nach Stunden."),
        ),
    )  # fmt: skip
    gap = Unknown(
        "value.offers", "Wo zwischen Angebot und Auftrag Geld verloren geht, lässt sich heute nicht sagen",
        ("opportunities.opened_at", "opportunities.stage", "opportunities.outcome"),
        "Mit der Angebotshistorie zeigen wir Abschlussquote und Durchlaufzeit je Phase und den verlorenen Wert.",
        "IT, Auszug aus dem CRM", "etwa ein Tag, ab 2023",
    )  # fmt: skip
    return Chapter("value", opening, (losers, picture, gap))


def coverage_chapter(chart: Chart) -> Chapter:
    opening = Opening(
        "coverage", 4, "Betreuung", "Betreuungsverhältnis und Gebiete",
        "Ein Fünftel der Vertriebszeit geht an Kunden, die keinen Wert schaffen",
        "Jeder Kunde gehört genau einer Klasse an: ■\u00a0Key Account (16), ●\u00a0Stammkunde (118), ▲\u00a0Smart Account (171) oder ◆\u00a0Basiskunde (107). Betreuung soll der Zahl der Kunden und der Komplexität ihrer Bearbeitung entsprechen.",
        (("Grundlage", "46.211 Kundenstunden, 31,2 Vollzeitstellen, alle Rollen"), ("In diesem Kapitel", "2 Befunde, 1 Abbildung, 1 Tabelle")),
    )  # fmt: skip
    grow = Statement(
        "coverage.white_spot", "21 Kunden mit hohem Potenzial kaufen weniger als 30\u00a0% bei uns: ≈\u00a030,2\u00a0Mio.\u00a0€ sind offen",
        "In diesem Feld liegen 46\u00a0% des offenen Potenzials. Es bekommt 180 Stunden je Kunde; die zehn Kunden, bei denen wir schon Hauptlieferant sind, bekommen 361.",
        "Für jeden der 21 Kunden bis Ende April einen Ausbauplan mit Stundenbudget beschließen.",
        1, "Potenzial zum Teil geschätzt, Zuordnung einzelner Kunden hängt daran", "Potenzial des Vertriebs, Vergleich mit ähnlichen Kunden (≈)", GROWTH,
    )  # fmt: skip
    lean = Statement(
        "coverage.lean", "Basiskunden bekommen 21\u00a0% der Stunden und bringen −3\u00a0% des Werts",
        "Ein Basiskunde wird 71 Stunden im Jahr betreut, ein Smart Account 42, obwohl Smart Accounts 18\u00a0% des Werts bringen.",
        "Basiskunden bis Ende Juni auf Innendienst, Service und Onlineshop umstellen und zwei Drittel der frei werdenden Stunden den 21 Ausbaukunden zuteilen.",
        2, "Abwanderung nach Umstellung 5 bis 15\u00a0% angenommen", "Aktivitäten 2025, Rollenkosten", COVER,
    )  # fmt: skip
    heads = (Head("Klasse"), Head("Anteil Stunden", "%", True), Head("Anteil Wert", "%", True))
    rows = tuple((Cell(NAMES[c], None, c), number(h), number(v)) for c, (h, v) in SHARES.items())
    picture = Exhibit(
        "coverage.effort", "Stunden und Wert laufen auseinander: zu viel für Basiskunden, zu wenig für Key Accounts",
        "Anteil an Vertriebsstunden (leer) und Kundenwert (gefüllt) in %", Table("Aufwand und Wert je Klasse", heads, rows), chart,
        "Anteil an Stunden und Wert je Klasse: Basiskunden 21\u00a0% der Stunden und −3\u00a0% des Werts.",
        (Note("So lesen Sie es.", "Liegt das leere Zeichen rechts vom gefüllten, bekommt die Klasse mehr Zeit, als ihr Wert rechtfertigt."), Note("Quelle.", "Aktivitäten 2025.")),
    )  # fmt: skip
    return Chapter("coverage", opening, (grow, lean, picture, misfits()))


def misfits() -> Exhibit:
    heads = (Head("Kunde"), Head("Klasse"), Head("Umsatz", "T€", True), Head("DB III", "T€", True), Head("Stunden heute", "", True), Head("Stundenbudget", "", True), Head("Differenz", "", True))  # fmt: skip
    data = [
        ("Gronau Walzwerke", "core", 1412, -151, 803, 130), ("Dornier & Pahl", "core", 1187, -128, 645, 121),
        ("Ahlers Dichtungen", "core", 902, -44, 512, 118), ("Seidel Getränke", "key", 2210, 402, 210, 498),
        ("Jessen Marine", "smart", 388, 91, 22, 140), ("Quandel Automation", "smart", 341, 84, 31, 133),
    ]  # fmt: skip
    rows = tuple(
        (Cell(n), Cell(NAMES[c], None, c), number(r), number(m), number(h), number(b), replace(number(b - h), text=number(b - h).text if b < h else f"+{b - h}"))
        for n, c, r, m, h, b in data
    )  # fmt: skip
    total = (Cell("Zusammen"), Cell(""), number(6440), number(254), number(2223), number(1140), number(-1083))
    table = Table("Sechs Kunden, bei denen Aufwand und Wert am weitesten auseinanderliegen", heads, rows, total, True)
    note = Note("Stundenbudget.", "85\u00a0% nach Wert, 15\u00a0% Grundbetreuung für jeden Kunden.")
    return Exhibit("coverage.misfits", "Drei Stammkunden binden 1.960 Stunden; nach Wert gerechtfertigt wären 369", "Stunden und Geld im Jahr 2025", table, notes=(note,))  # fmt: skip


def front() -> Front:
    return Front(
        "Rund 2\u00a0Mio.\u00a0€ mehr Deckungsbeitrag, wenn Zeit und Konditionen dem Kundenwert folgen statt dem Umsatz",
        (
            "412 Kunden bringen 48,6\u00a0Mio.\u00a0€ Umsatz und 6,27\u00a0Mio.\u00a0€ Deckungsbeitrag III; 123 von ihnen kosten mehr, als sie einbringen, und zehren 0,98\u00a0Mio.\u00a0€ auf.",
            "Umsatz ist dabei ein schlechter Wegweiser: 32 Kunden gehören nach Umsatz zur Gruppe A, nach Kundenwert aber zur Gruppe C.",
            "Die Vertriebszeit folgt der Gewohnheit: Basiskunden erhalten 71 Stunden je Kunde und Jahr, Smart Accounts 42.",
            "Drei Hebel sind zusammen ≈\u00a01,71\u00a0Mio.\u00a0€ im Jahr wert, Überschneidungen abgezogen. Abschlussquoten konnten wir nicht beurteilen, weil die Angebotshistorie fehlt.",
        ),
        (("Umsatz, netto", "48,6\u00a0Mio.\u00a0€"), ("Deckungsbeitrag III, 12,9\u00a0% vom Umsatz", "6,27\u00a0Mio.\u00a0€"), ("Kunden mit negativem Deckungsbeitrag III", "123 von 412"), ("Wert der drei Hebel, 27\u00a0% des Deckungsbeitrags", "≈\u00a01,71\u00a0Mio.\u00a0€")),
        (
            Ask("Zehn Verlustkunden neu verhandeln, übrige schlank bedienen", "value.loss_makers", VALUE, "Vertriebsleitung", "31.03."),
            Ask("21 Kunden mit offenem Potenzial ausbauen", "coverage.white_spot", GROWTH, "Leitung KAM", "30.04."),
            Ask("Basiskunden auf Innendienst und digital umstellen", "coverage.lean", COVER, "Leitung Innendienst", "30.06."),
            Ask("Überschneidung: dieselben Basiskunden in 2.1 und 4.2", "", OVERLAP, "", ""),
        ),
        "Drei Entscheidungen, um die wir Sie bitten", "Wert pro Jahr in Deckungsbeitrag III, Linie von vorsichtig bis günstig, Skala 0 bis 1,5\u00a0Mio.\u00a0€",
        ("Entscheidung", "Spanne", "Wert", "Verantwortlich", "bis"), ("Zusammen", "≈\u00a01,71\u00a0Mio.\u00a0€"), 2,
        (("Datenlage", "98,8\u00a0% der Zeilen verwendet, 444 von 38.056 ausgesondert (0,6\u00a0% des Umsatzes)"), ("Größte Annahme", "Potenzial bekannt für 352 von 412 Kunden; der Lieferanteil ist bei 139 davon geschätzt (≈)")),
    )  # fmt: skip


def provenance() -> Provenance:
    heads = (
        Head("Datei"),
        Head("gelesen", "", True),
        Head("verwendet", "", True),
        Head("ausgesondert", "", True),
        Head("SHA-256"),
    )
    data = [("Auftragszeilen_2025.csv", 29551, 29114, "8c1e07b4d92f"), ("Aktivitaeten_2025.csv", 6215, 6208, "e4407fd2b96a"), ("Kundenstamm.xlsx", 412, 412, "3fa95d10c6e8")]  # fmt: skip
    rows = tuple((Cell(n), number(a), number(b), number(a - b), Cell(h)) for n, a, b, h in data)
    total = (Cell("Zusammen"), number(36178), number(35734), number(444), Cell(""))
    table = Table("Eingelesene Dateien: gelesen = verwendet + ausgesondert, in Zeilen", heads, rows, total)
    facts = (("Einstellungen und Entscheidungen", "a90b6c3e77f1, Workshop vom 8.\u00a0Januar 2026"), ("Erstellt", "15.\u00a0Januar 2026, 14:05 MEZ, Version 1.0.0, Startwert 20260115, Deutsch"), ("Personen", "Vertriebsmitarbeitende nur unter Kürzel, keine Gruppe unter drei"))  # fmt: skip
    return Provenance("Herkunft der Zahlen", table, facts)


def example_page() -> Page:
    value, coverage = charts()
    return Page(
        "de", "Bericht – Beispiel Antriebstechnik GmbH – 15.01.2026", "Beispiel Antriebstechnik GmbH",
        "Kundenmanagement-Bericht, Geschäftsjahr 2025 · 15.\u00a0Januar 2026", ("Beispiel: Unternehmen, Kunden und alle Zahlen sind erfunden.",),
        front(), (value_chapter(value), coverage_chapter(coverage)), provenance(), labels(), {"client": "beispiel", "seed": 20260115},
    )  # fmt: skip
