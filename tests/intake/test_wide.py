"""Group 27, METHOD.md §2: months and categories side by side, yearly totals, row numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from workbook.intake.wide import month_of
from workbook.parameters import Source, Unpivot


def wide(*columns, into="date"):
    """Settings that turn these headers into rows."""
    return {"transactions": Source(file="umsatz.csv", unpivot=Unpivot(columns=columns, into=into))}


@pytest.mark.parametrize(
    ("header", "month"),
    [("Jan 24", "2024-01-31"), ("2024-02", "2024-02-29"), ("Januar 2024", "2024-01-31"), ("Umsatz 01/2024", "2024-01-31"),
     ("Mrz. 23", "2023-03-31"), ("März 2023", "2023-03-31"), ("Jänner 2024", "2024-01-31"), ("Dec 2023", "2023-12-31"),
     ("202405", "2024-05-31"), ("2024 / Mai", "2024-05-31"), ("Umsatz / Okt 24", "2024-10-31"), ("Sept. 2024", "2024-09-30"),
     ("2024", None), ("Jan", None), ("13/2024", None), ("Summe 2024", None), ("Marge 24", None)],
)  # fmt: skip
def test_a_header_names_its_month(header, month):
    assert month_of(header) == (pd.Timestamp(month) if month else None)


def test_months_become_rows_and_no_money_is_lost(folder):
    folder.put("umsatz.csv", "Kundennummer;Jan 24;Feb 24;Mrz 24\nK1;1,50;;3,00\nK2;-2,00;0,00;4,00\n")
    assert folder.problems()["HD-WIDE"].key == "intake.tables.transactions.unpivot"
    client = folder.read(tables=wide("* 24"))
    lines = client.tables["transactions"]
    assert lines["customer_id"].tolist() == ["K1", "K1", "K2", "K2"]
    assert lines["net_revenue"].tolist() == [1.5, 3.0, -2.0, 4.0]
    assert [d.isoformat()[:10] for d in lines["date"]] == ["2024-01-31", "2024-03-31", "2024-01-31", "2024-03-31"]
    assert (client.reading.money_used, client.reading.files[0].rows_read) == (6.5, 2)
    assert [d.isoformat() for d in client.period] == ["2024-01-01", "2024-03-31"]


def test_a_header_without_a_month_is_refused(folder):
    folder.put("umsatz.csv", "Kundennummer;Umsatz 2023;Umsatz 2024\nK1;1,50;2,50\n")
    found = folder.problems(tables=wide("Umsatz*"))
    assert found["HD-MONTH"].values["header"] == "Umsatz 2023"


def test_categories_become_rows_and_other_amounts_are_shared_out(folder):
    text = "Kundennummer;Datum;Fracht;Pumpen;Ventile\nK1;01.02.2024;10,00;300,00;100,00\nK2;02.02.2024;5,00;;50,00\n"
    folder.put("umsatz.csv", text)
    lines = folder.read(tables=wide("Pumpen", "Ventile", into="category")).tables["transactions"]
    assert lines["category"].tolist() == ["Pumpen", "Ventile", "Ventile"]
    assert lines["net_revenue"].tolist() == [300, 100, 50]
    assert lines["freight"].tolist() == [7.5, 2.5, 5]


def test_a_total_row_below_months_is_dropped(folder):
    folder.put("umsatz.csv", "Kundennummer;Jan 24;Feb 24\nK1;1,00;2,00\nK2;3,00;4,00\nSumme;4,00;6,00\n")
    client = folder.read(tables=wide("* 24"))
    assert client.reading.money_used == 10


def test_a_word_in_a_month_is_rejected_with_its_row(folder):
    folder.put("umsatz.csv", "Kundennummer;Jan 24;Feb 24\nK1;1,00;viel\n")
    found = folder.problems(tables=wide("* 24"))["NUM-TEXT"]
    assert (found.row, found.header) == (2, "Feb 24")


def test_unpivot_names_headers_and_columns_there_are(folder):
    folder.put("umsatz.csv", "Kundennummer;Jan 24;Feb 24\nK1;1,00;2,00\n")
    assert folder.problems(tables=wide("* 25"))["HD-MISSING"].values["column"] == "* 25"
    wrong = Source(file="umsatz.csv", unpivot=Unpivot(columns=("* 24",), into="date", value="umsatz"))
    assert "CFG-KEY" in folder.problems(tables={"transactions": wrong})


def test_yearly_totals_need_no_date(folder):
    folder.put("umsatz.csv", "Kundennummer;Nettoumsatz\nK1;1,50\nK2;2,50\n")
    assert folder.problems()["HD-MISSING"].values["column"] == "date"
    client = folder.read(annual_totals=2024)
    assert client.reading.money_used == 4
    assert [d.isoformat() for d in client.period] == ["2024-01-01", "2024-12-31"]
    assert (client.years, client.dated) == (1, False)


def test_the_row_number_serves_as_id_of_customers_and_totals(folder):
    folder.put("kunden.csv", "Firma;Umsatz 2024;Zufriedenheit\nAdler;100,00;8\nBirke;50,00;7\nSumme;150,00;\n")
    tables = {
        "customers": Source(file="kunden.csv", columns={"customer_id": "row_number"}),
        "transactions": Source(file="kunden.csv", columns={"customer_id": "row_number", "net_revenue": "Umsatz 2024"}),
    }
    client = folder.read(tables=tables, annual_totals=2024, totals={"kunden.csv": "exclude"})
    assert client.tables["customers"]["customer_id"].tolist() == ["2", "3"]
    assert client.tables["transactions"]["customer_id"].tolist() == ["2", "3"]
    assert client.reading.money_used == 150
