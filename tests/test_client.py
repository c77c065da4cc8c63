"""The client as the methods see it."""

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pandas as pd
import pytest

from workbook.client import Client, Reading, years_between
from workbook.parameters import Parameters


@pytest.fixture
def client():
    tables = {
        "customers": pd.DataFrame({"customer_id": ["K1"], "industry": [None]}),
        "staff": pd.DataFrame({"rep_id": []}),
    }
    return Client(Parameters(name="A"), tables, Reading(), (date(2024, 1, 1), date(2024, 12, 31)), date(2024, 12, 31))


def test_a_table_is_there_when_it_holds_rows(client):
    assert client.has("customers") and not client.has("staff") and not client.has("activities")


def test_a_column_is_there_when_it_holds_a_value(client):
    assert client.has("customers", "customer_id")
    assert not client.has("customers", "industry") and not client.has("customers", "customer_id", "region")


def test_what_is_missing_is_named_as_it_was_asked(client):
    assert client.missing("customers.customer_id", "customers.region", "staff", "customers") == (
        "customers.region",
        "staff",
    )


def test_a_client_cannot_be_changed(client):
    with pytest.raises(FrozenInstanceError):
        client.as_of = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), 1.0),
        (date(2023, 1, 1), date(2025, 12, 31), 3.0),
        (date(2024, 2, 1), date(2024, 2, 29), 1 / 12),
        (date(2024, 1, 15), date(2024, 1, 15), 1 / 365.25),
        (date(1996, 7, 4), date(1998, 5, 6), 672 / 365.25),
    ],
)
def test_a_period_counts_both_its_ends(first, last, years):
    assert years_between(first, last) == pytest.approx(years)


def test_existing_is_who_bought_and_who_is_called_so():
    ids = pd.Index(["bought", "called", "both", "bought, called prospect", "prospect", "unknown"])
    tables = {
        "customers": pd.DataFrame({"customer_id": ids[1:], "existing": [True, True, False, False, None]}),
        "transactions": pd.DataFrame({"customer_id": [ids[0], ids[2], ids[3]]}),
    }
    client = Client(Parameters(name="A"), tables, Reading(), (date(2024, 1, 1), date(2024, 12, 31)), date(2024, 12, 31))
    assert list(client.existing(ids)) == list(ids[:4])


def test_what_follows_from_the_tables_is_worked_out_once(client, monkeypatch):
    lines = pd.DataFrame({"date": pd.to_datetime(["2023-05-05", "2024-05-05"]), "net_revenue": [2.0, 3.0]})
    client = replace(client, tables={**client.tables, "transactions": lines})
    asked = (client.money_outside, client.classes_unmapped, client.effort_span)
    monkeypatch.setattr(Client, "has", None)  # a second look at the tables would fail
    assert (client.money_outside, client.classes_unmapped, client.effort_span) == asked == (2.0, False, None)


@pytest.mark.parametrize(
    "told,points",
    [({"potential_points": [3]}, True), ({"potential_points": [3], "potential_revenue": [9]}, False), ({}, False)],
)
def test_a_potential_in_points_is_no_amount(client, told, points):
    customers = client.tables["customers"].assign(**told)
    assert replace(client, tables={"customers": customers}).potential_in_points == points
