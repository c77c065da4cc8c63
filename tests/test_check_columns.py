"""Every column of every file is listed in words, with what an unused one may mean."""

import pytest

from small_client import LINES, SETTINGS, small_folder
from workbook.check import check

HEAD = "Auftragsnummer;Kundennummer;Datum;Nettoumsatz;Rabattsatz"
WIDER = (
    LINES.replace(HEAD, HEAD + ";Einstand;Bemerkung").replace("\nA", ";1;x\nA").replace(";Bemerkung;1;x", ";Bemerkung")
)
WIDER = WIDER.rstrip("\n") + ";1;x\n"


def lines(folder, language="de"):
    return {line.header: line for line in check(folder, language).columns if line.file == "umsatz.csv"}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return lines(small_folder(tmp_path_factory.mktemp("columns") / "klein", umsatz=WIDER))


def test_every_column_is_there_in_the_order_of_the_file(found):
    assert list(found) == [*HEAD.split(";"), "Einstand", "Bemerkung"]


def test_a_text_column_says_what_it_is_used_as(found):
    line = found["Kundennummer"]
    assert (line.used, line.reading, line.how) == (True, "Text", "bekannte Überschrift")
    assert line.meaning == "Nummer des kaufenden Kunden [transactions.customer_id]"


def test_a_number_says_how_it_was_read_and_how_many_agree(found):
    assert (found["Nettoumsatz"].reading, found["Nettoumsatz"].agreeing) == (
        "Zahl mit Dezimalkomma",
        "12 von 12 Werten",
    )


def test_an_unused_column_near_a_known_one_says_what_to_write(found):
    line = found["Einstand"]
    assert not line.used and "Gemeint sein könnte: Wareneinsatz." in line.proposal
    assert "intake: {tables: {transactions: {file: umsatz.csv, columns: {cost_of_goods: Einstand}}}}" in line.proposal
    assert not found["Bemerkung"].used and found["Bemerkung"].proposal == ""


def test_the_line_proposed_does_what_it_says(tmp_path):
    told = "intake: {tables: {transactions: {file: umsatz.csv, columns: {cost_of_goods: Einstand}}}}\n"
    seen = check(small_folder(tmp_path / "klein", SETTINGS + told, umsatz=WIDER))
    (line,) = [line for line in seen.columns if line.header == "Einstand"]
    assert line.used and line.how == "Angabe in client.yaml" and seen.client.has("transactions", "cost_of_goods")


def test_a_nearly_spelled_header_says_how_sure_we_are(tmp_path):
    line = lines(small_folder(tmp_path / "klein", umsatz=LINES.replace("Nettoumsatz", "Netoumsatz")))["Netoumsatz"]
    assert line.used and line.how.startswith("ähnliche Überschrift, Sicherheit 9")


def test_every_conversion_is_told_in_words(tmp_path):
    units = SETTINGS + "intake: {units: {net_revenue: 1000}}\n"
    for language, words in (
        ("de", "Zahl mit Dezimalkomma; mal 1.000"),
        ("en", "number with decimal comma; times 1,000"),
    ):
        folder = small_folder(tmp_path / language, units)
        assert lines(folder, language)["Nettoumsatz"].reading == words


def test_a_header_that_is_no_plain_word_is_quoted(tmp_path):
    odd = WIDER.replace("Einstand;", "Wareneinsatz: neu;")
    proposal = lines(small_folder(tmp_path / "klein", umsatz=odd))["Wareneinsatz: neu"].proposal
    assert '{cost_of_goods: "Wareneinsatz: neu"}' in proposal
