"""One record per customer: channel, next action, plan, and no measured hours beside an owner."""

import numpy as np
import pytest

import hand_over
from workbook.crm.records import COLUMNS, records
from workbook.language import Words

WORDS = Words("de", "de_DE", "EUR")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return hand_over.client(tmp_path_factory.mktemp("records") / "klein")


def test_codes_channel_owner_and_planned_hours(client):
    made = records(hand_over.customers(client), client, WORDS)
    assert list(made.columns) == list(COLUMNS)
    assert list(made["class"]) == ["key", "core", "smart", "lean", "lean"]
    assert list(made["priority"]) == ["1", "2", "", "4", "3"]
    assert list(made["channel"]) == ["kam", "field", "", "inside", "inside"]
    assert list(made["hours"]) == [40.0, 20.0, 6.0, 4.0, 2.0] and set(made["owner"]) == {"V-07"}


def test_the_next_action_is_the_first_that_applies(client):
    made = records(hand_over.customers(client), client, WORDS)["next_action"]
    assert made["K1"].startswith("Account-Plan anlegen")
    assert made["K2"].startswith("Konditionen und Auftragsgrößen")
    assert made["K3"] == "" and made["K5"].startswith("Konditionen")
    earning = hand_over.customers(client).assign(cm3=1.0, has_account_plan=True)
    again = records(earning, client, WORDS)["next_action"]
    assert again["K2"].startswith("Betreuung auf 20\u00a0Stunden im Jahr begrenzen")
    assert again["K1"].startswith("Zuerst bearbeiten") and again["K4"].startswith("Nur auf Anfrage")


def test_a_key_account_of_unknown_potential_has_its_manager(client):
    unknown = hand_over.customers(client).assign(potential_level=None)
    assert list(records(unknown, client, WORDS)["channel"]) == ["kam", "", "", "", ""]


def test_links_only_for_key_accounts_and_only_with_an_address(client):
    table = hand_over.customers(client)
    assert set(records(table, client, WORDS)["plan_link"]) == {""}
    linked = records(table, client, WORDS, "https://x.example/plans/")["plan_link"]
    assert list(linked) == ["https://x.example/plans/K1.html", "", "", "", ""]


def test_who_has_neither_class_nor_priority_is_no_record(client):
    table = hand_over.customers(client)
    table.loc["K3", ["class", "priority"]] = [None, None]
    assert list(records(table, client, WORDS).index) == ["K1", "K2", "K4", "K5"]
    bare = table[["class"]]
    made = records(bare, client, WORDS)
    assert made["hours"].isna().all() and set(made["owner"]) == {""} and not np.any(made["name"] == "")
