"""Chapter 4 against a computation from the raw files."""

import math
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from workbook.chapters import coverage
from workbook.language import Words
from workbook.statement import unknown

YEARS = 3


@pytest.fixture(scope="module")
def hours(accounts):
    """Hours per year of the customers with orders or care."""
    served = accounts[(accounts["orders"] > 0) | (accounts["hours"] > 0)]
    return served["hours"] / YEARS


@pytest.fixture(scope="module")
def budget(muster, hours, accounts):
    """Hours in proportion to positive value, nobody below 2, smart at most 24, lean at most 12.

    Value is the expected one: test_value_expected recomputes it for every existing customer from the raw files.
    """
    expected = muster.run.chapter("value").result.expected.customers["value_expected"]
    assert expected.reindex(accounts.index[accounts["orders"] > 0]).notna().all()
    value = expected.reindex(hours.index).clip(lower=0).fillna(0)
    cap = muster.customers["class"].map({"smart": 24.0, "lean": 12.0}).reindex(hours.index).fillna(math.inf)
    few, many = 0.0, hours.sum() / value[value > 0].min()
    for _ in range(100):
        factor = (few + many) / 2
        given = sum(min(max(factor * value[c], 2.0), cap[c]) for c in value.index)
        few, many = (factor, many) if given < hours.sum() else (few, factor)
    return pd.Series({c: min(max(many * value[c], 2.0), cap[c]) for c in value.index})


def test_the_budget_is_all_hours_in_proportion_to_value(muster, hours, budget):
    table = muster.run.chapter("coverage").result.customers
    assert budget.sum() == pytest.approx(hours.sum())
    assert table["budget"].to_dict() == pytest.approx(budget.to_dict(), abs=1e-6)
    assert table["hours"].to_dict() == pytest.approx(hours.to_dict())


def test_misallocated_hours_are_half_of_all_differences(muster, hours, budget):
    assert muster["coverage.misallocated_hours"] == pytest.approx((hours - budget).abs().sum() / 2)
    assert muster.customers["hours_budget"].dropna().sum() == pytest.approx(hours.sum())
    assert muster["coverage.unallocated_hours"] == pytest.approx(0, abs=1e-6)


def test_over_served_customers_get_more_than_double_their_budget(muster, hours, budget):
    assert set(muster.findings["coverage.overserved"].customers) == set(hours.index[hours > 2 * budget])


def test_a_planted_over_served_customer_is_missed_only_where_its_value_justifies_half_its_hours(
    muster, truth, budget, hours
):
    found = set(muster.findings["coverage.overserved"].customers)
    missed = [c for c in truth["over_served"]["ids"] if c not in found]
    assert missed == [c for c in truth["over_served"]["ids"] if hours[c] <= 2 * budget[c]]


def test_the_planted_over_served_customers_are_found(muster, truth):
    planted, found = set(truth["over_served"]["ids"]), set(muster.findings["coverage.overserved"].customers)
    assert len(planted & found) >= 0.9 * len(planted)


def test_under_served_customers_have_a_high_potential_and_less_than_half_their_budget(muster, sheets, hours, budget):
    potential = sheets["Kunden"].set_index("Kundennummer")["Potenzial"].reindex(hours.index).astype(float)
    order = sorted(potential.dropna().index, key=lambda c: (-potential[c], c))
    before, high = 0.0, set()
    for customer in order:
        high |= {customer} if before < 0.7 * potential.sum() else set()
        before += potential[customer]
    expected = {c for c in hours.index if hours[c] < 0.5 * budget[c]} & high
    assert expected and set(muster.findings["coverage.underserved"].customers) == expected
    assert set(muster.customers.index[muster.customers["under_served"].fillna(False).astype(bool)]) == expected


def test_without_potentials_nobody_is_called_under_served(changed, muster):
    known = muster.run.client.tables["customers"].drop(columns="potential_revenue")
    found = changed(customers=known)
    assert "coverage.underserved" not in found.findings
    assert [g.needs for g in found.gaps if g.id == "coverage.underserved"] == [("customers.potential_revenue",)]


def test_freed_hours_are_capacity_and_not_cash(muster):
    assert muster.findings["coverage.overserved"].impact.kind == "capacity"


@pytest.mark.parametrize(
    ("shown", "roles"),
    [
        ("field", ["Außendienst"]),
        ("inside", ["Innendienst"]),
        ("others", ["Key Account Manager", "Kundenservice", "E-Commerce"]),
    ],
)
def test_positions_customers_and_utilisation_of_a_role(muster, staff, activities, shown, roles):
    team = staff[staff["Rolle"].isin(roles)]
    own = activities[activities["Mitarbeiternummer"].isin(team.index) & activities["Kundennummer"].notna()]
    positions = team["Vollzeitstellen"].sum()
    assert muster[f"coverage.fte.{shown}"] == pytest.approx(positions)
    assert muster[f"coverage.customers_per_fte.{shown}"] == pytest.approx(own["Kundennummer"].nunique() / positions)
    capacity = (team["practical"] * team["Kundenzeitanteil"]).sum() * YEARS
    assert muster[f"coverage.utilisation.{shown}"] == pytest.approx(own["Stunden"].sum() / capacity)


