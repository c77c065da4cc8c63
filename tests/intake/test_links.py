"""Group 48: what one table names and another does not have."""

HEAD = "Kundennummer;Datum;Nettoumsatz;Mitarbeiternummer\n"
CUSTOMERS = "Kundennummer;Firma;Konzernnummer;Betreuer\n"
STAFF = "Mitarbeiternummer;Rolle\nV1;Außendienst\nV2;Außendienst\nV3;Außendienst\n"


def line(customer="K1", amount="1,00", rep="V1"):
    return f"{customer};01.02.2024;{amount};{rep}\n"


def test_unknown_customers_are_told_with_their_money(folder):
    folder.put("kunden.csv", "Kundennummer;Firma\nK1;A\nK2;B\n")
    folder.put("umsatz.csv", HEAD + line() * 9 + line("K9", "70,00"))
    found = folder.problems()["REF-ORPHAN"]
    assert (found.level, found.values["n"].value, found.values["money"].value) == ("warn", 1, 70.0)
    assert found.values["share"].value == 0.1


def test_many_unknown_customers_are_asked(folder):
    folder.put("kunden.csv", "Kundennummer;Firma\nK1;A\nK2;B\n")
    folder.put("umsatz.csv", HEAD + line() + line("K9"))
    assert folder.problems()["REF-ORPHAN"].level == "ask"


def test_customers_without_orders_are_told_and_prospects_are_not(folder):
    folder.put("umsatz.csv", HEAD + line())
    folder.put("kunden.csv", "Kundennummer;Firma\nK1;A\nK2;B\n")
    assert folder.problems()["REF-IDLE"].values["value"] == "K2"
    folder.put("kunden.csv", "Kundennummer;Firma;Bestandskunde\nK1;A;ja\nK2;B;nein\n")
    assert "REF-IDLE" not in folder.problems()


def test_a_group_in_a_circle_counts_as_one_and_is_told(folder):
    folder.put("kunden.csv", "Kundennummer;Firma;Konzernnummer\nK1;A;K2\nK2;B;K1\nK3;C;K3\n")
    assert folder.problems()["REF-CYCLE"].values["chain"] == "K1 → K2 → K1"


def test_a_long_chain_of_groups_is_no_circle(folder):
    rows = "".join(f"K{n};F{n:06d};K{n + 1}\n" for n in range(20_000)) + "K20000;Z;\n"
    folder.put("kunden.csv", "Kundennummer;Firma;Konzernnummer\n" + rows)
    assert "REF-CYCLE" not in folder.problems()


def test_a_group_that_is_no_customer_is_told_with_its_money(folder):
    folder.put("kunden.csv", "Kundennummer;Firma;Konzernnummer\nK1;A;G7\nK2;B;K1\n")
    folder.put("umsatz.csv", HEAD + line("K1", "5,00") + line("K2", "2,00"))
    found = folder.problems()["REF-PARENT"]
    assert (found.values["value"], found.values["money"].value) == ("G7", 5.0)


def test_few_unknown_persons_are_named_without_a_figure(folder):
    folder.put("personal.csv", STAFF).put("umsatz.csv", HEAD + line(rep="X1") + line(rep="V1"))
    found = folder.problems()["REF-REP"]
    assert found.values["value"] == "X1" and not {"money", "share"} & set(found.values)


def test_five_unknown_persons_are_told_with_their_money(folder):
    lines = "".join(line(rep=f"X{n}", amount="10,00") for n in range(5))
    folder.put("personal.csv", STAFF).put("umsatz.csv", HEAD + lines + line())
    assert folder.problems()["REF-REP"].values["money"].value == 50.0


def test_sellers_who_are_named_nowhere_are_told(folder):
    folder.put("personal.csv", STAFF + "V9;Innendienst\n").put("umsatz.csv", HEAD + line() + line(rep="V2"))
    assert folder.problems()["REF-UNUSED"].values["value"] == "V3, V9"


def test_a_customer_sold_to_by_another_than_its_owner_is_told(folder):
    folder.put("kunden.csv", "Kundennummer;Firma;Betreuer\nK1;A;V1\nK2;B;V2\nK3;C;V1\n")
    lines = line("K1", "4,00") + line("K1", "6,00", "V2") + line("K2", "9,00", "V2") + line("K3", "1,00", "")
    found = folder.put("umsatz.csv", HEAD + lines).problems()["REF-OWNER"]
    assert (found.values["value"], found.values["money"].value) == ("K1", 6.0)


def test_links_that_hold_are_not_mentioned(folder):
    folder.put("kunden.csv", CUSTOMERS + "K1;A;;V1\nK2;B;K1;V2\n")
    folder.put("personal.csv", "Mitarbeiternummer;Rolle\nV1;Außendienst\nV2;Außendienst\n")
    folder.put("umsatz.csv", HEAD + line() + line("K2", rep="V2"))
    assert not [code for code in folder.problems() if code.startswith("REF")]
