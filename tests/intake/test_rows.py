"""Group 23, 24, 42: rows that are no data, and rows that say the same twice."""

HEAD = "Kundennummer;Datum;Nettoumsatz\n"
ROWS = "K1;01.02.2024;100,00\nK2;02.02.2024;200,50\n"


def test_a_total_row_is_dropped_where_label_and_value_agree(folder):
    client = folder.put("umsatz.csv", HEAD + ROWS + "Summe;;300,50\n").read()
    assert client.reading.money_used == 300.5
    assert client.reading.files[0].rows_ignored == 1
    assert [(p.code, p.level, p.row) for p in client.reading.problems] == [("TOTAL-ROW", "repair", 4)]


def test_subtotals_and_the_grand_total_are_dropped(folder):
    text = (
        HEAD
        + ROWS
        + "Zwischensumme;;300,50\nK3;03.02.2024;50,00\nK4;03.02.2024;50,00\nZwischensumme;;100\nGesamt;;400,50\n"
    )
    assert folder.put("umsatz.csv", text).read().reading.money_read == 400.5


def test_a_label_without_the_value_is_asked(folder):
    assert folder.put("umsatz.csv", HEAD + ROWS + "Summe;;999,00\n").problems()["HD-TOTAL"].row == 4


def test_a_value_without_the_label_is_asked(folder):
    found = folder.put("umsatz.csv", HEAD + ROWS + ";;300,50\n").problems()
    assert found["HD-TOTAL"].level == "ask" and "REQUIRED" not in found


def test_blank_rows_and_repeated_headers_are_no_data(folder):
    client = folder.put("umsatz.csv", HEAD + ROWS + "\n;;\n" + HEAD + "K3;03.02.2024;1,00\n").read()
    assert len(client.tables["transactions"]) == 3
    assert (client.reading.files[0].rows_read, client.reading.files[0].rows_ignored) == (3, 3)


def test_identical_customers_are_kept_once(folder):
    client = folder.put("kunden.csv", "Kundennummer;Firma\nK1;A\nK1;A\nK2;B\n").read()
    assert client.tables["customers"]["customer_id"].tolist() == ["K1", "K2"]
    assert [(p.code, p.count) for p in client.reading.problems] == [("DUP-ROW", 1)]


def test_conflicting_customers_are_asked_and_settings_answer(folder):
    folder.put("kunden.csv", "Kundennummer;Firma\nK1;A\nK1;B\nK2;C\n")
    assert folder.problems()["ID-DUPLICATE"].key == "intake.duplicates"
    assert folder.read(duplicates="latest").tables["customers"]["name"].tolist() == ["B", "C"]
    assert folder.problems(duplicates="latest")["LATEST-ROW"].level == "repair"
    accepted = folder.read(accept_rejects=True, reason="Frist")
    assert accepted.tables["customers"]["customer_id"].tolist() == ["K2"]
    assert accepted.reading.rejects["row"].tolist() == [2, 3]


def test_equal_lines_without_a_number_are_kept_and_warned_of(folder):
    client = folder.put("umsatz.csv", HEAD + ROWS + "K1;01.02.2024;100,00\n").read()
    assert client.reading.money_used == 400.5
    found = {p.code: p for p in client.reading.problems}["DUP-KEPT"]
    assert (found.level, found.values["n"], found.values["money"].value) == ("warn", 1, 100.0)


def test_equal_lines_with_a_number_are_duplicates(folder):
    text = (
        "Kundennummer;Datum;Nettoumsatz;Belegnummer;Position\n"
        + "K1;01.02.2024;100,00;R1;1\n" * 2
        + "K1;01.02.2024;100,00;R1;2\n"
    )
    client = folder.put("umsatz.csv", text).read()
    assert client.reading.money_used == 200.0
    assert client.reading.rejects["code"].tolist() == ["DUP-ROW"]


def test_a_row_without_a_required_value_is_rejected(folder):
    assert folder.put("umsatz.csv", HEAD + ROWS + ";03.02.2024;5,00\n").problems()["REQUIRED"].row == 4


def test_a_total_row_labelled_in_the_date_column_is_no_wrong_date(folder):
    text = "Datum;Kundennummer;Nettoumsatz\n01.02.2024;K1;100,00\n02.02.2024;K2;200,50\nSumme;;300,50\n"
    assert folder.put("umsatz.csv", text).read().reading.money_used == 300.5


def test_lines_that_differ_in_a_column_not_understood_are_no_duplicates(folder):
    text = "Kundennummer;Datum;Nettoumsatz;Position;Farbe\nK1;01.02.2024;5,00;1;rot\nK1;01.02.2024;5,00;1;blau\n"
    assert folder.put("umsatz.csv", text).read().reading.money_used == 10.0


def test_settings_answer_whether_a_row_is_a_total(folder):
    folder.put("umsatz.csv", HEAD + ROWS + "Summe;03.02.2024;999,00\n")
    assert folder.problems()["HD-TOTAL"].key == "intake.totals.umsatz.csv"
    assert folder.read(totals={"umsatz.csv": "exclude"}).reading.money_used == 300.5
    assert folder.read(totals={"umsatz.csv": "keep"}).reading.money_used == 1299.5
