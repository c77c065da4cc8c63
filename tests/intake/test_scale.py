"""Group 30–36, 53: units, currencies, shares, scales, opposites, odd amounts."""

from __future__ import annotations

from datetime import datetime

import pytest

from workbook.finding import Quantity
from workbook.language import Words
from workbook.problem_text import sentence

LINE = "Kundennummer;Datum;{0}\nK1;01.02.2024;{1}\nK2;02.02.2024;{2}\n"
SHARE = "Kundennummer;Firma;{0}\nK1;A;{1}\nK2;B;{2}\n"


def lines(folder, header, *cells, **settings):
    return folder.put("umsatz.csv", LINE.format(header, *cells)).read(**settings).tables["transactions"]


def shares(folder, header, *cells, **settings):
    return folder.put("kunden.csv", SHARE.format(header, *cells)).read(**settings).tables["customers"]


@pytest.mark.parametrize(
    ("header", "factor"),
    [("Nettoumsatz [T€]", 1000), ("Nettoumsatz in TEUR", 1000), ("Nettoumsatz (Mio. €)", 1e6), ("Net revenue (k€)", 1000),
     ("Nettoumsatz in Tsd. EUR", 1000)],
)  # fmt: skip
def test_a_unit_in_the_header_is_asked_and_units_answers(folder, header, factor):
    folder.put("umsatz.csv", LINE.format(header, "12,5", "7,25"))
    found = folder.problems()["NUM-UNIT"]
    assert (found.key, found.values["factor"]) == ("intake.units.net_revenue", Quantity(factor, "number"))
    assert lines(folder, header, "12,5", "7,25", units={"net_revenue": factor})["net_revenue"].tolist() == [
        12.5 * factor,
        7.25 * factor,
    ]


def test_a_unit_in_some_cells_is_asked_and_units_answers_for_the_others(folder):
    assert lines(folder, "Nettoumsatz", "5 Mio.", "12", units={"net_revenue": 1.0})["net_revenue"].tolist() == [5e6, 12]
    assert "NUM-UNIT" in folder.problems()


def test_a_unit_in_every_cell_is_repaired_and_counted(folder):
    folder.put("umsatz.csv", LINE.format("Nettoumsatz", "5 Mio.", "12 T€"))
    found = folder.problems()["NUM-WORD"]
    assert (found.level, found.count) == ("repair", 2)
    assert sentence(found, Words("de", "de_DE", "EUR")).endswith("(2 Werte). Kein Handeln nötig.")


@pytest.mark.parametrize(
    ("cells", "found"),
    [(("1.000,00 €", "CHF 3'000,00"), ["CHF", "EUR"]), (("$2.000,00", "5,00"), ["EUR", "USD"]),
     (("5,00 USD", "6,00 USD"), ["USD"]), (("£5,00", "5,00 €"), ["EUR", "GBP"])],
)  # fmt: skip
def test_other_currencies_are_refused(folder, cells, found):
    folder.put("umsatz.csv", LINE.format("Nettoumsatz", *cells))
    problem = folder.problems()["CUR-MIX"]
    assert problem.key == "intake.rates"
    assert set(found) - {"EUR"} <= set(problem.values["candidates"])


def test_rates_convert_and_say_so(folder):
    client = folder.put("umsatz.csv", LINE.format("Nettoumsatz", "100,00 €", "$50,00")).read(rates={"USD": 0.92})
    assert client.tables["transactions"]["net_revenue"].tolist() == [100, 46]
    assert "USD times 0.92" in {d.reading for d in client.reading.decisions}


@pytest.mark.parametrize("header", ["Währung", "WKZ", "Currency"])
def test_a_currency_column_counts_for_every_amount(folder, header):
    text = f"Kundennummer;Datum;Nettoumsatz;{header}\nK1;01.02.2024;100,00;EUR\nK2;02.02.2024;50,00;usd\n"
    assert folder.put("umsatz.csv", text).problems()["CUR-MIX"].values["candidates"] == ["EUR", "USD"]
    assert folder.read(rates={"USD": 0.92}).reading.money_used == 146
    assert folder.put("umsatz.csv", text.replace("usd", "€")).read().reading.money_used == 150


