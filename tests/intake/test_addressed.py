"""What client.yaml speaks of must be there."""

from __future__ import annotations

from datetime import date

import pytest

from workbook import intake
from workbook.language import Words
from workbook.parameters import Override, Parameters, Source
from workbook.problem import Refused
from workbook.problem_text import sentence

LINES = "Kundennummer;Datum;Nettoumsatz;Menge lt. Plan\nK001;01.02.2024;1,00;3\n"
GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")


@pytest.mark.parametrize("name", ["net_revenue", "transactions.net_revenue", "Menge lt. Plan", "Nettoumsatz"])
def test_columns_are_named_as_ours_or_as_the_files_own(folder, name):
    assert "CFG-KEY" not in folder.put("umsatz.csv", LINES).problems(decimal={name: ","})


@pytest.mark.parametrize(
    ("section", "value"),
    [("decimal", {"Nettoumsaz": ","}), ("dates", {"Nettoumsaz": "dmy"}), ("units", {"Nettoumsaz": 1000.0}),
     ("scales", {"Nettoumsaz": (1.0, 6.0)}), ("inverse", ("Nettoumsaz",))],
)  # fmt: skip
def test_a_setting_for_a_column_nobody_knows_is_told_with_the_nearest_name(folder, section, value):
    found = folder.put("umsatz.csv", LINES).problems(**{section: value})["CFG-KEY"]
    path = f"intake.{section}.Nettoumsaz"
    assert (found.level, found.key, found.values["nearest"]) == ("reject", path, "Nettoumsatz")
    german, english = sentence(found, GERMAN), sentence(found, ENGLISH)
    assert f"Die Einstellung {path} ist unbekannt. Meinten Sie Nettoumsatz?" in german
    assert f"The setting {path} is unknown. Did you mean Nettoumsatz?" in english


@pytest.mark.parametrize("name", ["net_revenue", "transactions.net_revenue", "Nettoumsatz"])
@pytest.mark.parametrize(("section", "value"), [("units", 1000.0), ("scales", (0.0, 1.0))])
def test_a_setting_for_a_column_there_is_is_taken(folder, section, value, name):
    assert "CFG-KEY" not in folder.put("umsatz.csv", LINES).problems(**{section: {name: value}})


def test_a_misspelled_setting_is_told_beside_the_question_it_was_to_answer(folder):
    text = LINES.replace("Nettoumsatz", "Nettoumsatz in TEUR")
    found = folder.put("umsatz.csv", text).problems(units={"net_revenu": 1000.0})
    assert found["NUM-UNIT"].key == "intake.units.net_revenue"
    assert found["CFG-KEY"].values["nearest"] == "net_revenue"


def test_a_column_to_be_ignored_that_is_not_in_the_file_is_told(folder):
    def ignoring(name):
        return {"transactions": Source(file="umsatz.csv", ignore=(name,))}

    found = folder.put("umsatz.csv", LINES).problems(tables=ignoring("Menge laut Plan"))["CFG-KEY"]
    assert found.key == "intake.tables.transactions.ignore.Menge laut Plan"
    assert found.values["nearest"] == "Menge lt. Plan"
    assert "CFG-KEY" not in folder.problems(tables=ignoring("Menge lt. Plan"))


def test_names_are_not_judged_by_files_that_could_not_be_read(folder):
    folder.put("umsatz.csv", LINES).put("kunden.xlsx", b"PK\x03\x04 broken")
    found = folder.problems(units={"Umsatz Vorjahr": 1000.0})
    assert "IN-CORRUPT" in found and "CFG-KEY" not in found


def test_an_override_of_an_unknown_customer_is_told(folder):
    told = Override(customer_id="K01", to="key", reason="r", owner="o", expires=date(2030, 1, 1))
    folder.put("umsatz.csv", LINES)
    with pytest.raises(Refused) as refused:
        intake.read(folder.path, Parameters(name="Muster", overrides=(told,)))
    (problem,) = refused.value.problems
    said = sentence(problem, ENGLISH)
    assert "overrides.0.customer_id: K01 is not allowed" in said and "nearest: K001" in said
    known = told.model_copy(update={"customer_id": "K001"})
    assert intake.read(folder.path, Parameters(name="Muster", overrides=(known,))).tables


def test_unknown_customers_are_told_with_the_file_that_names_them(folder):
    folder.put("kunden.csv", "Kundennummer;Firma\nK1;A\n").put("umsatz.csv", LINES)
    found = folder.problems()["REF-ORPHAN"]
    assert found.file == "umsatz.csv" and "umsatz.csv" in sentence(found, ENGLISH)
    assert "rejects.csv" not in sentence(found, ENGLISH)
