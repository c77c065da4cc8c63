"""Group 40, 41: what only shows across tables."""

HEAD = "Kundennummer;Datum;Nettoumsatz\n"


def test_a_control_total_must_be_met(folder):
    folder.put("umsatz.csv", HEAD + "K1;01.02.2024;100,10\nK2;01.02.2024;0,20\n")
    assert folder.read(control_totals={"net_revenue": 100.30}).reading.money_used == 100.3
    found = folder.problems(control_totals={"transactions.net_revenue": 101.0})["SUM-CONTROL"]
    assert round(found.values["difference"], 2) == -0.7


def test_a_date_far_from_the_others_is_asked_and_never_stretches_the_period(folder):
    rows = "".join(f"K1;{n % 28 + 1:02d}.{n % 12 + 1:02d}.2024;1,00\n" for n in range(200))
    folder.put("umsatz.csv", HEAD + rows + "K1;01.01.2204;1,00\nK1;01.01.2034;1,00\n".replace("2204", "2044"))
    assert folder.problems()["DATE-FAR"].count == 2


def test_dates_after_the_cut_off_are_warned_of(folder):
    from datetime import date

    folder.put("umsatz.csv", HEAD + "K1;01.02.2024;1,00\nK1;01.02.2025;1,00\n")
    client = folder.read(as_of=date(2024, 12, 31))
    assert [(p.code, p.level, p.count) for p in client.reading.problems] == [("DATE-FUTURE", "warn", 1)]
