"""Effectiveness against efficiency, recomputed from the raw files."""

from collections import Counter
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from workbook.chapters.process.effectiveness import Effectiveness
from workbook.chapters.process.effectiveness_sums import groups
from workbook.methods.goal_quadrant import QUADRANTS


def topic(found):
    return found.run.chapter("process").result.topics.of(Effectiveness)


def state(effect, efficient):
    return {(0, 0): "waste", (0, 1): "fig_leaf", (1, 0): "pyrrhic", (1, 1): "qualified"}[effect >= 1, efficient >= 1]


@pytest.fixture(scope="module")
def held(accounts, sheets):
    """Per customer the goal (the margin goal where there is one, else that of revenue), what is held against it, a year each."""
    customers = sheets["Kunden"].set_index("Kundennummer")
    margin, revenue = (customers[c].reindex(accounts.index).astype(float) for c in ("DB-Ziel", "Umsatzziel"))
    by_margin = margin.notna()
    assert 0 < by_margin.sum() < (by_margin | revenue.notna()).sum(), "Muster has goals of both kinds"
    goal = margin.where(by_margin, revenue)
    actual = accounts["cm2"].where(by_margin, accounts["Nettoumsatz"]).where(goal.notna()) / 3
    return accounts.assign(goal=goal, by_margin=by_margin, actual=actual)


def test_the_company_is_its_customers_with_goals(muster, held):
    own = held[held["goal"] > 0]
    effect, efficient = own["actual"].sum() / own["goal"].sum(), held["cm2"].sum() / held["care"].sum()
    assert muster["process.effectiveness"] == pytest.approx(effect)
    assert muster["process.efficiency"] == pytest.approx(efficient)
    assert muster["process.quadrant"] == state(effect, efficient)
    for name, value in (("effectiveness", effect), ("efficiency", efficient)):
        low, high = muster.figures[f"process.{name}"].interval
        assert low < value < high


def test_every_customer_is_in_its_state(muster, held):
    expected = {
        i: state(r["actual"] / r["goal"], r["cm2"] / r["care"])
        for i, r in held.iterrows()
        if r["goal"] > 0 and r["care"] > 0
    }
    found = muster.customers["quadrant"].dropna()
    assert found.to_dict() == expected
    counts = Counter(expected.values())
    assert {q: muster[f"process.quadrant_customers.{q}"] for q in QUADRANTS} == {q: counts[q] for q in QUADRANTS}
    assert all(counts[q] for q in QUADRANTS)
    ratio = held["actual"] / held["goal"]
    pd.testing.assert_series_equal(
        muster.customers["effectiveness"].dropna(), ratio.dropna(), check_names=False, check_index_type=False
    )


def test_what_is_missing_in_money(muster, held):
    out = muster.customers["quadrant"].isin(["waste", "fig_leaf", "pyrrhic"])
    own = held.reindex(muster.customers.index[out])
    short = sum(max(g - a, 0) for g, a in zip(own["goal"], own["actual"], strict=True))
    over = sum(max(c - max(m, 0), 0) for c, m in zip(own["care"] / 3, own["cm2"] / 3, strict=True))
    assert muster["process.goal_shortfall"] == pytest.approx(short)
    assert muster["process.care_not_earned"] == pytest.approx(over)


def test_classes_add_up_their_customers(muster, held):
    classes = muster.customers["class"].reindex(held.index)
    for name in ("key", "core", "smart", "lean"):
        own = held[(classes == name).to_numpy()]
        goal = own[own["goal"] > 0]
        assert muster[f"process.effectiveness.{name}"] == pytest.approx(goal["actual"].sum() / goal["goal"].sum())
        assert muster[f"process.efficiency.{name}"] == pytest.approx(own["cm2"].sum() / own["care"].sum())


def test_roles_hold_at_least_five_owners(muster):
    entities = topic(muster).entities
    listed = muster.run.client.tables["customers"].set_index("customer_id")["owner_rep_id"]
    roles = muster.run.client.tables["staff"].set_index("rep_id")["role"]
    owners = listed[listed.index.isin(muster.customers.index)].dropna().groupby(listed.map(roles)).nunique()
    alone = {name for name, n in owners.items() if n >= 5}
    shown = {str(name).partition(".")[2] for name in entities.index if str(name).startswith("role.")}
    assert shown <= alone | {"others"} and "kam" not in shown


def test_few_owners_are_no_figure(changed, muster):
    staff = muster.run.client.tables["staff"].head(4)
    found = changed(staff=staff)
    assert not any(str(n).startswith("role.") for n in topic(found).entities.index)
    assert "process.quadrant.others" in found.open_figures


