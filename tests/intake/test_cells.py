"""Group 35–37, 43–45, 53: cells by the type of their column."""

import pytest

from workbook.finding import Quantity

KUNDEN = "Kundennummer;Firma;PLZ;Zufriedenheit;Potenzial;Lieferanteil;Fernbetreuung möglich;Bedürfnistyp\n"


def customers(folder, *rows, **settings):
    return folder.put("kunden.csv", KUNDEN + "\n".join(rows) + "\n").read(**settings).tables["customers"]


def test_leading_zeros_of_ids_and_postcodes_stay(folder):
    found = customers(folder, "007;A;01067;8;1000;;;", "008;B;D-01069 Dresden;8;1000;;;")
    assert found["customer_id"].tolist() == ["007", "008"]
    assert found["postcode"].tolist() == ["01067", "01069"]


def test_numbers_of_a_workbook_are_ids_without_decimals(folder, book):
    rows = [["Kundennummer", "Firma"], [123.0, "A"], ["00124", "B"]]
    found = folder.put("kunden.xlsx", book(Kunden=rows)).read().tables["customers"]
    assert found["customer_id"].tolist() == ["123", "00124"]


def test_names_that_look_like_missing_are_kept(folder):
    found = customers(folder, "K1;NA;;;;;;", "K2;None;;;;;;", "K3;null;;;;;;", "K4;-;;;;;;")
    assert found["name"].tolist() == ["NA", "None", "null", "-"]


def test_words_for_missing_are_missing_in_numbers(folder):
    assert customers(folder, "K1;A;;k. A.;#NV;;;", "K2;B;;8;100;;;")["satisfaction"].isna().tolist() == [True, False]


def test_the_apostrophe_before_a_number_kept_as_text_is_no_part_of_it(folder):
    assert customers(folder, "'00123;A;;;;;;", "O'Neill;B;;;;;;")["customer_id"].tolist() == ["00123", "O'Neill"]


def test_invisible_differences_of_ids_and_names_vanish(folder):
    found = customers(folder, "K1\u00a0;Mu\u0308ller\u200b  AG;;;;;;", "K2;Müller AG;;;;;;")
    assert found["customer_id"].tolist() == ["K1", "K2"]
    assert found["name"].nunique() == 1


def test_hostile_names_stay_literal(folder):
    names = ["<script>alert(1)</script>", "=cmd|'/c calc'!A0", "{{7*7}}", r"$\frac{$"]
    assert customers(folder, *(f"K{n};{name};;;;;;" for n, name in enumerate(names)))["name"].tolist() == names


def test_percent_signs_and_whole_percents_become_shares(folder):
    assert customers(folder, "K1;A;;;;45 %;;", "K2;B;;;;12,5 %;;")["share_of_wallet"].tolist() == [0.45, 0.125]
    assert customers(folder, "K1;A;;;;45;;", "K2;B;;;;30;;")["share_of_wallet"].tolist() == [0.45, 0.30]


def test_shares_on_two_scales_are_asked(folder):
    folder.put("kunden.csv", KUNDEN + "K1;A;;;;45;;\nK2;B;;;;0,45;;\n")
    assert folder.problems()["PCT-SCALE"].level == "ask"


def test_a_rating_beyond_its_scale_is_rejected_with_its_row(folder):
    found = folder.put("kunden.csv", KUNDEN + "K1;A;;8;;;;\nK2;B;;80;;;;\n").problems()["RANGE"]
    assert (found.row, found.values["value"], found.values["high"]) == (3, "80", 10.0)


def test_where_only_yes_is_marked_empty_is_no(folder):
    assert customers(folder, "K1;A;;;;;x;", "K2;B;;;;;;")["remote_ok"].tolist() == [True, False]


def test_words_stand_for_codes_and_unknown_ones_are_rejected(folder):
    assert customers(folder, "K1;A;;;;;;extrinsisch")["need_type"].tolist() == ["extrinsic"]
    folder.put("kunden.csv", KUNDEN + "K1;A;;;;;;billig\n")
    assert folder.problems()["CODE-UNKNOWN"].values["value"] == "billig"


def test_ids_excel_has_shortened_are_refused(folder):
    assert folder.put("kunden.csv", "Kundennummer;Firma\n1,23E+12;A\n1,24E+12;B\n").problems()["ID-SCIENTIFIC"].row == 2


def test_amounts_in_two_currencies_are_refused(folder):
    folder.put("kunden.csv", KUNDEN + "K1;A;;;1.000,00 €;;;\nK2;B;;;CHF 3'000,00;;;\n")
    assert folder.problems()["CUR-MIX"].values["candidates"] == ["CHF", "EUR"]


@pytest.mark.parametrize("header", ["Nettoumsatz [T€]", "Nettoumsatz in T€"])
def test_a_unit_in_the_header_is_asked(folder, header):
    folder.put("umsatz.csv", f"Kundennummer;Datum;{header}\nK1;01.02.2024;12,5\n")
    assert folder.problems()["NUM-UNIT"].values["factor"] == Quantity(1000.0, "number")


def test_a_unit_in_every_cell_is_understood_and_in_some_is_asked(folder):
    assert customers(folder, "K1;A;;;5 Mio.;;;", "K2;B;;;12 T€;;;")["potential_revenue"].tolist() == [5e6, 12e3]
    folder.put("kunden.csv", KUNDEN + "K1;A;;;5 Mio.;;;\nK2;B;;;12;;;\n")
    assert "NUM-UNIT" in folder.problems()


def test_a_cell_of_a_workbook_is_named_by_its_letter(folder, book):
    rows = [["Kundennummer", "Datum", "Nettoumsatz"], ["K1", "01.02.2024", "abc"], ["K1", "01.02.2024", 1]]
    found = folder.put("umsatz.xlsx", book(Umsatz=rows)).problems()["NUM-TEXT"]
    assert (found.sheet, found.column, found.row) == ("Umsatz", "C", 2)


def test_every_decision_on_a_column_is_recorded(folder):
    folder.put("umsatz.csv", "Kundennummer;Datum;Nettoumsatz\nK1;01.02.2024;1.234,50\nK2;01.03.2024;7\n")
    decided = {d.column: (d.reading, d.agreeing, d.total) for d in folder.read().reading.decisions}
    assert decided == {"date": ("date dmy", 2, 2), "net_revenue": ("decimal comma", 2, 2)}


def test_thousands_alone_are_asked_once_in_a_file_that_is_not_german(folder):
    folder.put("sales.csv", "customer id,date,net revenue\nK1,2024-02-01,1.234\nK2,2024-02-02,12.500\n")
    found = folder.problems("en")
    assert set(found) == {"NUM-AMBIGUOUS"}
    assert found["NUM-AMBIGUOUS"].key == "intake.decimal.net_revenue"
    assert folder.read("en", decimal={"net_revenue": ","}).reading.money_used == 13_734
    assert folder.read("de").reading.money_used == 13_734


def test_a_decimal_point_elsewhere_contradicts_the_language(folder):
    head = "customer id,date,net revenue,freight\n"
    folder.put("sales.csv", head + "K1,2024-02-01,1.234,5.50\nK2,2024-02-02,12.500,7.25\n")
    assert folder.read("de").reading.money_used == 13.734


def test_where_yes_is_written_empty_is_unknown(folder):
    found = customers(folder, "K1;A;;;;;ja;", "K2;B;;;;;;")["remote_ok"]
    assert (found[0], found.isna().tolist()) == (True, [False, True])
