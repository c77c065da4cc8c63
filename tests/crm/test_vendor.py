"""The vendors' layouts, and the rules a file is checked against."""

import pytest

from workbook.crm.export import choices
from workbook.crm.records import COLUMNS
from workbook.crm.vendor import CHOICES, VENDORS, Field, Layout, layout, violations
from workbook.language import Words

KEY = Field("customer_id", "Id", "text", length=4, required=True)
GIVEN = Layout(
    "x", "Account", ",", "\n", False, ".", "#N/A",
    (
        KEY,
        Field("class", "Class", "picklist", length=9),
        Field("hours", "Hours", "number", digits=3, decimals=1),
        Field("plan_link", "Plan", "url", length=20),
    ),
    most_rows=2,
)  # fmt: skip
HEADS = ["Id", "Class", "Hours", "Plan"]


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_layout_takes_all_our_columns_and_its_first_is_the_key(vendor):
    given = layout(vendor)
    assert [f.of for f in given.fields] == list(COLUMNS)
    assert given.fields[0].required and {f.of for f in given.fields if f.type == "picklist"} == set(CHOICES)
    assert all(f.length > 0 or f.digits > 0 for f in given.fields)
    assert len({f.name.casefold() for f in given.fields}) == len(given.fields)


HOMES = {"salesforce": ("salesforce.com",), "hubspot": ("hubspot.com",), "dynamics": ("microsoft.com",)}
# The numbers the layouts rest on, as the vendor's page writes them.
SAID = {
    ("hubspot", "text"): "65,536",
    ("hubspot", "picklist"): "3,000",
    ("hubspot", "url"): "65,536",
    ("dynamics", "text"): "160",
    ("dynamics", "number"): "100,000,000,000",
}


@pytest.mark.parametrize("vendor", HOMES)
def test_every_rule_is_cited_from_the_vendors_own_pages_or_said_to_be_open(vendor):
    given = layout(vendor)
    assert set(given.rules) == {"file", "key", "empty"} | {f.type for f in given.fields}
    for rule in given.rules.values():
        home = rule.address.partition("://")[2].partition("/")[0]
        cited = rule.says and rule.title and home.endswith(HOMES[vendor]) and 2015 < rule.year < 2030
        assert cited or (rule.open and not rule.says + rule.title + rule.address), rule


@pytest.mark.parametrize("vendor, of", SAID)
def test_lengths_are_those_the_vendor_names(vendor, of):
    given, told = layout(vendor), int(SAID[vendor, of].replace(",", ""))
    assert SAID[vendor, of] in given.rules[of].says
    longest = max(10**f.digits if of == "number" else f.length for f in given.fields if f.type == of)
    assert longest <= (4_000 if (vendor, of) == ("dynamics", "text") else told)


def test_an_account_of_dynamics_has_its_own_lengths():
    number, name = layout("dynamics").fields[:2]
    assert (number.name, number.length, name.name, name.length) == ("Account Number", 20, "Account Name", 160)


@pytest.mark.parametrize("vendor", HOMES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_no_choice_is_longer_than_its_column(vendor, language):
    words = Words(language, "de_DE" if language == "de" else "en_GB", "EUR")
    given = {f.of: f.length for f in layout(vendor).fields if f.type == "picklist"}
    assert all(len(choice) <= min(given[of], 40) for of, told in choices(words).items() for choice in told)


def test_salesforce_fields_of_our_own_are_custom_fields():
    assert [f.name for f in layout("salesforce").fields if not f.name.endswith("__c")] == ["Name"]


def test_dynamics_heads_hold_none_of_the_signs_the_import_refuses():
    assert not [f.name for f in layout("dynamics").fields if set(f.name) & set('",;')]


def test_a_file_that_keeps_the_rules_has_no_violations():
    rows = [["A1", "Key", "12.5", "#N/A"], ["A2", "", "-3", "https://x/y"]]
    assert violations(HEADS, rows, GIVEN, {"class": ("Key",)}) == []


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (["", "Key", "1", ""], "1/Id: required"),
        (["#N/A", "Key", "1", ""], "1/Id: required"),
        (["A12345", "Key", "1", ""], "1/Id: length"),
        (["=1+1", "Key", "1", ""], "1/Id: formula"),
        (["＝1", "Key", "1", ""], "1/Id: formula"),
        ([" A", "Key", "1", ""], "1/Id: signs"),
        (["A\n", "Key", "1", ""], "1/Id: signs"),
        (["A", "Other", "1", ""], "1/Class: choice"),
        (["A", "Key", "1,5", ""], "1/Hours: number"),
        (["A", "Key", "1234", ""], "1/Hours: number"),
        (["A", "Key", "1.25", ""], "1/Hours: number"),
        (["A", "Key", "1", "a b"], "1/Plan: url"),
        (["A", "Key", "1"], "1/*: cells"),
    ],
)
def test_every_broken_rule_is_named(row, rule):
    assert violations(HEADS, [row], GIVEN, {"class": ("Key",)}) == [rule]


def test_wrong_heads_too_many_rows_and_repeated_keys_are_named():
    rows = [["A", "", "", ""]] * 3
    assert violations(HEADS[::-1], rows, GIVEN, {}) == ["0/*: header", "*/*: rows", "*/0: unique"]