def test_twelve_months_at_a_time_back_to_the_last_qualified_ones(muster, orders, activities, staff, sheets, held):
    """The company's windows, each recomputed from the raw lines and activities."""
    rates = sheets["Kostensätze"].set_index("Aktivitätsart")["Kosten je Vorgang"].astype(float)
    known = set(held.index)
    lines = orders[orders["Kundennummer"].isin(known)]
    done = activities[activities["Kundennummer"].isin(known)]
    cost = done["Stunden"] * done["Mitarbeiternummer"].map(staff["rate"]) + done["Fahrstrecke"] * rates["Kilometersatz"]
    days = pd.to_datetime(done["Datum"], format="mixed", dayfirst=True)
    months, outside = 12, 0
    for k in range(9):
        end = pd.Timestamp(2026, 1, 1) - pd.DateOffset(months=3 * k)
        begin = end - pd.DateOffset(months=12)
        own = lines[(lines["Rechnungsdatum"] >= begin) & (lines["Rechnungsdatum"] < end)]
        sold = own[own["Nettoumsatz"] >= 0].groupby("Kundennummer")
        margin = own.groupby("Kundennummer")[["Nettoumsatz", "Wareneinsatz", "Fracht"]].sum()
        margin = margin["Nettoumsatz"] - margin["Wareneinsatz"] - margin["Fracht"]
        handling = (
            sold["Auftragsnummer"].nunique() * rates["Kosten je Auftrag"] + sold.size() * rates["Kosten je Position"]
        )
        margin = margin.sub(handling, fill_value=0.0).reindex(held.index).fillna(0.0)
        reached = margin.where(held["by_margin"], own.groupby("Kundennummer")["Nettoumsatz"].sum().reindex(held.index))
        care = cost[(days >= begin) & (days < end)].sum()
        goal = held["goal"] > 0
        if state(reached[goal].sum() / held["goal"].sum(), margin.sum() / care) == "qualified":
            break
        outside = outside + 3 if outside else months
    assert muster["process.months_outside"] == outside


def test_margin_goals_can_be_held_against_another_margin(muster, accounts, held, settled):
    found = settled(goal_margin_level="cm1", self_estimate="qualified")
    own = held["goal"] > 0
    reached = accounts["cm1"].where(held["by_margin"], accounts["Nettoumsatz"])
    effect = reached[own].sum() / 3 / held.loc[own, "goal"].sum()
    assert found["process.effectiveness"] == pytest.approx(effect)
    said = found.findings["process.quadrant"].numbers["self"].key
    assert said == ("process.self.agrees" if found["process.quadrant"] == "qualified" else "process.self.differs")


def test_without_goals_efficiency_stands_alone(changed, muster):
    customers = muster.run.client.tables["customers"].drop(columns=["goal_margin", "goal_revenue"])
    found = changed(customers=customers)
    assert "process.efficiency" in found.figures and "process.effectiveness" in found.open_figures
    assert "process.quadrant" in found.open_figures and "process.quadrant" not in found.findings
    assert "quadrant" not in found.customers


def test_without_activities_nothing_is_efficient(changed, muster):
    found = changed(activities=muster.run.client.tables["activities"].iloc[:0])
    assert "process.effectiveness" in found.figures
    assert {"process.efficiency", "process.quadrant"} <= found.open_figures


def test_northwind_has_neither_goals_nor_care(northwind):
    assert {"process.quadrant", "process.effectiveness", "process.efficiency"} <= northwind.open_figures


def test_claims_by_hand(muster, held):
    claims = {c.id: c for c in topic(muster).claims()}
    both = held[(held["goal"] > 0) & (held["care"] > 0)]
    low = (both["cm2"] < both["care"]).mean(), (both["actual"] < both["goal"]).mean()
    assert claims["A2-06"].effect == pytest.approx(low[0] - low[1]) and claims["A2-06"].n == len(both)
    small = muster.customers[muster.customers["size"] == "small"].dropna(subset=["value"])
    rho = np.corrcoef(small["hours"].rank(), small["value"].rank())[0, 1]
    assert claims["A0-06"].effect == pytest.approx(0.5 - rho) and claims["A0-06"].n == len(small)


def test_order_of_rows_does_not_matter(changed, muster):
    tables = muster.run.client.tables
    turned = {name: tables[name].iloc[::-1] for name in ("customers", "transactions", "activities", "staff")}
    found = changed(**turned)
    for one, other in zip(topic(found).figures(), topic(muster).figures(), strict=True):
        assert one.id == other.id and (one.value == other.value or one.value == pytest.approx(other.value))


def test_owners_outside_the_list_are_never_what_is_left_of_the_company(redone, muster):
    """Two owners leave the list: their customers stand among others, where five are."""
    staff, customers = (muster.run.client.tables[name] for name in ("staff", "customers"))
    gone = staff.loc[staff["role"] == "field", "rep_id"].head(2)
    found = redone(staff=staff[~staff["rep_id"].isin(gone)])
    roles = groups(SimpleNamespace(client=found.run.client, known=muster.customers))["role"]
    owner = customers.set_index("customer_id")["owner_rep_id"].reindex(roles.index)
    assert roles.isna().equals(owner.isna()) and (roles[owner.isin(gone)] == "others").all()
    assert (owner.groupby(roles).nunique() >= 5).all()
