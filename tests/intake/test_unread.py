"""Sheets that feed no table: every column is listed, with what it may be."""

VISITS = "Tag;Debitor;MA-Kürzel;Tätigkeit;Aufwand (Std.)\n01.02.2024;K1;M1;Besuch;2,5\n02.02.2024;K1;M1;Telefonat;0,5\n"
LINES = "Kundennummer;Datum;Nettoumsatz\nK1;01.02.2024;12,50\n"


def test_every_column_is_listed_with_the_table_its_headers_speak_of(folder):
    reading = folder.put("umsatz.csv", LINES).put("Bericht.csv", VISITS).read().reading
    assert reading.unmapped == ("Bericht.csv",)
    assert [use.header for use in reading.unread] == VISITS.split("\n")[0].split(";")
    assert {use.table for use in reading.unread} == {"activities"} and not any(use.used for use in reading.unread)
    meant = {use.header: use.nearest for use in reading.unread}
    assert meant["Debitor"] == ("customer_id",) and meant["Tätigkeit"] == ("type",) and meant["Tag"] == ()


def test_of_what_no_table_knows_only_the_headers_are_told(folder):
    reading = folder.put("umsatz.csv", LINES).put("Wetter.csv", "Station;Regen\nA;3\nB;4\n").read().reading
    assert [(use.table, use.header, use.nearest) for use in reading.unread] == [("", "Station", ()), ("", "Regen", ())]


def test_the_guide_of_our_own_template_is_nobody_s_data(folder, book):
    sheets = {"Erläuterung": [["Spalte", "Bedeutung"], ["Kunde", "Name"]], "Notizen": [["Wer", "Was"], ["A", "B"]]}
    reading = folder.put("umsatz.csv", LINES).put("Blatt.xlsx", book(**sheets)).read().reading
    assert {use.sheet for use in reading.unread} == {"Notizen"}