def test_no_figure_is_about_fewer_than_five_persons(muster, staff):
    roles = {
        name.rpartition(".")[2]
        for name in muster.figures
        if name.startswith(("coverage.util", "coverage.customers_per"))
    }
    assert roles == {"field", "inside", "others"}
    assert muster.run.chapter("coverage").result.roles["persons"].min() >= 5
    assert {"coverage.utilisation.kam", "coverage.utilisation.service"} <= muster.open_figures


def test_positions_are_shown_for_every_role(muster, staff):
    names = {"kam": "Key Account Manager", "field": "Außendienst", "inside": "Innendienst"}
    names |= {"service": "Kundenservice", "digital": "E-Commerce"}
    positions = staff.groupby("Rolle")["Vollzeitstellen"].sum()
    for role, written in names.items():
        assert muster[f"coverage.fte.{role}"] == pytest.approx(positions[written])


def test_hours_by_class_are_all_hours(muster, hours):
    classes = muster.run.chapter("coverage").result.classes
    assert classes["hours"].sum() == pytest.approx(hours.sum())
    assert classes["hours_share"].sum() == pytest.approx(1)


PLACES = ["latitude", "longitude", "postcode"]
# what is not there: the gap, what it asks for, what it says in German and in English
WITHOUT = {
    "coordinates": (
        "coverage.territory_cost",
        ("customers.latitude", "staff.latitude"),
        "Wege und Kosten der Gebiete lassen sich nicht beurteilen",
        "Distances and cost of territories cannot be assessed",
    ),
    "requests": ("coverage.requests", ("requests",), "Wie lange Anfragen warten", "How long requests wait"),
    "staff": ("coverage.territory_gap", ("staff.role",), "Zuordnung von Kunden", "assignment of customers"),
}


@pytest.mark.parametrize("what", WITHOUT)
def test_without_coordinates_requests_or_staff_the_chapter_says_what_it_needs(muster, what):
    client, before = muster.run.client, muster.run.chapter("segmentation").after
    tables = {name: table for name, table in client.tables.items() if name != what}
    if what == "coordinates":
        tables |= {name: tables[name].drop(columns=PLACES) for name in ("customers", "staff")}
        before = replace(before, customers=before.customers.drop(columns=PLACES))
    result = coverage.analyse(replace(client, tables=tables), before)
    name, needs, *said = WITHOUT[what]
    (gap,) = [g for g in coverage.gaps(result) if g.id == name]
    assert gap.needs == needs and gap.figures
    assert not {f.id for f in coverage.figures(result)} & set(gap.figures)
    for words, expected in zip((Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")), said, strict=True):
        told = unknown(gap, words)
        assert expected in told.headline
        assert all((told.would_show, told.who, told.effort)) and len(told.meanings) == len(needs)


def test_northwind_without_staff_and_activities_has_no_ratio(northwind):
    assert not [name for name in northwind.figures if name.startswith("coverage.")]
    assert {"coverage.fte.field", "coverage.utilisation.field", "coverage.misallocated_hours"} <= northwind.open_figures


def test_northwind_still_shows_how_many_hands_a_customer_passes_through(northwind, northwind_orders):
    hands = northwind.run.chapter("coverage").result.hands["persons"]
    assert hands.to_dict() == northwind_orders.groupby("CustomerID")["EmployeeID"].nunique().to_dict()


def shown(found, language="de"):
    done = found.run.chapter("coverage")
    words = Words(language, "de_DE" if language == "de" else "en_GB", "EUR")
    return {name: made for name, draw in done.module.EXHIBITS.items() if (made := draw(done.result, words))}


def test_the_tables_show_and_name_the_expected_value_the_budget_follows(muster):
    result = muster.run.chapter("coverage").result
    assert result.measure == "expected"
    assert result.customers["value"].equals(
        muster.customers.loc[result.customers.index, "value_expected"].rename("value")
    )
    for language, said in (("de", "erwarteter Wert"), ("en", "expected")):
        for exhibit in (e for e in shown(muster, language).values() if e.id.endswith("served")):
            assert said in exhibit.table.caption
    assert "erwarteten Kundenwert" in shown(muster)["effort"].message
    assert muster.findings["coverage.overserved"].numbers["measure"].key == "coverage.measure.expected"


def test_where_the_expected_value_is_unknown_hours_and_tables_follow_the_earned_one(changed, muster):
    # eight months in which nobody's retention is stated: nothing can be expected
    customers = muster.run.client.tables["customers"].drop(columns="retention_probability")
    found = changed(period=(date(2025, 1, 1), date(2025, 8, 31)), customers=customers)
    result = found.run.chapter("coverage").result
    assert result.measure == "earned"
    assert result.customers["value"].equals(found.customers.loc[result.customers.index, "value_earned"].rename("value"))
    exhibits = shown(found)
    assert "realisierten Kundenwerts" in exhibits["effort"].message
    assert "Deckungsbeitrag III pro Jahr" in exhibits["over_served"].table.caption
    everything = " ".join(e.message + e.unit + e.alt + e.table.caption for e in exhibits.values())
    assert "erwartet" not in everything
