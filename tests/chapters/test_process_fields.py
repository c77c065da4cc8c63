"""Fields of customer management against the raw files."""

import pandas as pd
import pytest

from workbook.chapters.process.fields import Fields

LATER = ("2025-01-01", "2025-12-31")


@pytest.fixture(scope="module")
def bought(orders):
    return orders.assign(year=orders["Rechnungsdatum"].dt.year)


@pytest.fixture(scope="module")
def lost(bought):
    """Who bought in 2023 and not in 2024, credit notes aside."""
    sold = bought[bought["Nettoumsatz"] >= 0]
    years = {y: set(sold.loc[sold["year"] == y, "Kundennummer"]) for y in (2023, 2024, 2025)}
    return years[2023] - years[2024], years[2025]


@pytest.fixture(scope="module")
def of_2025(activities):
    day = pd.to_datetime(activities["Datum"], format="%d.%m.%Y")
    return activities[(day >= LATER[0]) & (day <= LATER[1]) & activities["Kundennummer"].notna()]


def test_customers_won_back(muster, lost):
    gone, later = lost
    assert muster["process.field_result.win_back"] == pytest.approx(len(gone & later) / len(gone))


def test_hours_for_lost_customers_and_the_whole(muster, lost, of_2025):
    own = of_2025[of_2025["Kundennummer"].isin(lost[0]) & (of_2025["Aktivitätsart"] != "Reklamation")]
    assert own["Mitarbeiternummer"].nunique() >= 5
    assert muster["process.field_hours.win_back"] == pytest.approx(own["Stunden"].sum())
    names = [f for f in muster.figures if f.startswith("process.field_hours.")]
    assert sum(muster[f] for f in names) == pytest.approx(of_2025["Stunden"].sum())


def test_hours_for_complaints_are_those_of_too_few_persons(muster, of_2025):
    own = of_2025[of_2025["Aktivitätsart"] == "Reklamation"]
    assert 0 < own["Mitarbeiternummer"].nunique() < 5
    assert "process.field_hours.complaints" not in muster.figures
    gap = next(g for g in muster.gaps if g.id == "process.fields")
    assert gap.needs == ("people",) and gap.figures == ("process.field_hours.complaints",)


def test_complaints_of_five_persons_are_told_apart(changed, muster, of_2025):
    done = muster.run.client.tables["activities"]
    people = pd.Series([f"V-{k % 6 + 5:02d}" for k in range(len(done))], done.index)
    complaint = done["type"] == "complaint"
    found = changed(activities=done.assign(rep_id=done["rep_id"].mask(complaint, people)))
    own = of_2025[of_2025["Aktivitätsart"] == "Reklamation"]
    lines = muster.run.client.tables["transactions"]
    old = set(lines.loc[lines["date"] < LATER[0], "customer_id"])
    assert found["process.field_hours.complaints"] == pytest.approx(
        own.loc[own["Kundennummer"].isin(old), "Stunden"].sum()
    )
    names = [f for f in found.figures if f.startswith("process.field_hours.")]
    assert sum(found[f] for f in names) == pytest.approx(of_2025["Stunden"].sum())


def test_purchases_from_a_category_new_to_the_customer(muster, bought):
    known = bought[bought["Warengruppe"].notna()]
    sold = known[known["Nettoumsatz"] >= 0]
    before = set(map(tuple, sold.loc[sold["year"] < 2025, ["Kundennummer", "Warengruppe"]].to_numpy()))
    kept = set(sold.loc[sold["year"] == 2024, "Kundennummer"]) & set(sold.loc[sold["year"] == 2025, "Kundennummer"])
    money = dict.fromkeys(kept, 0.0)
    for customer, category, amount in known.loc[
        known["year"] == 2025, ["Kundennummer", "Warengruppe", "Nettoumsatz"]
    ].to_numpy():
        if customer in kept and (customer, category) not in before:
            money[customer] += amount
    assert muster["process.field_result.cross_selling"] == pytest.approx(sum(v > 0 for v in money.values()) / len(kept))
    told = muster.run.chapter("process").result.topics.of(Fields).results["cross_selling"].numbers
    assert told["money"].value == pytest.approx(sum(money.values()))


def test_complaints_followed_by_a_purchase(muster, activities, bought):
    day = pd.to_datetime(activities["Datum"], format="%d.%m.%Y")
    own = activities.assign(day=day)[(activities["Aktivitätsart"] == "Reklamation") & (day >= "2024-01-01")]
    span = pd.Timedelta(days=183)
    own = own[(own["day"] + span <= LATER[1]) & own["Kundennummer"].notna()]
    sold = bought[bought["Nettoumsatz"] >= 0].groupby("Kundennummer")["Rechnungsdatum"].apply(list)
    again = [
        any(d < o <= d + span for o in sold.get(c, []))
        for c, d in own[["Kundennummer", "day"]].itertuples(index=False, name=None)
    ]
    assert muster["process.field_result.complaints"] == pytest.approx(sum(again) / len(again))


def test_retention_and_acquisition_are_taken_over_from_earlier_chapters(muster):
    kept, gone = muster["value.kept_customers"], muster["value.lost_customers"]
    assert muster["process.field_result.retention"] == pytest.approx(kept / (kept + gone))
    split = muster.findings["segmentation.acquisition"].numbers
    assert muster["process.field_hours.acquisition"] == split["hours"].value
    parts = muster.findings["process.fields"].numbers
    assert parts["share_new"].value == pytest.approx(muster["segmentation.acquisition_hours"])


def test_northwind_has_results_without_hours(northwind):
    assert {"process.field_result.retention", "process.field_result.cross_selling"} <= set(northwind.figures)
    assert "process.field_hours.retention" in northwind.open_figures and "process.fields" not in northwind.findings


def test_scaling_money_changes_no_share(changed, muster):
    lines = muster.run.client.tables["transactions"]
    amounts = [
        c for c in ("net_revenue", "list_revenue", "discount", "cost_of_goods", "freight", "margin") if c in lines
    ]
    found = changed(transactions=lines.assign(**{c: lines[c] * 2 for c in amounts}))
    names = [f for f in muster.figures if f.startswith("process.field_")]
    assert {n: found[n] for n in names} == pytest.approx({n: muster[n] for n in names})
