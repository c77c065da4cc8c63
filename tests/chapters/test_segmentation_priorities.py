"""Priorities against a computation from the raw files; what a customer is worth is recomputed in test_value_expected."""

import pytest

from workbook.chapters.segmentation.priorities import Priorities

YEARS = 3


@pytest.fixture(scope="module")
def topic(muster):
    return muster.run.chapter("segmentation").result.topics.of(Priorities)


@pytest.fixture(scope="module")
def raw(muster, sheets, accounts):
    """Value and probability of all customers, prospects too, and the priority of the article."""
    table = sheets["Kunden"].set_index("Kundennummer")[["Erfolgswahrscheinlichkeit"]].astype(float)
    table.columns = ["p"]
    table["existing"] = table.index.isin(accounts.index)
    own = muster.customers["value_expected"].reindex(table.index)
    table["value"] = own.where(table["existing"], muster.customers["value_if_won"].reindex(table.index))
    ranked = table[table["existing"] & (table["value"] > 0)].sort_values("value", ascending=False)["value"]

    def high(value):
        return value > 0 and ranked[ranked > value].sum() < 0.8 * ranked.sum()

    kind = {(True, True): 1, (True, False): 2, (False, True): 3, (False, False): 4}
    known = table.dropna()
    return known.assign(priority=[kind[high(v), p >= 0.5] for v, p in zip(known["value"], known["p"], strict=True)])


def test_every_customer_has_the_priority_of_the_article(muster, raw):
    assert muster.customers["priority"].dropna().astype(int).to_dict() == raw["priority"].to_dict()
    for number in (1, 2, 3, 4):
        assert muster[f"segmentation.priority.{number}"] == (raw["priority"] == number).sum()
    assert muster["segmentation.priority_unknown"] == 610 - len(raw)


def test_prospects_have_a_priority_and_no_class(muster, raw):
    new = raw[~raw["existing"]]
    assert len(new) > 5 and muster.customers.loc[new.index, "class"].isna().all()


def test_pairs_in_which_the_expected_value_contradicts(muster, topic, raw):
    worth = raw["value"] * raw["p"]
    second, third = worth[raw["priority"] == 2], worth[raw["priority"] == 3]
    gaps = sorted((t - s for t in third for s in second if t > s), reverse=True)
    assert muster["segmentation.priority_contradictions"] == len(gaps)
    assert topic.largest["difference"].tolist() == pytest.approx(gaps[:10])


def test_hours_and_money_of_a_priority_are_a_year_of_all_its_customers(topic, raw, activities, staff, sheets):
    rate = sheets["Kostensätze"].set_index("Aktivitätsart")["Kosten je Vorgang"].astype(float)["Kilometersatz"]
    spent = activities.assign(
        cost=activities["Stunden"] * activities["Mitarbeiternummer"].map(staff["rate"])
        + activities["Fahrstrecke"] * rate
    )
    by = spent.groupby(spent["Kundennummer"].map(raw["priority"]))[["Stunden", "cost"]].sum() / YEARS
    assert topic.resources["hours"].to_dict() == pytest.approx(by["Stunden"].to_dict())
    assert topic.resources["cost"].to_dict() == pytest.approx(by["cost"].to_dict())


def test_without_a_probability_there_is_no_priority(changed, muster, northwind):
    customers = muster.run.client.tables["customers"].drop(columns="win_probability")
    for found in (changed(customers=customers), northwind):
        gap = next(g for g in found.gaps if g.id == "segmentation.priority.1")
        assert "customers.win_probability" in gap.needs and "priority" not in found.customers
        assert not any(f.startswith("segmentation.priority") for f in found.figures)
