"""What client.yaml speaks of must be there."""

from __future__ import annotations

from datetime import date

import pytest

from workbook import intake
from workbook.language import Words
from workbook.parameters import Override, Parameters
from workbook.problem import Refused
from workbook.problem_text import sentence

LINES = "Kundennummer;Datum;Nettoumsatz;Menge lt. Plan\nK001;01.02.2024;1,00;3\n"
ENGLISH = Words("en", "en_GB", "EUR")


@pytest.mark.parametrize("name", ["net_revenue", "transactions.net_revenue", "Menge lt. Plan", "Nettoumsatz"])
def test_columns_are_named_as_ours_or_as_the_files_own(folder, name):
    assert "CFG-KEY" not in folder.put("umsatz.csv", LINES).problems(decimal={name: ","})


@pytest.mark.parametrize(("section", "value"), [("decimal", ","), ("dates", "dmy")])
def test_a_convention_for_a_column_nobody_knows_is_told(folder, section, value):
    found = folder.put("umsatz.csv", LINES).problems(**{section: {"Nettoumsaz": value}})["CFG-KEY"]
    assert (found.key, found.values["nearest"]) == (f"intake.{section}.Nettoumsaz", "Nettoumsatz")


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
