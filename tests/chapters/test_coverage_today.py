"""Coverage today against a computation from the raw files."""

import pandas as pd
import pytest

from workbook.chapters.coverage.today import Today
from workbook.chapters.coverage.today_findings import idle, judged, lead
from workbook.language import Words

YEARS = 3


@pytest.fixture(scope="module")
def topic(muster):
    return muster.run.chapter("coverage").result.topics.of(Today)


def test_hours_of_roles_are_all_hours_and_cost_is_all_cost(topic, activities, staff):
    assert topic.team.time.to_numpy().sum() == pytest.approx(activities["Stunden"].sum())
    assert topic.team.rates["cost"].sum() == pytest.approx(staff["Jahreskosten"].sum() * YEARS)
    for shown, role in (("field", "Außendienst"), ("inside", "Innendienst")):
        own = activities[activities["Mitarbeiternummer"].isin(staff.index[staff["Rolle"] == role])]
        assert topic.team.time.loc[shown].sum() == pytest.approx(own["Stunden"].sum())


def test_the_table_agrees_with_the_figures(muster, topic):
    roles = topic.ratios[topic.ratios["level"] == "role"].set_index("name")
    for role, own in roles["customers_per_fte"].items():
        assert own == pytest.approx(muster[f"coverage.customers_per_fte.{role}"])
    classes = topic.ratios[topic.ratios["level"] == "class"]
    assert classes["customers"].sum() == len(topic.base.customers)


def test_nothing_is_about_fewer_than_five_persons(topic):
    assert topic.ratios["persons"].min() >= 5
    assert "coverage.load" not in {f.id for f in topic.findings()}


def test_non_selling_time_follows_the_stated_selling_share(muster, staff):
    idle = (staff["practical"] * (1 - staff["Kundenzeitanteil"])).sum()
    assert muster["coverage.non_selling_hours"] == pytest.approx(idle)
    assert muster["coverage.freed_hours"] == pytest.approx(idle / 10)
    assert muster.findings["coverage.non_selling"].impact.kind == "capacity"


def test_customers_below_the_floor(muster, accounts, orders):
    buying = set(orders.loc[orders["Rechnungsdatum"] >= "2025-01-01", "Kundennummer"])
    few = accounts.index[(accounts["hours"] / YEARS < 2) & accounts.index.isin(buying)]
    assert set(muster.findings["coverage.below_floor"].customers) == set(few)
    assert muster["coverage.below_floor"] == len(few)


def test_a_strategic_customer_without_an_owner_is_named(muster, changed):
    customers = muster.run.client.tables["customers"].copy()
    ids = muster.run.chapter("coverage").result.customers.index
    row = customers.index[customers["customer_id"].isin(ids)][0]
    customers.loc[row, "strategic_importance"] = 5
    customers.loc[row, "owner_rep_id"] = pd.NA
    found = changed(customers=customers)
    assert customers.loc[row, "customer_id"] in found.findings["coverage.strategic"].customers


def test_skills_are_compared_by_role_of_five(muster, changed):
    staff = muster.run.client.tables["staff"].assign(skill_advice=2.0)
    found = changed(staff=staff).run.chapter("coverage").result.topics.of(Today)
    assert set(found.skills["role"]) == {"field", "inside", "others"}
    assert found.skills["mean"].eq(2.0).all() and "coverage.skills" in {f.id for f in found.findings()}


def test_northwind_has_nothing_of_it(northwind):
    assert {"coverage.non_selling_hours", "coverage.below_floor"} <= northwind.open_figures


def test_roles_put_together_are_never_one_role_that_has_time():
    roles = pd.DataFrame({"utilisation": [0.3, 0.1], "fte": [6.0, 9.0]}, ["field", "others"])
    assert list(idle(roles, 0.6).index) == ["field"]


def test_roles_put_together_are_never_one_role_that_leads_a_class():
    charge = pd.DataFrame({"field": [0.7, 0.3, 0.45], "others": [0.3, 0.7, 0.55]}, ["key", "core", "smart"])
    assert list(judged(charge)) == ["key"]
    words = Words("de", "de_DE", "EUR")
    assert words.write(lead("key", charge)) == "Key Accounts: Außendienst (70,0\xa0%)"
    assert words.write(lead("core", charge)).startswith("Stammkunden: nicht beurteilbar (70,0")
    assert not len(judged(charge[["others"]] * 0 + 1.0))
