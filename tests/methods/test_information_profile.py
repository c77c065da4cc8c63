"""The information profile by hand: three customers, two items."""

from datetime import date

import pandas as pd
import pytest

from workbook.methods.information_profile import (
    completeness_by_item,
    contradictions,
    freshness,
    known_items,
    most_valuable,
    sources_per_value,
)

ITEMS = {"value": ("potential", "wallet"), "mood": ("satisfaction",)}
TOLD = pd.DataFrame(
    [
        ("A", "potential", "100", "CRM", "2024-06-01"),
        ("A", "potential", "120", "talk", "2025-06-01"),
        ("A", "satisfaction", "8", "", None),
        ("B", "potential", "100", "CRM", "2024-12-30"),
        ("B", "wallet", "0.5", "CRM", "2024-12-31"),
        ("B", "potential", "109", "study", "2023-01-01"),
    ],
    columns=["customer_id", "field", "value", "source", "as_of"],
).assign(as_of=lambda t: pd.to_datetime(t["as_of"]))
WEIGHTS = pd.Series({"A": 300.0, "B": 100.0, "C": -50.0})


@pytest.fixture
def known():
    return known_items(TOLD, ["A", "B", "C"], ITEMS)


def test_what_is_known_of_each_customer(known):
    assert known["value"].tolist() == [0.5, 1.0, 0.0] and known["mood"].tolist() == [1.0, 0.0, 0.0]


def test_completeness_by_customer_and_by_value(known):
    table = completeness_by_item(known, WEIGHTS).set_index("item")
    assert table.loc["value"].tolist() == [0.5, (300 * 0.5 + 100) / 400]
    assert table.loc["mood"].tolist() == pytest.approx([1 / 3, 0.75])


def test_without_any_weight_the_two_are_equal(known):
    table = completeness_by_item(known, pd.Series(dtype=float))
    assert table["by_value"].tolist() == table["by_customer"].tolist()


def test_age_counts_the_freshest_statement_and_the_limit_itself_is_fresh():
    table = freshness(TOLD, date(2025, 12, 31), 12, ITEMS).set_index("item")
    assert table.loc["value"].tolist() == [3, 3, 1]  # B's potential of 30 December is a day too old
    assert table.loc["mood"].tolist() == [1, 0, 0]


def test_sources_per_value():
    found = sources_per_value(TOLD, ITEMS)
    assert found["value"] == pytest.approx((2 + 2 + 1) / 3) and found["mood"] == 1
    assert sources_per_value(TOLD.iloc[:0], ITEMS).isna().all()


def test_numbers_contradict_beyond_ten_percent_only():
    assert contradictions(TOLD)[["customer_id", "field"]].to_numpy().tolist() == [["A", "potential"]]
    assert len(contradictions(TOLD, 0.05)) == 2 and contradictions(TOLD.iloc[:1]).empty


def test_texts_contradict_when_they_differ_but_for_case_and_blanks():
    def said(*values):
        rows = [("A", "process", value, str(n)) for n, value in enumerate(values)]
        return pd.DataFrame(rows, columns=["customer_id", "field", "value", "source"])

    assert contradictions(said("Einkauf  zuerst", "einkauf zuerst")).empty
    assert len(contradictions(said("Einkauf", "Technik"))) == 1
    assert contradictions(said("Einkauf", "Technik").assign(source="CRM")).empty


def test_the_most_valuable_come_first_and_nobody_without_value(known):
    table = most_valuable(known, WEIGHTS, 10)
    assert table.index.tolist() == ["A", "B"] and table["all"].tolist() == [0.75, 0.5]
    assert most_valuable(known, pd.Series({"A": 1.0, "B": 1.0}), 1).index.tolist() == ["A"]


def test_more_told_is_never_less_known(known):
    more = pd.concat([TOLD, TOLD.iloc[:1].assign(customer_id="C")], ignore_index=True)
    assert (known_items(more, ["A", "B", "C"], ITEMS) >= known).all(axis=None)
