"""Response to hours against a computation from the raw files."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq

from workbook.chapters.coverage import response_facts as module
from workbook.chapters.coverage.analysis import Result
from workbook.chapters.coverage.response import Response, response
from workbook.chapters.coverage.response_exhibits import EXHIBITS
from workbook.language import Words
from workbook.methods.elasticity_fit import Elasticity
from workbook.parameters import Judgement
from workbook.statement import statement, unknown
from workbook.topic import Topics

YEARS = 3
CAPS = {"smart": 24.0, "lean": 12.0}
WORDS = [Words("de", "de_DE", "EUR"), Words("en", "en_GB", "EUR")]


@pytest.fixture(scope="module")
def topic(muster):
    return muster.run.chapter("coverage").result.topics.of(Response)


@pytest.fixture(scope="module")
def again(topic):
    """The topic computed anew with other parameters of the chapter."""

    def run(base=None, **changes):
        base = base or topic.base
        p = base.client.parameters
        p = p.model_copy(update={"coverage": p.coverage.model_copy(update=changes)})
        return response(replace(base, client=replace(base.client, parameters=p)), Topics())

    return run


@pytest.fixture(scope="module")
def raw(muster, accounts, sheets):
    """Customers with at least one hour a year and sales, from the raw files: yearly hours, sales, CM II, ceiling, bounds."""
    t = accounts[["Nettoumsatz", "cm2", "hours"]] / YEARS
    t = t[(t["hours"] >= 1) & (t["Nettoumsatz"] > 0)]
    t["class"] = muster.customers["class"].reindex(t.index)
    potential = sheets["Kunden"].set_index("Kundennummer")["Potenzial"].astype(float).reindex(t.index)
    t["rise"] = np.maximum(potential.fillna(1.2 * t["Nettoumsatz"]) / t["Nettoumsatz"], 1)
    cap = t["class"].map(CAPS).fillna(np.inf)
    t["low"] = [min(h, max(h / 2, 2.0)) for h in t["hours"]]
    t["high"] = [max(h, min(2 * h, c)) for h, c in zip(t["hours"], cap, strict=True)]
    return t


def best(t, elasticity):
    """The price of an hour at which all hours are bought, by root finding."""
    full = np.minimum(t["high"], t["hours"] * t["rise"] ** (1 / elasticity))

    def bought(log_price):
        worth = (t["cm2"] * elasticity / t["hours"]).clip(lower=0)
        wanted = t["hours"] * (worth / np.exp(log_price)) ** (1 / (1 - elasticity))
        return np.maximum(np.minimum(wanted, full), t["low"])

    price = brentq(lambda x: bought(x).sum() - t["hours"].sum(), -30, 30, xtol=1e-14, rtol=1e-14)
    return bought(price)


def more(t, hours, elasticity):
    return float((t["cm2"] * (np.minimum(t["rise"], (hours / t["hours"]) ** elasticity) - 1)).sum())


def test_the_optimal_hours(muster, raw):
    expected = best(raw, 0.34)
    found = muster.customers["hours_optimal"].reindex(raw.index)
    assert found.to_dict() == pytest.approx(expected.to_dict(), rel=1e-6)


def test_the_gain_and_its_range_are_those_of_one_plan(muster, raw):
    hours = best(raw, 0.34)
    low, central, high = (more(raw, hours, e) for e in (0.2, 0.34, 0.5))
    figure = muster.figures["coverage.response_gain"]
    assert figure.value == pytest.approx(central, rel=1e-6) and figure.interval == pytest.approx((low, high), rel=1e-6)
    assert figure.estimated and 0 < low < central < high
    assert muster.findings["coverage.response"].numbers["low"].value == pytest.approx(low, rel=1e-6)
    moved = (raw["hours"] - hours).clip(lower=0)
    assert muster["coverage.response_hours_moved"] == pytest.approx(moved[moved > 0.05].sum(), rel=1e-6)


def test_what_an_hour_brings_by_class(muster, raw):
    brings = (0.34 * raw["cm2"] / raw["hours"]).where(raw["rise"] > 1, 0.0)
    for name, own in raw.groupby("class"):
        expected = (brings[own.index] * own["hours"]).sum() / own["hours"].sum()
        assert muster[f"coverage.marginal_contribution.{name}"] == pytest.approx(expected)


def test_acquisition_against_retention(muster, raw, sheets):
    level = muster.customers["sow_level"].reindex(raw.index)  # from whatever source chapter 3 has
    brings = (0.34 * raw["cm2"] / raw["hours"]).where(raw["rise"] > 1, 0.0)
    for name in ("low", "high"):
        own = level == name
        expected = (brings * raw["hours"])[own].sum() / raw.loc[own, "hours"].sum()
        assert muster[f"coverage.marginal_contribution.sow_{name}"] == pytest.approx(expected)
    share = muster.findings["coverage.acquisition"].numbers["share_low"].value
    assert share == pytest.approx(raw.loc[level == "low", "hours"].sum() / raw["hours"].sum())


def test_hours_at_prospects_and_at_new_customers(topic, activities, sheets, orders):
    existing = sheets["Kunden"].set_index("Kundennummer")["Bestandskunde"] == "ja"
    theirs = activities["Kundennummer"].map(existing).eq(False)
    assert topic.prospect_hours == pytest.approx(activities.loc[theirs, "Stunden"].sum() / YEARS)
    first = orders.groupby("Kundennummer")["Rechnungsdatum"].min()
    late = set(first.index[first >= "2025-01-01"])
    since = pd.to_datetime(sheets["Kunden"].set_index("Kundennummer")["Kunde seit"])
    late -= set(since.index[since < "2025-01-01"])
    assert set(topic.levels.index[topic.levels["new"]]) == late & set(topic.levels.index)


def test_who_is_left_alone_keeps_the_hours_and_is_listed(muster, accounts, raw):
    served = accounts[(accounts["orders"] > 0) | (accounts["hours"] > 0)]
    rest = served.index.difference(raw.index)
    table = muster.customers
    assert (table.loc[rest, "hours_optimal"] == table.loc[rest, "hours_now"]).all()
    few = served.loc[rest, "hours"] / YEARS < 1
    assert (table.loc[rest, "hours_left_alone"] == np.where(few, "few_hours", "no_sales")).all()
    assert (table.loc[raw.index, "hours_left_alone"] == "").all()
    assert f"{len(rest)} Kunden" in statement(muster.findings["coverage.response"], WORDS[0]).basis


def test_every_bound_holds_and_sales_stay_between_half_and_double(topic):
    t = topic.moving
    assert (t["optimal"] >= t["low"] - 1e-9).all() and (t["optimal"] <= t["high"] + 1e-9).all()
    assert t["optimal"].sum() == pytest.approx(t["today"].sum())
    for elasticity in topic.elasticity:
        sold = (t["revenue"] * topic.multiple(t, t["optimal"], elasticity)).sum() / t["revenue"].sum()
        assert 0.5**elasticity <= sold <= 2**elasticity


def test_the_amount_enters_no_total(muster):
    assert muster.findings["coverage.response"].impact is None
    text = statement(muster.findings["coverage.response"], WORDS[0])
    assert "nicht zum erreichbaren Ergebnisbeitrag" in text.confidence_reason
    assert "Gleichverteilung ist kein Gewinn" in text.evidence and "aus der Literatur" in text.confidence_reason


def test_the_own_panel_is_told_of_though_it_is_not_used(topic, orders, activities):
    """Regression with dummies on the customers that bought in every half-year."""
    year, half = orders["Rechnungsdatum"].dt.year, orders["Rechnungsdatum"].dt.month > 6
    bought = orders["Nettoumsatz"] > 0
    halves = (2 * year + half)[bought].groupby(orders.loc[bought, "Kundennummer"]).nunique()
    sold = orders.groupby(["Kundennummer", year.rename("year")])["Nettoumsatz"].sum()
    when = pd.to_datetime(activities["Datum"], format="mixed", dayfirst=True).dt.year.rename("year")
    spent = activities.groupby(["Kundennummer", when])["Stunden"].sum()
    rows = pd.concat([sold, spent], axis=1, keys=["sales", "hours"]).dropna().reset_index()
    rows = rows[rows["Kundennummer"].isin(halves.index[halves == 6]) & (rows["sales"] > 0) & (rows["hours"] > 0)]
    rows = rows[rows.groupby("Kundennummer")["year"].transform("size") > 1]
    dummies = pd.get_dummies(rows[["Kundennummer", "year"]].astype(str), dtype=float)
    design = np.column_stack([np.log(rows["hours"]), dummies])
    expected = np.linalg.lstsq(design, np.log(rows["sales"]), rcond=None)[0][0]
    assert topic.own.value == pytest.approx(expected) and topic.own.customers == rows["Kundennummer"].nunique()
    assert topic.source == "literature" and not topic.own.identified
    assert "eigenen Daten" in statement(topic.findings()[0], WORDS[0]).evidence


def test_an_own_panel_that_is_sure_stands_for_the_literature(topic, again, monkeypatch):
    monkeypatch.setattr(module, "fit_elasticity", lambda rows, seed: Elasticity(0.3, 0.25, 0.36, 200, 3))
    found = again()
    assert found.source == "fitted" and found.elasticity == (0.25, 0.3, 0.36)
    for words in WORDS:
        assert "200" in statement(found.findings()[0], words).confidence_reason


def test_judgements_are_used_instead_and_named(topic, again):
    flat = Judgement(at_0=0.95, at_50=0.98, at_100=1.0, at_150=1.01, saturation=1.02, by="Vertriebsleitung")
    found = again(judgements={"core": flat})
    assert found.source == "judged"
    t = found.moving
    core = t["group"] == "core"
    assert t.loc[core, "optimal"].sum() < topic.moving.loc[core, "optimal"].sum()
    assert t["optimal"].sum() <= t["today"].sum() * (1 + 1e-9) and found.gain[1] >= 0
    assert (t["optimal"] >= t["low"] - 1e-9).all() and (t["optimal"] <= t["high"] + 1e-9).all()
    for words in WORDS:
        assert "Vertriebsleitung" in statement(found.findings()[0], words).confidence_reason
    step = 1e-4
    rise = found.multiple(t, t["today"] * (1 + step), 0.34) - 1
    slope = (found.per_hour(t["today"]) * t["today"])[core]
    assert slope.to_numpy() == pytest.approx((rise * t["worth"] / step)[core].to_numpy(), rel=0.01, abs=1)


def test_key_accounts_stay_within_a_limit(topic, again):
    today = topic.table.loc[topic.table["group"] == "key", "today"].sum()
    found = again(key_hours_limit=today)
    assert found.table.loc[found.table["group"] == "key", "optimal"].sum() == pytest.approx(today)
    assert 0 < found.gain[1] < topic.gain[1]
    assert any("höchstens" in part for part in statement(found.findings()[0], WORDS[0]).basis.split(", "))
    assert again(key_hours_limit=0.0).gain[1] < found.gain[1]


def test_neither_order_nor_currency_matters(topic, again):
    base = topic.base
    mixed = replace(base, customers=base.customers.sample(frac=1, random_state=1))
    assert again(mixed).gain == pytest.approx(topic.gain)
    known = base.known.assign(**{c: base.known[c] * 7 for c in ("cm2", "potential_revenue", "revenue_per_year")})
    dear = replace(base, known=known, customers=base.customers.assign(revenue=base.customers["revenue"] * 7))
    assert again(dear).gain == pytest.approx(tuple(7 * g for g in topic.gain))
    assert again(dear).hours_moved == pytest.approx(topic.hours_moved)


@pytest.mark.parametrize("words", WORDS)
def test_one_customer_and_no_potentials_are_said(topic, again, words):
    base = topic.base
    alone = again(replace(base, customers=base.customers.head(1), known=base.known.head(1)))
    assert not alone.assessable and not alone.figures() and not alone.findings() and alone.columns().empty
    assert "coverage.response_gain" in alone.gaps()[0].figures and unknown(alone.gaps()[0], words).headline
    bare = again(
        replace(base, known=base.known.drop(columns=["potential_revenue", "potential_level", "sow_level", "cm1"]))
    )
    assert bare.table["rise"].dropna().to_numpy() == pytest.approx(1.2)
    (gap,) = bare.gaps()
    assert gap.id == "coverage.acquisition" and unknown(gap, words).headline
    assert [f.id for f in bare.findings()] == ["coverage.response"]


@pytest.mark.parametrize("words", WORDS)
def test_two_alike_have_nothing_to_move(topic, again, words):
    base = topic.base
    two = base.customers.head(2).assign(hours=10.0, revenue=100.0, group="core")
    found = again(replace(base, customers=two, known=base.known.head(2).assign(cm2=30.0, potential_revenue=500.0)))
    assert found.gain == pytest.approx((0, 0, 0)) and found.moved.empty
    said = statement(found.findings()[0], words)
    assert ("keinen zusätzlichen" in said.headline) or ("no more" in said.headline)
    result = Result(**vars(replace(base, customers=two)), topics=Topics((found,)))
    assert EXHIBITS["hour_value"](result, words) is None and EXHIBITS["hour_moves"](result, words) is None


def test_northwind_says_what_is_missing(northwind):
    assert {"coverage.response_gain", "coverage.response_hours_moved"} <= northwind.open_figures
    (gap,) = [g for g in northwind.gaps if g.id == "coverage.response"]
    assert set(gap.needs) == {"activities.hours", "transactions.cost_of_goods"}
    assert "hours_optimal" not in northwind.customers
