"""Names in client.yaml that mean nothing are told."""

from __future__ import annotations

import pytest

from workbook.parameters import Computation, Source

LINES = "Kundennummer;Rechnungsdatum;Nettoumsatz\n001;02.01.2024;5,00\n002;03.01.2024;6,00\n"


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"tables": {"foo": Source(file="Umsatz.csv")}}, "intake.tables.foo"),
        (
            {"tables": {"transactions": Source(file="Umsatz.csv", columns={"foo": "Land"})}},
            "intake.tables.transactions.columns.foo",
        ),
        (
            {"tables": {"transactions": Source(file="Umsatz.csv", compute={"foo": Computation(constant=1.0)})}},
            "intake.tables.transactions.compute.foo",
        ),
        ({"control_totals": {"transactions.zzz": 1.0}}, "intake.control_totals.transactions.zzz"),
        ({"control_totals": {"foo.bar": 1.0}}, "intake.control_totals.foo.bar"),
    ],
)
def test_unknown_names_are_refused(folder, settings, key):
    found = folder.put("Umsatz.csv", LINES).problems(**settings)
    assert found["CFG-KEY"].key == key


def test_a_constant_must_fit_its_column(folder):
    source = Source(file="Umsatz.csv", compute={"cost_of_goods": Computation(constant="abc")})
    found = folder.put("Umsatz.csv", LINES).problems(tables={"transactions": source})
    assert found["CFG-VALUE"].key == "intake.tables.transactions.compute.cost_of_goods"
