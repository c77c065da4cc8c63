"""Rows of one table: from two files, and with their place in the message."""

from __future__ import annotations

from workbook.language import Words
from workbook.problem_text import sentence

LINES = "Kundennummer;Rechnungsdatum;Nettoumsatz\n001;02.01.2024;5,00\n002;03.01.2024;6,00\n"
CUSTOMERS = "Kundennummer;Kundenname;Land\n001;Adler;DE\n002;Bär;DE\n"


def test_equal_customers_of_two_files_count_once(folder):
    client = (
        folder.put("Umsatz.csv", LINES)
        .put("Kunden.csv", CUSTOMERS)
        .put("Kundenstamm.csv", CUSTOMERS.removesuffix("\n"))
        .read()
    )
    assert client.tables["customers"]["customer_id"].tolist() == ["001", "002"]
    assert [(p.code, p.file, p.count) for p in client.reading.problems] == [("DUP-ROW", "Kundenstamm.csv", 2)]


def test_one_customer_told_differently_in_two_files_is_a_question(folder):
    folder.put("Umsatz.csv", LINES).put("Kunden.csv", CUSTOMERS)
    folder.put("Kundenstamm.csv", CUSTOMERS.replace("Adler", "Amsel"))
    assert folder.problems()["ID-DUPLICATE"].values["value"] == "001"
    names = folder.read(duplicates="latest").tables["customers"].set_index("customer_id")["name"]
    assert names.to_dict() == {"001": "Amsel", "002": "Bär"}


def test_a_missing_value_is_shown_under_the_clients_header(folder):
    found = folder.put("Umsatz.csv", LINES.replace("6,00", "")).problems()
    assert found["REQUIRED"].header == "Nettoumsatz"


def test_every_refusal_has_its_sentence(folder):
    folder.put("Umsatz.csv", LINES)
    folder.put("Mitarbeiter.csv", "Mitarbeiternummer;Rolle;Vollzeitstellen\nV1;Außendienst;-1\n")
    problem = folder.problems()["RANGE"]
    assert "−1 liegt" in sentence(problem, Words("de", "de_DE", "EUR")).replace("-1", "−1")
    assert "0 to ∞" in sentence(problem, Words("en", "en_GB", "EUR"))