def test_a_sign_that_contradicts_the_currency_column_is_refused(folder):
    text = "Kundennummer;Datum;Nettoumsatz;Währung\nK1;01.02.2024;100,00 €;USD\nK2;02.02.2024;50,00 €;EUR\n"
    assert "CUR-MIX" in folder.put("umsatz.csv", text).problems(rates={"USD": 0.92})


def test_a_currency_in_the_header_counts(folder):
    folder.put("umsatz.csv", LINE.format("Nettoumsatz (CHF)", "100,00", "50,00"))
    assert folder.problems()["CUR-MIX"].values["candidates"] == ["CHF"]
    assert folder.read(rates={"CHF": 1.05}).reading.money_used == pytest.approx(157.5)
    assert folder.read(currency="CHF").reading.money_used == 150


@pytest.mark.parametrize(
    ("header", "cells", "read"),
    [("Lieferanteil", ("45 %", "12,5 %"), [0.45, 0.125]), ("Lieferanteil", ("45", "12,5"), [0.45, 0.125]),
     ("Lieferanteil", ("0,45", "1"), [0.45, 1]), ("Lieferanteil %", ("45", "0,5"), [0.45, 0.005]),
     ("Lieferanteil (in %)", ("45", "30"), [0.45, 0.3]), ("Lieferanteil", ("45%", "0 %"), [0.45, 0])],
)  # fmt: skip
def test_shares_are_read_on_their_scale(folder, header, cells, read):
    assert shares(folder, header, *cells)["share_of_wallet"].tolist() == pytest.approx(read)


@pytest.mark.parametrize(
    ("header", "cells"),
    [("Lieferanteil", ("45", "0,45")), ("Lieferanteil", ("45 %", "0,3")), ("Lieferanteil %", ("0,45", "0,3")),
     ("Lieferanteil", ("45 %", "30"))],
)  # fmt: skip
def test_a_mixture_of_scales_is_one_question_without_noise(folder, header, cells):
    folder.put("kunden.csv", SHARE.format(header, *cells))
    found = folder.problems()
    assert set(found) == {"PCT-SCALE"}
    assert found["PCT-SCALE"].key == "intake.scales.share_of_wallet"
    assert "PCT-SCALE" not in folder.problems(scales={"share_of_wallet": (0.0, 100.0)})


def test_a_rating_of_another_scale_is_refused_and_scales_answers(folder):
    folder.put("kunden.csv", SHARE.format("Zufriedenheit", "80", "100"))
    found = folder.problems()["RANGE"]
    assert found.values["key"] == "intake.scales.satisfaction"
    assert "intake.scales.satisfaction" in sentence(found, Words("de", "de_DE", "EUR"))
    client = folder.read(scales={"satisfaction": (0.0, 100.0)})
    assert client.tables["customers"]["satisfaction"].tolist() == [8, 10]
    assert "scale 0–100 to 0–10" in {d.reading for d in client.reading.decisions}


def test_grades_are_a_scale_from_worst_to_best(folder):
    found = shares(folder, "Zufriedenheit", "1", "6", scales={"satisfaction": (6.0, 1.0)})
    assert found["satisfaction"].tolist() == [10, 0]


def test_a_value_beyond_the_scale_told_is_rejected(folder):
    folder.put("kunden.csv", SHARE.format("Wechselbereitschaft", "11", "3"))
    found = folder.problems(scales={"willingness_to_switch": (1.0, 10.0)})["RANGE"]
    assert (found.row, found.values["low"], found.values["high"]) == (2, 1.0, 10.0)
    assert shares(folder, "Wechselbereitschaft", "10", "1", scales={"willingness_to_switch": (1.0, 10.0)})[
        "willingness_to_switch"
    ].tolist() == [5, 1]


