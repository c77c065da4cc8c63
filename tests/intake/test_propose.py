"""Group 25 and LANGUAGE.md §2.4: headers nearly right, headers never taken silently, headers that fit twice."""

from __future__ import annotations

import pytest

from workbook.intake.propose import proposals, scores
from workbook.language import Words
from workbook.problem_text import sentence

ROWS = "K1;01.02.2024;1,50\nK2;02.02.2024;2,50\n"


@pytest.mark.parametrize(
    ("header", "column"),
    [("Kundenummer", "customer_id"), ("Custommer ID", "customer_id"), ("Rechnungsdatm", "date"), ("Nettoumsätze", "net_revenue"),
     ("Wareneinsätze", "cost_of_goods"), ("Artikelnummmer", "product_id"), ("Net revenues", "net_revenue")],
)  # fmt: skip
def test_a_slip_of_the_pen_is_a_proposal(header, column):
    found = proposals([header], "transactions", [column])
    assert found[column][0] == header
    assert found[column][1] >= 90


@pytest.mark.parametrize(
    "header",
    ["Bruttoumsaz", "Umsatz VJ", "Lieferantennumer", "Kreditorenummer", "DB 2", "Umsatz 2", "Datun", "Werk", "Angebotsdatum",
     "Kundengruppe", "Selbstkostn", "Rabatte in Prozent"],
)  # fmt: skip
def test_other_words_are_no_proposal(header):
    assert all(score < 90 for score in scores(header, "transactions").values())


def test_a_proposal_is_used_and_told(folder):
    client = folder.put("umsatz.csv", "Kundenummer;Datum;Nettoumsatz\n" + ROWS).read()
    assert client.tables["transactions"]["customer_id"].tolist() == ["K1", "K2"]
    assert {d.reading for d in client.reading.decisions} == {"date dmy", "decimal comma"}
    told = {p.code: p for p in client.reading.problems}["HD-NEAR"]
    assert (told.level, told.key) == ("warn", "intake.tables.transactions.columns.customer_id")
    assert "Sicherheit 9" in sentence(told, Words("de", "de_DE", "EUR"))
    assert "confidence 9" in sentence(told, Words("en", "en_GB", "EUR"))


def test_two_headers_alike_are_no_proposal(folder):
    text = "Kundenummer;Kundennumer;Datum;Nettoumsatz\nK1;K9;01.02.2024;1,50\n"
    assert "HD-MISSING" in folder.put("umsatz.csv", text).problems()


@pytest.mark.parametrize(
    ("header", "cause"),
    [("Umsatz inkl. MwSt.", "vat"), ("Bruttobetrag", "vat"), ("Auftragseingang", "not_revenue"), ("Angebotssumme", "not_revenue"),
     ("Skonto", "cash_discount"), ("Saldo", "balance"), ("offene Posten", "balance"), ("Umsatz Vorjahr", "other_period"),
     ("Umsatz Plan", "other_period"), ("Umsatz kumuliert", "other_period"), ("Umsatz Hauswährung", "two_currencies"),
     ("Gross amount", "vat"), ("Revenue last year", "other_period"), ("order intake", "not_revenue"), ("Balance", "balance")],
)  # fmt: skip
def test_what_is_no_net_revenue_is_refused_with_the_reason(folder, header, cause):
    found = folder.put("umsatz.csv", f"Kundennummer;Datum;{header}\n" + ROWS).problems()
    assert "HD-MISSING" in found
    assert found["HD-REFUSED"].values["cause"].key == f"refused.{cause}"
    assert header in sentence(found["HD-REFUSED"], Words("de", "de_DE", "EUR"))


@pytest.mark.parametrize(
    "header", ["Mandant", "Kreditor", "Lieferant", "Warenempfänger", "Buchungskreis", "supplier id"]
)
def test_who_is_no_customer_is_refused(folder, header):
    assert "HD-REFUSED" in folder.put("umsatz.csv", f"{header};Datum;Nettoumsatz\n" + ROWS).problems()


def test_settings_may_take_what_is_refused(folder):
    folder.put("umsatz.csv", "Kundennummer;Datum;Umsatz Plan\n" + ROWS)
    told = {"transactions": {"file": "umsatz.csv", "columns": {"net_revenue": "Umsatz Plan"}}}
    assert folder.read(tables=told).reading.money_used == 4


def test_one_header_that_fits_two_columns_is_a_question(folder):
    found = folder.put("kunden.csv", "Kunde;PLZ;Branche\nA;01067;Chemie\n").problems()["HD-TWOFOLD"]
    assert (found.level, found.values["candidates"]) == ("ask", ["customer_id", "name"])
    told = {"customers": {"file": "kunden.csv", "columns": {"customer_id": "Kunde"}}}
    assert folder.read(tables=told).tables["customers"]["customer_id"].tolist() == ["A"]


def test_a_second_meaning_is_taken_where_the_first_is(folder):
    client = folder.put("kunden.csv", "Kundennummer;Kunde\nK1;Adler\n").read()
    assert client.tables["customers"]["name"].tolist() == ["Adler"]


def test_discounts_between_0_and_1_are_asked(folder):
    folder.put(
        "umsatz.csv", "Kundennummer;Datum;Nettoumsatz;Rabatt\nK1;01.02.2024;100,00;0,10\nK2;02.02.2024;50,00;0,05\n"
    )
    assert folder.problems()["HD-TWOFOLD"].values["candidates"] == ["discount", "discount_rate"]
    told = {"transactions": {"file": "umsatz.csv", "columns": {"discount_rate": "Rabatt"}}}
    assert folder.read(tables=told).tables["transactions"]["discount_rate"].tolist() == [0.1, 0.05]
