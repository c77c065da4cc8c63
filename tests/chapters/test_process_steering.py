"""Steering figures, targets and incentives, recomputed from the raw files."""

from dataclasses import replace

import pandas as pd
import pytest

from workbook.chapters.process.incentives import Incentives
from workbook.chapters.process.steering import STEERED, Steering
from workbook.chapters.process.units import may_be_shown


def topic(found, kind):
    return found.run.chapter("process").result.topics.of(kind)


def test_both_readings_of_the_index_by_hand(muster, accounts, sheets):
    rated = sheets["Kunden"].set_index("Kundennummer")["Zufriedenheit"].reindex(accounts.index).astype(float).dropna()
    r, c = accounts["Nettoumsatz"].sum(), (accounts["order_cost"] + accounts["care"]).sum()
    s = rated.mean() / 10
    assert muster["process.index_times"] == pytest.approx(r / c * s)
    assert muster["process.index_divided"] == pytest.approx(r / (c * s))
    assert muster["process.satisfaction"] == pytest.approx(rated.mean())


def test_cost_per_customer_visit_and_call(muster, accounts, activities, staff, sheets):
    km = sheets["Kostensätze"].set_index("Aktivitätsart")["Kosten je Vorgang"].astype(float)["Kilometersatz"]
    done = activities[activities["Kundennummer"].notna()]
    cost = done["Stunden"] * done["Mitarbeiternummer"].map(staff["rate"]) + done["Fahrstrecke"] * km
    kinds = muster.run.client.tables["activities"].dropna(subset=["customer_id"])["type"].value_counts()
    column = next(c for c in done if done[c].isin(["Besuch"]).any())
    for word, name in (("Besuch", "cost_per_visit"), ("Anruf", "cost_per_call")):
        own = done[column] == word
        assert own.sum() == kinds[{"Besuch": "visit", "Anruf": "phone_call"}[word]]
        assert muster[f"process.{name}"] == pytest.approx(cost[own].mean())
    whole = (accounts["order_cost"] + accounts["care"]).sum()
    assert muster["process.cost_per_customer"] == pytest.approx(whole / len(accounts) / 3)
    worked = done["Kundennummer"].isin(accounts.index)
    assert muster["process.customers_worked"] == pytest.approx(
        done.loc[worked, "Kundennummer"].nunique() / len(accounts)
    )


def test_what_is_not_measured_is_counted(changed, muster):
    customers = muster.run.client.tables["customers"].drop(columns=["satisfaction", "goal_margin", "goal_revenue"])
    found = changed(customers=customers)
    silent = {f"process.{name}" for name in ("satisfaction", "goal_attainment", "index_times", "index_divided")}
    assert silent <= found.open_figures
    numbers = found.findings["process.measured"].numbers
    assert (numbers["n"].value, numbers["n_total"].value) == (len(STEERED) - 4, len(STEERED))


def test_northwind_measures_its_repurchase_alone(northwind):
    assert northwind.findings["process.measured"].numbers["n"].value == 1
    assert "process.further_business" in northwind.figures


TARGETS = pd.DataFrame(
    {
        "unit": ["Unternehmen", "Außendienst", "Key Account Manager", "Team Süd", "Unternehmen"],
        "metric": ["Neukunden", "Besuche", "Besuche", "Besuche", "Kosten je Besuch"],
        "target": [10.0, 100.0, 100.0, 100.0, 200.0],
        "actual": [12.0, 80.0, 50.0, 50.0, 150.0],
    }
)


def test_targets_of_few_or_unknown_persons_are_not_shown(changed):
    found = topic(changed(team_targets=TARGETS), Steering)
    assert set(found.targets["unit"]) == {"Unternehmen", "Außendienst"} and found.hidden == 2
    assert found.targets.set_index("metric")["variance"].to_dict() == {
        "Neukunden": 2, "Besuche": -20, "Kosten je Besuch": -50,
    }  # fmt: skip


