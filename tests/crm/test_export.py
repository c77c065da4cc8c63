"""The hand-over: a file the vendor takes, only what changed, what is left out and why."""

import csv
import io
import json

import numpy as np
import pytest

import hand_over
from workbook.crm.export import Order, choices, export
from workbook.crm.export import hand_over as deliver
from workbook.crm.vendor import VENDORS, layout, violations
from workbook.language import Words
from workbook.problem import Misuse

GERMAN, ENGLISH = Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return hand_over.client(tmp_path_factory.mktemp("export") / "klein")


def read(path, given):
    """Heads and rows of the file as the vendor reads it."""
    text = path.read_bytes().decode("utf-8-sig" if given.bom else "utf-8")
    assert given.line_end == "\n" or "\r\n" in text
    heads, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=given.delimiter)
    return heads, rows


@pytest.mark.parametrize("words", [GERMAN, ENGLISH])
@pytest.mark.parametrize("vendor", VENDORS)
def test_the_file_keeps_every_rule_of_the_vendor(tmp_path, client, vendor, words):
    order = Order(vendor, "https://x.example/plans")
    done = deliver(hand_over.customers(client), None, client, words, order, tmp_path)
    given = layout(vendor)
    heads, rows = read(done.file, given)
    assert violations(heads, rows, given, choices(words)) == [] and len(rows) == done.records == done.new == 5
    assert rows[1][1].startswith("'=HYPERLINK") and rows[2][1] == "Cedrus SE"
    assert rows[0][2] == words.label("class.key") and rows[0][3] == words.label("priority_name.1")
    assert rows[2][3] == given.empty
    fields, known = read(tmp_path / f"klein-crm-{vendor}-fields.csv", given)
    assert len(fields) == 4 and [row[0] for row in known] == heads


def test_only_changed_records_are_written_and_what_changed_is_told(tmp_path, client):
    before, now = hand_over.customers(client), hand_over.customers(client).drop("K4")
    now.loc["K2", "class"] = "smart"
    now.loc["K3", "hours_budget"] = 9.0
    before = before.drop("K5")
    done = deliver(now, before, client, GERMAN, Order("hubspot"), tmp_path)
    assert (done.records, done.new, done.changed, done.unchanged, done.gone) == (3, 1, 2, 1, ("K4",))
    assert done.by_column == {"customer_class": 1, "planned_hours_per_year": 1}
    assert [row[0] for row in read(done.file, layout("hubspot"))[1]] == ["K2", "K3", "K5"]


def test_a_dry_run_writes_nothing(tmp_path, client):
    table = hand_over.customers(client)
    done = deliver(table, table, client, GERMAN, Order("generic", dry_run=True), tmp_path / "out")
    assert (done.file, done.records, done.unchanged) == (None, 0, 5) and not (tmp_path / "out").exists()


def test_a_value_that_became_unknown_is_emptied_not_kept(tmp_path, client):
    before, now = hand_over.customers(client), hand_over.customers(client)
    now.loc["K1", ["hours_budget", "hours_target"]] = np.nan
    done = deliver(now, before, client, GERMAN, Order("salesforce"), tmp_path)
    assert read(done.file, layout("salesforce"))[1][0][6] == "#N/A"


@pytest.mark.parametrize(("wrong", "rule"), [("=1+1", "formula"), ("X" * 21, "length")])
def test_an_id_is_never_changed_but_left_out_and_named(tmp_path, client, wrong, rule):
    table = hand_over.customers(client).rename(index={"K2": wrong})
    done = deliver(table, None, client, GERMAN, Order("dynamics"), tmp_path)
    assert done.left_out == {rule: (wrong,)} and done.records == 4


def test_a_long_text_is_cut_to_what_the_vendor_takes(tmp_path, client):
    table = hand_over.customers(client).assign(name="Ä" * 300)
    row = read(deliver(table, None, client, GERMAN, Order("dynamics"), tmp_path).file, layout("dynamics"))[1][0]
    assert len(row[1]) == 160 and row[1].endswith("…")


def test_an_earlier_result_of_somebody_else_is_refused(tmp_path, client):
    folder = tmp_path / "klein"
    hand_over.client(folder)
    results = tmp_path / "results.json"
    for told in ("", "[]", json.dumps({"client": "other"}), json.dumps({"client": "klein"})):
        results.write_text(told, "utf-8")
        with pytest.raises(Misuse):
            export(folder, tmp_path / "out", Order("generic", changed_since=results))
    assert not (tmp_path / "out").exists()
