"""Dependence and effort against a computation from the raw files."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from workbook.chapters.value.risk import FIGURES, claims, figures, findings, gaps, risk

YEARS = 3


@pytest.fixture(scope="module")
def topic(muster):
    return muster.run.chapter("value").result.risk


@pytest.fixture(scope="module")
def again(topic, muster, sheets):
    """The topic computed anew from a changed base."""
    parents = sheets["Kunden"].set_index("Kundennummer")["Konzernnummer"]

    def run(**changes):
        return risk(replace(topic.base, **changes), parents)

    return run


@pytest.fixture(scope="module")
def stay(orders, accounts):
    """k + 0.5 of n + 1 by the size class of 2024, k of n having bought in 2025; else that of all."""
    year = orders["Rechnungsdatum"].dt.year
    before, after = (orders[year == y].groupby("Kundennummer")["Nettoumsatz"].sum() for y in (2024, 2025))
    before = before[before > 0].sort_values(ascending=False)
    begins = (before.cumsum() - before) / before.sum()
    named = pd.cut(begins, [-1, 0.7 - 1e-12, 0.9 - 1e-12, 2], labels=["large", "medium", "small"]).astype(str)
    kept = after.reindex(before.index).fillna(0) > 0
    rates = {s: (kept[named == s].sum() + 0.5) / ((named == s).sum() + 1) for s in named.unique()}
    return rates, (kept.sum() + 0.5) / (len(kept) + 1)


@pytest.fixture(scope="module")
def by_group(accounts, sizes, sheets, stay):
    """Revenue per year and churn of every group with revenue, the mean of its members by revenue; a stated retention counts."""
    rates, everyone = stay
    listed = sheets["Kunden"].set_index("Kundennummer")
    parent, stated = listed["Konzernnummer"], listed["Bindungswahrscheinlichkeit"].astype(float)
    money = accounts["Nettoumsatz"] / YEARS
    money = money[money > 0]
    churn = 1 - stated.reindex(money.index).fillna(sizes.reindex(money.index).map(rates)).fillna(everyone)
    root = parent.reindex(money.index).fillna(pd.Series(money.index, money.index))
    revenue = money.groupby(root).sum()
    return pd.DataFrame({"revenue": revenue, "churn": (money * churn).groupby(root).sum() / revenue})


@pytest.fixture(scope="module")
def served(muster, accounts):
    """Hours from the raw files and value of every customer with orders or care; value is expected in Muster, and what it
    amounts to is recomputed in test_value_expected."""
    assert muster.run.chapter("value").result.measure == "expected"
    own = accounts[(accounts["orders"] > 0) | (accounts["hours"] > 0)]
    return own[["hours"]].assign(value=muster.customers["value_expected"].reindex(own.index))


def test_the_mean_loss_is_revenue_times_churn(topic, by_group):
    expected = float((by_group["revenue"] * by_group["churn"]).sum())
    spread = float(np.sqrt((by_group["revenue"] ** 2 * by_group["churn"] * (1 - by_group["churn"])).sum()))
    assert topic.spread.loc["today", "expected"] == pytest.approx(expected, abs=4 * spread / 100)
    assert topic.losses["today"].std() == pytest.approx(spread, rel=0.05)


def test_revenue_at_risk_is_what_other_draws_find(muster, by_group):
    draw = np.random.default_rng(99)
    lost = (draw.random((40_000, len(by_group))) < by_group["churn"].to_numpy()) @ by_group["revenue"].to_numpy()
    figure = muster.figures["value.revenue_at_risk"]
    assert figure.value == pytest.approx(np.quantile(lost, 0.95), rel=0.05)
    assert figure.interval[0] <= figure.value <= figure.interval[1] and figure.estimated


def test_portfolios_of_the_ten_largest(topic, by_group, sheets):
    largest = by_group["revenue"].nlargest(10)
    assert topic.amounts["today"].sort_index().to_numpy() == pytest.approx(by_group["revenue"].sort_index().to_numpy())
    grown = by_group["revenue"].sum() + 0.2 * largest.sum()
    assert topic.amounts["grown"].sum() == pytest.approx(grown)
    assert topic.amounts.loc[largest.index, "moved"].to_dict() == pytest.approx((0.8 * largest).to_dict())
    assert topic.amounts["moved"].sum() == pytest.approx(by_group["revenue"].sum())
    more = topic.amounts["moved"] / topic.amounts["today"]
    classes = sheets["Kunden"].set_index("Kundennummer")["Kundenklasse"]
    assert set(classes.reindex(more.index[more > 1.001])) == {"C"}
    assert more[more > 1.001].nunique() <= len(more) and more[more > 1.001].max() == pytest.approx(
        more[more > 1.001].min()
    )


def test_effective_customers_of_a_portfolio(muster, topic):
    parts = topic.amounts["moved"] / topic.amounts["moved"].sum()
    assert muster["value.effective_customers.moved"] == pytest.approx(1 / (parts**2).sum())


def test_the_loss_of_a_key_customer_is_its_margin_and_the_care_that_stays(muster, accounts, sheets):
    key = sheets["Kunden"].set_index("Kundennummer").query("Kundenklasse == 'A'").index
    lost = ((accounts["cm3"] + accounts["care"]) / YEARS).reindex(key)
    assert muster["value.key_loss"] == pytest.approx(lost.max(), abs=0.01)
    assert muster.customers.loc[lost.idxmax(), "lost_result"] == pytest.approx(lost.max(), abs=0.01)


def test_hours_of_those_who_bring_half_of_the_value(muster, served):
    served = served.sort_values("value", ascending=False)
    value = served["value"].clip(lower=0)
    first = int((value.cumsum() >= 0.5 * value.sum()).to_numpy().argmax()) + 1
    hours = served["hours"].iloc[:first].sum() / served["hours"].sum()
    assert muster["value.hours_on_half_of_value"] == pytest.approx(hours)
    assert len(muster.findings["value.hours_on_half_of_value"].customers) == first


def test_claim_a1_12_is_half_minus_the_rank_correlation(topic, served):
    rho = spearmanr(served["hours"], served["value"]).statistic
    claim = {c.id: c for c in claims(topic)}["A1-12"]
    assert claim.effect == pytest.approx(0.5 - rho) and claim.n == len(served)
    assert claim.verdict == "confirmed" and claim.interval[0] > 0


def test_claim_a3_18_is_the_mean_part_of_the_result(topic, accounts, sheets):
    key = sheets["Kunden"].set_index("Kundennummer").query("Kundenklasse == 'A'").index
    served = accounts[(accounts["orders"] > 0) | (accounts["hours"] > 0)]
    parts = (served["cm3"] + served["care"]).reindex(key).dropna() / served["cm3"].sum()
    claim = {c.id: c for c in claims(topic)}["A3-18"]
    assert claim.effect == pytest.approx(parts.mean()) and claim.n == len(parts)
    assert claim.interval[0] < claim.effect < claim.interval[1]


def test_claim_a4_01_is_the_part_saved_in_a_bad_year(topic):
    claim = {c.id: c for c in claims(topic)}["A4-01"]
    s = topic.spread["quantile"]
    assert claim.effect == pytest.approx(1 - s["moved"] / s["today"])
    assert claim.interval[0] <= claim.effect <= claim.interval[1]


def test_claim_a3_05_finds_a_planted_loss_of_slowly_served_customers(topic, again):
    """Every second slowly served valuable customer stops buying: the claim is confirmed; none lost: it is not judged."""
    slow = topic.served.index[topic.served["slow"] > 0]
    growth = topic.base.growth.copy()
    growth["later"] = growth["later"].clip(lower=1.0)
    loyal = again(growth=growth)
    assert "A3-05" not in {c.id for c in claims(loyal)} and loyal.served["lost"].sum() == 0
    assert "claims.A3-05" in {name for gap in gaps(loyal) for name in gap.figures}
    growth.loc[slow[::2], "later"] = 0.0
    claim = {c.id: c for c in claims(again(growth=growth))}["A3-05"]
    assert claim.verdict == "confirmed"
    assert claim.effect == pytest.approx(0.5, abs=0.06) and claim.n == min(len(slow), len(topic.served) - len(slow))


def test_valuable_customers_are_judged_by_the_window_before_and_not_by_what_came_of_them(topic, orders):
    year = orders[orders["Rechnungsdatum"].dt.year == 2024]
    gain = (year["Nettoumsatz"] - year["Wareneinsatz"]).groupby(year["Kundennummer"]).sum().sort_values(ascending=False)
    gain = gain[gain > 0]
    valuable = set(gain.index[(gain.cumsum() - gain) / gain.sum() < 0.8])
    assert set(topic.served.index) <= valuable and len(topic.served) >= 0.9 * len(valuable)
    days = (year["Lieferdatum"] - year["Auftragsdatum"]).dt.days.groupby(year["Kundennummer"]).mean()
    assert topic.served["days"].to_dict() == pytest.approx(days[topic.served.index].to_dict())


def test_a_probability_to_stay_that_was_delivered_is_used_and_not_called_estimated(topic, again):
    sure = topic.base.table.assign(retention_probability=1.0)
    found = again(table=sure)
    assert found.stated and found.spread.loc["today", "quantile"] == 0
    assert not next(f for f in figures(found) if f.id == "value.revenue_at_risk").estimated


def test_without_windows_or_probabilities_the_bad_year_is_a_gap(topic, again):
    found = again(windows=None, growth=None)
    assert found.spread is None and found.served is None
    assert {"value.revenue_at_risk", "claims.A4-01", "claims.A3-05"} <= {n for g in gaps(found) for n in g.figures}
    assert "value.revenue_at_risk" not in {f.id for f in figures(found)} | {f.id for f in findings(found)}


@pytest.mark.parametrize("client", ["muster", "northwind"])
def test_every_figure_and_claim_is_there_or_named_in_a_gap(request, client):
    found = request.getfixturevalue(client).run.chapter("value").result.risk
    there = {f.id for f in figures(found)} | {f"claims.{c.id}" for c in claims(found)}
    open_ = {name for gap in gaps(found) for name in gap.figures}
    assert there | open_ == set(FIGURES) and not there & open_


def test_northwind_knows_its_bad_year_but_not_its_hours(northwind, northwind_lines):
    revenue = northwind_lines.groupby("CustomerID")["net"].sum()
    assert 0 < northwind["value.revenue_at_risk"] < revenue.sum()
    assert "value.hours_on_half_of_value" in northwind.open_figures
