"""Small customers against a computation from the raw files."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from workbook.chapters.segmentation.small import CORNERS, Small, small
from workbook.language import Words
from workbook.methods.adjusted_rand import adjusted_rand
from workbook.statement import statement, unknown
from workbook.topic import Topics

YEARS = 3


def topic_of(found):
    return found.run.chapter("segmentation").result.topics.of(Small)


@pytest.fixture(scope="module")
def topic(muster):
    return topic_of(muster)


@pytest.fixture(scope="module")
def again(topic):
    """The topic computed anew from a changed base."""

    def run(**changes):
        return small(replace(topic.base, **changes), Topics())

    return run


def test_behaviour_is_what_the_raw_lines_say(topic, orders, accounts):
    sold = orders[orders["Nettoumsatz"] >= 0]
    first = sold.drop_duplicates("Auftragsnummer")
    buyers = accounts[accounts["orders"] > 0]
    found = topic.behaviour
    assert set(found.index) == set(buyers.index)
    by = sold.groupby("Kundennummer")
    expected = {
        "orders_year": buyers["orders"] / YEARS,
        "order_value": buyers["Nettoumsatz"] / buyers["orders"],
        "lines_order": buyers["lines"] / buyers["orders"],
        "discount_rate": buyers["Rabatt"] / buyers["Listenumsatz"],
        "special_share": (sold["Sonderanfertigung"] == "ja").groupby(sold["Kundennummer"]).mean(),
        "digital_share": first["Bestellweg"].isin(["Webshop", "EDI"]).groupby(first["Kundennummer"]).mean(),
        "categories": by["Warengruppe"].nunique(),
        "hours_year": buyers["hours"] / YEARS,
    }
    for name, values in expected.items():
        assert found[name].to_dict() == pytest.approx(values.reindex(found.index).to_dict(), rel=1e-6, nan_ok=True), (
            name
        )


def test_the_planted_kinds_are_found(muster, topic, truth, sizes):
    kinds = {i: kind for kind, ids in truth["clusters"]["members"].items() for i in ids}
    groups = topic.structure.groups
    assert set(groups.index) == set(sizes.index[sizes == "small"])
    both = groups.index.intersection(list(kinds))
    assert adjusted_rand(groups[both].to_numpy(), np.array([kinds[i] for i in both])) >= 0.75
    assert muster["segmentation.clusters"] == topic.structure.k >= 4
    assert muster.customers["cluster"].dropna().to_dict() == groups.to_dict()


def test_profiles_are_sums_and_medians_of_their_members(topic, accounts):
    groups = topic.structure.groups
    for group, row in topic.profiles.iterrows():
        own = accounts.loc[groups.index[groups == group]]
        assert row["customers"] == len(own)
        assert row["revenue"] == pytest.approx(own["Nettoumsatz"].sum() / YEARS)
        assert row["cm3"] == pytest.approx(own["cm3"].sum() / YEARS, abs=0.01)
        assert row["orders_year"] == pytest.approx((own["orders"] / YEARS).median())
    assert topic.profiles["traits"].map(len).between(1, 3).all()
    made_to_measure = topic.profiles.index[topic.profiles["package"] == "project"]
    assert (topic.profiles.loc[made_to_measure, "special_share"] > topic.profiles["special_share"].median()).all()


def test_conditions_are_those_of_the_class_rule(muster, topic, accounts, sizes, activities, staff, orders):
    little = accounts[sizes.isin(["small", "none"])]
    cheapest = (
        staff["Jahreskosten"].groupby(staff["Rolle"]).sum() / staff["practical"].groupby(staff["Rolle"]).sum()
    ).min()
    lean = little["cm2"] - 0.5 * little["hours"] * cheapest
    year = orders["Rechnungsdatum"].dt.year
    sums = {y: orders[year == y].groupby(["Kundennummer", "Auftragsnummer"])["Nettoumsatz"].sum() for y in (2024, 2025)}
    first, last = (sums[y].groupby("Kundennummer").sum().reindex(little.index).fillna(0) for y in (2024, 2025))
    spread = {y: (sums[y] ** 2).groupby("Kundennummer").sum().reindex(little.index).fillna(0) for y in (2024, 2025)}
    ratio = (last / first).where(first > 0)
    error = np.sqrt(spread[2025] / first**2 + ratio**2 * spread[2024] / first**2)
    upper, bought = ratio + 1.28 * error, sizes[little.index] != "none"
    holds, fails = (upper >= 0.95) & bought, (upper < 0.95) | ~bought
    expected = {
        "both": ((lean > 0) & holds).sum(),
        "profit": ((lean > 0) & fails).sum(),
        "trend": ((lean <= 0) & holds).sum(),
        "neither": ((lean <= 0) & fails).sum(),
    }
    assert {name: muster[f"segmentation.small_{name}"] for name in CORNERS} == expected
    smart = (muster.customers["class"] == "smart").sum()
    assert smart <= expected["both"]  # a key account may pass both too


def test_definitions_by_employees(topic, accounts, sheets):
    staff = sheets["Kunden"].set_index("Kundennummer")["Mitarbeiterzahl"].astype(float)
    known = staff.reindex(accounts.index[accounts["Nettoumsatz"] > 0]).dropna()
    ranked = known.iloc[np.lexsort((known.index, -known.to_numpy()))]
    begins = (ranked.cumsum() - ranked) / ranked.sum()
    few = set(begins.index[begins >= 0.9 - 1e-12])
    assert topic.definitions.loc["employees", "n"] == len(few)
    assert topic.definitions.loc["employees", "known"] == len(known)
    assert topic.definitions.loc["revenue", "overlap"] == 1


def test_claim_a4_15_is_the_difference_in_like_half_years(topic, orders, sizes, activities):
    own = orders[orders["Kundennummer"].isin(sizes.index[sizes == "small"])]
    half = (own["Rechnungsdatum"].dt.year - 2023) * 2 + (own["Rechnungsdatum"].dt.month > 6)
    bought = own["Nettoumsatz"].groupby([own["Kundennummer"], half]).sum().unstack(fill_value=0.0).clip(lower=0)
    late = own[own["Lieferdatum"] > own["Zugesagter Termin"]]
    broken = late[["Kundennummer", "Lieferdatum"]].set_axis(["id", "day"], axis=1)
    complaints = activities[activities["Aktivitätsart"] == "Reklamation"]
    days = pd.to_datetime(complaints["Datum"], format="%d.%m.%Y")
    broken = pd.concat([broken, pd.DataFrame({"id": complaints["Kundennummer"], "day": days})])
    hit = {(i, (d.year - 2023) * 2 + (d.month > 6)) for i, d in zip(broken["id"], broken["day"], strict=True)}
    gaps, weights = [], []
    for h in range(5):
        now = bought.loc[bought[h] > 0, [h, h + 1]].sort_index()
        change = 2 * (now[h + 1] - now[h]) / (now[h + 1] + now[h])
        level = now[h].rank(method="first").sub(1).mul(5).floordiv(len(now))
        failed = pd.Series([(i, h) in hit for i in now.index], now.index)
        for _, some in change.groupby(level):
            with_it, without = some[failed[some.index]], some[~failed[some.index]]
            if len(with_it) and len(without):
                gaps.append(without.mean() - with_it.mean())
                weights.append(len(with_it))
    claim = {c.id: c for c in topic.claims()}["A4-15"]
    assert claim.effect == pytest.approx(np.average(gaps, weights=weights))
    assert claim.interval[0] < claim.effect < claim.interval[1] and claim.n >= 10


def test_money_in_another_currency_changes_nothing_but_money(topic, again, muster):
    client = muster.run.client
    money = ["net_revenue", "list_revenue", "discount", "cost_of_goods", "freight", "margin"]
    lines = client.tables["transactions"]
    dearer = lines.assign(**{c: lines[c] * 7 for c in money if c in lines}).sample(frac=1, random_state=1)
    changed = replace(client, tables={**client.tables, "transactions": dearer})
    known = topic.base.known.sample(frac=1, random_state=2)
    own = [c for c in ("net_revenue", "revenue_per_year", "value_earned") if c in known]
    found = again(client=changed, known=known.assign(**{c: known[c] * 7 for c in own}))
    assert found.structure.groups.sort_index().equals(topic.structure.groups.sort_index())
    assert found.profiles["revenue"].to_list() == pytest.approx((7 * topic.profiles["revenue"]).to_list())
    assert found.profiles["package"].to_list() == topic.profiles["package"].to_list()
    assert found.definitions["overlap"].to_list() == pytest.approx(topic.definitions["overlap"].to_list())
    assert found.claims()[0].effect == pytest.approx(topic.claims()[0].effect)


def test_without_structure_one_group_and_no_package(northwind):
    topic = topic_of(northwind)
    assert northwind["segmentation.clusters"] == 1
    assert "segmentation.no_clusters" in northwind.findings and "segmentation.clusters" not in northwind.findings
    assert set(topic.columns()) == {"cluster"} and set(topic.columns()["cluster"]) == {1}
    assert {"segmentation.small_both", "segmentation.small_neither"} <= northwind.open_figures


@pytest.mark.parametrize("client", ["muster", "northwind"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_everything_is_said_in_both_languages(request, client, language):
    topic = topic_of(request.getfixturevalue(client))
    words = Words(language, "de_DE" if language == "de" else "en_GB", "EUR")
    assert all(statement(f, words).headline for f in topic.findings())
    assert all(unknown(g, words).headline for g in topic.gaps())


def test_few_small_customers_are_a_gap(again, topic):
    few = topic.base.known.assign(size="large")
    found = again(known=few)
    assert found.structure is None and not found.columns().size
    assert {"segmentation.clusters", "claims.A4-15"} <= {name for gap in found.gaps() for name in gap.figures}
