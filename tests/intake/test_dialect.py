"""Group 14–20: encodings and the dialects of csv."""

import pytest

TEXT = "Kundennummer;Firma;Ort\nK1;Müller & Söhne Größe;Köln\nK2;Jäger Öl;Düsseldorf\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso-8859-15", "mac_roman", "cp850", "utf-16"])
def test_umlauts_survive_every_encoding(folder, encoding):
    client = folder.put("kunden.csv", TEXT.encode(encoding)).read()
    assert client.tables["customers"]["name"].tolist() == ["Müller & Söhne Größe", "Jäger Öl"]


@pytest.mark.parametrize("sign", [";", "\t", "|", ","])
def test_the_delimiter_is_found(folder, sign):
    assert len(folder.put("kunden.csv", TEXT.replace(";", sign)).read().tables["customers"]) == 2


def test_a_line_naming_the_delimiter_is_obeyed(folder):
    client = folder.put("kunden.csv", "sep=|\n" + TEXT.replace(";", "|")).read()
    assert client.tables["customers"]["customer_id"].tolist() == ["K1", "K2"]


def test_decimal_commas_do_not_hide_the_semicolon(folder):
    text = "Kundennummer;Datum;Nettoumsatz;Menge\nK1;01.02.2024;1,5;2,5\nK1;02.02.2024;2,5;3,5\n"
    assert folder.put("umsatz.csv", text).read().tables["transactions"]["net_revenue"].tolist() == [1.5, 2.5]


def test_quoted_fields_may_hold_delimiters_quotes_and_line_ends(folder):
    text = 'Kundennummer;Firma\nK1;"Müller; ""Söhne""\nKG"\nK2;B\n'
    assert folder.put("kunden.csv", text).read().tables["customers"]["name"].tolist() == ['Müller; "Söhne" KG', "B"]


def test_an_unclosed_quote_is_refused_with_its_row(folder):
    assert folder.put("kunden.csv", 'Kundennummer;Firma\nK1;A\nK2;"B\nK3;C\n').problems()["IN-QUOTE"].row == 3


def test_ragged_rows_are_refused_with_their_row(folder):
    found = folder.put("kunden.csv", "Kundennummer;Firma;Ort\nK1;A;X\nK2;B;Y;Z\nK3;C;W\n").problems()["IN-RAGGED"]
    assert (found.row, found.values["actual"], found.values["expected"]) == (3, 4, 3)


def test_a_trailing_separator_is_no_column(folder):
    assert len(folder.put("kunden.csv", "Kundennummer;Firma;\nK1;A;\nK2;B;\n").read().tables["customers"]) == 2


def test_carriage_returns_alone_end_lines(folder):
    assert len(folder.put("kunden.csv", TEXT.replace("\n", "\r")).read().tables["customers"]) == 2


@pytest.mark.parametrize("garbled", ["MÃ¼ller", "MŸller"])
def test_garbled_umlauts_are_asked(folder, garbled):
    assert folder.put("kunden.csv", TEXT.replace("Müller", garbled)).problems()["IN-ENCODING"].level == "ask"


def test_mixed_encodings_are_refused_with_the_byte(folder):
    data = TEXT.encode("utf-8") + "K3;Bäcker;Ulm\n".encode("cp1252")
    assert folder.put("kunden.csv", data).problems()["IN-MIXEDENC"].values["offset"] == len(TEXT.encode()) + 4


def test_a_zero_byte_is_refused(folder):
    assert "IN-MIXEDENC" in folder.put("kunden.csv", TEXT.replace("Köln", "K\x00ln")).problems()


def test_rows_are_counted_as_an_editor_counts_them(folder):
    text = (
        'Kundennummer;Datum;Nettoumsatz;Bestellweg\nK1;01.02.2024;1,5;"a\nb"\nK1;01.02.2024;x;c\nK1;31.02.2024;2,5;d\n'
    )
    found = folder.put("umsatz.csv", text).problems()
    assert (found["NUM-TEXT"].row, found["DATE-INVALID"].row) == (4, 5)


def test_settings_answer_which_encoding(folder):
    rows = "Kundennummer;Firma\nK1;Müller\n"
    folder.put("kunden.csv", rows.encode("utf-8").decode("cp1252").encode("utf-8"))
    assert folder.problems()["IN-ENCODING"].key == "intake.encoding.kunden.csv"
    told = folder.read(encoding={"kunden.csv": "utf-8-twice"})
    assert told.tables["customers"]["name"].tolist() == ["Müller"]
    folder.put("kunden.csv", rows.encode("mac_roman"))
    assert folder.read(encoding={"kunden.csv": "mac_roman"}).tables["customers"]["name"].tolist() == ["Müller"]
