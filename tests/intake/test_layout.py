"""Group 21, 22, 24, 26: where the table lies on its sheet."""

from __future__ import annotations

import pytest

from workbook.intake.layout import PERIOD, beside, stacked, two_rows

HEAD = "Kundennummer;Datum;Nettoumsatz\n"
ROWS = "K1;01.02.2024;100,00\nK2;02.02.2024;200,50\n"
KNOWN = frozenset({"kundennr", "customerid", "datum", "umsatz", "menge", "nettoumsatz"})


@pytest.mark.parametrize("above", [1, 5, 28])
@pytest.mark.parametrize("title", ["Umsatzliste 2024", "Stand: 01.03.2024", "Sales report"])
def test_the_header_is_found_under_titles(folder, above, title):
    client = folder.put("umsatz.csv", f"{title};;\n" * above + HEAD + ROWS).read()
    assert client.reading.money_used == 300.5
    assert client.reading.files[0].rows_ignored == above


@pytest.mark.parametrize(
    ("upper", "lower", "names"),
    [
        (["Kundennummer", "Umsatz", ""], ["", "2023", "2024"], ["Kundennummer", "Umsatz / 2023", "Umsatz / 2024"]),
        (["", "Umsatz", ""], ["Customer ID", 2023, 2024.0], ["Customer ID", "Umsatz / 2023", "Umsatz / 2024"]),
        (
            ["Kundennummer", "2023", "", "2024", ""],
            ["", "Umsatz", "Menge", "Umsatz", "Menge"],
            ["Kundennummer", "2023 / Umsatz", "2023 / Menge", "2024 / Umsatz", "2024 / Menge"],
        ),
        (["Kundennummer", "Umsatz", ""], ["", "Plan", "Ist"], ["Kundennummer", "Umsatz / Plan", "Umsatz / Ist"]),
        (
            ["Kundennummer", "Umsatz", ""],
            ["", "netto", "brutto"],
            ["Kundennummer", "Umsatz / netto", "Umsatz / brutto"],
        ),
        (["Umsatzliste 2024", "", ""], ["Kundennummer", "Datum", "Nettoumsatz"], None),
        (["Kundennummer", "Umsatz", ""], ["K1", "5", "6"], None),
        (["Kundennummer", "Umsatz", ""], ["K1", 5.0, 6.0], None),
        (["Kundennummer", "Datum", "Umsatz"], ["K1", "01.02.2024", "5"], None),
    ],
)
def test_headers_in_two_rows_become_one(upper, lower, names):
    assert two_rows([upper, lower], 0, KNOWN) == names


def test_merged_headers_of_a_workbook_are_read(folder, book):
    rows = [
        ["Stammdaten", "", "Beleg", ""],
        ["Kundennummer", "Ort", "Datum", "Nettoumsatz"],
        ["K1", "Ulm", "01.02.2024", 5],
        ["K2", "Hof", "02.02.2024", 7],
    ]
    client = folder.put("umsatz.xlsx", book(Umsatz=rows)).read()
    assert client.reading.money_used == 12


def test_two_rows_that_may_be_the_header_are_asked_and_settings_answer(folder):
    folder.put("umsatz.csv", "Kd-Nr.;Belegdatum;Umsatz\n" + HEAD + ROWS)
    found = folder.problems()["HD-ROW"]
    assert (found.level, found.key, found.values["candidates"]) == (
        "ask",
        "intake.tables.transactions.header_row",
        ["1", "2"],
    )
    told = {"transactions": {"file": "umsatz.csv", "header_row": 2}}
    assert folder.read(tables=told).reading.money_used == 300.5


@pytest.mark.parametrize("gap", ["", ";;\n", "\n\n"])
@pytest.mark.parametrize(
    "second", ["Kundennummer;Firma;PLZ\nK1;Adler;01067\n", "Artikelnummer;Menge;Preis\nA1;5;7,50\n"]
)
def test_a_second_table_below_is_asked(folder, gap, second):
    found = folder.put("umsatz.csv", HEAD + ROWS + gap + second).problems()["HD-TWOTABLES"]
    assert found.level == "ask"
    assert found.values["candidates"] == second.splitlines()[0].split(";")


def test_a_second_table_beside_is_asked(folder, book):
    rows = [
        ["Kundennummer", "Datum", "Nettoumsatz", None, "Kundennummer", "Firma"],
        ["K1", "01.02.2024", 5, None, "K1", "Adler"],
        ["K2", "02.02.2024", 7, None, "K2", "Birke"],
    ]
    found = folder.put("umsatz.xlsx", book(Umsatz=rows)).problems()["HD-TWOTABLES"]
    assert (found.level, found.column) == ("ask", "E")


def test_an_empty_column_between_columns_is_skipped(folder, book):
    rows = [
        ["Kundennummer", None, "Datum", "Nettoumsatz"],
        ["K1", None, "01.02.2024", 5],
        ["K2", None, "02.02.2024", 7],
    ]
    assert folder.put("umsatz.xlsx", book(Umsatz=rows)).read().reading.money_used == 12


def test_columns_without_header_are_refused_and_remarks_are_told(folder, book):
    head = ["Kundennummer", "Datum", "Nettoumsatz", None]
    rows = [head, *(["K1", f"0{n}.02.2024", n, "x"] for n in range(1, 6))]
    found = folder.put("umsatz.xlsx", book(Umsatz=rows)).problems()["HD-EMPTY"]
    assert (found.level, found.column) == ("reject", "D")
    told = {"transactions": {"file": "umsatz.xlsx", "ignore": ("(D)",)}}
    assert "HD-EMPTY" not in folder.problems(tables=told)
    rows = [head, *(["K1", f"0{n}.02.2024", n, "geprüft" if n == 2 else None] for n in range(1, 6))]
    assert folder.put("umsatz.xlsx", book(Umsatz=rows)).problems()["HD-EMPTY"].level == "warn"


def test_footnotes_blank_rows_and_repeated_headers_are_ignored_and_counted(folder):
    text = "Liste\n\n" + HEAD + ROWS + "\n" + HEAD + "K3;03.02.2024;1,00\n\n* ohne Gewähr\n"
    client = folder.put("umsatz.csv", text).read()
    source = client.reading.files[0]
    assert (source.rows_read, source.rows_used, source.rows_ignored) == (3, 3, 4)


def test_data_that_look_like_headers_are_no_second_table():
    rows = [["Vertrieb", "Umsatz", "100"], ["Vertrieb", "Menge", "7"]]
    assert stacked(rows, ["Einheit", "Kennzahl", "Ziel"]) is None
    assert beside(["Kundennummer", "", "Ort", "PLZ"], [False, True, False, False]) is None


@pytest.mark.parametrize(
    "header",
    [
        "2024",
        "Jan 24",
        "2024-01",
        "Januar 2024",
        "Umsatz 01/2024",
        "Umsatz / 2024",
        "Mrz. 23",
        "Dez",
        "Revenue May 2024",
    ],
)
def test_periods_are_seen(header):
    assert PERIOD.fullmatch(header)


@pytest.mark.parametrize("header", ["Marge", "Mai-Aktion", "Kunde", "Artikel 5", "Junior", "Märkte", "12345"])
def test_other_words_are_no_periods(header):
    assert not PERIOD.fullmatch(header)
