"""The eight phases as a loop, opinion against evidence, and process cost per order, recomputed from the raw files."""

import pandas as pd
import pytest

from workbook.chapters.process.loop import Loop
from workbook.chapters.process.order_cost import OrderCost


def phases(found):
    return found.run.chapter("process").result.topics.of(Loop).phases


@pytest.fixture(scope="module")
def rated_high(redone, muster):
    """Muster with delivery rated 4.3 by everybody."""
    answers = muster.run.client.tables["assessment"]
    return redone(
        assessment=answers.assign(performance=answers["performance"].mask(answers["dimension"] == "phase:5", 4.3))
    )


def test_delivery_rated_high_and_late_is_the_contradiction(rated_high, orders):
    finding = rated_high.findings["process.contradiction"]
    assert finding.numbers["phase"].key == "phase.5"
    assert finding.numbers["said"].key == "process.contradiction.overrated"
    assert finding.numbers["rate"].value == rated_high["process.on_time_share"]
    assert (finding.numbers["opinion_rank"].value, finding.numbers["evidence_rank"].value) == (1, 7)
    assert phases(rated_high)["verdict"].value_counts().to_dict() == {"alike": 6, "overrated": 1}


def test_a_phase_rated_low_whose_evidence_is_strong_contradicts_too(redone, muster):
    """Delivery, which Muster rates too high, is brought down to what its dates say, repurchase below what its dates say."""
    answers = muster.run.client.tables["assessment"]
    rated = answers["performance"].mask(answers["dimension"] == "phase:8", 2.0)
    found = redone(assessment=answers.assign(performance=rated.mask(answers["dimension"] == "phase:5", 3.0)))
    assert found.findings["process.contradiction"].numbers["said"].key == "process.contradiction.underrated"
    assert phases(found).loc[8, "verdict"] == "underrated"


def test_four_respondents_contradict_nothing(redone, rated_high):
    answers = rated_high.run.client.tables["assessment"]
    four = sorted(answers["respondent"].unique())[:4]
    found = redone(assessment=answers[answers["respondent"].isin(four)])
    assert "process.contradiction" not in found.findings and phases(found)["verdict"].isna().all()


def test_without_opinion_the_evidence_stands_alone(northwind):
    assert "process.contradiction" not in northwind.findings
    table = phases(northwind)
    assert table["rate"].notna().to_dict() == {
        1: False,
        2: False,
        3: False,
        4: False,
        5: True,
        6: False,
        7: False,
        8: True,
    }


def test_hours_and_cost_of_a_phase(muster, activities, staff, sheets):
    own = activities[activities["Phase"] == "3"]
    assert own["Mitarbeiternummer"].nunique() >= 5
    assert muster["process.hours.3"] == pytest.approx(own["Stunden"].sum() / 3)
    km = sheets["Kostensätze"].set_index("Aktivitätsart").loc["Kilometersatz", "Kosten je Vorgang"]
    cost = (own["Stunden"] * own["Mitarbeiternummer"].map(staff["rate"]) + own["Fahrstrecke"] * float(km)).sum()
    assert muster["process.cost.3"] == pytest.approx(cost / 3)


def test_hours_of_fewer_than_five_persons_are_not_shown(redone, muster):
    log = muster.run.client.tables["activities"]
    four = sorted(log.loc[log["phase"] == 3, "rep_id"].dropna().unique())[:4]
    found = redone(activities=log[(log["phase"] != 3) | log["rep_id"].isin(four)])
    assert not {"process.hours.3", "process.cost.3"} & set(found.figures)
    assert found["process.hours.5"] == muster["process.hours.5"]


def test_value_lost_adds_up_to_all_lost_cases(muster, sheets):
    chances = sheets["Chancen"]
    lost = chances.loc[chances["Ergebnis"] == "verloren", "Wert"].sum() / 3
    assert sum(muster[f"process.lost_value.{p}"] for p in (1, 2, 3, 4)) == pytest.approx(lost)


