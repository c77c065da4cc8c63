"""Which sheet feeds which table."""

from __future__ import annotations

import unicodedata

import pytest

from workbook import intake
from workbook.parameters import Intake, Parameters, Source
from workbook.problem import Refused

CUSTOMERS = "Kundennummer;Kundenname;Land\n001;Adler;DE\n002;Bär;DE\n"


@pytest.mark.parametrize(
    "lines",
    [
        "Kundennummer;Rechnungsdatum;Listenumsatz;Land\n001;02.01.2024;5,00;DE\n",
        "Kundennummer;Rechnungsdatum;Bruttoumsatz;Land\n001;02.01.2024;5,00;DE\n",
    ],
)
def test_order_lines_without_amount_are_never_taken_for_customers(folder, lines):
    found = folder.put("Kunden.csv", CUSTOMERS).put("Umsatz.csv", lines).problems()
    assert found["HD-MISSING"].file == "Umsatz.csv"
    assert found["HD-MISSING"].values["column"] == "net_revenue"


def test_without_order_lines_the_run_is_refused_in_words(folder):
    client = folder.put("Kunden.csv", CUSTOMERS).read()
    with pytest.raises(Refused) as refused:
        intake.enough(client)
    assert [problem.code for problem in refused.value.problems] == ["IN-NOLINES"]


def test_without_any_date_the_period_is_asked_for(folder):
    client = folder.put("opportunities.csv", "Opportunity ID,Stage\nX1,Offer\n").read()
    with pytest.raises(Refused) as refused:
        intake.enough(client)
    assert [problem.code for problem in refused.value.problems] == ["PERIOD-UNKNOWN"]


def test_opportunities_or_activities_are_enough_and_leave_empty_order_lines(folder):
    client = folder.put("opportunities.csv", "Opportunity ID,Stage,Opened at\nX1,Offer,2023-01-31\n").read()
    lines = intake.enough(client).tables["transactions"]
    assert lines.empty and list(lines) == ["customer_id", "date", "net_revenue"]
    assert client.period[0].isoformat() == "2023-01-31" and not client.has("transactions")


def test_a_missing_data_folder_is_said_as_such_and_nothing_else(tmp_path):
    told = {"transactions": Source(file="umsatz.csv")}
    with pytest.raises(Refused) as refused:
        intake.read(tmp_path, Parameters(name="Muster", intake=Intake(tables=told)))
    assert [problem.code for problem in refused.value.problems] == ["IN-NODATA"]


def test_table_sheets_without_rows_are_an_empty_file_in_words(folder, book):
    sheets = {"Kunden": [["Kundennummer", "Name"]], "Hinweise": [["Tabelle", "Spalte"], ["Kunden", "Name"]]}
    found = folder.put("Erhebung.xlsx", book(**sheets)).problems()
    assert list(found) == ["IN-EMPTY"] and found["IN-EMPTY"].file == "Erhebung.xlsx"


LINES = "Kundennummer;Datum;Nettoumsatz\n001;02.01.2024;5,00\n002;03.01.2024;7,00\n"


def forms(name):
    """A name as two systems write it: it looks the same."""
    return [unicodedata.normalize(form, name) for form in ("NFC", "NFD")]


def test_a_file_sent_twice_counts_once_and_is_told(folder):
    client = folder.put("umsatz.csv", LINES).put("umsatz (1).csv", LINES).read()
    assert client.tables["transactions"]["net_revenue"].sum() == 12 and client.reading.unmapped == ("umsatz.csv",)
    (told,) = [p for p in client.reading.problems if p.code == "IN-COPY"]
    assert (told.level, told.file, told.values["other"]) == ("warn", "umsatz.csv", "umsatz (1).csv")


def test_the_same_bytes_may_feed_two_tables(folder):
    both = "Kundennummer;Kundenname;Datum;Nettoumsatz\n001;Adler;02.01.2024;5,00\n"
    client = folder.put("kunden.csv", both).put("umsatz.csv", both).read()
    assert {"customers", "transactions"} <= set(client.tables) and client.reading.unmapped == ()


def test_names_that_look_the_same_are_refused(folder):
    composed, apart = forms("Umsätze.csv")
    found = folder.put(composed, LINES).put(apart, LINES.replace("5,00", "6,00")).problems()
    assert found["IN-SAMENAME"].file == composed


def test_a_file_is_found_in_whatever_form_its_name_is_stored_or_told(folder):
    for stored, told in (forms("Umsätze.csv"), forms("Umsätze.csv")[::-1]):
        folder.put(stored, LINES)
        client = folder.read(tables={"transactions": Source(file=told)}, encoding={told: "utf-8"})
        assert [file.file for file in client.reading.files] == [forms("Umsätze.csv")[0]]
        (folder.path / "data" / stored).unlink()
