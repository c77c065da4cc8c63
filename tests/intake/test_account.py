"""Group 55 and the account: read = used + rejected, in rows and money, however the data are delivered."""

from datetime import date
from pathlib import Path

import pytest

from workbook import intake
from workbook.problem import Refused

HEAD = "Kundennummer;Datum;Nettoumsatz\n"
ROWS = ["K1;01.02.2024;100,00", "K2;31.02.2024;20,00", "K2;03.02.2024;abc", "K3;04.03.2024;7,50"]
NORTHWIND = Path(__file__).parents[2] / "data" / "sample" / "northwind"


def test_accepted_rejects_are_set_aside_with_their_reason_and_money(folder):
    reading = folder.put("umsatz.csv", HEAD + "\n".join(ROWS)).read(accept_rejects=True, reason="Frist").reading
    assert (reading.money_read, reading.money_used, reading.money_rejected, reading.money_unreadable) == (
        127.5,
        107.5,
        20.0,
        1,
    )
    assert reading.rejects[["row", "code", "Nettoumsatz"]].to_numpy().tolist() == [
        [3, "DATE-INVALID", "20,00"],
        [4, "NUM-TEXT", "abc"],
    ]
    one = reading.files[0]
    assert one.rows_read == one.rows_used + one.rows_rejected == 4


def test_all_problems_are_told_at_once(folder):
    folder.put("umsatz.csv", HEAD + "\n".join(ROWS)).put("kunden.csv", "")
    with pytest.raises(Refused) as refused:
        folder.read()
    assert {p.code for p in refused.value.problems} >= {"DATE-INVALID", "NUM-TEXT", "IN-EMPTY"}


def test_more_than_ten_alike_are_counted(folder):
    folder.put("umsatz.csv", HEAD + "K1;01.02.2024;x\n" * 25 + ROWS[0])
    with pytest.raises(Refused) as refused:
        folder.read()
    counts = [p.count for p in refused.value.problems if p.code == "NUM-TEXT"]
    assert counts == [1] * 10 + [15]


def test_a_file_that_feeds_no_table_is_listed(folder):
    client = (
        folder.put("umsatz.csv", HEAD + ROWS[0]).put("notiz.csv", "a;b\n1;2\n").put("brief.pdf", b"%PDF-1.4").read()
    )
    assert client.reading.unmapped == ("brief.pdf", "notiz.csv")


def test_two_files_of_one_table_are_one_table(folder):
    folder.put("umsatz_2023.csv", HEAD + ROWS[0]).put("umsatz_2024.csv", HEAD + ROWS[3])
    client = folder.read()
    assert client.tables["transactions"]["customer_id"].tolist() == ["K1", "K3"]
    assert client.reading.money_used == 107.5


def test_the_period_runs_from_first_to_last_transaction_unless_told(folder):
    folder.put("umsatz.csv", HEAD + ROWS[0] + "\n" + ROWS[3])
    assert folder.read().period == (date(2024, 2, 1), date(2024, 3, 4))
    told = folder.read(period=(date(2024, 1, 1), date(2024, 12, 31)))
    assert (told.period[0], told.as_of) == (date(2024, 1, 1), date(2024, 12, 31))


def test_reading_twice_gives_the_same(folder):
    folder.put("umsatz.csv", HEAD + ROWS[0] + "\n" + ROWS[3])
    first, second = folder.read(), folder.read()
    assert first.tables["transactions"].equals(second.tables["transactions"])
    assert first.reading.files == second.reading.files


def test_row_order_does_not_change_the_sums(folder):
    rows = [f"K{n};{n % 28 + 1:02d}.02.2024;{n}.{n:03d},{n % 100:02d}" for n in range(100, 200)]
    one = folder.put("umsatz.csv", HEAD + "\n".join(rows)).read().reading.money_used
    assert folder.put("umsatz.csv", HEAD + "\n".join(rows[::-1])).read().reading.money_used == one


def test_northwind_reads_to_its_published_totals():
    from folders import parameters

    tables = {
        "transactions": {
            "file": "order_details.csv",
            "columns": {"order_id": "OrderID", "product_id": "ProductID", "discount_rate": "Discount"},
            "joins": (
                {
                    "file": "orders.csv",
                    "key": "OrderID",
                    "columns": {"customer_id": "CustomerID", "date": "OrderDate", "freight": "Freight"},
                    "spread": {"freight": "by_net_revenue"},
                },
                {"file": "products.csv", "key": "ProductID"},
                {"file": "categories.csv", "key": "CategoryID", "columns": {"category": "CategoryName"}},
            ),
        },
        "customers": {"file": "customers.csv", "columns": {"customer_id": "CustomerID", "name": "CompanyName"}},
    }
    client = intake.read(NORTHWIND, parameters("en", tables=tables))
    lines = client.tables["transactions"]
    sums = lines[["net_revenue", "list_revenue", "freight"]].sum().round(2).tolist()
    assert sums == [1_265_793.04, 1_354_458.59, 64_942.69]
    assert (len(lines), lines["order_id"].nunique(), len(client.tables["customers"])) == (2155, 830, 91)
    assert lines["category"].nunique() == 8