def test_process_cost_per_order_by_class(muster, accounts):
    classes = muster.customers["class"].reindex(accounts.index)
    bought = accounts[accounts["orders"] > 0]
    for name, own in bought.groupby(classes):
        cost = (own["order_cost"] - own["Fracht"] + own["care"]).sum() / own["orders"].sum()
        assert muster[f"process.cost_per_order.{name}"] == pytest.approx(cost)


def test_count_times_size_times_cost_is_the_whole(muster, accounts):
    found = muster.run.chapter("process").result.topics.of(OrderCost)
    bought = accounts[accounts["orders"] > 0]
    whole = (bought["order_cost"] - bought["Fracht"] + bought["care"]).sum() / 3
    assert found.groups["cost_year"].sum() == pytest.approx(whole)
    assert found.channels["cost_year"].sum() == pytest.approx(whole)


def test_small_customers_bear_their_process(muster, accounts):
    claim = next(c for c in muster.run.chapter("process").result.topics.claims() if c.id == "A0-07")
    classes = muster.customers["class"].reindex(accounts.index)
    own = accounts[classes.isin(["smart", "lean"]) & (accounts["orders"] > 0)]
    part = (own["order_cost"] - own["Fracht"] + own["care"]).sum() / own["cm1"].sum()
    assert (claim.effect, claim.n, claim.verdict) == (pytest.approx(part), len(own), "refuted")
    assert claim.interval[0] < part < claim.interval[1] < claim.threshold == 1


def test_northwind_has_no_cost_rates_and_says_so(northwind):
    assert {"process.cost_per_order", "claims.A0-07"} <= northwind.open_figures


def test_places_of_fewer_than_five_persons_are_never_told_apart(muster, redone):
    from workbook.chapters.process.deals import Deals

    assert muster.run.chapter("process").result.topics.of(Deals).tables == {}
    staff = muster.run.client.tables["staff"]
    north = staff.assign(territory=["Nord" if i % 2 else "Süd" for i in range(len(staff))])
    table = redone(staff=north).run.chapter("process").result.topics.of(Deals).tables["office"]
    assert sorted(table.index) == ["Nord", "Süd"] and table["deals"].sum() == 520


def test_persons_without_a_place_are_no_row_of_their_own(muster, redone):
    from workbook.chapters.process.deals import Deals

    tables = muster.run.client.tables
    staff, dealing = tables["staff"], tables["opportunities"]["rep_id"].unique()
    own = staff["rep_id"].isin(dealing)
    order = own.cumsum().where(own, 0)
    placed = staff.assign(territory=[None if 1 <= n <= 2 else "Nord" if n % 2 else "Süd" for n in order])
    table = redone(staff=placed).run.chapter("process").result.topics.of(Deals).tables
    assert own.sum() >= 12 and table["office"]["deals"].sum() == 520
    assert "none" not in table["office"].index and "others" in table["office"].index


def test_money_scales_and_nothing_else(changed, muster):
    tables, twice = muster.run.client.tables, 2.0
    money = {
        "transactions": ["net_revenue", "list_revenue", "discount", "cost_of_goods", "freight", "margin"],
        "staff": ["annual_cost"],
        "opportunities": ["value"],
        "cost_rates": ["cost_per_hour", "cost_per_event", "low", "high"],
        "customers": ["goal_revenue", "goal_margin", "potential_revenue", "potential_low", "potential_high"],
        "requests": ["value", "expected_value"],
    }
    scaled = {t: tables[t].assign(**{c: tables[t][c] * twice for c in own}) for t, own in money.items()}
    targets = tables["team_targets"]
    of_money = targets["metric"].str.contains("Nettoumsatz|Deckungsbeitrag|Kosten")
    assert of_money.any() and not of_money.all()
    amounts = targets[["target", "actual"]]
    targets = targets.assign(**amounts.mask(of_money, amounts * twice))
    found = changed(**scaled, team_targets=targets)
    cash = muster.run.client.parameters.currency
    mine = [f for f in muster.figures.values() if f.id.startswith("process.") and isinstance(f.value, float)]
    assert {f.id: found[f.id] for f in mine} == pytest.approx(
        {f.id: f.value * (twice if f.unit == cash else 1) for f in mine}
    )
    assert pd.Series([f.unit for f in mine]).eq(cash).sum() > 10