def test_a_target_that_would_tell_of_few_beside_the_others_is_not_shown(redone, muster):
    """Visits of the company and of all roles but one leave those of the key-account managers, who are four."""
    sizes = muster.run.client.tables["staff"]["role"].value_counts()
    assert sizes["kam"] == 4 and sizes["service"] + sizes["digital"] == 3
    units = ["Unternehmen", "Außendienst", "Innendienst", "Kundenservice", "Digital", "Key Account Manager"]
    targets = pd.DataFrame({"unit": units, "metric": "Besuche", "target": 100.0, "actual": 90.0})
    both = pd.DataFrame({"unit": ["Vertrieb innen", "Unternehmen"], "metric": "Anrufe", "target": 9.0, "actual": 9.0})
    found = topic(redone(team_targets=pd.concat([targets, both])), Steering)
    shown = found.targets[found.targets["metric"] == "Besuche"]["unit"]
    assert set(shown) == {"Unternehmen", "Außendienst", "Innendienst"}  # left: seven persons
    staff = muster.run.client.tables["staff"]
    known = staff[~staff["role"].isin(["service", "digital"])]
    found = topic(redone(team_targets=targets, staff=known), Steering)
    assert set(found.targets["unit"]) == {"Unternehmen", "Außendienst"}  # with Innendienst four would be left


def test_the_settings_say_how_many_persons_there_are_beside_those_of_the_staff(muster):
    client = muster.run.client
    told = client.parameters.process.model_copy(update={"unit_persons": {"Key Account Manager": 6, "Team Süd": 8}})
    client = replace(client, parameters=client.parameters.model_copy(update={"process": told}))
    assert may_be_shown(TARGETS, client).all()
    inside = pd.DataFrame({"unit": ["Innendienst"], "metric": "Besuche", "target": 9.0, "actual": 9.0})
    whole = pd.concat(
        [TARGETS.assign(metric="Besuche"), inside], ignore_index=True
    )  # three would be left: the smallest goes
    assert set(whole["unit"]) - set(whole["unit"][may_be_shown(whole, client)]) == {"Innendienst"}


def test_the_settings_say_where_less_is_better(settled):
    found = topic(settled(lower_is_better=("Besuche",)), Steering)
    visits = found.targets[found.targets["metric"] == "Besuche"]
    assert (visits["met"].astype(bool) == (visits["actual"] <= visits["target"])).all()


def test_without_targets_the_table_is_asked_for(changed):
    found = changed(team_targets=TARGETS.iloc[:0])
    assert {"process.targets_met", "process.targets_missed"} <= found.open_figures


def test_bonus_weights_by_role_of_at_least_five(muster, sheets, accounts):
    found = topic(muster, Incentives)
    people = sheets["Mitarbeitende"]
    weight = people["Bonusgewicht Umsatz"].astype(float)
    assert muster["process.bonus_revenue"] == pytest.approx(weight.mean())
    assert (found.roles["persons"] >= 5).all() and found.roles["persons"].sum() == len(people)
    field = people["Rolle"] == "Außendienst"
    assert found.roles.loc["field", "revenue"] == pytest.approx(weight[field].mean())
    revenue = accounts["Nettoumsatz"].clip(lower=0)
    lossy = revenue[accounts["cm3"] < 0].sum() / revenue.sum()
    # Field sales is paid for revenue and not for margin, so its bonus is spread like revenue.
    assert found.roles.loc["field", "margin"] == 0
    assert muster["process.bonus_to_losses.field"] == pytest.approx(lossy)


def test_four_questions_for_every_role(muster):
    found = topic(muster, Incentives)
    assert found.audit.groupby("role").size().eq(4).all()
    fits = found.audit.set_index(["role", "question"])["fit"]
    assert fits["field", "right_customers"] == "gap"


def test_pay_is_by_role_of_five_also_where_figures_about_persons_were_agreed(changed, muster):
    staff = muster.run.client.tables["staff"]
    few = changed(staff=staff.head(4))
    assert topic(few, Incentives).roles is None and "process.bonus_revenue" in few.open_figures


def test_without_weights_they_are_asked_for(changed, muster):
    staff = muster.run.client.tables["staff"]
    found = changed(staff=staff.drop(columns=[c for c in staff if c.startswith("bonus_")]))
    assert "process.bonus_margin" in found.open_figures and "process.incentives" not in found.findings
