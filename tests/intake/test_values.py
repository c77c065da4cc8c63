"""Cells that stand for what client.yaml says."""

from __future__ import annotations

import pytest

from workbook.parameters import Source

CHANCES = "Nr;Stand;Eröffnet\n1;Gewonnen!;01.02.2023\n2;Dahin;02.02.2023\n3;;03.02.2023\n4;lost;04.02.2023\n"
COLUMNS = {"opportunity_id": "Nr", "stage": "Stand", "outcome": "Stand", "opened_at": "Eröffnet"}
CODES = {"Gewonnen!": "won", "Dahin": "lost", "": "open"}


def source(**values):
    return {"opportunities": Source(file="c.csv", columns=COLUMNS, values=values)}


def test_cells_are_read_as_declared_and_all_others_as_usual(folder):
    stages = {"": "neu"}
    table = folder.put("c.csv", CHANCES).read(tables=source(outcome=CODES, stage=stages)).tables["opportunities"]
    assert table["outcome"].tolist() == ["won", "lost", "open", "lost"]
    assert table["stage"].tolist() == ["Gewonnen!", "Dahin", "neu", "lost"]


def test_a_cell_nobody_declared_and_nobody_knows_is_rejected_as_before(folder):
    found = folder.put("c.csv", CHANCES).problems(tables=source(outcome={"": "open"}, stage={"": "neu"}))
    assert found["CODE-UNKNOWN"].row == 3 and "values: {" in found["CODE-UNKNOWN"].values["setting"]


@pytest.mark.parametrize(
    ("values", "code", "key"),
    [
        ({"outcom": CODES}, "CFG-KEY", "intake.tables.opportunities.values.outcom"),
        ({"outcome": {"Dahin": "gone"}}, "CFG-VALUE", "intake.tables.opportunities.values.outcome.Dahin"),
    ],
)
def test_unknown_columns_and_codes_are_told(folder, values, code, key):
    assert folder.put("c.csv", CHANCES).problems(tables=source(**values))[code].key == key


def test_numbers_of_a_workbook_are_met_without_decimals(folder, book):
    rows = [["Kundennummer", "Datum", "Typ"], ["A", "01.02.2023", 1.0], ["A", "02.02.2023", 2.0]]
    tables = {
        "activities": Source(file="a.xlsx", columns={"type": "Typ"}, values={"type": {"1": "visit", "2": "email"}})
    }
    read = folder.put("a.xlsx", book(Besuche=rows)).read(tables=tables)
    assert read.tables["activities"]["type"].tolist() == ["visit", "email"]
