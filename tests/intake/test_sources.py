"""Which sheet feeds which table."""

from __future__ import annotations

import pytest

from workbook import intake
from workbook.problem import Refused

CUSTOMERS = "Kundennummer;Kundenname;Land\n001;Adler;DE\n002;Bär;DE\n"


@pytest.mark.parametrize(
    "lines",
    [
        "Kundennummer;Rechnungsdatum;Listenumsatz;Land\n001;02.01.2024;5,00;DE\n",
        "Kundennummer;Rechnungsdatum;Bruttoumsatz;Land\n001;02.01.2024;5,00;DE\n",
    ],
)
def test_order_lines_without_amount_are_never_taken_for_customers(folder, lines):
    found = folder.put("Kunden.csv", CUSTOMERS).put("Umsatz.csv", lines).problems()
    assert found["HD-MISSING"].file == "Umsatz.csv"
    assert found["HD-MISSING"].values["column"] == "net_revenue"


def test_without_order_lines_the_run_is_refused_in_words(folder):
    client = folder.put("Kunden.csv", CUSTOMERS).read()
    with pytest.raises(Refused) as refused:
        intake.enough(client)
    assert [problem.code for problem in refused.value.problems] == ["IN-NOLINES"]