@pytest.mark.parametrize("header", ["Abwanderungsrisiko", "churn risk"])
def test_the_opposite_is_used_only_where_declared(folder, header):
    folder.put("kunden.csv", SHARE.format(header, "20 %", "5 %"))
    found = folder.problems()["HD-INVERSE"]
    assert (found.level, found.key) == ("warn", "intake.inverse")
    assert "retention_probability" not in folder.read().tables["customers"]
    client = folder.read(inverse=("retention_probability",))
    assert client.tables["customers"]["retention_probability"].tolist() == pytest.approx([0.8, 0.95])
    told = {"customers": {"file": "kunden.csv", "columns": {"retention_probability": header}}}
    assert folder.problems(tables=told)["HD-INVERSE"].level == "ask"


def test_yes_for_no_where_declared(folder):
    found = shares(folder, "Interessent", "ja", "nein", inverse=("existing",))
    assert found["existing"].tolist() == [False, True]


def test_huge_amounts_are_kept_and_told(folder):
    client = folder.put("umsatz.csv", LINE.format("Nettoumsatz", "1000000000000000,01", "5,00")).read()
    found = {p.code: p for p in client.reading.problems}["NUM-HUGE"]
    assert (found.level, found.row) == ("warn", 2)
    assert client.reading.money_used == 1000000000000005.0 or client.reading.money_used == 1000000000000005.01


@pytest.mark.parametrize("value", ["inf", "-inf", "1e400", "Infinity", "#ZAHL!x", "1,2,3", "01.02.2024", "5 Stück"])
def test_what_is_no_number_is_rejected_with_its_row(folder, value):
    folder.put("umsatz.csv", LINE.format("Nettoumsatz", value, "5,00"))
    assert folder.problems()["NUM-TEXT"].row == 2


def test_a_date_in_a_column_of_amounts_is_rejected_with_its_cell(folder, book):
    rows = [
        ["Kundennummer", "Datum", "Nettoumsatz"],
        ["K1", "01.02.2024", datetime(2024, 2, 1)],
        ["K2", "01.02.2024", 5],
    ]
    found = folder.put("umsatz.xlsx", book(Umsatz=rows)).problems()["NUM-TEXT"]
    assert (found.column, found.row) == ("C", 2)


def test_numbers_as_text_beside_true_numbers_are_read(folder, book):
    rows = [
        ["Kundennummer", "Datum", "Nettoumsatz"],
        ["00123", "01.02.2024", "1.234,50"],
        [7, "01.02.2024", 5.25],
        ["K3", "01.02.2024", "'7"],
    ]
    found = folder.put("umsatz.xlsx", book(Umsatz=rows[:3])).read().tables["transactions"]
    assert found["net_revenue"].tolist() == [1234.5, 5.25]
    assert found["customer_id"].tolist() == ["00123", "7"]


@pytest.mark.parametrize("value", [1.23e15, 123456789012345678])
def test_ids_beyond_fifteen_digits_are_refused_in_a_workbook(folder, book, value):
    rows = [["Kundennummer", "Firma"], [value, "A"], ["K2", "B"]]
    assert "ID-SCIENTIFIC" in folder.put("kunden.xlsx", book(Kunden=rows)).problems()


def test_credit_notes_are_kept_and_counted_as_repair_where_the_sign_stands_behind(folder):
    client = folder.put("umsatz.csv", LINE.format("Nettoumsatz", "(500,00)", "700,00-")).read()
    assert client.tables["transactions"]["net_revenue"].tolist() == [-500, -700]
    found = {p.code: p for p in client.reading.problems}
    assert found["NUM-SIGN"].count == 2
    assert (found["SUM-BASE"].level, found["SUM-BASE"].values["value"]) == ("warn", -1200)


def test_revenue_that_is_all_zero_is_told(folder):
    assert folder.put("umsatz.csv", LINE.format("Nettoumsatz", "0,00", "0")).problems()["SUM-BASE"].values["value"] == 0
