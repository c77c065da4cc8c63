"""Formulas a controller follows: worked out again by another program, they come to what the report says."""

import numpy as np
import pytest

import hand_over
from spreadsheet import Spreadsheet
from workbook.language import Words
from workbook.report.xlsx import write

WORDS = Words("de", "de_DE", "EUR")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("arithmetic")
    client = hand_over.client(folder / "klein")
    customers = hand_over.customers(client)
    write(folder / "results.xlsx", hand_over.page(), customers, hand_over.RESULTS, client, WORDS)
    return customers, Spreadsheet(folder / "results.xlsx")


def column(book, sheet, letter, n=5):
    return [book.value(sheet, f"{letter}{row}") for row in range(5, 5 + n)]


def test_every_formula_comes_to_the_value_it_carries(made):
    _, book = made
    assert len(book.places) > 60
    for sheet, cell in book.places:
        said = book.said[sheet][cell].value
        assert book.value(sheet, cell) == pytest.approx(said, rel=1e-9, abs=1e-9), (sheet, cell)


def test_margins_follow_from_revenue_and_costs(made):
    customers, book = made
    for letter, name in zip("CEIJKL", ("net_revenue", "cm1", "order_cost", "cm2", "care_cost", "cm3"), strict=True):
        assert column(book, "DB-Rechnung", letter) == pytest.approx(list(customers[name]), abs=1e-9)
    assert book.formulas["DB-Rechnung"]["I5"].value == "=F5*cost_rates_order+G5*cost_rates_order_line+H5"
    assert book.value("DB-Rechnung", "L3") == pytest.approx(customers["cm3"].sum())


def test_the_whale_curve_is_cm3_sorted_and_cumulated(made):
    customers, book = made
    ordered = np.sort(customers["cm3"])[::-1]
    assert column(book, "Kundenergebniskurve", "B") == pytest.approx(list(ordered))
    assert column(book, "Kundenergebniskurve", "C") == pytest.approx(list(np.cumsum(ordered)))
    gains = customers["cm3"][customers["cm3"] > 0].sum()
    assert book.value("Kundenergebniskurve", "E3") == pytest.approx(gains / customers["cm3"].sum())


def test_weights_give_score_and_rank(made):
    customers, book = made
    used = book.formulas["Punktzahl"][4]
    assert [c.value for c in used][2:6] == ["Potenzial", "realisierter Kundenwert", "strategische Bedeutung", "Umsatz"]
    assert column(book, "Punktzahl", "G") == pytest.approx(list(customers["score"]), abs=1e-9)
    assert column(book, "Punktzahl", "H") == list(customers["score"].rank(ascending=False))


def test_a_changed_weight_changes_the_score(made):
    book = made[1]
    other = Spreadsheet.__new__(Spreadsheet)
    other.formulas, other.said, other._known = book.formulas, book.said, {("Parameter", "B5"): 0.9}
    assert other.value("Punktzahl", "C3") == 0.9
    assert other.value("Punktzahl", "G5") != book.value("Punktzahl", "G5")


def test_classes_are_counted_in_the_sheet(made):
    _, book = made
    heads = [c.value for c in book.formulas["Punktzahl"][2]]
    at = heads.index("Key Account")
    assert [c.coordinate for c in book.formulas["Punktzahl"][3][at : at + 4]] == ["K3", "L3", "M3", "N3"]
    assert [book.value("Punktzahl", f"{letter}3") for letter in "KLMN"] == [1, 1, 1, 2]


def test_without_margins_and_scores_there_are_no_such_sheets(made, tmp_path):
    customers, _ = made
    client = hand_over.client(tmp_path / "klein")
    plain = customers[["name", "net_revenue", "revenue_per_year"]]
    write(tmp_path / "x.xlsx", hand_over.page(), plain, hand_over.RESULTS, client, WORDS)
    assert not {"DB-Rechnung", "Kundenergebniskurve", "Punktzahl"} & set(
        Spreadsheet(tmp_path / "x.xlsx").formulas.sheetnames
    )
