"""Lookups: checked, never multiplying, amounts of the one side spread and not repeated."""

import pytest

LINES = "Auftrag,Artikel,Wert\nA1,1,30.00\nA1,2,10.00\nA2,1,5.00\n"
ORDERS = "Auftrag,Kunde,Tag,Fracht\nA1,K1,2024-02-01,8.00\nA2,K2,2024-02-02,3.00\nA3,K3,2024-02-03,1.00\n"


def told(way="by_net_revenue"):
    columns = {"customer_id": "Kunde", "date": "Tag", "freight": "Fracht"}
    join = {"file": "orders.csv", "key": "Auftrag", "columns": columns, "spread": {"freight": way}}
    source = {"file": "lines.csv", "columns": {"order_id": "Auftrag", "net_revenue": "Wert"}, "joins": (join,)}
    return {"transactions": source}


def lines(folder, way="by_net_revenue", **settings):
    return folder.read(tables=told(way), **settings).tables["transactions"]


def test_an_amount_of_the_order_is_spread_by_revenue(folder):
    folder.put("lines.csv", LINES).put("orders.csv", ORDERS)
    assert lines(folder)["freight"].tolist() == [6.0, 2.0, 3.0]


def test_it_is_spread_equally_where_the_order_has_no_revenue(folder):
    folder.put("lines.csv", LINES.replace("30.00", "-10.00")).put("orders.csv", ORDERS)
    assert lines(folder)["freight"].tolist() == [4.0, 4.0, 3.0]


def test_it_stands_on_the_first_line_where_told(folder):
    folder.put("lines.csv", LINES).put("orders.csv", ORDERS)
    assert lines(folder, "first_line")["freight"].tolist() == [8.0, 0.0, 3.0]


def test_a_lookup_counts_its_rows_referenced_or_not(folder):
    folder.put("lines.csv", LINES).put("orders.csv", ORDERS)
    counts = [(f.file, f.rows_read, f.rows_used) for f in folder.read(tables=told()).reading.files]
    assert counts == [("lines.csv", 3, 3), ("orders.csv", 3, 3)]


def test_a_key_given_twice_in_a_lookup_is_refused(folder):
    folder.put("lines.csv", LINES).put("orders.csv", ORDERS + "A1,K9,2024-02-01,8.00\n")
    assert folder.problems(tables=told())["JOIN-DUPLICATE"].row == 5


def test_a_line_without_its_order_is_rejected_with_its_money(folder):
    folder.put("lines.csv", LINES + "A9,1,7.00\n").put("orders.csv", ORDERS)
    assert folder.problems(tables=told())["JOIN-UNMATCHED"].row == 5
    reading = folder.read(tables=told(), accept_rejects=True, reason="Frist").reading
    assert (reading.money_used, reading.money_rejected, reading.money_read) == (45.0, 7.0, 52.0)


def test_a_lookup_brings_only_what_it_is_told_to(folder):
    folder.put("lines.csv", LINES).put("orders.csv", ORDERS.replace("Fracht", "Quantity"))
    told_less = {"file": "orders.csv", "key": "Auftrag", "columns": {"customer_id": "Kunde", "date": "Tag"}}
    source = told()["transactions"] | {"joins": (told_less,)}
    assert "quantity" not in folder.read(tables={"transactions": source}).tables["transactions"]


@pytest.mark.parametrize("key", ["Beleg", "Nummer"])
def test_a_key_that_is_no_header_is_refused(folder, key):
    folder.put("lines.csv", LINES).put("orders.csv", ORDERS)
    source = told()["transactions"]
    source["joins"][0]["key"] = key
    assert folder.problems(tables={"transactions": source})["HD-MISSING"].values["column"] == key


def test_a_repeated_line_takes_no_part_of_the_freight_with_it(folder):
    lines_with_number = "Auftrag,Artikel,Wert,Position\nA1,1,30.00,1\nA1,1,30.00,1\nA1,2,10.00,2\nA2,1,5.00,1\n"
    folder.put("lines.csv", lines_with_number).put("orders.csv", ORDERS)
    assert lines(folder)["freight"].tolist() == [6.0, 2.0, 3.0]


@pytest.mark.parametrize("orders", [None, b"%PDF-1.7 no table"])
def test_of_a_lookup_that_cannot_be_read_only_that_is_said(folder, orders):
    folder.put("lines.csv", LINES)
    if orders:
        folder.put("orders.csv", orders)
    (found,) = folder.problems(tables=told()).values()
    assert found.file == "orders.csv" and found.code in ("IN-MISSING", "IN-FORMAT")


def test_lookups_and_computations_behind_an_unreadable_one_are_not_blamed(folder):
    further = {"file": "customers.csv", "key": "Kunde", "columns": {"order_channel": "Weg"}}
    first = told()["transactions"]
    source = {**first, "joins": (*first["joins"], further), "compute": {"cost_of_goods": {"product": ("Wert", "Satz")}}}
    folder.put("lines.csv", LINES).put("customers.csv", "Kunde,Weg\nK1,Netz\nK2,Netz\n")
    assert list(folder.problems(tables={"transactions": source})) == ["IN-MISSING"]


def test_equal_rows_of_a_lookup_are_set_aside_and_listed(folder):
    folder.put("lines.csv", LINES).put("orders.csv", ORDERS + "A1,K1,2024-02-01,8.00\n")
    client = folder.read(tables=told())
    assert client.tables["transactions"]["freight"].tolist() == [6.0, 2.0, 3.0]
    assert [(f.rows_read, f.rows_used, f.rows_rejected) for f in client.reading.files] == [(3, 3, 0), (4, 3, 1)]
    assert [(p.code, p.level, p.file, p.row) for p in client.reading.problems] == [
        ("DUP-ROW", "repair", "orders.csv", 5)
    ]
    assert client.reading.rejects[["file", "row", "code"]].values.tolist() == [["orders.csv", 5, "DUP-ROW"]]
