"""Rows kept although something is missing in them."""

from __future__ import annotations

CHANCES = "Opportunity ID,Stage,Opened at,Customer ID\n"


def test_opportunities_without_day_or_customer_are_kept_and_counted(folder):
    folder.put("opportunities.csv", CHANCES + "1,Offer,2023-01-31,A\n2,Lead,,\n3,Lead,,B\n")
    client = folder.read("en")
    assert len(client.tables["opportunities"]) == 3 and client.reading.files[0].rows_rejected == 0
    found = folder.problems("en")
    assert [(found[c].level, found[c].count, found[c].file) for c in ("KEPT-UNDATED", "KEPT-UNASSIGNED")] == [
        ("warn", 2, "opportunities.csv"),
        ("warn", 1, "opportunities.csv"),
    ]


def test_nothing_is_said_where_nothing_is_missing(folder):
    folder.put("opportunities.csv", CHANCES + "1,Offer,2023-01-31,A\n")
    assert not {code for code in folder.problems("en") if code.startswith("KEPT")}
