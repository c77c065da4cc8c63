"""A run that stops still makes every check it can, and says nothing that rests on rows set aside."""

import pytest

from workbook.intake.stopped import Stopped

LINES = "Kundennummer;Datum;Nettoumsatz\nK1;01.02.2024;10,00\nK2;01.03.2024;20,00\nK9;01.04.2024;30,00\n"
CUSTOMERS = "Kundennummer;Name\nK1;Adler\nK2;Birke\n"


def codes(folder, **settings):
    return {p.code for p in folder.all_problems(**settings)}


def test_links_are_checked_although_a_row_is_wrong(folder):
    folder.put("umsatz.csv", LINES + "K1;01.05.2024;viel\n").put("kunden.csv", CUSTOMERS)
    assert {"NUM-TEXT", "REF-ORPHAN"} <= codes(folder)


def test_customers_with_lost_rows_make_no_orphans_and_no_totals(folder):
    folder.put("umsatz.csv", LINES).put("kunden.csv", CUSTOMERS + "K9;Cedrus\nK9;Zeder\n")
    assert codes(folder, control_totals={"customers.rows": 3}) == {"ID-DUPLICATE"}


def test_absence_is_told_only_where_all_rows_are_there(folder):
    folder.put("umsatz.csv", LINES.replace("K2;01.03.2024;20,00", "K2;01.03.2024;viel")).put("kunden.csv", CUSTOMERS)
    assert "REF-IDLE" not in codes(folder)


def test_the_sound_tables_and_the_account_of_all_are_carried_along(folder):
    folder.put("umsatz.csv", LINES).put("kunden.csv", CUSTOMERS.replace("Kundennummer", "Nr. der Firma"))
    client = folder.stopped()
    assert client.has("transactions", "net_revenue") and "customers" not in client.tables
    assert [(f.file, f.rows_read) for f in client.reading.files] == [("kunden.csv", 2), ("umsatz.csv", 3)]


def test_a_stop_is_a_refusal_with_every_problem(folder):
    folder.put("umsatz.csv", LINES.replace("10,00", "viel"))
    with pytest.raises(Stopped) as stopped:
        folder.read()
    assert stopped.value.problems and stopped.value.client.reading.problems == stopped.value.problems
