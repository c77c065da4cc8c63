"""Group 21–26: headers."""

import pytest

ROWS = "K1;01.02.2024;1,50\nK2;02.02.2024;2,50\n"


def test_the_header_below_a_title_is_found_and_rows_keep_their_numbers(folder):
    text = "Umsatzliste;;\nStand: 01.03.2024;;\n;;\nKundennummer;Datum;Nettoumsatz\n" + ROWS + "K3;xx;1,00\n"
    assert folder.put("umsatz.csv", text).problems()["DATE-INVALID"].row == 7


@pytest.mark.parametrize(
    "header", ["Umsatz", " UMSATZ  netto ", "Erlös", "Net sales", "Nettoumsatz [€]", "Umsatz\u00a0netto"]
)
def test_synonyms_blanks_and_case_find_the_column(folder, header):
    client = folder.put("liste.csv", f"Kd-Nr.;Belegdatum;{header}\n" + ROWS).read()
    assert client.tables["transactions"]["net_revenue"].tolist() == [1.5, 2.5]


def test_a_missing_required_column_is_named_with_the_nearest_header(folder):
    found = folder.put("umsatz.csv", "Kundennummer;Datun;Nettoumsatz\n" + ROWS).problems()["HD-MISSING"]
    assert (found.values["column"], found.values["nearest"]) == ("date", "Datun")
    assert found.key == "intake.tables.transactions.columns.date"


def test_two_headers_for_one_column_are_asked_and_settings_answer(folder):
    folder.put("umsatz.csv", "Kundennummer;Belegdatum;Rechnungsdatum;Nettoumsatz\nK1;01.02.2024;05.02.2024;1,5\n")
    assert folder.problems()["HD-AMBIGUOUS"].values["candidates"] == ["Belegdatum", "Rechnungsdatum"]
    assert "HD-MISSING" not in folder.problems()
    told = {"transactions": {"file": "umsatz.csv", "columns": {"date": "Rechnungsdatum"}}}
    assert folder.read(tables=told).tables["transactions"]["date"][0].day == 5


def test_a_header_given_twice_is_refused_where_it_is_used(folder):
    text = "Kundennummer;Datum;Nettoumsatz;Nettoumsatz\nK1;01.02.2024;1,5;2,5\n"
    assert "HD-DUPLICATE" in folder.put("umsatz.csv", text).problems()


def test_a_gross_amount_is_never_taken_for_revenue(folder):
    text = "Kundennummer;Datum;Umsatz inkl. MwSt.\n" + ROWS
    assert "HD-MISSING" in folder.put("umsatz.csv", text).problems()


def test_a_header_told_but_not_there_is_refused(folder):
    folder.put("umsatz.csv", "Kundennummer;Datum;Nettoumsatz\n" + ROWS)
    told = {"transactions": {"file": "umsatz.csv", "columns": {"quantity": "Stueck"}}}
    assert folder.problems(tables=told)["HD-MISSING"].values["column"] == "Stueck"


def test_text_below_the_table_is_no_data(folder):
    client = folder.put("umsatz.csv", "Kundennummer;Datum;Nettoumsatz\n" + ROWS + "\nAlle Angaben ohne Gewähr\n").read()
    assert len(client.tables["transactions"]) == 2


def test_months_side_by_side_are_asked(folder):
    text = "Kundennummer;Januar 2024;Februar 2024;März 2024\nK1;1,5;2,5;3,5\n"
    assert folder.put("umsatz.csv", text).problems()["HD-WIDE"].level == "ask"


def test_a_lone_id_behind_a_blank_row_is_no_footnote(folder):
    client = folder.put("kunden.csv", "Kundennummer;Firma;PLZ\nK1;Adler;01067\n;;\nK2;;\n").read()
    assert client.tables["customers"]["customer_id"].tolist() == ["K1", "K2"]


@pytest.mark.parametrize("note", ["Alle Angaben ohne Gewähr", "Quelle:SAP", "*vorläufig", "Stand: 01.03.2024"])
def test_a_remark_behind_a_blank_row_is_a_footnote(folder, note):
    client = folder.put("kunden.csv", f"Kundennummer;Firma;PLZ\nK1;Adler;01067\n;;\n{note};;\n").read()
    assert client.tables["customers"]["customer_id"].tolist() == ["K1"]


@pytest.mark.parametrize(
    ("last", "cut"), [("A-3", True), ("A-3;", True), ("Ende", False), ("* A-3", False), ("3 Sätze", False)]
)
def test_a_last_line_that_broke_off_is_no_footnote(folder, last, cut):
    head = "Auftragsnummer;Kundennummer;Datum;Nettoumsatz\n"
    rows = "A-1;K1;02.01.2024;5,00\nA-12;K2;03.01.2024;7,00\n"
    found = folder.put("umsatz.csv", head + rows + last).problems()
    assert ("IN-RAGGED" in found) == cut and (not cut or found["IN-RAGGED"].row == 4)
