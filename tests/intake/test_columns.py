"""Every column of every mapped file has one entry per use."""

from workbook.intake.columns import nearest
from workbook.parameters import Lookup, Source

LINES = "Beleg;Kundennummer;Datum;Nettoumsatz;Artikel;Bemerkung;Währung\nA1;K1;01.02.2024;10,00;P1;x;EUR\n"
PRODUCTS = "Art;Gruppe;Lager\nP1;Rohre;7\n"


def uses(folder, **settings):
    return {(u.file, u.header): u for u in folder.read(**settings).reading.columns}


def test_used_checked_and_unused_columns_are_told_apart(folder):
    found = uses(folder.put("umsatz.csv", LINES))
    assert [header for _, header in found] == LINES.split("\n")[0].split(";")
    how = {header: (use.column, use.how) for (_, header), use in found.items()}
    assert how["Nettoumsatz"] == ("net_revenue", "known") and how["Währung"] == ("", "check")
    assert how["Bemerkung"] == ("", "unused")


def test_lookups_tell_their_keys_and_ignored_columns_their_reason(folder):
    folder.put("umsatz.csv", LINES).put("artikel.csv", PRODUCTS)
    join = Lookup(file="artikel.csv", key="Artikel", match="Art", columns={"category": "Gruppe"})
    source = Source(file="umsatz.csv", joins=(join,), ignore=("Bemerkung",))
    found = uses(folder, tables={"transactions": source})
    assert found["artikel.csv", "Art"].how == "key" and found["artikel.csv", "Gruppe"].column == "category"
    assert found["artikel.csv", "Lager"].how == "unused" and found["umsatz.csv", "Bemerkung"].how == "ignored"


def test_a_similar_header_carries_its_confidence(folder):
    use = uses(folder.put("umsatz.csv", LINES.replace("Nettoumsatz", "Netoumsatz")))["umsatz.csv", "Netoumsatz"]
    assert use.how == "near" and 0.9 <= use.confidence < 1


def test_the_columns_of_a_refused_client_are_known_too(folder):
    folder.put("umsatz.csv", LINES.replace("10,00", "viel"))
    assert folder.stopped().reading.columns[0].header == "Beleg"


def test_a_header_comes_near_the_column_it_is_part_of():
    assert nearest("Einstand", "transactions", ()) == ("cost_of_goods",)
    assert nearest("Einstand", "transactions", ("cost_of_goods",)) == ()
    assert nearest("Umsatzpotential", "customers", ())[0] == "potential_revenue"
    assert nearest("Address", "customers", ("customer_id",)) == () and nearest("Fax", "customers", ()) == ()
