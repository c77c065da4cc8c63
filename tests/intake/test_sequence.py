"""Days in the wrong order are counted with examples, and kept."""

LINES = "Kundennummer;Datum;Nettoumsatz;Bestelldatum;Lieferdatum\n"


def test_shipped_before_ordered_is_told_with_its_money(folder):
    rows = "K1;05.02.2024;10,00;01.02.2024;03.02.2024\nK1;05.03.2024;20,00;04.03.2024;01.03.2024\n"
    found = folder.put("umsatz.csv", LINES + rows).problems()["DATE-SEQUENCE"]
    assert (found.level, found.file, found.count, found.values["money"].value) == ("warn", "umsatz.csv", 1, 20.0)
    (example,) = found.values["candidates"].items
    assert example.numbers["row"] == "3" and f"{example.numbers['first']:%d.%m.}" == "04.03."


def test_days_in_order_and_the_same_day_say_nothing(folder):
    rows = "K1;05.02.2024;10,00;01.02.2024;01.02.2024\nK1;05.03.2024;20,00;;01.03.2024\n"
    assert "DATE-SEQUENCE" not in folder.put("umsatz.csv", LINES + rows).problems()


def test_opportunities_and_their_phases_are_compared(folder):
    folder.put("chancen.csv", "Chancennummer;Phase;Eröffnet am;Abgeschlossen am\nC1;3;05.02.2024;01.02.2024\n")
    folder.put("phasenverlauf.csv", "Chancennummer;Phase;Eintritt;Austritt\nC1;1;05.02.2024;02.02.2024\n")
    found = [p for p in folder.all_problems() if p.code == "DATE-SEQUENCE"]
    assert {p.file for p in found} == {"chancen.csv", "phasenverlauf.csv"}


def test_requests_are_told_once_where_the_start_already_tells_it(folder):
    head = "request_id;Kundennummer;received_at;Begonnen am;Erledigt am\n"
    rows = "R1;K1;05.02.2024;01.02.2024;03.02.2024\nR2;K1;05.02.2024;;03.02.2024\n"
    folder.put("anfragen.csv", head + rows).put("umsatz.csv", "Kundennummer;Datum;Nettoumsatz\nK1;01.02.2024;1,00\n")
    found = [p for p in folder.all_problems() if p.code == "DATE-SEQUENCE"]
    assert sorted(p.count for p in found) == [1, 1]
