"""Which sheet feeds which table."""

from __future__ import annotations

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
