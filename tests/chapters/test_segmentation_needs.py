"""Needs and approaches against a computation from the raw files."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from workbook.chapters.segmentation.needs import Needs, needs
from workbook.chapters.segmentation.small import Small
from workbook.language import Words
from workbook.methods.approach_mix import APPROACHES, FITTING
from workbook.statement import statement, unknown
from workbook.topic import Topics

TYPES = {"intrinsisch": "intrinsic", "extrinsisch": "extrinsic", "strategisch": "strategic"}
WORDS = {
    "Leistung": "performance",
    "Breite des Leistungsprogramms": "range",
    "Beziehung": "relationship",
    "dauerhaft niedriger Preis": "stable_price",
    "befristetes Preisangebot": "temporary_price",
    "Kommunikation": "communication",
}


def topic_of(found):
    return found.run.chapter("segmentation").result.topics.of(Needs)


@pytest.fixture(scope="module")
def topic(muster):
    return topic_of(muster)


@pytest.fixture(scope="module")
def deals(sheets):
    table = sheets["Chancen"]
    return table[table["Bearbeitungsansatz"].notna()].assign(approach=lambda t: t["Bearbeitungsansatz"].map(WORDS))


@pytest.fixture(scope="module")
def again(topic, muster):
    """The topic computed anew from a changed base."""
    before = Topics((muster.run.chapter("segmentation").result.topics.of(Small),))

    def run(**changes):
        return needs(replace(topic.base, **changes), before)

    return run


def test_what_was_stated_is_used_and_the_rest_is_by_the_rule(muster, topic, sheets):
    stated = sheets["Kunden"].set_index("Kundennummer")["Bedürfnistyp"].map(TYPES).reindex(topic.table.index)
    known = stated.notna()
    assert (topic.table.loc[known, "need"] == stated[known]).all() and set(topic.table.loc[known, "source"]) == {
        "stated"
    }
    ruled = topic.table.loc[~known].dropna(subset=["need"])
    assert (ruled["need"] == ruled["rule"]).all() and set(ruled["source"]) == {"rule"}
    assert muster.customers["need"].dropna().to_dict() == topic.table["need"].dropna().to_dict()
    assert muster["segmentation.need.intrinsic"] == (topic.table["need"] == "intrinsic").sum()


def test_the_rule_agrees_with_the_stated_and_the_true_types(muster, topic, truth):
    both = topic.table.dropna(subset=["stated", "rule"])
    table = (
        pd.crosstab(both["stated"], both["rule"], normalize=True).reindex(columns=sorted(TYPES.values())).sort_index()
    )
    chance = float((table.sum(axis=1).to_numpy() * table.sum().to_numpy()).sum())
    kappa = (np.trace(table) - chance) / (1 - chance)
    assert muster["segmentation.need_kappa"] == pytest.approx(kappa) and kappa > 0.4
    true = {i: TYPES[kind] for kind, ids in truth["needs"]["members"].items() for i in ids}
    blind = topic.table[topic.table["source"] == "rule"]
    assert (blind["need"] == pd.Series(true).reindex(blind.index)).mean() > 0.6


def test_mixes_by_class(muster, topic, deals):
    classes = muster.customers["class"]
    group = deals["Kundennummer"].map(classes)
    for name in ("key", "core"):
        own = deals.loc[group == name, "approach"]
        assert topic.used.loc[name, "n"] == len(own)
        shares = own.value_counts(normalize=True).reindex(list(APPROACHES)).fillna(0)
        need = topic.table.loc[classes.index[classes == name], "need"].dropna()
        fitting = sum(np.array(FITTING[n]) for n in need) / len(need)
        gap = np.abs(shares.to_numpy() - fitting).sum() / 2
        assert muster[f"segmentation.approach_gap.{name}"] == pytest.approx(gap)


def test_what_the_assessment_recommends_goes_before_the_rule(again, topic, muster):
    client = muster.run.client
    asked = pd.DataFrame({"dimension": [f"approach:{a}" for a in APPROACHES], "importance": [5.0, 1, 1, 1, 1, 1]})
    asked = asked.assign(respondent="P1", item="x", performance=3.0)
    asked["class"] = "all"
    found = again(client=replace(client, tables={**client.tables, "assessment": asked}))
    assert found.fitting_source == "stated"
    assert found.fitting.loc["key"].to_list() == pytest.approx([0.5, 0.1, 0.1, 0.1, 0.1, 0.1])


def test_claim_a2_15_is_the_difference_of_the_shares_won(muster, topic, deals):
    decided = deals[deals["Ergebnis"].isin(["gewonnen", "verloren"])]
    won = decided["Ergebnis"] == "gewonnen"
    first = decided["approach"].isin(["performance", "stable_price", "temporary_price"])
    claim = {c.id: c for c in topic.claims()}["A2-15"]
    assert claim.effect == pytest.approx(won[first].mean() - won[~first].mean()) and claim.n == len(decided)
    assert muster["segmentation.win_rate.performance"] == pytest.approx(
        won[decided["approach"] == "performance"].mean()
    )


def test_claim_a2_16_is_the_slope_of_changes_from_year_to_year(topic, accounts, orders, activities, sheets):
    rates = sheets["Kostensätze"].set_index("Aktivitätsart")["Kosten je Vorgang"].astype(float)
    days = pd.to_datetime(activities["Datum"], format="%d.%m.%Y")
    talks = activities["Aktivitätsart"].isin(["Besuch", "Anruf", "E-Mail", "Videokonferenz"])
    found = {}
    for year in (2024, 2025):
        own = orders[orders["Rechnungsdatum"].dt.year == year]
        sold = own[own["Nettoumsatz"] >= 0].groupby("Kundennummer")
        sums = own.groupby("Kundennummer")[["Nettoumsatz", "Wareneinsatz", "Fracht"]].sum()
        cost = sold["Auftragsnummer"].nunique() * rates["Kosten je Auftrag"] + sold.size() * rates["Kosten je Position"]
        margin = sums["Nettoumsatz"] - sums["Wareneinsatz"] - sums["Fracht"] - cost.reindex(sums.index).fillna(0.0)
        number = activities.loc[talks & (days.dt.year == year), "Kundennummer"].value_counts()
        found[year] = pd.DataFrame({"n": number, "cm2": margin}).reindex(accounts.index).fillna(0.0)
    one, two = found[2024], found[2025]
    there = (one["n"] + two["n"] > 0) & (one["cm2"] > 0) & (two["cm2"] > 0)
    change = (2 * (two - one) / (two + one))[there]
    claim = {c.id: c for c in topic.claims()}["A2-16"]
    assert claim.n == there.sum()
    assert claim.effect == pytest.approx(0.1 - np.polyfit(change["n"], change["cm2"], 1)[0])
    assert claim.interval[0] < claim.effect < claim.interval[1]


def contacts_of(again, topic, muster, per_contact):
    """The claim where CM II of each window is so much, given the contacts of both windows and what chance adds."""
    table = topic.contacts
    draw = np.random.default_rng(5)
    worth = draw.lognormal(8, 1, len(table))
    before, after = (
        worth * per_contact(table[f"contacts_{w}"].to_numpy() + 1) * draw.lognormal(0, 0.1, len(table))
        for w in ("earlier", "later")
    )
    known = topic.base.known.copy()
    known.loc[table.index, "cm2_earlier"], known.loc[table.index, "cm2_later"] = before, after
    return {c.id: c for c in again(known=known).claims()}["A2-16"]


def test_claim_a2_16_is_not_confirmed_by_its_own_denominator(again, topic, muster):
    """Where each contact brings as much as the others, the number counts; where none brings anything, it does not."""
    assert contacts_of(again, topic, muster, lambda n: n).verdict == "refuted"
    assert contacts_of(again, topic, muster, np.ones_like).verdict == "confirmed"


def test_first_time_users_ordered_in_the_last_twelve_months_only(muster, topic, orders, sheets, activities):
    first = orders.groupby("Kundennummer")["Rechnungsdatum"].min()
    since = pd.to_datetime(sheets["Kunden"].set_index("Kundennummer")["Kunde seit"]).reindex(first.index)
    edge = pd.Timestamp("2025-01-01")
    new = set(first.index[(first >= edge) & ~(since < edge)])
    assert muster["segmentation.first_time"] == len(new & set(topic.new.index))
    days = pd.to_datetime(activities["Datum"], format="%d.%m.%Y")
    spent = activities[days >= edge].groupby("Kundennummer")["Stunden"].sum()
    assert topic.new["hours"].to_dict() == pytest.approx(spent.reindex(topic.new.index).fillna(0).to_dict())


@pytest.mark.parametrize("client", ["muster", "northwind"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_everything_is_said_in_both_languages(request, client, language):
    topic = topic_of(request.getfixturevalue(client))
    words = Words(language, "de_DE" if language == "de" else "en_GB", "EUR")
    assert all(statement(f, words).headline for f in topic.findings())
    assert all(unknown(g, words).headline for g in topic.gaps())


def test_northwind_knows_neither_needs_nor_approaches(northwind):
    assert {"segmentation.need.intrinsic", "claims.A2-15", "claims.A2-16"} <= northwind.open_figures
    assert "need" not in northwind.customers and "segmentation.approaches" not in northwind.findings
